// SPDX-License-Identifier: Apache-2.0
//
// System calls on time, threads and the process.

import { randomFillSync } from 'node:crypto';
import { EAGAIN, EINVAL, ENOSYS, Errno, ESRCH, ETIMEDOUT } from './errno.mjs';
import { sleepForever, sleepUntil } from './sleep.mjs';

const NS = 1000000000n;
const FUTEX_WAIT = 0;
const FUTEX_WAKE = 1;
const FUTEX_WAIT_BITSET = 9;
const FUTEX_WAKE_BITSET = 10;
const FUTEX_CLOCK_REALTIME = 256;
const IGNORED = new Set([17, 18, 23, 28]); // SIGCHLD, SIGCONT, SIGURG, SIGWINCH

// Thrown through the guest's frames to end its thread.
export class ThreadExit {}

// `realtime` is what real time is ahead of the monotonic clock; `port` leads
// to the thread that watches; `checkClone` throws if the program cannot have
// threads.
export function processCalls(memory, { realtime, port, checkClone }) {
  function now(clock) {
    switch (clock) {
      case 0: case 5: return process.hrtime.bigint() + realtime;
      case 1: case 4: case 6: case 7: return process.hrtime.bigint();
      case 2: case 3: {
        const { user, system } = process.cpuUsage();
        return BigInt(user + system) * 1000n;
      }
      default: throw new Errno(EINVAL);
    }
  }

  function interval(address) {
    const { seconds, rest } = memory.nanoseconds(address);
    if (seconds < 0n || rest < 0n || rest >= NS) throw new Errno(EINVAL);
    return seconds * NS + rest;
  }

  function exitProcess(status) {
    port.postMessage({ type: 'exit', status });
    sleepForever();
  }

  function kill(pid, signal) {
    if (pid !== process.pid) throw new Errno(ESRCH);
    if (signal < 0 || signal > 64) throw new Errno(EINVAL);
    if (signal !== 0 && !IGNORED.has(signal)) exitProcess(128 + signal);
    return 0;
  }

  // Milliseconds that a futex call may wait.
  function patience(operation, clock, address) {
    if (address === 0n) return Infinity;
    const ns = interval(address);
    if (operation === FUTEX_WAIT) return Number(ns) / 1e6;
    return Math.max(0, Number(ns - now(clock)) / 1e6);
  }

  function futex(address, how, value, timeout) {
    const operation = how & 127;
    const offset = memory.offset(address, 4);
    if (offset & 3) throw new Errno(EINVAL);
    switch (operation) {
      case FUTEX_WAIT:
      case FUTEX_WAIT_BITSET: {
        const clock = how & FUTEX_CLOCK_REALTIME ? 0 : 1;
        const end = Atomics.wait(memory.words, offset >> 2, value, patience(operation, clock, timeout));
        if (end === 'ok') return 0;
        throw new Errno(end === 'timed-out' ? ETIMEDOUT : EAGAIN);
      }
      case FUTEX_WAKE:
      case FUTEX_WAKE_BITSET:
        return Atomics.notify(memory.words, offset >> 2, value);
      default:
        throw new Errno(ENOSYS);
    }
  }

  function clone(address) {
    checkClone();
    const start = memory.offset(address, 16);
    const { view } = memory;
    const [thread, stack, tls, running] = [0, 4, 8, 12].map((field) => view.getUint32(start + field, true));
    port.postMessage({ type: 'clone', thread: { thread, stack, tls, running } });
    return 1; // as good a thread's number as any
  }

  function nanosleep(address, rest) {
    sleepUntil(process.hrtime.bigint() + interval(address));
    if (rest !== 0n) memory.setNanoseconds(rest, 0n);
    return 0;
  }

  function getrandom(address, size) {
    const bytes = randomFillSync(Buffer.alloc(Math.min(size, 1 << 20)));
    bytes.copy(memory.slice(address, bytes.length));
    return bytes.length;
  }

  return {
    24: () => { sleepUntil(process.hrtime.bigint() + 1000n); return 0; },
    35: nanosleep,
    39: () => process.pid,
    56: clone,
    60: () => { throw new ThreadExit(); },
    62: (pid, signal) => kill(Number(BigInt.asIntN(32, pid)), Number(BigInt.asIntN(32, signal))),
    102: () => process.getuid(),
    104: () => process.getgid(),
    107: () => process.geteuid(),
    108: () => process.getegid(),
    110: () => process.ppid,
    202: (address, how, value, timeout) =>
      futex(address, Number(BigInt.asUintN(32, how)), Number(BigInt.asIntN(32, value)), timeout),
    228: (clock, address) => {
      memory.setNanoseconds(address, now(Number(BigInt.asIntN(32, clock))));
      return 0;
    },
    229: (clock, address) => {
      now(Number(BigInt.asIntN(32, clock)));
      if (address !== 0n) memory.setNanoseconds(address, 1n);
      return 0;
    },
    231: (status) => exitProcess(Number(status & 255n)),
    318: (address, size) => getrandom(address, Number(size)),
  };
}
