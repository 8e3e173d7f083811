// SPDX-License-Identifier: Apache-2.0
//
// The program's memory as system calls see it.

import { EFAULT, Errno } from './errno.mjs';

// What the program is told its memory's host address is. Nothing lies there:
// it is not zero so that an address that was not translated is found out.
export const BASE = 0x5a1d00000000n;

const NS = 1000000000n;

export class GuestMemory {
  constructor(memory) {
    this.memory = memory;
  }

  // Growing makes a new buffer, so views are never kept.
  get bytes() { return Buffer.from(this.memory.buffer); }

  get view() { return new DataView(this.memory.buffer); }

  get words() { return new Int32Array(this.memory.buffer); }

  // The offset of `size` bytes at a host address.
  offset(address, size) {
    const offset = BigInt.asUintN(64, address) - BASE;
    if (offset < 0n || offset + BigInt(size) > BigInt(this.memory.buffer.byteLength)) throw new Errno(EFAULT);
    return Number(offset);
  }

  // The bytes there, themselves and not a copy.
  slice(address, size) {
    if (size === 0) return Buffer.alloc(0);
    const offset = this.offset(address, size);
    return this.bytes.subarray(offset, offset + size);
  }

  // A copy of the string there, without its terminator.
  string(address) {
    const offset = this.offset(address, 1);
    const { bytes } = this;
    const end = bytes.indexOf(0, offset);
    if (end < 0) throw new Errno(EFAULT);
    return Buffer.from(bytes.subarray(offset, end));
  }

  // A timespec: two 64-bit words, padding and all.
  nanoseconds(address) {
    const offset = this.offset(address, 16);
    const { view } = this;
    return { seconds: view.getBigInt64(offset, true), rest: view.getBigInt64(offset + 8, true) };
  }

  setNanoseconds(address, ns) {
    const offset = this.offset(address, 16);
    const { view } = this;
    view.setBigInt64(offset, ns / NS, true);
    view.setBigInt64(offset + 8, ns % NS, true);
  }

  // An array of struct iovec as slices.
  vectors(address, count) {
    const offset = this.offset(address, count * 16);
    const { view } = this;
    const slices = [];
    for (let at = offset; at < offset + count * 16; at += 16)
      slices.push(this.slice(view.getBigUint64(at, true), Number(view.getBigUint64(at + 8, true))));
    return slices;
  }
}
