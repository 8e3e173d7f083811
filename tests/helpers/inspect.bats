#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# The command lind-rust-inspect as its users meet it: options, output, exit status. $HELPERS has the built programs.

bats_require_minimum_version 1.5.0

setup() {
  inspect="${HELPERS:?the directory of the built programs}/lind-rust-inspect"
  # A space in the name: paths are words of a user's, too.
  dir="$BATS_TEST_TMPDIR/a directory"
  mkdir -p "$dir"
  cd "$dir"
}

# A module of the text on stdin; its name is the text's.
module() {
  wat2wasm --enable-threads --enable-exceptions --debug-names - -o "$1"
}

# What a finished static program has. The first argument is sed's, to make it wrong.
program() {
  sed -e "${1:-}" <<'WAT' | module app.wasm
(module $app.wasm
  (import "lind" "make-syscall" (func $call (param i32 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i32)))
  (import "lind" "epoch_callback" (func $epoch_callback))
  (import "env" "memory" (memory 17 1024 shared))
  (func $_start (export "_start") (result i32) unreachable)
  (func $signal (export "signal_callback") (param i32 i32) unreachable)
  (func $tls (export "__wasm_init_tls") (param i32) unreachable)
  (func $tls_size (export "__get_aligned_tls_size") (result i32) unreachable)
  (func $start_unwind (export "asyncify_start_unwind") (param i32) unreachable)
  (func $stop_unwind (export "asyncify_stop_unwind") unreachable)
  (func $start_rewind (export "asyncify_start_rewind") (param i32) unreachable)
  (func $stop_rewind (export "asyncify_stop_rewind") unreachable)
  (func $get_state (export "asyncify_get_state") (result i32) unreachable)
  (global $sp (export "__stack_pointer") (mut i32) (i32.const 1048576))
  (global (export "__stack_low") i32 (i32.const 0))
  (global (export "__tls_base") (mut i32) (i32.const 0))
  (global (export "epoch") (mut i64) (i64.const 0)))
WAT
}

# Without what the opt pass adds.
raw_program() {
  program "/asyncify_/d; /epoch_callback/d; s/.*\"epoch\".*/)/; ${1:-}"
}

# status and the whole output
expect() {
  if [ "$status" -ne "$1" ] || [ "$output" != "$2" ]; then
    printf 'wanted %s:\n%s\ngot %s:\n%s\n' "$1" "$2" "$status" "$output"
    return 1
  fi
}

@test "help goes to stdout, with status 0" {
  run --separate-stderr "$inspect" -h
  [ "$status" -eq 0 ]
  [ -z "$stderr" ]
  [ "${lines[0]}" = "usage: lind-rust-inspect [options] FILE..." ]
  run --separate-stderr "$inspect" --help
  [ "$status" -eq 0 ]
}

@test "a function with more variables than engines take" {
  # () -> (), one function, 60,000 variables of i32
  printf '\0asm\1\0\0\0\1\4\1\140\0\0\3\2\1\0\12\10\1\6\1\340\324\3\177\13' > large.wasm
  run -1 "$inspect" --check --stage raw large.wasm
  [[ "$output" == *"function 0 has 60000 local variables, more than 50000 [too-many-locals]"* ]]
  [[ "$output" == *"opt-level = 1 in [profile.dev.package.NAME]"* ]]
}

@test "the version is one line" {
  run "$inspect" -V
  [ "$status" -eq 0 ]
  [[ "$output" =~ ^lind-rust-inspect\ [0-9] ]]
  [ "${#lines[@]}" -eq 1 ]
}

@test "no files are misuse" {
  run "$inspect"
  expect 2 "lind-rust-inspect: no files are given
    try 'lind-rust-inspect -h'"
}

@test "an unknown long option is misuse, with the nearest" {
  run "$inspect" --chek x
  expect 2 "lind-rust-inspect: option '--chek' is not known; did you mean '--check'?
    try 'lind-rust-inspect -h'"
}

