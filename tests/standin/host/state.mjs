// SPDX-License-Identifier: Apache-2.0
//
// What all threads of the program share: its file descriptors and its current
// directory. It lives in one SharedArrayBuffer. Host descriptors are the same
// in every worker, so a table from guest numbers to them is all there is to it.

import fs from 'node:fs';
import tty from 'node:tty';
import { EBADF, EMFILE, ENAMETOOLONG, Errno } from './errno.mjs';
import { Pipes, PIPES_SIZE } from './pipes.mjs';

// Node has no name for it: what it opens, it opens so.
export const O_CLOEXEC = 0o2000000;

const FDS = 1024;
const PATH_MAX = 4096;

// 32-bit words of the state, by index.
const LOCK = 0;
const CWD_SIZE = 1;
const OPENED = 2; // how many files were opened so far
const UMASK = 3;
const FD = 8; // 0 when free, else the open file's number + 1
const FD_FLAGS = FD + FDS; // FD_CLOEXEC
const FILE = FD_FLAGS + FDS; // the open files, FIELDS words each
const FIELDS = 8;
const WORDS = FILE + FDS * FIELDS;
const CWD = WORDS * 4; // byte offset
const PIPES = CWD + PATH_MAX;
const SIZE = PIPES + PIPES_SIZE;

// Fields of an open file.
const REFS = 0;
const HOST = 1; // the host's descriptor, or which pipe
const KIND = 2;
const FLAGS = 3; // as given to open()
const POS = 4; // two words
const SERIAL = 6; // which of the opened files it is
const FLOCK = 7; // LOCK_SH, LOCK_EX or 0

// Kinds of open file. Node has no lseek(): the position of a file that was
// opened here is kept here. The inherited ones share theirs with whoever gave
// them to us, and so use the host's.
export const STREAM = 0;
export const REGULAR = 1;
export const DIRECTORY = 2;
export const INHERITED = 3;
export const PIPE_READER = 4;
export const PIPE_WRITER = 5;

function kindOf(stat) {
  if (stat.isFile()) return REGULAR;
  return stat.isDirectory() ? DIRECTORY : STREAM;
}

// A pipe or terminal is opened anew so that reading it need not block this
// process: a thread that sleeps in read() could not be ended.
function unblocked(fd, stat) {
  const { O_RDONLY, O_WRONLY, O_NONBLOCK, O_NOCTTY } = fs.constants;
  if (!stat.isFIFO() && !tty.isatty(fd)) return fd;
  try {
    return fs.openSync(`/proc/self/fd/${fd}`, (fd === 0 ? O_RDONLY : O_WRONLY) | O_NONBLOCK | O_NOCTTY);
  } catch {
    return fd;
  }
}

export function makeState(root) {
  const shared = { root, buffer: new SharedArrayBuffer(SIZE) };
  const state = new State(shared);
  for (let fd = 0; fd < 3; fd++) {
    try {
      const stat = fs.fstatSync(fd);
      const kind = kindOf(stat);
      state.add(fd, unblocked(fd, stat), kind === REGULAR ? INHERITED : kind, fd === 0 ? 0 : 1);
    } catch {
      // Closed from the start: so it is for the program.
    }
  }
  state.setCwd(Buffer.from(root ? '/' : process.cwd()));
  state.words[UMASK] = process.umask();
  return shared;
}

export class State {
  constructor({ root, buffer }) {
    this.root = Buffer.from(root);
    this.words = new Int32Array(buffer);
    this.wide = new BigInt64Array(buffer, 0, WORDS >> 1);
    this.cwdBytes = Buffer.from(buffer, CWD, PATH_MAX);
    this.pipes = new Pipes(buffer, PIPES, (work) => this.locked(work));
  }

  // Runs `work` while no other thread runs anything of the kind.
  locked(work) {
    const { words } = this;
    if (Atomics.compareExchange(words, LOCK, 0, 1) !== 0)
      while (Atomics.exchange(words, LOCK, 2) !== 0) Atomics.wait(words, LOCK, 2);
    try {
      return work();
    } finally {
      if (Atomics.exchange(words, LOCK, 0) === 2) Atomics.notify(words, LOCK, 1);
    }
  }

  cwd() {
    return this.locked(() => Buffer.from(this.cwdBytes.subarray(0, this.words[CWD_SIZE])));
  }

