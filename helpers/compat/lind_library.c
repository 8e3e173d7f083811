/* SPDX-License-Identifier: Apache-2.0 */
/*
 * In each shared library: lind-boot ends in a panic where one that it loads has no data at all (an empty interval of
 * addresses).
 */
__attribute__((used, retain)) char __lind_rust_library[16] = "lind-rust";
