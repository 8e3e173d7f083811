// SPDX-License-Identifier: Apache-2.0

export const ENOENT = 2;
export const ESRCH = 3;
export const EBADF = 9;
export const EAGAIN = 11;
export const EFAULT = 14;
export const ENOTDIR = 20;
export const EINVAL = 22;
export const EMFILE = 24;
export const ENOTTY = 25;
export const ESPIPE = 29;
export const EPIPE = 32;
export const ERANGE = 34;
export const ENAMETOOLONG = 36;
export const ENOSYS = 38;
export const ETIMEDOUT = 110;

// A system call's failure, thrown where it is found.
export class Errno extends Error {
  constructor(number) {
    super(`errno ${number}`);
    this.errno = -number;
  }
}