@test "an option far from all others is misuse" {
  run "$inspect" --frobnicate x
  expect 2 "lind-rust-inspect: option '--frobnicate' is not known, or has a value too many
    try 'lind-rust-inspect -h'"
}

@test "an unknown short option is misuse" {
  run "$inspect" -Q x
  expect 2 "lind-rust-inspect: option '-Q' is not known
    try 'lind-rust-inspect -h'"
}

@test "an option without its value is misuse" {
  run "$inspect" x --kind
  expect 2 "lind-rust-inspect: option '--kind' needs a value
    try 'lind-rust-inspect -h'"
}

@test "each choice tells its values" {
  run "$inspect" --kind=x f
  expect 2 "lind-rust-inspect: kind 'x' is not known; it is static or grate
    try 'lind-rust-inspect -h'"
  run "$inspect" --stage=x f
  expect 2 "lind-rust-inspect: stage 'x' is not known; it is finished or raw
    try 'lind-rust-inspect -h'"
  run "$inspect" --runtime=x f
  expect 2 "lind-rust-inspect: runtime 'x' is not known; it is lind or standin
    try 'lind-rust-inspect -h'"
}

@test "explain and files do not go together" {
  run "$inspect" --explain malformed x.wasm
  expect 2 "lind-rust-inspect: --explain takes a code and no files
    try 'lind-rust-inspect -h'"
}

@test "a code is explained" {
  run "$inspect" --explain stack-small
  [ "$status" -eq 0 ]
  [ "${lines[0]}" = "stack-small" ]
  [ "${#lines[@]}" -ge 2 ]
}

@test "an unknown code gets the nearest, or all" {
  run "$inspect" --explain missing-exprt
  expect 2 "lind-rust-inspect: code 'missing-exprt' is not known
    did you mean 'missing-export'?"
  run "$inspect" --explain x
  [ "$status" -eq 2 ]
  [ "${lines[0]}" = "lind-rust-inspect: code 'x' is not known" ]
  [[ "$output" == *"    unknown-import"* ]]
}

@test "a file that is not there" {
  run "$inspect" none.wasm
  expect 1 "lind-rust-inspect: read 'none.wasm': No such file or directory"
}

@test "a pipe: one that is written to is read to its end, and one that is not is empty" {
  mkfifo pipe
  run "$inspect" --check pipe
  [ "$status" -eq 1 ]
  [[ "$output" == "pipe:0x0: error: it is empty, not a module [not-a-module]"* ]]
  program
  "$inspect" --check <(cat app.wasm)
  # No more is read of what has no end than a module could have.
  run "$inspect" --check /dev/zero
  expect 1 "lind-rust-inspect: read '/dev/zero': File too large"
}

@test "a file that is no module" {
  echo 'int main(void);' >'my file.c'
  run "$inspect" 'my file.c'
  expect 1 "lind-rust-inspect: my file.c:0x0: magic number is not that of WebAssembly
    it is text: give the .wasm that was built of it, or beside it"
}

@test "a module that is cut off names the offset and what is missing" {
  program
  head -c 40 app.wasm >cut.wasm
  run "$inspect" cut.wasm
  [ "$status" -eq 1 ]
  [[ "$output" =~ ^lind-rust-inspect:\ cut.wasm:0xa:\ section\ needs\ [0-9]+\ more\ bytes,\ 30\ left$ ]]
}

