#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
//
// node run.mjs [--env K=V]... [--root DIR] [--timeout S] [--uninstrumented] PROGRAM.wasm [ARG...]
//
// Runs a program made with the stand-in library, as lind-boot runs one made
// with lind-glibc. This thread only watches: the program's main thread is a
// worker like all others, so that one that blocks cannot keep it from ending.

import fs from 'node:fs';
import v8 from 'node:v8';
import { Worker } from 'node:worker_threads';
import { checkModule, ModuleError, readModule } from './host/module.mjs';
import { makeState } from './host/state.mjs';

const HOST_FAILURE = 70; // lind-boot's status when it is not the program that failed
const TIMED_OUT = 124;
const MISUSE = 2;

const USAGE = `usage: run.mjs [--env K=V]... [--root DIR] [--timeout SECONDS] [--uninstrumented] PROGRAM.wasm [ARG...]
`;

const OPTIONS = {
  '--env': (options, value) => options.env.push(parseEnv(value)),
  '--root': (options, value) => { options.root = fs.realpathSync(value); },
  '--timeout': (options, value) => { options.timeout = parseSeconds(value); },
};

// V8's baseline compiler miscompiles a compare-and-swap behind an atomic wait in
// a loop (seen in Node 20): std's thread::park() then spins for ever. The
// optimising one, function by function when first called, costs little more.
v8.setFlagsFromString('--no-liftoff');
v8.setFlagsFromString('--wasm-lazy-compilation');

function stop(status, message) {
  fs.writeSync(2, `run.mjs: ${message}\n`);
  process.exit(status);
}

function parseEnv(value) {
  if (value.indexOf('=') > 0) return value;
  // As lind-boot does: a bare name takes the value from here, if it has one.
  return process.env[value] === undefined ? null : `${value}=${process.env[value]}`;
}

function parseSeconds(value) {
  const seconds = Number(value);
  if (!(seconds > 0)) stop(MISUSE, `not a number of seconds: '${value}'`);
  return seconds;
}

function parseArguments(argv) {
  const options = { env: [], root: '', timeout: 0, uninstrumented: false };
  let i = 0;
  for (; i < argv.length && argv[i].startsWith('-'); i++) {
    const arg = argv[i];
    if (arg === '--') { i++; break; }
    if (arg === '-h' || arg === '--help') { fs.writeSync(1, USAGE); process.exit(0); }
    if (arg === '--uninstrumented') { options.uninstrumented = true; continue; }
    const equals = arg.indexOf('=');
    const name = equals < 0 ? arg : arg.slice(0, equals);
    const set = OPTIONS[name];
    if (!set) { fs.writeSync(2, `run.mjs: no such option: '${arg}'\n${USAGE}`); process.exit(MISUSE); }
    if (equals < 0 && i + 1 === argv.length) stop(MISUSE, `'${name}' wants a value`);
    try {
      set(options, equals < 0 ? argv[++i] : arg.slice(equals + 1));
    } catch (error) {
      stop(MISUSE, `${name}: ${error.message}`);
    }
  }
  if (i === argv.length) { fs.writeSync(2, USAGE); process.exit(MISUSE); }
  options.env = options.env.filter((entry) => entry !== null);
  options.args = argv.slice(i);
  return options;
}

function load(options) {
  const path = options.args[0];
  try {
    const bytes = fs.readFileSync(path);
    const module = readModule(bytes);
    checkModule(module, { asyncify: !options.uninstrumented });
    return { memory: module.memory, compiled: new WebAssembly.Module(bytes) };
  } catch (error) {
    if (error instanceof ModuleError || error instanceof WebAssembly.CompileError || error.code)
      stop(HOST_FAILURE, `${path}: ${error.message}`);
    throw error;
  }
}

// The workers: each has an instance of the module and runs one guest thread at
// a time; one whose thread has ended serves the next.
class Guests {
  constructor(shared) {
    this.shared = shared;
    this.idle = [];
    this.running = 0;
  }

  run(thread) {
    this.running++;
    (this.idle.pop() ?? this.spawn()).postMessage(thread);
  }

  spawn() {
    const worker = new Worker(new URL('./host/guest.mjs', import.meta.url), {
      workerData: this.shared,
      // The program's environment is its own affair, and Node's warnings are ours.
      env: {}, execArgv: ['--no-warnings'],
      resourceLimits: { stackSizeMb: 16 },
    });
    worker.on('message', (message) => this.receive(worker, message));
    worker.on('error', (error) => stop(HOST_FAILURE, `in a thread: ${error.stack ?? error}`));
    return worker;
  }

  receive(worker, message) {
    switch (message.type) {
      case 'exit': return process.exit(message.status);
      case 'clone': return this.run(message.thread);
      case 'gone':
        this.idle.push(worker);
        // The main thread may have left by pthread_exit() before the others.
        if (--this.running === 0) process.exit(0);
    }
    return undefined;
  }
}

const options = parseArguments(process.argv.slice(2));
const { memory, compiled } = load(options);
const guests = new Guests({
  compiled,
  memory: new WebAssembly.Memory({ initial: memory.min, maximum: memory.max ?? 65536, shared: true }),
  state: makeState(options.root),
  args: options.args,
  env: options.env,
  // Real time is the monotonic clock and this, so that all threads agree.
  realtime: BigInt(Date.now()) * 1000000n - process.hrtime.bigint(),
});

if (options.timeout)
  setTimeout(() => stop(TIMED_OUT, `${options.args[0]}: timed out after ${options.timeout} s`), options.timeout * 1000);
guests.run({ main: true });
