// SPDX-License-Identifier: Apache-2.0
//
// A worker: an instance of the program's module over the common memory.

import { randomFillSync } from 'node:crypto';
import fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { ENOSYS, Errno } from './errno.mjs';
import { fileCalls } from './files.mjs';
import { BASE, GuestMemory } from './memory.mjs';
import { pathCalls } from './paths.mjs';
import { processCalls, ThreadExit } from './process.mjs';
import { sleepForever } from './sleep.mjs';
import { State } from './state.mjs';

const TRAP = 134; // what a shell reports of a program that was aborted
const HOST_FAILURE = 70;
const CAGE = 1n;

const { compiled, memory: wasmMemory, args, env, realtime } = workerData;
const memory = new GuestMemory(wasmMemory);
const state = new State(workerData.state);
const exported = new Set(WebAssembly.Module.exports(compiled).map(({ name }) => name));

const calls = {
  ...fileCalls(state, memory),
  ...pathCalls(state, memory),
  ...processCalls(memory, { realtime, port: parentPort, checkClone }),
};

function end(status, message) {
  fs.writeSync(2, message);
  parentPort.postMessage({ type: 'exit', status });
  sleepForever();
}

// lind-boot panics where the program broke the rules.
function panic(message) {
  end(HOST_FAILURE, `run.mjs: ${message}\n`);
}

// lind-boot, too, finds out no earlier than at the first thread.
function checkClone() {
  if (!exported.has('__standin_thread')) throw new Errno(ENOSYS);
  for (const name of ['__wasm_init_tls', '__get_aligned_tls_size'])
    if (!exported.has(name)) panic(`a thread needs '${name}', which the module does not export`);
}

// Arguments come in pairs of value and cage; all cages are this one.
function makeSyscall(number, name, self, target, a, cageA, b, cageB, c, cageC, d, cageD, e, cageE, f) {
  const call = calls[number];
  if (!call) return -ENOSYS;
  try {
    return call(a, b, c, d, e, f);
  } catch (error) {
    if (typeof error.errno === 'number') return error.errno;
    throw error;
  }
}

// The strings of an argument vector, as the five functions of lind hand it over.
function vectorCalls(strings) {
  const encoded = strings.map((string) => Buffer.from(`${string}\0`));
  return {
    sizes(count, size) {
      memory.view.setUint32(count, encoded.length, true);
      memory.view.setUint32(size, encoded.reduce((sum, bytes) => sum + bytes.length, 0), true);
      return 0;
    },
    get(pointers, text) {
      let at = text;
      encoded.forEach((bytes, i) => {
        memory.view.setUint32(pointers + 4 * i, at, true);
        bytes.copy(memory.bytes, at);
        at += bytes.length;
      });
      return 0;
    },
  };
}

function randomGet(address, size) {
  randomFillSync(Buffer.alloc(size)).copy(memory.bytes, address);
  return 0;
}

function imports() {
  const argv = vectorCalls(args);
  const environ = vectorCalls(env);
  const five = {
    args_sizes_get: (count, size) => argv.sizes(count >>> 0, size >>> 0),
    args_get: (pointers, text) => argv.get(pointers >>> 0, text >>> 0),
    environ_sizes_get: (count, size) => environ.sizes(count >>> 0, size >>> 0),
    environ_get: (pointers, text) => environ.get(pointers >>> 0, text >>> 0),
    random_get: (address, size) => randomGet(address >>> 0, size >>> 0),
  };
  const dynamic = () => panic('dynamic loading support is not enabled');
  const all = {
    lind: {
      'make-syscall': makeSyscall,
      'lind-get-memory-base': () => BASE,
      'lind-get-cage-id': () => CAGE,
      'debug-panic': (address) => panic(`FROM GUEST: ${memory.string(address)}`),
      epoch_callback: () => {},
      dlopen: dynamic,
      dlsym: dynamic,
      dlclose: dynamic,
      ...five,
    },
    wasi_snapshot_preview1: five,
    env: { __c_longjmp: new WebAssembly.Tag({ parameters: ['i32'] }) },
  };
  for (const { module, name, kind } of WebAssembly.Module.imports(compiled))
    if (kind === 'memory') (all[module] ??= {})[name] = wasmMemory;
  return all;
}

// The frames of the program; what is above them is ours.
function backtrace(error) {
  const frames = String(error.stack ?? '').split('\n').filter((line) => line.includes('wasm-function['));
  return frames.map((line) => `${line}\n`).join('');
}

function fail(error) {
  if (error instanceof WebAssembly.Exception)
    end(TRAP, `run.mjs: trap: an exception that nothing catches (a longjmp to a function that has returned?)\n${backtrace(error)}`);
  if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError)
    end(TRAP, `run.mjs: trap: ${error.message}\n${backtrace(error)}`);
  end(HOST_FAILURE, `run.mjs: ${error.stack ?? error}\n`);
}

// Runs `body`, and whatever way it ends, the thread is over after it.
function runThread(body) {
  try {
    body();
  } catch (error) {
    if (!(error instanceof ThreadExit)) fail(error);
  }
}

Error.stackTraceLimit = 64;
let instance;

function start(thread) {
  runThread(() => {
    instance ??= new WebAssembly.Instance(compiled, imports());
    const { exports } = instance;
    if (thread.main) {
      const status = exports._start();
      // lind's crt1 ends in exit(), which does not return.
      parentPort.postMessage({ type: 'exit', status: status & 255 });
      sleepForever();
    }
    exports.__stack_pointer.value = thread.stack;
    exports.__wasm_init_tls(thread.tls);
    exports.__standin_thread(thread.thread);
  });
  if (!thread.main) {
    // Only now is nothing of the thread on its stack, which may be freed.
    Atomics.store(memory.words, thread.running >> 2, 0);
    Atomics.notify(memory.words, thread.running >> 2);
  }
  parentPort.postMessage({ type: 'gone' });
}

parentPort.on('message', start);
