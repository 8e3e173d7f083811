// SPDX-License-Identifier: Apache-2.0
//
// System calls on paths. A path is bytes, and stays a Buffer.

import fs from 'node:fs';
import { EINVAL, ENOENT, ENOTDIR, ERANGE, Errno } from './errno.mjs';
import { PIPE_READER, PIPE_WRITER } from './state.mjs';

const AT_FDCWD = -100;
const AT_SYMLINK_NOFOLLOW = 0x100;
const AT_REMOVEDIR = 0x200;
const AT_EMPTY_PATH = 0x1000;
const UTIME_NOW = 0x3fffffffn;
const UTIME_OMIT = 0x3ffffffen;
const SLASH = 0x2f;

// Below a root, no ".." may climb out.
function normalised(path) {
  const parts = [];
  for (const part of path.toString('latin1').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return Buffer.from(`/${parts.join('/')}`, 'latin1');
}

// Node takes a negative number for now, and a negative Date for what it is.
function secondsOf({ seconds, rest }, old) {
  if (rest === UTIME_OMIT) return old();
  if (rest === UTIME_NOW) return Date.now() / 1000;
  const time = Number(seconds) + Number(rest) / 1e9;
  return time < 0 ? new Date(time * 1000) : time;
}

export function pathCalls(state, memory) {
  const { root } = state;

  // The guest's path as the host's.
  function resolve(dirfd, address) {
    const path = memory.string(address);
    if (path.length === 0) throw new Errno(ENOENT);
    if (path[0] !== SLASH && dirfd !== AT_FDCWD)
      return Buffer.concat([Buffer.from(`/proc/self/fd/${state.file(dirfd).host}/`), path]);
    const absolute = path[0] === SLASH ? path : Buffer.concat([state.cwd(), Buffer.from('/'), path]);
    if (root.length === 0) return absolute;
    const slash = path[path.length - 1] === SLASH ? '/' : ''; // "only if it is a directory"
    return Buffer.concat([root, normalised(absolute), Buffer.from(slash)]);
  }

  const at = (dirfd) => Number(BigInt.asIntN(32, dirfd));
  const here = (address) => resolve(AT_FDCWD, address);
  const owner = (value) => Number(BigInt.asIntN(32, value)) === -1 ? -1 : Number(BigInt.asUintN(32, value));
  const mode = (value) => Number(BigInt.asUintN(32, value)) & 0o7777;
  // The host's mask is that of all its threads and stays; a stricter one of the program's is added.
  const masked = (value) => mode(value) & ~state.umask;

  function setStat(address, st) {
    const start = memory.offset(address, 104);
    const { view } = memory;
    const wide = [[0, st.dev], [8, st.ino], [32, st.rdev], [40, st.size]];
    const narrow = [[16, st.mode], [20, st.nlink], [24, st.uid], [28, st.gid], [48, st.blksize], [52, st.blocks]];
    for (const [offset, value] of wide) view.setBigInt64(start + offset, BigInt.asIntN(64, value), true);
    for (const [offset, value] of narrow) view.setUint32(start + offset, Number(BigInt.asUintN(32, value)), true);
    memory.setNanoseconds(address + 56n, st.atimeNs);
    memory.setNanoseconds(address + 72n, st.mtimeNs);
    memory.setNanoseconds(address + 88n, st.ctimeNs);
    return 0;
  }

  // A pipe of ours is none of the host's.
  const PIPE = {
    dev: 0n, ino: 1n, mode: 0o10600n, nlink: 1n, uid: 0n, gid: 0n, rdev: 0n, size: 0n, blksize: 4096n, blocks: 0n,
    atimeNs: 0n, mtimeNs: 0n, ctimeNs: 0n,
  };

  function fstat(fd, address) {
    const file = state.file(Number(fd));
    if (file.kind === PIPE_READER || file.kind === PIPE_WRITER) return setStat(address, PIPE);
    return setStat(address, fs.fstatSync(state.file(Number(fd)).host, { bigint: true }));
  }

  function fstatat(dirfd, path, address, flags) {
    if (Number(flags) & AT_EMPTY_PATH && memory.string(path).length === 0) return fstat(dirfd, address);
    const look = Number(flags) & AT_SYMLINK_NOFOLLOW ? fs.lstatSync : fs.statSync;
    return setStat(address, look(resolve(at(dirfd), path), { bigint: true }));
  }

  function open(dirfd, path, flags, permissions) {
    const wanted = Number(BigInt.asUintN(32, flags));
    return state.open(fs.openSync(resolve(at(dirfd), path), wanted, masked(permissions)), wanted);
  }

  function enter(path) {
    if (!fs.statSync(path).isDirectory()) throw new Errno(ENOTDIR);
    fs.accessSync(path, fs.constants.X_OK);
    const real = fs.realpathSync(path, { encoding: 'buffer' });
    if (root.length === 0) state.setCwd(real);
    else state.setCwd(real.length > root.length ? real.subarray(root.length) : Buffer.from('/'));
    return 0;
  }

  function getcwd(address, size) {
    const path = Buffer.concat([state.cwd(), Buffer.alloc(1)]);
    if (path.length > size) throw new Errno(ERANGE);
    path.copy(memory.slice(address, path.length));
    return path.length;
  }

  function readlink(path, address, size) {
    if (size <= 0) throw new Errno(EINVAL);
    const target = fs.readlinkSync(path, { encoding: 'buffer' }).subarray(0, size);
    target.copy(memory.slice(address, target.length));
    return target.length;
  }

  function utimensat(dirfd, path, times, flags) {
    const fd = at(dirfd);
    const file = path === 0n ? state.file(fd).host : resolve(fd, path);
    const noFollow = Number(flags) & AT_SYMLINK_NOFOLLOW;
    const look = path === 0n ? fs.fstatSync : noFollow ? fs.lstatSync : fs.statSync;
    const set = path === 0n ? fs.futimesSync : noFollow ? fs.lutimesSync : fs.utimesSync;
    const now = { seconds: 0n, rest: UTIME_NOW };
    const [atime, mtime] = times === 0n ? [now, now] : [memory.nanoseconds(times), memory.nanoseconds(times + 16n)];
    set(file, secondsOf(atime, () => look(file).atimeMs / 1000), secondsOf(mtime, () => look(file).mtimeMs / 1000));
    return 0;
  }

  function fchownat(dirfd, path, uid, gid, flags) {
    if (Number(flags) & AT_EMPTY_PATH && memory.string(path).length === 0)
      fs.fchownSync(state.file(at(dirfd)).host, owner(uid), owner(gid));
    else
      (Number(flags) & AT_SYMLINK_NOFOLLOW ? fs.lchownSync : fs.chownSync)(resolve(at(dirfd), path), owner(uid), owner(gid));
    return 0;
  }

  // Calls that only succeed or fail.
  const done = (call) => (...args) => { call(...args); return 0; };

  return {
    2: (path, flags, permissions) => open(BigInt(AT_FDCWD), path, flags, permissions),
    4: (path, address) => setStat(address, fs.statSync(here(path), { bigint: true })),
    5: fstat,
    6: (path, address) => setStat(address, fs.lstatSync(here(path), { bigint: true })),
    21: done((path, how) => fs.accessSync(here(path), Number(how))),
    76: done((path, size) => fs.truncateSync(here(path), Number(size))),
    79: (address, size) => getcwd(address, Number(size)),
    80: (path) => enter(here(path)),
    81: (fd) => enter(Buffer.from(`/proc/self/fd/${state.file(Number(fd)).host}`)),
    82: done((from, to) => fs.renameSync(here(from), here(to))),
    83: done((path, permissions) => fs.mkdirSync(here(path), { mode: masked(permissions) })),
    84: done((path) => fs.rmdirSync(here(path))),
    86: done((from, to) => fs.linkSync(here(from), here(to))),
    87: done((path) => fs.unlinkSync(here(path))),
    88: done((target, path) => fs.symlinkSync(memory.string(target), here(path))),
    89: (path, address, size) => readlink(here(path), address, Number(size)),
    90: done((path, permissions) => fs.chmodSync(here(path), mode(permissions))),
    91: done((fd, permissions) => fs.fchmodSync(state.file(Number(fd)).host, mode(permissions))),
    92: done((path, uid, gid) => fs.chownSync(here(path), owner(uid), owner(gid))),
    93: done((fd, uid, gid) => fs.fchownSync(state.file(Number(fd)).host, owner(uid), owner(gid))),
    94: done((path, uid, gid) => fs.lchownSync(here(path), owner(uid), owner(gid))),
    95: (mask) => state.setUmask(mode(mask) & 0o777),
    257: open,
    260: fchownat,
    262: fstatat,
    263: done((dirfd, path, flags) =>
      (Number(flags) & AT_REMOVEDIR ? fs.rmdirSync : fs.unlinkSync)(resolve(at(dirfd), path))),
    264: done((fromfd, from, tofd, to) => fs.renameSync(resolve(at(fromfd), from), resolve(at(tofd), to))),
    267: (dirfd, path, address, size) => readlink(resolve(at(dirfd), path), address, Number(size)),
    269: done((dirfd, path, how) => fs.accessSync(resolve(at(dirfd), path), Number(how))),
    280: utimensat,
  };
}