@test "show has sections, imports, exports, memory and sizes" {
  program
  run "$inspect" app.wasm
  [ "$status" -eq 0 ]
  [[ "${lines[0]}" =~ ^app.wasm:\ static,\ [0-9]+\ bytes,\ named\ \'app.wasm\'$ ]]
  [[ "$output" == *"lind.epoch_callback: () -> ()"* ]]
  [[ "$output" == *"env.memory: 17..1024 shared pages"* ]]
  [[ "$output" == *"__stack_pointer: mutable i32 = 1048576"* ]]
  [[ "$output" == *"custom name"* ]]
  [[ "$output" == *"memory    17..1024 shared pages, imported"* ]]
  [[ "$output" =~ code\ +[0-9]+\ bytes\ in\ 9\ functions ]]
}

@test "show -v has the names of functions" {
  program
  run "$inspect" -v app.wasm
  [ "$status" -eq 0 ]
  [[ "$output" == *"       3  signal"* ]]
}

@test "show -j is JSON with an object for each file" {
  program
  cp app.wasm other.wasm
  run "$inspect" -j app.wasm other.wasm
  [ "$status" -eq 0 ]
  node -e '
    const all = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const [a, b] = all;
    if (all.length !== 2 || a.file !== "app.wasm" || b.file !== "other.wasm") throw "files";
    if (a.kind !== "static" || a.name !== "app.wasm" || a.features !== null) throw "facts";
    if (a.imports[1].module !== "lind" || a.imports[1].type !== "() -> ()") throw "imports";
    if (a.memories[0].max !== 1024 || !a.memories[0].shared) throw "memories";
    if (!a.exports.some(e => e.name === "__stack_pointer" && e.value === 1048576)) throw "exports";
  ' <<<"$output"
}

@test "show -j has the error of a malformed file, and the others" {
  program
  echo nothing >bad.wasm
  run "$inspect" -j bad.wasm app.wasm
  [ "$status" -eq 1 ]
  node -e '
    const [bad, good] = JSON.parse(require("fs").readFileSync(0, "utf8"));
    if (bad.error.offset !== 0 || !bad.error.text.startsWith("magic number")) throw "error";
    if (good.kind !== "static") throw "other";
  ' <<<"$output"
}

# Header, then a custom section "producers" whose field count promises more than there is.
broken_custom() {
  printf '\0asm\1\0\0\0\0\013\011producers\5' >custom.wasm
}

@test "a broken custom section is told, and the module is shown" {
  broken_custom
  run --separate-stderr "$inspect" custom.wasm
  [ "$status" -eq 0 ]
  [ "$stderr" = "lind-rust-inspect: custom.wasm:0x15: producer field needs 1 more byte, 0 left" ]
}

# An archive member: name, data file.
member() {
  printf '%-16s%-12s%-6s%-6s%-8s%-10s`\n' "$1" 0 0 0 644 "$(stat -c %s "$2")"
  cat "$2"
  if (($(stat -c %s "$2") % 2)); then echo; fi
}

@test "show lists an archive's members with their features" {
  # (target_features: -shared-mem)
  printf '\0asm\1\0\0\0\0\035\017target_features\1-\012shared-mem' >x.o
  echo text >readme
  { printf '!<arch>\n'; member x.o/ x.o; member readme/ readme; } >'lib x.a'
  run "$inspect" 'lib x.a'
  expect 0 "lib x.a: archive, $(stat -c %s 'lib x.a') bytes, 0 symbols in its index
          39  x.o: -shared-mem
           5  readme: not WebAssembly"
  run "$inspect" -j 'lib x.a'
  [ "$status" -eq 0 ]
  node -e '
    const [a] = JSON.parse(require("fs").readFileSync(0, "utf8"));
    if (a.kind !== "archive" || a.members[0].features[0] !== "-shared-mem") throw "members";
    if (a.members[1].member !== "readme") throw "readme";
  ' <<<"$output"
}

@test "a member that is malformed fails, and is in the list" {
  printf '\0asm\2\0\0\0' >x.o
  { printf '!<arch>\n'; member x.o/ x.o; } >x.a
  run "$inspect" x.a
  [ "$status" -eq 1 ]
  [ "${lines[1]}" = "           8  x.o: malformed at 0x4: version 2 is not known" ]
}

@test "an archive that is cut off names the offset" {
  printf '!<arch>\nshort' >x.a
  run --separate-stderr "$inspect" x.a
  [ "$status" -eq 1 ]
  [ "$stderr" = "lind-rust-inspect: x.a:0x8: member's header needs 60 more bytes, 5 left" ]
}

@test "check says nothing about a good program" {
  program
  run "$inspect" --check app.wasm
  expect 0 ""
}

@test "check says nothing about a good raw program" {
  raw_program
  run "$inspect" --check --stage raw app.wasm
  expect 0 ""
}

@test "check -v ends with what was checked" {
  program
  run "$inspect" -c -v app.wasm
  expect 0 "app.wasm: checked as static, finished, for lind: 0 errors, 0 warnings"
}

@test "a finding has file, offset, severity, text, code, reason and cure" {
  program '/signal_callback/d'
  run "$inspect" --check app.wasm
  [ "$status" -eq 1 ]
  [[ "${lines[0]}" =~ ^app.wasm:0x[0-9a-f]+:\ error:\ function\ \'signal_callback\'\ is\ not\ exported\ \[missing-export\]$ ]]
  [ "${lines[1]}" = "    why: lind-boot delivers signals by it; the first one ends in a panic otherwise" ]
  [ "${lines[2]}" = "    cure: link lind's libc whole: signal_callback comes with crt1.o; a function of the program's own by that name takes its place: rename it" ]
  [ "${#lines[@]}" -eq 3 ]
}

@test "a warning alone is no failure" {
  program 's/1048576/1024/'
  run "$inspect" --check app.wasm
  [ "$status" -eq 0 ]
  [[ "$output" == *": warning: the stack has 1024 bytes [stack-small]"* ]]
}

@test "WASI from a std that was made for wasi-libc is named with its cure" {
  program 's/^(module.*/& (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))/'
  run "$inspect" --check app.wasm
  [ "$status" -eq 1 ]
  [[ "$output" == *"nothing defines the imported function 'wasi_snapshot_preview1.fd_write' [unknown-import]"* ]]
  [[ "$output" == *"TARGET wasm32-lind"* ]]
}

@test "a raw module checked as finished is not instrumented" {
  raw_program
  run "$inspect" --check app.wasm
  [ "$status" -eq 1 ]
  [[ "$output" == *"the module is not instrumented [not-instrumented]"* ]]
}

@test "a finished module checked as raw is already instrumented" {
  program
  run "$inspect" --check --stage=raw app.wasm
  [ "$status" -eq 1 ]
  [[ "$output" == *"[already-instrumented]"* ]]
}

@test "the stand-in needs no epoch, lind-boot does" {
  program '/epoch_callback/d; s/.*"epoch".*/)/'
  run "$inspect" --check --runtime standin app.wasm
  expect 0 ""
  run "$inspect" --check app.wasm
  [ "$status" -eq 1 ]
  [[ "$output" == *"the module has asyncify and no epoch pass [half-instrumented]"* ]]
}

grate_entry='s/^  (func $_start/  (func (export "pass_fptr_to_wt") (param i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i32) unreachable)\n&/'

@test "a grate is told by its entry" {
  program "$grate_entry"
  run "$inspect" -cv app.wasm
  expect 0 "app.wasm: checked as grate, finished, for lind: 0 errors, 0 warnings"
}

@test "a grate that is asked for must have its entry" {
  program
  run "$inspect" --check --kind grate app.wasm
  [ "$status" -eq 1 ]
  [[ "$output" == *"function 'pass_fptr_to_wt' is not exported [missing-export]"* ]]
}

@test "check tells a malformed file like any finding" {
  program
  head -c 9 app.wasm >cut.wasm
  run "$inspect" --check cut.wasm
  [ "$status" -eq 1 ]
  [ "${lines[0]}" = "cut.wasm:0x9: error: section size needs 1 more byte, 0 left [malformed]" ]
}

@test "check -j has findings with code, severity, offset, what, why and cure" {
  program '/signal_callback/d'
  run "$inspect" --check --json app.wasm
  [ "$status" -eq 1 ]
  node -e '
    const [a] = JSON.parse(require("fs").readFileSync(0, "utf8"));
    if (a.file !== "app.wasm" || a.kind !== "static" || a.stage !== "finished" || a.runtime !== "lind") throw "options";
    if (a.errors !== 1 || a.warnings !== 0 || a.findings.length !== 1) throw "counts";
    const f = a.findings[0];
    if (f.code !== "missing-export" || f.severity !== "error" || !(f.offset > 0)) throw "finding";
    if (!f.what.includes("signal_callback") || !f.why || !f.cure) throw "texts";
  ' <<<"$output"
}

@test "all files are checked, and one bad one is enough" {
  program '/signal_callback/d'
  mv app.wasm bad.wasm
  program
  run "$inspect" -c bad.wasm app.wasm none.wasm
  [ "$status" -eq 1 ]
  [[ "$output" == *"bad.wasm:"* ]]
  [[ "$output" == *"read 'none.wasm'"* ]]
}

@test "output that cannot be written is a failure" {
  program
  run bash -c '"$1" app.wasm >/dev/full' - "$inspect"
  expect 1 "lind-rust-inspect: write to stdout: No space left on device"
}

@test "setjmp's exceptions in their first form are found in a body, wherever they are, with the offset" {
  local legacy='(func (block (i32.const 5) (drop)) (try (do (call $_start) (drop)) (catch_all)))'
  local good='(func (param v128 i64) (local f64) (block (br_table 0 0 (i32.const 1))) (memory.copy (i32.const 6) (i32.const 7) (i32.const 9)) (drop (v128.const i32x4 6 6 6 6)) (drop (i32.atomic.load offset=6 (i32.const 24))) (drop (f64.const 6)) (throw 0 (i32.const 6)))'
  local tag='(import "env" "__c_longjmp" (tag (param i32)))'
  program "s/^(module.*/& $tag/; s/^  (global \$sp/$good&/"
  run "$inspect" --check app.wasm
  expect 0 ""
  program "s/^(module.*/& $tag/; s/^  (global \$sp/$good$legacy&/"
  run "$inspect" --check app.wasm
  [ "$status" -eq 1 ]
  [[ "${lines[0]}" =~ ^app.wasm:(0x[0-9a-f]+):\ error:\ the\ module\ has\ \'try\',\ an\ instruction\ of\ the\ first\ exceptions\ \[legacy-exceptions\]$ ]]
  [ "$(od -An -tx1 -j $((BASH_REMATCH[1])) -N1 app.wasm)" = " 06" ]
  [[ "${lines[2]}" == *"the wasm-opt of your lind-wasm"* ]]
  # The stand-in's engine takes them, and so does the pass that has still to come.
  run "$inspect" --check --runtime standin app.wasm
  expect 0 ""
}

@test "a table and a memory for the numbers: -j has the facts of what was checked" {
  program
  run "$inspect" --check -j app.wasm
  [ "$status" -eq 0 ]
  node -e '
    const [a] = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const f = a.facts;
    if (f.stack !== 1048576 || f.memory.min !== 17 || f.memory.max !== 1024 || !f.memory.shared) throw "memory";
    if (f.passes.join() !== "asyncify,epoch" || f.name !== "app.wasm" || f.setjmp !== false) throw "passes";
    if (f.sizes.functions !== 9 || f.sizes.file <= f.sizes.code) throw "sizes";
  ' <<<"$output"
}

# Whether the JSON on stdin is as the schema says: what of JSON Schema the schema uses, and no more.
by_schema() {
  node -e '
    const schema = JSON.parse(process.argv[1]), data = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const known = new Set(["$schema", "$id", "title", "description", "type", "items", "properties", "required", "enum",
      "additionalProperties", "minimum", "$ref", "$defs", "minLength"]);
    const kind = v => v === null ? "null" : Array.isArray(v) ? "array" : Number.isInteger(v) ? "integer" : typeof v;
    function hold(s, v, at) {
      for (const k of Object.keys(s)) if (!known.has(k)) throw `schema: ${k}`;
      if (s.$ref) return hold(schema.$defs[s.$ref.slice(8)], v, at);
      if (s.type && ![].concat(s.type).includes(kind(v))) throw `${at}: ${kind(v)} is not ${s.type}`;
      if (s.enum && !s.enum.includes(v)) throw `${at}: ${v}`;
      if (s.minimum !== undefined && v < s.minimum) throw `${at}: ${v}`;
      if (s.minLength && v.length < s.minLength) throw `${at}: short`;
      if (v === null) return;
      for (const k of s.required || []) if (!(k in v)) throw `${at}: no ${k}`;
      if (s.items) v.forEach((x, i) => hold(s.items, x, `${at}[${i}]`));
      if (kind(v) === "object") for (const k of Object.keys(v)) {
        const sub = (s.properties || {})[k];
        if (sub) hold(sub, v[k], `${at}.${k}`);
        else if (s.additionalProperties === false) throw `${at}: ${k} is not in the schema`;
      }
    }
    hold(schema, data, "$");
  ' "$1"
}

@test "--schema prints the schema of --check --json, and what is printed keeps to it" {
  run -0 "$inspect" --schema
  local schema=$output
  program
  "$inspect" -c -j app.wasm | by_schema "$schema"
  program '/signal_callback/d; s/1048576/1024/'
  { "$inspect" -c -j -k grate app.wasm || true; } | by_schema "$schema"
  echo text > text.wasm
  { "$inspect" -c -j text.wasm app.wasm || true; } | by_schema "$schema"
  # The schema says something: without a member, or with another, it does not hold.
  ! "$inspect" -c -j app.wasm | sed 's/"why"/"when"/' | by_schema "$schema" 2> /dev/null
  ! "$inspect" -c -j app.wasm | sed 's/"severity": "[a-z]*"/"severity": "odd"/' | by_schema "$schema" 2> /dev/null
  run "$inspect" --schema app.wasm
  [ "$status" -eq 2 ]
}

@test "a precompiled module is said to be one, and any other ELF file is an error" {
  # A header of 64 bytes, the names of sections, and the table of them: none, and the names.
  python3 -c '
import struct, sys
names = b"\0.wasmtime.engine\0"
entry = lambda kind, at, size: struct.pack("<IIQQQQIIQQ", 0, kind, 0, 0, at, size, 0, 0, 1, 0)
header = b"\177ELF\2\1\1" + bytes(9) + struct.pack("<HHIQQQIHHHHHH", 1, 62, 1, 0, 0, 64 + len(names), 0, 64, 0, 0, 64, 2, 1)
sys.stdout.buffer.write(header + names + entry(0, 0, 0) + entry(3, 64, len(names)))' >app.cwasm
  run "$inspect" --check -v app.cwasm
  expect 0 "app.cwasm:0x0: note: it is a precompiled module (.cwasm), for one build of lind-boot: nothing of it is checked [precompiled-not-checked]
app.cwasm: checked as precompiled, finished, for lind: 0 errors, 0 warnings"
  "$inspect" -c -j app.cwasm | by_schema "$("$inspect" --schema)"
  local n size
  size=$(stat -c %s app.cwasm)
  for n in 1 50 100 128; do
    head -c $((size - n)) app.cwasm >cut.cwasm
    run "$inspect" --check cut.cwasm
    [ "$status" -eq 1 ]
    [[ "$output" == *": error: it is a precompiled module (.cwasm) that was cut off or damaged [malformed]"* ]]
    [[ "$output" == *"    cure: make it again from the .wasm: lind-rust-run --precompile"* ]]
  done
  # Cut before the names, and told by its header, as wasmtime marks it; of 32 bits, and in the other order of bytes.
  for header in '\2\1\1\310' '\1\1\1\310' '\2\2\1\310'; do
    { printf "\177ELF$header"; tail -c +9 app.cwasm; } >odd.cwasm
    [ "$header" != '\2\1\1\310' ] || { head -c 70 odd.cwasm >cut.cwasm && mv cut.cwasm odd.cwasm; }
    run "$inspect" --check odd.cwasm
    [ "$status" -eq 1 ]
    [[ "$output" == *": error: it is a precompiled module (.cwasm) that was cut off or damaged [malformed]"* ]]
  done
  printf '\177ELF\2\1\1 .text' >host
  run "$inspect" --check host
  [ "$status" -eq 1 ]
  [[ "$output" == *"it is an ELF file"*"[not-a-module]"* ]]
}
