// SPDX-License-Identifier: Apache-2.0
//
// Reads as much of a wasm module as it takes to hold it to what lind-boot
// asks of a static program.

export class ModuleError extends Error {}

const I32 = 0x7f;
const I64 = 0x7e;
const NAMES = { 0x7f: 'i32', 0x7e: 'i64', 0x7d: 'f32', 0x7c: 'f64', 0x7b: 'v128', 0x70: 'funcref', 0x6f: 'externref' };
const KINDS = ['function', 'table', 'memory', 'global', 'tag'];

const ARGS = {
  args_sizes_get: [[I32, I32], [I32]],
  args_get: [[I32, I32], [I32]],
  environ_sizes_get: [[I32, I32], [I32]],
  environ_get: [[I32, I32], [I32]],
  random_get: [[I32, I32], [I32]],
};

// Every function that lind-boot defines for a static module.
export const FUNCTIONS = {
  lind: {
    'make-syscall': [[I32, ...Array(15).fill(I64)], [I32]],
    'lind-get-memory-base': [[], [I64]],
    'lind-get-cage-id': [[], [I64]],
    'debug-panic': [[I64], []],
    epoch_callback: [[], []],
    dlopen: [[I32, I32], [I32]],
    dlsym: [[I32, I32], [I32]],
    dlclose: [[I32], [I32]],
    ...ARGS,
  },
  wasi_snapshot_preview1: ARGS,
};

const ASYNCIFY = ['asyncify_start_unwind', 'asyncify_stop_unwind', 'asyncify_start_rewind', 'asyncify_stop_rewind'];

class Reader {
  constructor(bytes, at, end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  fail(what) {
    throw new ModuleError(`not a valid wasm module: ${what} at offset 0x${this.at.toString(16)}`);
  }

  byte(what) {
    if (this.at >= this.end) this.fail(`the file ends in ${what}`);
    return this.bytes[this.at++];
  }

  // LEB128, unsigned, of at most 32 bits; memories' limits may be wider in
  // the format, and are not in this one.
  u32(what) {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte(what);
      value += (byte & 0x7f) * 2 ** shift;
      if (!(byte & 0x80)) return value;
    }
    return this.fail(`${what} is too long`);
  }

  string(what) {
    const size = this.u32(what);
    if (size > this.end - this.at) this.fail(`${what} passes the end`);
    this.at += size;
    return this.bytes.toString('utf8', this.at - size, this.at);
  }

  list(what, read) {
    const items = [];
    for (let n = this.u32(what); n > 0; n--) items.push(read());
    return items;
  }

  section() {
    const id = this.byte('a section');
    const size = this.u32('the size of a section');
    if (size > this.end - this.at) this.fail(`section ${id} passes the end`);
    const start = this.at;
    this.at += size;
    return { id, reader: new Reader(this.bytes, start, this.at) };
  }
}

function readLimits(r) {
  const flags = r.byte('limits');
  const min = r.u32('a minimum');
  return { shared: (flags & 2) !== 0, min, max: flags & 1 ? r.u32('a maximum') : undefined };
}

function readValueType(r) {
  return r.byte('a value type');
}

function readType(r) {
  if (r.byte('a type') !== 0x60) r.fail('a type that is no function');
  const type = [r.list('parameters', () => readValueType(r)), []];
  type[1] = r.list('results', () => readValueType(r));
  return type;
}

function readImport(r, module) {
  const item = { module: r.string('an import module'), name: r.string('an import name') };
  item.kind = KINDS[r.byte('an import kind')];
  switch (item.kind) {
    case 'function':
      item.type = module.types[r.u32('a type index')];
      module.functions.push(item.type);
      break;
    case 'table':
      readValueType(r);
      item.limits = readLimits(r);
      break;
    case 'memory':
      item.limits = readLimits(r);
      break;
    case 'global':
      item.type = readValueType(r);
      module.globals.push({ type: item.type, mutable: r.byte('mutability') === 1 });
      break;
    case 'tag':
      module.exceptions = true;
      r.byte('a tag attribute');
      item.type = module.types[r.u32('a type index')];
      break;
    default:
      r.fail('an import of unknown kind');
  }
  return item;
}

// Only the type is wanted, but the initial value stands before the next one.
function skipExpression(r) {
  for (;;) {
    const op = r.byte('an initial value');
    if (op === 0x0b) return;
    if (op === 0x41 || op === 0x42) { while (r.byte('a constant') & 0x80); } else if (op === 0x43) r.at += 4;
    else if (op === 0x44) r.at += 8;
    else if (op === 0x23 || op === 0xd0 || op === 0xd2) r.u32('an index');
    else if (!(op >= 0x6a && op <= 0x7e)) r.fail('an initial value of unknown form');
  }
}

