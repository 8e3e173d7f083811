// SPDX-License-Identifier: Apache-2.0
//
// Pipes between threads of the program: Node cannot make one of the host's. Their bytes lie in shared memory.

import { EAGAIN, EMFILE, EPIPE, Errno } from './errno.mjs';

const PIPES = 64;
const ROOM = 65536;
const PIPE_BUF = 4096; // what is written at once or not at all

// 32-bit words of a pipe.
const ENDS = 0; // readers and writers: two words, 0 and 0 when the pipe is free
const AT = 2; // of the first byte
const SIZE = 3; // how many there are
const CHANGES = 4; // counted, to wait for one
const WORDS = 8;

export const PIPES_SIZE = PIPES * (4 * WORDS + ROOM);

export class Pipes {
  // They lie in `buffer` from `start` on; `locked` runs a function while no other thread runs one.
  constructor(buffer, start, locked) {
    this.words = new Int32Array(buffer, start, PIPES * WORDS);
    this.bytes = Buffer.from(buffer, start + 4 * PIPES * WORDS, PIPES * ROOM);
    this.locked = locked;
  }

  // Under the lock, as are enter() and leave().
  make() {
    for (let pipe = 0; pipe < PIPES; pipe++) {
      const at = pipe * WORDS;
      if (this.words[at + ENDS] === 0 && this.words[at + ENDS + 1] === 0) {
        this.words[at + AT] = this.words[at + SIZE] = 0;
        this.words[at + ENDS] = this.words[at + ENDS + 1] = 1;
        return pipe;
      }
    }
    throw new Errno(EMFILE);
  }

  leave(pipe, writes) {
    this.words[pipe * WORDS + ENDS + (writes ? 1 : 0)]--;
    this.changed(pipe);
  }

  changed(pipe) {
    Atomics.add(this.words, pipe * WORDS + CHANGES, 1);
    Atomics.notify(this.words, pipe * WORDS + CHANGES);
  }

  // Tries until it is not null, from change to change.
  attempt(pipe, blocks, action) {
    for (;;) {
      const changes = Atomics.load(this.words, pipe * WORDS + CHANGES);
      const result = this.locked(action);
      if (result !== null) return result;
      if (!blocks) throw new Errno(EAGAIN);
      Atomics.wait(this.words, pipe * WORDS + CHANGES, changes);
    }
  }

  // Moves bytes between `bytes` and the ring from `from` on.
  move(pipe, from, bytes, into) {
    const ring = this.bytes.subarray(pipe * ROOM, (pipe + 1) * ROOM);
    const first = Math.min(bytes.length, ROOM - from);
    if (into) {
      bytes.copy(ring, from, 0, first);
      bytes.copy(ring, 0, first);
    } else {
      ring.copy(bytes, 0, from, from + first);
      ring.copy(bytes, first, 0, bytes.length - first);
    }
  }

  read(pipe, bytes, blocks) {
    const at = pipe * WORDS;
    if (bytes.length === 0) return 0;
    return this.attempt(pipe, blocks, () => {
      const size = this.words[at + SIZE];
      if (size === 0) return this.words[at + ENDS + 1] === 0 ? 0 : null;
      const n = Math.min(size, bytes.length);
      this.move(pipe, this.words[at + AT], bytes.subarray(0, n), false);
      this.words[at + AT] = (this.words[at + AT] + n) % ROOM;
      this.words[at + SIZE] -= n;
      this.changed(pipe);
      return n;
    });
  }

  write(pipe, bytes, blocks) {
    const at = pipe * WORDS;
    let written = 0;
    while (written < bytes.length) {
      try {
        written += this.attempt(pipe, blocks, () => {
          if (this.words[at + ENDS] === 0) throw new Errno(EPIPE);
          const left = bytes.length - written;
          const room = ROOM - this.words[at + SIZE];
          if (room < (bytes.length <= PIPE_BUF ? left : 1)) return null;
          const n = Math.min(room, left);
          this.move(pipe, (this.words[at + AT] + this.words[at + SIZE]) % ROOM, bytes.subarray(written, written + n), true);
          this.words[at + SIZE] += n;
          this.changed(pipe);
          return n;
        });
      } catch (error) {
        if (written > 0) break;
        throw error;
      }
    }
    return written;
  }

  // What poll() tells of an end.
  ready(pipe, writes) {
    const [readers, writers, , size] = this.words.subarray(pipe * WORDS, pipe * WORDS + 4);
    if (writes) return readers === 0 ? 4 | 8 : ROOM - size >= PIPE_BUF ? 4 : 0;
    return (size > 0 ? 1 : 0) | (writers === 0 ? 16 : 0);
  }
}
