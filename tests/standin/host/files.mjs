// SPDX-License-Identifier: Apache-2.0
//
// System calls on descriptors.

import fs from 'node:fs';
import tty from 'node:tty';
import { EAGAIN, EBADF, EINVAL, ENOTDIR, ENOTTY, Errno, ESPIPE } from './errno.mjs';
import { pause } from './sleep.mjs';
import { DIRECTORY, INHERITED, O_CLOEXEC, PIPE_READER, PIPE_WRITER, REGULAR, STREAM } from './state.mjs';

const { O_APPEND, O_NONBLOCK } = fs.constants;
const isPipe = ({ kind }) => kind === PIPE_READER || kind === PIPE_WRITER;
const [LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN] = [1, 2, 4, 8];
const LONGEST_PAUSE = 16; // milliseconds between two tries

// Tries again while the host would block, unless the program asked for that.
function patiently(file, attempt) {
  for (let wait = 0.25; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    try {
      return attempt();
    } catch (error) {
      if (error.code !== 'EAGAIN' || file.flags & O_NONBLOCK) throw error;
    }
    pause(wait);
  }
}

function readAt(file, bytes, position) {
  if (bytes.length === 0) return 0;
  return patiently(file, () => fs.readSync(file.host, bytes, 0, bytes.length, position));
}

function writeAt(file, bytes, position) {
  if (bytes.length === 0) return 0;
  return patiently(file, () => fs.writeSync(file.host, bytes, 0, bytes.length, position));
}

function sizeOf(file) {
  return fs.fstatSync(file.host).size;
}

function inheritedPosition(file) {
  const info = fs.readFileSync(`/proc/self/fdinfo/${file.host}`, 'latin1');
  return Number(/^pos:\s*(\d+)/m.exec(info)[1]);
}

// linux_dirent64 records from entry `first` on, as many as fit.
function direntRecords(entries, first, room) {
  const records = [];
  let size = 0;
  let next = first;
  for (; next < entries.length; next++) {
    const { name, type, ino } = entries[next];
    const length = (19 + name.length + 1 + 7) & ~7;
    if (size + length > room) break;
    const record = Buffer.alloc(length);
    record.writeBigUInt64LE(ino, 0);
    record.writeBigInt64LE(BigInt(next + 1), 8);
    record.writeUInt16LE(length, 16);
    record.writeUInt8(type, 18);
    name.copy(record, 19);
    records.push(record);
    size += length;
  }
  return { records: Buffer.concat(records), next };
}

function direntType(entry) {
  if (entry.isFIFO()) return 1;
  if (entry.isCharacterDevice()) return 2;
  if (entry.isDirectory()) return 4;
  if (entry.isBlockDevice()) return 6;
  if (entry.isFile()) return 8;
  if (entry.isSymbolicLink()) return 10;
  return entry.isSocket() ? 12 : 0;
}

function inode(path) {
  try {
    return fs.lstatSync(path, { bigint: true }).ino;
  } catch {
    return 0n; // gone since it was listed
  }
}

function listDirectory(host) {
  const path = Buffer.from(`/proc/self/fd/${host}/`);
  const listed = fs.readdirSync(path, { withFileTypes: true, encoding: 'buffer' });
  const { ino } = fs.fstatSync(host, { bigint: true });
  return [
    { name: Buffer.from('.'), type: 4, ino },
    { name: Buffer.from('..'), type: 4, ino: inode(Buffer.concat([path, Buffer.from('..')])) },
    ...listed.map((entry) => ({
      name: entry.name, type: direntType(entry), ino: inode(Buffer.concat([path, entry.name])),
    })),
  ];
}