function readGlobal(r) {
  const global = { type: readValueType(r), mutable: r.byte('mutability') === 1 };
  skipExpression(r);
  return global;
}

function readNames(r, module) {
  module.hasNames = true;
  while (r.at < r.end) {
    const id = r.byte('a name subsection');
    const size = r.u32('the size of a name subsection');
    const start = r.at;
    if (id === 0) module.name = r.string('the module name');
    r.at = start + size;
  }
}

const SECTIONS = {
  0: (r, module) => {
    const name = r.string('the name of a custom section');
    if (name === 'name') readNames(r, module);
    if (name === 'dylink.0') module.dynamic = true;
  },
  1: (r, module) => { module.types = r.list('types', () => readType(r)); },
  2: (r, module) => { module.imports = r.list('imports', () => readImport(r, module)); },
  3: (r, module) => { module.functions.push(...r.list('functions', () => module.types[r.u32('a type index')])); },
  6: (r, module) => { module.globals.push(...r.list('globals', () => readGlobal(r))); },
  7: (r, module) => {
    r.list('exports', () => {
      const name = r.string('an export name');
      const kind = KINDS[r.byte('an export kind')];
      module.exports.set(name, { kind, index: r.u32('an export index') });
    });
  },
  13: (r, module) => { module.exceptions = true; },
};

export function readModule(bytes) {
  const module = { types: [], imports: [], functions: [], globals: [], exports: new Map(), name: '', hasNames: false, dynamic: false };
  const reader = new Reader(bytes, 0, bytes.length);
  if (bytes.length < 8 || bytes.readUInt32LE(0) !== 0x6d736100) throw new ModuleError('not a wasm module');
  if (bytes.readUInt32LE(4) !== 1) throw new ModuleError('not a wasm module of version 1');
  reader.at = 8;
  while (reader.at < reader.end) {
    const { id, reader: section } = reader.section();
    if (SECTIONS[id]) SECTIONS[id](section, module);
  }
  module.memory = module.imports.find((item) => item.kind === 'memory')?.limits;
  return module;
}

function typeText([parameters, results]) {
  const text = (list) => list.map((type) => NAMES[type] ?? '?').join(' ');
  return `(${text(parameters)}) -> (${text(results)})`;
}

function sameType(a, b) {
  return a !== undefined && typeText(a) === typeText(b);
}

function checkImport(item) {
  const { module, name, kind } = item;
  if (kind === 'memory') return;
  if (kind === 'tag' && module === 'env' && name === '__c_longjmp') return;
  const type = kind === 'function' ? FUNCTIONS[module]?.[name] : undefined;
  if (!type) throw new ModuleError(`unknown import: \`${module}::${name}\` has not been defined`);
  if (!sameType(item.type, type))
    throw new ModuleError(`incompatible import type for \`${module}::${name}\`: ${typeText(type)} is defined`);
}

function wantFunction(module, name, type) {
  const found = module.exports.get(name);
  if (found?.kind !== 'function') throw new ModuleError(`no function '${name}' is exported`);
  if (type && !sameType(module.functions[found.index], type))
    throw new ModuleError(`'${name}' has type ${typeText(module.functions[found.index])}, and must have ${typeText(type)}`);
}

function wantGlobal(module, name, mutable) {
  const found = module.exports.get(name);
  const global = found?.kind === 'global' ? module.globals[found.index] : undefined;
  if (!global) throw new ModuleError(`no global '${name}' is exported`);
  if (global.type !== I32 || (mutable && !global.mutable))
    throw new ModuleError(`global '${name}' must be ${mutable ? 'a mutable' : 'an'} i32`);
}

// Throws a ModuleError for the first thing that lind-boot would refuse, now or
// at the first exit, signal or thread. `epoch` is not asked for: only lind's
// own wasm-opt can make it.
export function checkModule(module, { asyncify }) {
  if (module.dynamic) throw new ModuleError('a dynamic module, and only static ones run here');
  module.imports.forEach(checkImport);
  if (!module.memory?.shared) throw new ModuleError('main module does not import a shared memory');
  wantFunction(module, '_start', [[], [I32]]);
  wantGlobal(module, '__stack_low', false);
  wantGlobal(module, '__stack_pointer', true);
  wantFunction(module, 'signal_callback', [[I32, I32], []]);
  if (!module.name) throw new ModuleError('the module has no name (was its name section stripped?)');
  // A stock wasm-opt cannot instrument exceptions, which is what setjmp is.
  if (asyncify && !module.exceptions && !ASYNCIFY.every((name) => module.exports.has(name)))
    throw new ModuleError("no 'asyncify_*' functions are exported: run wasm-opt --asyncify on it, or give --uninstrumented");
}
