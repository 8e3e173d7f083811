// SPDX-License-Identifier: Apache-2.0

const cell = new Int32Array(new SharedArrayBuffer(4));

// Sleeps, and can be ended meanwhile together with the process.
export function pause(milliseconds) {
  Atomics.wait(cell, 0, 0, milliseconds);
}

export function sleepUntil(deadline) {
  for (;;) {
    const left = deadline - process.hrtime.bigint();
    if (left <= 0n) return;
    pause(Number(left) / 1e6);
  }
}

export function sleepForever() {
  for (;;) pause(Infinity);
}
