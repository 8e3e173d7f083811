/* SPDX-License-Identifier: Apache-2.0 */
/* Exported for the host, which makes room for a thread's TLS by it. */

int __get_aligned_tls_size(void);

__attribute__((__export_name__("__get_aligned_tls_size"))) int
__get_aligned_tls_size(void)
{
	unsigned size = __builtin_wasm_tls_size();
	unsigned mask = __builtin_wasm_tls_align() - 1;

	return (int)((size + mask) & ~mask);
}