export function fileCalls(state, memory) {
  // A listing is kept between two calls by the same thread, by the serial number
  // of the open directory. Another thread that goes on reading makes it anew.
  const listings = new Map();

  function read(fd, bytes) {
    const file = state.file(fd);
    if (file.kind === PIPE_WRITER) throw new Errno(EBADF);
    if (file.kind === PIPE_READER) return state.pipes.read(file.host, bytes, !(file.flags & O_NONBLOCK));
    if (file.kind !== REGULAR) return readAt(file, bytes, null);
    return state.locked(() => {
      const n = readAt(file, bytes, file.position);
      file.position += n;
      return n;
    });
  }

  function write(fd, bytes) {
    const file = state.file(fd);
    if (file.kind === PIPE_READER) throw new Errno(EBADF);
    if (file.kind === PIPE_WRITER) return state.pipes.write(file.host, bytes, !(file.flags & O_NONBLOCK));
    if (file.kind !== REGULAR) return writeAt(file, bytes, null);
    return state.locked(() => {
      if (file.flags & O_APPEND) file.position = sizeOf(file);
      const n = writeAt(file, bytes, file.position);
      file.position += n;
      return n;
    });
  }

  function positioned(fd, position) {
    const file = state.file(fd);
    if (position < 0) throw new Errno(EINVAL);
    if (file.kind === STREAM || isPipe(file)) throw new Errno(ESPIPE);
    return file;
  }

  function seekBase(file, whence) {
    switch (whence) {
      case 0: return 0;
      case 1: return file.kind === INHERITED ? inheritedPosition(file) : file.position;
      case 2: return sizeOf(file);
      default: throw new Errno(EINVAL);
    }
  }

  function lseek(fd, offset, whence) {
    return state.locked(() => {
      const file = state.file(fd);
      if (file.kind === STREAM || isPipe(file)) throw new Errno(ESPIPE);
      const position = seekBase(file, whence) + offset;
      if (position < 0) throw new Errno(EINVAL);
      if (file.kind === INHERITED && (offset !== 0 || whence !== 1)) file.kind = REGULAR;
      file.position = position;
      return position;
    });
  }

  function getdents(fd, address, size) {
    return state.locked(() => {
      const file = state.file(fd);
      if (file.kind !== DIRECTORY) throw new Errno(ENOTDIR);
      const first = file.position;
      if (first === 0 || !listings.has(file.serial)) listings.set(file.serial, listDirectory(file.host));
      const entries = listings.get(file.serial);
      const { records, next } = direntRecords(entries, first, size);
      if (next === first && first < entries.length) throw new Errno(EINVAL);
      records.copy(memory.slice(address, size));
      file.position = next;
      return records.length;
    });
  }

  // Among the files that this program has open: nobody else's locks are seen.
  function tryFlock(file, how) {
    const { dev, ino } = fs.fstatSync(file.host, { bigint: true });
    for (const other of state.flocked()) {
      if (other.at === file.at || (how === LOCK_SH && other.flock === LOCK_SH)) continue;
      const there = fs.fstatSync(other.host, { bigint: true });
      if (there.dev === dev && there.ino === ino) return false;
    }
    file.flock = how;
    return true;
  }

  function flock(fd, operation) {
    const file = state.file(fd);
    const how = operation & ~LOCK_NB;
    if (how === LOCK_UN) file.flock = 0;
    else if (how !== LOCK_SH && how !== LOCK_EX) throw new Errno(EINVAL);
    else
      while (!state.locked(() => tryFlock(file, how))) {
        if (operation & LOCK_NB) throw new Errno(EAGAIN);
        pause(1);
      }
    return 0;
  }

  function fcntl(fd, cmd, arg) {
    switch (cmd) {
      case 0: return state.dup(fd, arg, 0);
      case 1: return state.fdFlags(fd);
      case 2: state.setFdFlags(fd, arg); return 0;
      case 3: return state.file(fd).flags & ~fs.constants.O_CREAT & ~fs.constants.O_TRUNC & ~fs.constants.O_EXCL;
      case 4: {
        const file = state.file(fd);
        const changeable = O_APPEND | O_NONBLOCK;
        file.flags = (file.flags & ~changeable) | (arg & changeable);
        return 0;
      }
      case 1030: return state.dup(fd, arg, 1);
      default: throw new Errno(EINVAL);
    }
  }

  function ioctl(fd, request) {
    const TCGETS = 0x5401;
    if (request !== TCGETS || isPipe(state.file(fd)) || !tty.isatty(state.file(fd).host)) throw new Errno(ENOTTY);
    return 0;
  }

  // What can be told without asking the kernel: a descriptor that is open
  // counts as ready, unless it is a pipe of ours.
  function pollOnce(address, count) {
    const { view } = memory;
    const start = count ? memory.offset(address, count * 8) : 0;
    let ready = 0;
    for (let at = start; at < start + count * 8; at += 8) {
      const fd = view.getInt32(at, true);
      let events = view.getInt16(at + 4, true) & 5;
      try {
        const file = fd < 0 ? null : state.file(fd);
        if (!file) events = 0;
        else if (isPipe(file)) events = state.pipes.ready(file.host, file.kind === PIPE_WRITER) & (events | 24);
      } catch {
        events = 0x20;
      }
      view.setInt16(at + 6, events, true);
      if (events) ready++;
    }
    return ready;
  }

  function poll(address, count, timeout) {
    const end = timeout < 0 ? Infinity : performance.now() + timeout;
    for (let wait = 0.25; ; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
      const ready = pollOnce(address, count);
      const left = end - performance.now();
      if (ready || left <= 0) return ready;
      pause(Math.min(wait, left));
    }
  }

  function pipe(address, flags) {
    const start = memory.offset(address, 8);
    state.pipe(flags & (O_NONBLOCK | O_CLOEXEC)).forEach((fd, i) => memory.view.setInt32(start + 4 * i, fd, true));
    return 0;
  }

  const sync = (flush) => (fd) => { flush(state.file(fd).host); return 0; };
  const number = (call) => (...args) => call(...args.map((arg) => Number(BigInt.asIntN(64, arg))));

  return {
    0: (fd, address, size) => read(Number(fd), memory.slice(address, Number(size))),
    1: (fd, address, size) => write(Number(fd), memory.slice(address, Number(size))),
    3: (fd) => { state.close(Number(fd)); listings.clear(); return 0; },
    7: (address, count, timeout) => poll(address, Number(count), Number(BigInt.asIntN(32, timeout))),
    8: number(lseek),
    16: (fd, request) => ioctl(Number(fd), Number(BigInt.asUintN(32, request))),
    17: (fd, address, size, position) =>
      readAt(positioned(Number(fd), Number(position)), memory.slice(address, Number(size)), Number(position)),
    18: (fd, address, size, position) =>
      writeAt(positioned(Number(fd), Number(position)), memory.slice(address, Number(size)), Number(position)),
    19: (fd, address, count) => {
      let total = 0;
      for (const slice of memory.vectors(address, Number(count))) {
        const n = read(Number(fd), slice);
        total += n;
        if (n < slice.length) break;
      }
      return total;
    },
    20: (fd, address, count) => write(Number(fd), Buffer.concat(memory.vectors(address, Number(count)))),
    22: (address) => pipe(address, 0),
    32: (fd) => state.dup(Number(fd), 0, 0),
    33: (fd, to) => state.dupTo(Number(fd), Number(to), 0),
    72: (fd, cmd, arg) => fcntl(Number(fd), Number(cmd), Number(BigInt.asIntN(32, arg))),
    73: number(flock),
    74: number(sync(fs.fsyncSync)),
    75: number(sync(fs.fdatasyncSync)),
    77: (fd, size) => {
      if (size < 0n) throw new Errno(EINVAL);
      fs.ftruncateSync(state.file(Number(fd)).host, Number(size));
      return 0;
    },
    78: (fd, address, size) => getdents(Number(fd), address, Number(size)),
    292: (fd, to, flags) => {
      if (fd === to) throw new Errno(EINVAL);
      return state.dupTo(Number(fd), Number(to), Number(flags) & O_CLOEXEC ? 1 : 0);
    },
    293: (address, flags) => pipe(address, Number(flags)),
  };
}