  setCwd(path) {
    if (path.length >= PATH_MAX) throw new Errno(ENAMETOOLONG);
    this.locked(() => {
      path.copy(this.cwdBytes);
      this.words[CWD_SIZE] = path.length;
    });
  }

  get umask() { return Atomics.load(this.words, UMASK); }

  setUmask(mask) { return Atomics.exchange(this.words, UMASK, mask); }

  // The open file behind a guest descriptor.
  file(fd) {
    const number = fd >= 0 && fd < FDS ? Atomics.load(this.words, FD + fd) : 0;
    if (number === 0) throw new Errno(EBADF);
    return new OpenFile(this, number - 1);
  }

  // The open files that have a lock by flock(), under the lock of the state.
  *flocked() {
    for (let number = 0; number < FDS; number++) {
      const file = new OpenFile(this, number);
      if (this.words[file.at + REFS] !== 0 && file.flock !== 0) yield file;
    }
  }

  free(from) {
    for (let fd = from; fd < FDS; fd++) if (this.words[FD + fd] === 0) return fd;
    throw new Errno(EMFILE);
  }

  // Makes an open file of a host descriptor, and `fd` its descriptor.
  add(fd, host, kind, flags) {
    let number = 0;
    while (this.words[FILE + number * FIELDS + REFS] !== 0) number++;
    this.words.set([1, host, kind, flags, 0, 0, ++this.words[OPENED], 0], FILE + number * FIELDS);
    this.words[FD_FLAGS + fd] = flags & O_CLOEXEC ? 1 : 0;
    this.words[FD + fd] = number + 1;
    return fd;
  }

  open(host, flags) {
    const kind = kindOf(fs.fstatSync(host));
    try {
      return this.locked(() => this.add(this.free(0), host, kind, flags));
    } catch (error) {
      fs.closeSync(host);
      throw error;
    }
  }

  // The two descriptors of a pipe.
  pipe(flags) {
    return this.locked(() => {
      const reader = this.free(0);
      const writer = this.free(reader + 1);
      const pipe = this.pipes.make();
      this.add(reader, pipe, PIPE_READER, flags);
      this.add(writer, pipe, PIPE_WRITER, flags | fs.constants.O_WRONLY);
      return [reader, writer];
    });
  }

  release(fd) {
    const { at } = this.file(fd);
    const [, host, kind] = this.words.subarray(at, at + FIELDS);
    this.words[FD + fd] = 0;
    if (--this.words[at + REFS] !== 0) return;
    if (kind === PIPE_READER || kind === PIPE_WRITER) this.pipes.leave(host, kind === PIPE_WRITER);
    else if (host > 2) fs.closeSync(host);
  }

  close(fd) {
    this.locked(() => this.release(fd));
  }

  // The lowest free descriptor from `from` on becomes another for `fd`'s file.
  dup(fd, from, flags) {
    return this.locked(() => this.refer(this.free(from), this.file(fd), flags));
  }

  dupTo(fd, to, flags) {
    if (to < 0 || to >= FDS) throw new Errno(EBADF);
    return this.locked(() => {
      const file = this.file(fd);
      if (fd === to) return fd;
      if (this.words[FD + to] !== 0) this.release(to);
      return this.refer(to, file, flags);
    });
  }

  refer(fd, file, flags) {
    this.words[file.at + REFS]++;
    this.words[FD + fd] = (file.at - FILE) / FIELDS + 1;
    this.words[FD_FLAGS + fd] = flags;
    return fd;
  }

  fdFlags(fd) {
    this.file(fd);
    return this.words[FD_FLAGS + fd];
  }

  setFdFlags(fd, flags) {
    this.file(fd);
    this.words[FD_FLAGS + fd] = flags & 1;
  }
}

class OpenFile {
  constructor(state, number) {
    this.state = state;
    this.words = state.words;
    this.at = FILE + number * FIELDS;
  }

  get host() { return this.words[this.at + HOST]; }

  get kind() { return this.words[this.at + KIND]; }

  set kind(kind) { this.words[this.at + KIND] = kind; }

  get flags() { return this.words[this.at + FLAGS]; }

  set flags(flags) { this.words[this.at + FLAGS] = flags; }

  get serial() { return this.words[this.at + SERIAL]; }

  get flock() { return this.words[this.at + FLOCK]; }

  set flock(how) { this.words[this.at + FLOCK] = how; }

  get position() { return Number(this.state.wide[(this.at + POS) >> 1]); }

  set position(position) { this.state.wide[(this.at + POS) >> 1] = BigInt(position); }
}
