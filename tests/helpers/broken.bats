#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# Modules that miss one thing of what lind-boot needs, and two; files that are no modules; modules cut at every byte.

load ../lib

setup() {
	inspect="$HELPERS/lind-rust-inspect"
	dir="$BATS_TEST_TMPDIR/a directory"
	mkdir -p "$dir"
	cd "$dir"
}

# What a finished static program has; a line is a thing.
program() {
	cat <<-'WAT'
		(module $app.wasm
		  (import "lind" "make-syscall" (func $call (param i32 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64 i64) (result i32)))
		  (import "lind" "epoch_callback" (func $callback))
		  (import "env" "__c_longjmp" (tag (param i32)))
		  (import "env" "memory" (memory 17 1024 shared))
		  (func (export "_start") (result i32) i32.const 0 (drop (global.get $asyncify)) call $callback)
		  (func (export "signal_callback") (param i32 i32) (drop (global.get $asyncify)) call $callback)
		  (func (export "__wasm_init_tls") (param i32) (drop (global.get $asyncify)) call $callback)
		  (func (export "__get_aligned_tls_size") (result i32) i32.const 0 (drop (global.get $asyncify)) call $callback)
		  (func (export "asyncify_start_unwind") (param i32) (global.set $asyncify (i32.const 3)))
		  (func (export "asyncify_stop_unwind") (global.set $asyncify (i32.const 0)))
		  (func (export "asyncify_start_rewind") (param i32) (global.set $asyncify (i32.const 4)))
		  (func (export "asyncify_stop_rewind") (global.set $asyncify (i32.const 0)))
		  (func (export "asyncify_get_state") (result i32) global.get $asyncify)
		  (global $asyncify (mut i32) (i32.const 0))
		  (global (export "__stack_pointer") (mut i32) (i32.const 1048576))
		  (global (export "__stack_low") i32 (i32.const 0))
		  (global (export "__tls_base") (mut i32) (i32.const 0))
		  (global (export "epoch") (mut i64) (i64.const 0))
		)
	WAT
}

# What of the program it is about, sed's way to break it, the code, a part of what is said.
table() {
	cat <<-'EOT'
		start	/"_start"/d	missing-export	'_start' is not exported
		start	s/"_start") (result i32) i32.const 0/"_start")/	export-type	'_start' has type () -> ()
		start	s/"_start") (result i32) i32.const 0/"_start") (result i64) i64.const 0/	export-type	it should have () -> i32
		start	s/"_start") (result/"_start") (param i32) (result/	export-type	'_start' has type (i32) -> i32
		unnamed	$i\  (func (export "") (result i32) i32.const 1)	unnamed-export	by the empty name
		signal	/"signal_callback"/d	missing-export	'signal_callback' is not exported
		signal	s/"signal_callback") (param i32 i32)/"signal_callback") (param i64 i32)/	export-type	'signal_callback' has type
		tls	/__wasm_init_tls/d	missing-export	'__wasm_init_tls' is not exported
		tls	s/"__wasm_init_tls") (param i32)/"__wasm_init_tls")/	export-type	'__wasm_init_tls' has type
		tls-size	/__get_aligned_tls_size/d	missing-export	'__get_aligned_tls_size' is not exported
		sp	/__stack_pointer/d	missing-export	'__stack_pointer' is not exported
		sp	s/"__stack_pointer") (mut i32)/"__stack_pointer") i32/	export-type	'__stack_pointer' has type i32
		sp	s/(i32.const 1048576)/(i32.const 4096)/	stack-small	the stack has 4096 bytes
		low	/__stack_low/d	missing-export	'__stack_low' is not exported
		low	s/"__stack_low") i32 (i32.const 0)/"__stack_low") i64 (i64.const 0)/	export-type	'__stack_low' has type i64
		low	s/.*"__stack_low".*/  (export "__stack_low" (func 3))/	export-kind	'__stack_low' is a function
		tls-base	/__tls_base/d	missing-export	'__tls_base' is not exported
		unwind	/asyncify_start_unwind/d	missing-export	'asyncify_start_unwind' is not exported
		unwind	s/"asyncify_start_unwind") (param i32)/"asyncify_start_unwind") (param i64)/	export-type	'asyncify_start_unwind' has type
		unwind	s/"asyncify_start_unwind") (param i32)/"asyncify_start_unwind") (param i32) call $callback/	passes-order	asyncify was run before the epoch pass
		stop-unwind	/asyncify_stop_unwind/d	missing-export	'asyncify_stop_unwind' is not exported
		rewind	/asyncify_start_rewind/d	missing-export	'asyncify_start_rewind' is not exported
		stop-rewind	/asyncify_stop_rewind/d	missing-export	'asyncify_stop_rewind' is not exported
		state	/asyncify_get_state/d	missing-export	'asyncify_get_state' is not exported
		epoch	/"epoch"/d	missing-export	'epoch' is not exported
		epoch	s/"epoch") (mut i64)/"epoch") i64/	export-type	'epoch' has type i64
		epoch	s/"epoch") (mut i64) (i64.const 0)/"epoch") (mut i32) (i32.const 0)/	export-type	'epoch' has type mutable i32
		epoch	s/"epoch") (mut i64) (i64.const 0)/"epoch") (mut i64) (i64.const 5)/	export-type	'epoch' starts at 5; it should start at 0
		callback	s/"epoch_callback" (func \$callback)/"epoch_callback" (func $callback)) (import "lind" "epoch_callback" (func)/	instrumented-twice	imported 2 times
		callback	s/"lind" "epoch_callback"/"env" "epoch_callback"/	epoch-callback-module	should come from module 'lind'
		call	s/i64) (result i32)))/i64 i64) (result i32)))/	import-type	'lind.make-syscall' has type
		call	s/make-syscall/make_syscall/	unknown-import	'lind.make_syscall'
		wasi	1a\  (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))	unknown-import	'wasi_snapshot_preview1.fd_write'
		table	1a\  (import "env" "__indirect_function_table" (table 1 funcref))	unknown-import	'env.__indirect_function_table'
		setjmp	1a\  (import "env" "__wasm_setjmp" (func (param i32 i32 i32)))	unknown-import	'env.__wasm_setjmp'
		old-setjmp	1a\  (import "env" "saveSetjmp" (func (param i32 i32 i32 i32) (result i32)))	unknown-import	'env.saveSetjmp'
		tag	s/"__c_longjmp" (tag (param i32))/"__c_longjmp" (tag (param i64))/	import-type	'env.__c_longjmp' has type
		tag	s/"__c_longjmp" (tag (param i32))/"__c_longjmp" (func (param i32))/	import-kind	'env.__c_longjmp' is imported as a function
		body	$i\  (func (try (do) (catch_all)))	legacy-exceptions	the module has 'try'
		memory	/"memory"/d	memory-missing	no memory is imported
		memory	s/ shared//	memory-not-shared	the imported memory is not shared
		memory	s/memory 17 1024 shared/memory i64 17 1024 shared/	memory-limits	64-bit addresses
		memory	s/(memory 17 1024/(memory 1 1024/	stack-layout	above the memory that the module starts with
		more-memory	$i\  (memory 1)	memory-extra	a second memory
		data	$i\  (data (i32.const 1114110) "abc")	segment-bounds	data segment 0 goes to bytes 1114110 to 1114113 of a memory of 1114112
		data	$i\  (data (i32.const -1) "a") (data (i32.const -2) "b")	segment-bounds	data segment 0 goes to bytes 4294967295 to 4294967296
		data	$i\  (data "abc") (func $i (memory.init 0 (i32.const 1114110) (i32.const 0) (i32.const 3))) (start $i)	segment-bounds	data segment 0 is copied to bytes 1114110 to 1114113 of a memory of 1114112
		data	$i\  (data "abc") (func (memory.init 0 (i32.const 1024) (i32.const 0) (i32.const 3)))	data-not-copied	nothing calls what copies the program's data
		data	$i\  (data "abc") (func $i (memory.init 0 (i32.const 1024) (i32.const 1) (i32.const 3))) (start $i)	segment-bounds	data segment 0 has 3 bytes, and 4 are copied
		data	$i\  (func call 99)	code-malformed	cannot be compiled: function 99 is named, and there are
		data	$i\  (func (param i32) local.get 3 drop)	code-malformed	local 3 is named, and there are 1
		data	$i\  (global $k i32 (i32.const 0)) (func (global.set $k (i32.const 0)))	code-malformed	is written to, and is a constant
		data	$i\  (func br 7)	code-malformed	label 7 is named, and there are 1
		data	$i\  (func (table.size 7) drop)	code-malformed	table 7 is named, and there are
		elements	$i\  (table 3 funcref) (elem (i32.const 1) 2) (elem (i32.const 2) 2 2)	segment-bounds	element segment 1 goes to entries 2 to 4 of a table of 3
		elements	$i\  (table 2 funcref) (elem (i32.const 0) 2 2)	table-null	entry 0 of the table, which is NULL, has a function
		start	s/"_start") (result i32) i32.const 0 .*/"_start") (result i32) i32.const 0)/	export-idle	the function '_start' does nothing
		signal	s/(param i32 i32) (drop.*/(param i32 i32) (block (drop (local.get 0))))/	export-idle	the function 'signal_callback' does nothing
		unwind	s/(global.set \$asyncify (i32.const 3))/(local.set 0 (i32.const 1))/	export-idle	the function 'asyncify_start_unwind' does nothing
		stop-rewind	s/\("asyncify_stop_rewind")\) (global.*/\1)/	export-idle	the function 'asyncify_stop_rewind' does nothing
		name	s/\$app.wasm//	no-module-name	the module has no name
		grate	$i\  (func (export "pass_fptr_to_wt") (param i64) (result i32) unreachable)	export-type	'pass_fptr_to_wt' has type
	EOT
}

# The same of what instructions hand on: with another thing that is wrong these are no other than those above.
operands() {
	cat <<-'EOT'
		data	$i\  (func (result i32) i64.const 1)	code-malformed	a block's end takes i32 where there is i64
		data	$i\  (func (result i32))	code-malformed	a block's end takes i32, and nothing is there
		data	$i\  (func i32.const 1)	code-malformed	at a block's end there are 1 values too many
		data	$i\  (func drop)	code-malformed	instruction 0x1a takes a value, and there is none
		data	$i\  (func (drop (i32.add (i32.const 1) (f64.const 1))))	code-malformed	instruction 0x6a takes i32 where there is f64
		data	$i\  (func (param f32) (local.set 0 (i32.const 1)))	code-malformed	instruction 0x21 takes f32 where there is i32
		data	$i\  (func (call 3 (i32.const 1) (i64.const 1)))	code-malformed	instruction 0x10 takes i32 where there is i64
		data	$i\  (func (drop (i32x4.add (v128.const i32x4 1 1 1 1) (i32.const 1))))	code-malformed	instruction 0xfd 0xae takes v128 where there is i32
		data	$i\  (func (drop (i64.atomic.rmw.add (i32.const 8) (i32.const 1))))	code-malformed	instruction 0xfe 0x1f takes i64 where there is i32
		data	$i\  (func (memory.fill (i32.const 8) (i32.const 1) (i64.const 1)))	code-malformed	instruction 0xfc 0x0b takes i32 where there is i64
		data	$i\  (func (drop (i32.atomic.load align=2 (i32.const 1))))	code-malformed	an alignment of 2^1 bytes is less than an atomic instruction wants
		data	$i\  (func (block (result i32) (br 0 (i64.const 1))) drop)	code-malformed	instruction 0x0c takes i32 where there is i64
		data	$i\  (func (block (result i32) (block (br_table 0 1 (i32.const 1) (i32.const 1))) (i32.const 1)) drop)	code-malformed	br_table's labels take different numbers of values
		data	$i\  (func (if (result i32) (i32.const 1) (then (i32.const 1))) drop)	code-malformed	an if without an else does not give what it takes
		data	$i\  (func (drop (select (i32.const 1) (i64.const 1) (i32.const 1))))	code-malformed	instruction 0x1b takes i64 where there is i32
		data	$i\  (func (drop (select (ref.null extern) (ref.null extern) (i32.const 1))))	code-malformed	select without a type has references
		data	$i\  (func (drop (ref.is_null (i32.const 1))))	code-malformed	ref.is_null takes a reference where there is i32
		data	$i\  (func $none) (func (result i32) (return_call $none))	code-malformed	a tail call gives other types than its function
	EOT
}

# broken SED...: app.wasm, and what is said of it in $output.
broken() {
	local expression args=()
	for expression; do args+=(-e "$expression"); done
	program | sed "${args[@]}" | wat2wasm --no-check --enable-all --debug-names - -o app.wasm
	run "$inspect" --check app.wasm
}

# named CODE TEXT: among what was said, with a cure.
named() {
	local i
	for ((i = 0; i < ${#lines[@]}; i++)); do
		if [[ "${lines[i]}" == app.wasm:0x*"$2"*"[$1]" ]]; then
			[[ "${lines[i + 1]}" == "    why: "?* && "${lines[i + 2]}" == "    cure: "?* ]]
			return
		fi
	done
	return 1
}

@test "a good program has no findings" {
	broken ''
	same "" "$output"
}

@test "segments that have room, or whose place is not a constant, are good" {
	broken '$i\  (data (i32.const 1114109) "abc") (data (i32.const 1114112) "") (data "passive")'
	same "" "$output"
	broken '$i\  (table 2 funcref) (elem (i32.const 1) 2) (elem (i32.const 2)) (elem func 2)'
	same "" "$output"
	# As dynamic libraries have them.
	broken '1a\  (import "lind" "at" (global $at i32))' '$i\  (data (global.get $at) "abc")'
	says_not segment-bounds
}

@test "data that the start function copies, or another that is called, is good" {
	local copy='(memory.init 0 (i32.const 1024) (i32.const 0) (i32.const 3))'
	broken "\$i\\  (data \"abc\") (func \$i $copy) (start \$i)"
	same "" "$output"
	broken "\$i\\  (data \"abc\") (func \$i $copy) (func \$k call \$i) (func call \$k) (func call \$k)"
	same "" "$output"
	broken "\$i\\  (data \"abc\") (func \$i $copy) (func \$k call \$i) (start \$k)"
	same "" "$output"
	broken "\$i\\  (data \"abc\") (func \$i $copy) (func \$k call \$i) (table 2 funcref) (elem (i32.const 1) \$k)"
	same "" "$output"
	broken "\$i\\  (data \"abc\") (func \$i $copy) (func \$k call \$i) (table 2 funcref) (elem (i32.const 1) funcref (ref.func \$k))"
	same "" "$output"
	broken "\$i\\  (data \"abc\") (func \$i $copy call \$i) (func \$k call \$i)"
	named data-not-copied "nothing calls what copies"
	broken "\$i\\  (data \"abc\") (func (export \"i\") $copy)"
	same "" "$output"
}

# with_bytes BYTES (sed's): instead of the instructions of a function.
with_bytes() {
	broken '$i\  (func nop nop nop nop nop nop)'
	LC_ALL=C sed -i "s/\x01\x01\x01\x01\x01\x01/$1/" app.wasm
	run "$inspect" --check app.wasm
}

@test "instructions that lind-boot lacks, and such as there are none of" {
	with_bytes '\xfb\x01\x01\x01\x01\x01'
	named instruction-unsupported "function 11 has an instruction of garbage collection"
	with_bytes '\xd3\x01\x01\x01\x01\x01'
	named instruction-unsupported "of typed references"
	with_bytes '\x14\x00\x01\x01\x01\x01'
	named instruction-unsupported "of typed references"
	with_bytes '\xe0\x01\x01\x01\x01\x01'
	named instruction-unsupported "of stack switching"
	with_bytes '\xfc\x13\x01\x01\x01\x01'
	named instruction-unsupported "of wide arithmetic"
	with_bytes '\xfd\x94\x02\x01\x01\x01'
	named instruction-unsupported "of half-precision numbers"
	with_bytes '\xfe\x04\x01\x01\x01\x01'
	named instruction-unsupported "of shared-everything threads"
	with_bytes '\xf0\x01\x01\x01\x01\x01'
	named code-malformed "instruction 0xf0 is not known"
	with_bytes '\x0b\x01\x01\x01\x01\x01'
	named code-malformed "it goes on for 6 bytes behind its end"
	with_bytes '\x02\x40\x01\x01\x01\x01'
	named code-malformed "it has no end"
	with_bytes '\x05\x01\x01\x01\x01\x01'
	named code-malformed "it has an else without an if"
	with_bytes '\x41\x00\x2d\x01\x00\x1a'
	named code-malformed "an alignment of 2^1 bytes is more than the instruction 0x2d has"
	with_bytes '\x41\xff\xff\xff\xff\xff'
	named code-malformed "constant"
	with_bytes '\x01\x07\x00\x01\x01\x01'
	named code-malformed "it has a catch without a try"
	broken '$i\  (func (block (rethrow 0)))'
	named code-malformed "it has a rethrow outside of a catch"
	with_bytes '\x02\x40\x18\x00\x01\x01'
	named code-malformed "it has a delegate without a try"
	broken '$i\  (table 2 externref) (type $v (func)) (func (call_indirect (type $v) (i32.const 0)))'
	named code-malformed "table 0 is called and holds no functions"
	with_bytes '\xfc\x09\x00\x01\x01\x01'
	named code-malformed "a data segment is named, and the module has no data count section"
	with_bytes '\x00\xfd\x15\x10\x1a\x01'
	named code-malformed "lane 16 is named, and there are 16"
	with_bytes '\x00\xfd\x9a\x01\x01\x01'
	named code-malformed "instruction 0xfd is not known"
	with_bytes '\x00\x1c\x02\x7f\x7f\x01'
	named code-malformed "select has not one type"
	# Behind a branch whatever is taken is there.
	with_bytes '\x00\xfd\x15\x0f\x1a\x01'
	same "" "$output"
	with_bytes '\x01\x01\x01\x01\x01\x01'
	same "" "$output"
}

@test "exceptions of the standard: clauses give what their labels take" {
	# with_code TYPE CLAUSE AFTER: a block of that type, in it a try_table with a clause that leads to the block's end.
	local clause
	with_code() {
		local body="\\0\\2$1\\37\\100\\1$2\\0\\0\\13\\0\\13$3\\13" n
		# shellcheck disable=SC2059
		n=$(printf "$body" | wc -c)
		printf '\0asm\1\0\0\0\1\10\2\140\1\177\0\140\0\0\3\2\1\1\15\3\1\0\0' > app.wasm
		# shellcheck disable=SC2059
		printf "\\12\\$(printf %o $((n + 2)))\\1\\$(printf %o "$n")$body" >> app.wasm
		run "$inspect" --check app.wasm
	}
	with_code '\177' '\0\0' '\32'
	says_not code-malformed
	with_code '\151' '\3' '\32\1'
	says_not code-malformed
	for clause in '\100 \0\0 \1' '\151 \0\0 \32' '\177 \1\0 \32' '\177 \2 \32\1' '\177 \3 \32\1'; do
		# shellcheck disable=SC2086
		with_code $clause
		named code-malformed "a catch clause gives other values than its label takes"
	done
}

@test "an instruction of each kind, with operands of each type, is good" {
	wat2wasm --enable-threads --enable-exceptions --debug-names "$LIND_RUST_SOURCE/tests/fuzz/corpus/wasm/instructions.wat" -o app.wasm
	run "$inspect" --check --stage raw app.wasm
	named memory-not-imported "the memory is the module's own"
	says_not malformed
}

@test "a tail call is named before the opt pass meets it" {
	program | sed '/asyncify_/d; /"epoch"/d; /epoch_callback/d; s/ call \$callback//; $i\  (func $t (return_call $t))' |
		wat2wasm --enable-all --debug-names - -o app.wasm
	run "$inspect" --check --stage raw app.wasm
	[ "$status" -eq 1 ]
	named tail-call "function 5 ('t') has a tail call"
	program | sed '$i\  (func $t (return_call $t))' | wat2wasm --enable-all --debug-names - -o app.wasm
	run -0 "$inspect" --check app.wasm
	same "" "$output"
}

@test "a start function with values, a segment for a memory or a table that is not there" {
	broken '$i\  (func $s (param i32)) (start $s)'
	named malformed "start function 11 takes or gives values"
	broken '$i\  (data (memory 3) (i32.const 0) "a")'
	named malformed "data segment's memory 3 is not among the 1 memories"
	broken '$i\  (table 1 funcref) (elem (table 2) (i32.const 0) func 1)'
	named malformed "element segment's table 2 is not among the 1 tables"
}

@test "initial values and offsets of other types, or that are not constant" {
	broken '$i\  (global f32 (i32.const 1))'
	named malformed "global's initial value is i32, and should be f32"
	broken '$i\  (global i32 (i32.add (i32.const 1) (i64.const 1)))'
	named malformed "global's initial value: instruction 0x6a takes two of i32"
	broken '$i\  (global i32 (i32.const 1) (i32.const 1))'
	named malformed "global's initial value: 2 values are left instead of one"
	broken '$i\  (global i32 (global.get 99))'
	named malformed "global's initial value: global 99 is not among the"
	broken '$i\  (global $mu (mut i32) (i32.const 1)) (global i32 (global.get $mu))'
	named malformed "is not constant"
	broken '$i\  (global funcref (ref.func 99))'
	named malformed "global's initial value: function 99 is not among the"
	broken '$i\  (data (i64.const 1024) "abc")'
	named malformed "data segment's offset is i64, and should be i32"
	broken '$i\  (table 2 1 funcref)'
	named malformed "table's minimum is more than its maximum"
	broken '$i\  (table 2 funcref) (elem (table 0) (i32.const 0) externref (ref.null extern))'
	named malformed "element segment is of externref, and table 0 of funcref"
	broken '$i\  (global i32 (i32.mul (i32.const 2) (i32.const 3))) (global v128 (v128.const i32x4 1 1 1 1)) (global funcref (ref.null func))'
	same "" "$output"
}

@test "each thing that is missing or wrong is named, and nothing else is" {
	local about expression code text n=0
	while IFS=$'\t' read -r about expression code text; do
		broken "$expression"
		named "$code" "$text" || { echo "wanted [$code] $text from $expression"; echo "$output"; return 1; }
		[ "$(grep -c '^app.wasm:' <<< "$output")" -eq 1 ] || { echo "more than [$code] from $expression"; echo "$output"; return 1; }
		[ "$status" -eq "$([[ "$output" == *": error: "* ]] && echo 1 || echo 0)" ]
		n=$((n + 1))
	done < <(table; operands)
	[ "$n" -eq "$({ table; operands; } | wc -l)" ]
}

@test "of two things that are wrong both are named" {
	local about=() expression=() code=() text=() a e c t i k n=0
	while IFS=$'\t' read -r a e c t; do
		about+=("$a") expression+=("$e") code+=("$c") text+=("$t")
	done < <(table)
	# All of them in tests/trust, a part elsewhere.
	local step=${LIND_RUST_FAULT_STEP:-7}
	[ "$step" != places ] || step=1
	for ((i = 0; i < ${#code[@]}; i++)); do
		for ((k = i + 1 + i % step; k < ${#code[@]}; k += step)); do
			[ "${about[i]}" != "${about[k]}" ] || continue
			case "${about[i]}/${about[k]} ${code[i]} ${code[k]}" in
			# There is no line left for the other, or what it is about is not there.
			memory/data* | memory/*" memory-missing "* | */memory*" memory-missing" | tls/tls-size* | */memory*" memory-not-shared") continue ;;
			sp/*" stack-layout" | low/*" stack-layout" | sp/low* | epoch/callback* | signal/callback* | */callback*" epoch-callback-module") continue ;;
			# By the callback it is known that a function should do something.
			*" epoch-callback-module export-idle" | *" export-idle epoch-callback-module") continue ;;
			unwind/*" passes-order "* | table/elements* | tag/body* | memory/more-memory*" memory-"*) continue ;;
			esac
			broken "${expression[i]}" "${expression[k]}"
			named "${code[i]}" "${text[i]}" && named "${code[k]}" "${text[k]}" || {
				echo "wanted [${code[i]}] ${text[i]} from ${expression[i]}"
				echo "and [${code[k]}] ${text[k]} from ${expression[k]}"
				echo "$output"
				return 1
			}
			n=$((n + 1))
		done
	done
	[ -z "${LIND_RUST_COUNTS-}" ] || echo "broken $n" >> "$LIND_RUST_COUNTS"
	[ "$n" -gt 50 ]
}

@test "a module that is cut off anywhere is never a good one, and is told where" {
	local n size
	broken ''
	size=$(stat -c %s app.wasm)
	for ((n = 0; n < size; n++)); do
		head -c $n app.wasm > "cut.$n.wasm"
	done
	run "$inspect" --check cut.*.wasm
	[ "$status" -eq 1 ]
	same "$size" "$(grep -o '^cut\.[0-9]*\.wasm:0x[0-9a-f]*: error' <<< "$output" | cut -d: -f1 | sort -u | wc -l)"
	# At each place alone, too: the one above has one status for all.
	for ((n = 0; n < size; n += 17)); do fails_with 1 "$inspect" --check "cut.$n.wasm"; done
}

@test "a file that is no module is named, with the way to what was meant" {
	wrong() {
		cat > "$1"
		fails_with 1 "$inspect" --check "$1"
		says "$1:0x0: error: it is $2, not a module [not-a-module]"
		says "    cure: $3"
		fails_with 1 "$HELPERS/lind-rust-opt" -o out.wasm "$1"
		says "'$1' is not a module: it is $2"
		says "    $3"
		[ ! -e out.wasm ]
	}
	wrong none < /dev/null "empty" "build it again: what made it was ended"
	head -c 600 /dev/zero | wrong zeros "zeros alone" "build it again: a machine that lost power"
	printf '\0asm\15\0\1\0\0' | wrong part "a component" "build a core module: TARGET wasm32-lind"
	printf '!<arch>\nfoo.o/' | wrong libx.a "an archive of objects" "link it into a program"
	printf '!<thin>\nfoo.o/' | wrong thin.a "a thin archive" "link it into a program"
	printf 'BC\300\336xxxx' | wrong lto.o "LLVM bitcode" "an object of link-time optimisation"
	printf '\336\300\27\13xx' | wrong lto2.o "LLVM bitcode" "an object of link-time optimisation"
	printf '\177ELF\2\1\1' | wrong host.o "an ELF file (the host's, or a precompiled .cwasm)" "give the .wasm"
	printf '\317\372\355\376' | wrong mac.o "a Mach-O file" "it is the host's"
	printf '\312\376\272\276' | wrong fat.o "a Mach-O file of several architectures, or a Java class" "it is the host's"
	printf 'MZ\0\0' | wrong win.exe "a program for Windows" "it is the host's"
	printf '\37\213\10' | wrong app.gz "compressed by gzip" "unpack it first"
	printf '\50\265\57\375' | wrong app.zst "compressed by zstd" "unpack it first"
	printf '\3757zXZ\0' | wrong app.xz "compressed by xz" "unpack it first"
	printf 'PK\3\4' | wrong app.zip "a zip archive" "unpack it first"
	echo 'version https://git-lfs.github.com/spec/v1' | wrong app.lfs "a pointer of git-lfs" "fetch the file itself: git lfs pull"
	echo '#!/bin/sh' | wrong app.sh "a script" "give the .wasm"
	echo '<!DOCTYPE html>' | wrong app.html "a page of HTML" "a download went wrong"
	printf '\377\376(\0m\0' | wrong app16.wat "text in UTF-16" "give the .wasm"
	printf '\357\273\277\0asm\1\0\0\0' | wrong bom.wasm "a byte order mark of UTF-8 with a module behind it" "an editor or a script"
	program | wrong app.wat "WebAssembly's text format" "make a module of it by wat2wasm"
	echo 'int main(void);' | wrong main.c "text" "give the .wasm"
	# What is shown without --check has the same word.
	fails_with 1 "$inspect" main.c
	says "it is text: give the .wasm"
	mkdir folder
	fails_with 1 "$inspect" --check folder
	says "read 'folder': Is a directory"
	says "name the files in it that are meant"
	# Bytes that tell nothing are malformed.
	printf '\1\2\3\4\5\6\7\10' > bytes
	fails_with 1 "$inspect" --check bytes
	says "bytes:0x0: error: magic number is not that of WebAssembly [malformed]"
	printf '\0asm\2\0\0\0' > two
	fails_with 1 "$inspect" --check two
	says "two:0x4: error: version 2 is not known [malformed]"
}

@test "a module that passed for text on its way is told how it was spoiled" {
	# spoiled CURE COMMAND...: all of these modules, and by the opt pass as well.
	spoiled() {
		"${@:2}" < app.wasm > spoiled.wasm
		fails_with 1 "$inspect" --check spoiled.wasm
		says "error: "
		says "    cure: $1"
		fails_with 1 "$HELPERS/lind-rust-opt" -o out.wasm spoiled.wasm
		says "    $1"
	}
	# Bytes 10 among them, and above 127.
	broken '$i\  (data (i32.const 1024) "a\0ab\0ac\0ad\0a\ff\80\c0\e9 and what is long enough to be a program of lind")'
	spoiled "its lines' ends were changed on the way" sed 's/$/\r/'
	spoiled "its bytes above 127 were changed on the way" tr '\200-\377' '\0-\177'
	spoiled "it was taken for text of another encoding on the way" iconv -f latin1 -t utf-8
	spoiled "build it again; a file that was cut off or overwritten" head -c 500
}

# custom NAME BYTES (printf's): appended to the program.
with_custom() {
	broken ''
	{
		printf '%b' "\\0$(printf '\\x%02x' $((${#1} + 1 + $3)) "${#1}")"
		printf %s "$1"
		printf '%b' "$2"
	} >> app.wasm
	run "$inspect" --check app.wasm
}

@test "custom sections: features, names, objects, and such as cannot be read" {
	with_custom target_features '\x02+\x07atomics+\x0bbulk-memory' 23
	same "" "$output"
	with_custom target_features '\x00' 1
	named feature-missing "without 'atomics' and 'bulk-memory'"
	with_custom target_features '\x01+\x07atomics' 10
	named feature-missing "without 'bulk-memory'"
	with_custom target_features '\x02-\x07atomics+\x0bbulk-memory' 23
	named feature-missing "without 'atomics'"
	with_custom target_features '\x03+\x07atomics+\x0bbulk-memory+\x02gc' 27
	named feature-unsupported "'gc'"
	with_custom target_features '\x05+\x07atomics' 10
	named custom-malformed "feature's prefix needs 1 more byte"
	with_custom linking '\x02' 1
	named not-linked "it was linked, and has the relocations of an object"
	says "leave --emit-relocs (-q) out of the link"
	printf '\0asm\1\0\0\0\0\11\7linking\2' > app.wasm
	run "$inspect" --check app.wasm
	named not-linked "it is an object file, not a program"
	with_custom component-type 'abc' 3
	same "" "$output"
	# A name that cannot be read is not there; who wrote it is not to blame for being old.
	program | sed 's/\$app.wasm//' | wat2wasm --enable-all - -o app.wasm
	printf '\0\11\4name\0\5ab' >> app.wasm
	run "$inspect" --check app.wasm
	named custom-malformed "name subsection needs 5 more bytes, 2 left"
	named no-module-name "the module has no name"
	says "its name section cannot be read"
}

@test "sections out of order, twice, of no kind" {
	local id
	for id in 1 2 3 7 10 12 13; do
		broken ''
		printf '%b\1\0' "\\x$(printf %02x $id)" >> app.wasm
		run "$inspect" --check app.wasm
		[ "$status" -eq 1 ]
		named malformed "section is out of order" || named malformed "code section occurs twice"
	done
	broken ''
	printf '\16\1\0' >> app.wasm
	run "$inspect" --check app.wasm
	named malformed "section id 14 is not known"
}

@test "a table that nothing is put into, and is called through" {
	local call='(table 3 funcref) (type $v (func)) (func (call_indirect (type $v) (i32.const 0)))'
	broken "\$i\\  $call"
	named table-empty "through a table that has room for 2, and nothing puts one there"
	broken "\$i\\  $call (elem (i32.const 1) 2)"
	same "" "$output"
	broken "\$i\\  $call (elem \$e func 2) (func (table.init \$e (i32.const 0) (i32.const 0) (i32.const 1)))"
	same "" "$output"
	broken "\$i\\  ${call/3/1}"
	same "" "$output"
}

# dynamic SED...: the same as broken, with a dylink.0 section that wants 16 bytes and two entries of the table.
dynamic() {
	broken "$@"
	printf '\0\17\10dylink.0\1\4\20\0\2\0' >> app.wasm
	run "$inspect" --check app.wasm
}

# fills BYTES EXPRESSION: a function that clears so many bytes from there, $at being the base of the data.
fills() {
	dynamic '1a\  (import "env" "__memory_base" (global $at i32))' \
		"\$i\\  (func (memory.fill $2 (i32.const 0) (i32.const $1)))"
}

@test "exports of one type that were mixed up: by the names of functions, by what asyncify's begin with" {
	# states UNWIND REWIND: what they write to it first.
	states() {
		broken "s/start_unwind\") (param i32)/&(global.set \$asyncify (i32.const $1))/" \
			"s/start_rewind\") (param i32)/&(global.set \$asyncify (i32.const $2))/"
	}
	states 1 2
	same "" "$output"
	states 3 4
	same "" "$output"
	states 2 1
	named export-swapped "export 'asyncify_start_unwind' is the function 'asyncify_start_rewind'"
	named export-swapped "export 'asyncify_start_rewind' is the function 'asyncify_start_unwind'"
	broken 's/func (export "asyncify_stop_unwind")/func $asyncify_stop_rewind (export "asyncify_stop_unwind")/' \
		's/func (export "asyncify_stop_rewind")/func $asyncify_stop_unwind (export "asyncify_stop_rewind")/'
	named export-swapped "export 'asyncify_stop_unwind' is the function 'asyncify_stop_rewind'"
	# Two that are alike have been made one.
	broken 's/func (export "asyncify_stop_unwind")/func $asyncify_stop_rewind (export "asyncify_stop_unwind") (export "asyncify_stop_rewind")/' \
		'/func (export "asyncify_stop_rewind")/d'
	same "" "$output"
}

@test "asyncify is in all functions that the epoch pass was in" {
	local state='s/(global.set $asyncify (i32.const 3))/(global.set $asyncify (i32.const 1))/' n
	local in='(drop (global.get $asyncify)) call $callback' functions=
	broken "$state"
	same "" "$output"
	broken "$state" 's/"_start".*/"_start") (result i32) i32.const 0 call $callback)/'
	named asyncify-partial "error: asyncify is not in 1 of 4 functions, the first of them 2"
	# A few that are not the program's beginning are a warning, and those are left out that are called before it.
	for ((n = 0; n < 8; n++)); do functions+="(func $in)"; done
	broken "$state" "\$i\\  $functions (func \$slow call \$callback) (func (export \"__wasm_apply_data_relocs\") call \$callback)"
	named asyncify-partial "warning: asyncify is not in 1 of 13 functions, the first of them 19 ('slow')"
	broken "$state" "\$i\\  $functions (func call \$callback) (func call \$callback)"
	named asyncify-partial "error: asyncify is not in 2 of 14 functions"
	broken "$state" "\$i\\  $functions (func (drop (call \$call (i32.const 1) $(printf '(i64.const 1) %.0s' {1..15}))) call \$callback)"
	named asyncify-partial "error: asyncify is not in 1 of 13 functions"
}

@test "of a dynamic program: the opt pass's halves in their order" {
	dynamic ''
	says_not passes-order
	dynamic 's/"asyncify_start_unwind") (param i32)/"asyncify_start_unwind") (param i32) call $callback/'
	named passes-order "asyncify was run before the epoch pass"
}

@test "of a dynamic program: dylink.0 asks for as much as its data and functions need" {
	local table='1a\  (import "env" "__indirect_function_table" (table 0 funcref)) (import "env" "__table_base" (global $base i32))'
	local memory='1a\  (import "env" "__memory_base" (global $at i32)) (import "env" "other" (global $other i32))'
	dynamic "$table" '$i\  (elem (global.get $base) 2 2)'
	says_not layout-too-small
	dynamic "$table" '$i\  (elem (global.get $base) 2 2 2)'
	named layout-too-small "puts functions into entries of the table up to 3, and its dylink.0 section asks for 2 entries"
	says "link it again by lind-rust-clang"
	dynamic "$table" '$i\  (elem (i32.add (global.get $base) (i32.const 1)) func 2 2)'
	named layout-too-small "up to 3"
	dynamic '$i\  (data "0123456789abcdef")'
	says_not layout-too-small
	dynamic '$i\  (data "0123456789") (data "abcdefg")'
	named layout-too-small "puts data up to 17, and its dylink.0 section asks for 16 bytes"
	dynamic "$memory" '$i\  (data (global.get $at) "0123456789abcdef")'
	says_not layout-too-small
	dynamic "$memory" '$i\  (data (i32.add (global.get $at) (i32.const 10)) "0123456")'
	named layout-too-small "up to 17"
	# Counted from something else.
	dynamic "$memory" '$i\  (data (i32.add (global.get $other) (i32.const 10)) "0123456")'
	says_not layout-too-small
	dynamic "$memory" '$i\  (data (i32.sub (global.get $at) (i32.const 10)) "0123456")'
	says_not layout-too-small
	fills 16 '(global.get $at)'
	says_not layout-too-small
	fills 17 '(global.get $at)'
	named layout-too-small "up to 17"
	fills 9 '(i32.add (global.get $at) (i32.const 8))'
	named layout-too-small "up to 17"
	fills 9 '(i32.sub (global.get $at) (i32.const -8))'
	named layout-too-small "up to 17"
	fills 8 '(i32.sub (global.get $at) (i32.const -8))'
	says_not layout-too-small
	broken '/"_start"/d'
	printf '\0\23\10dylink.0\1\10\20\0\200\200\200\10\0\0' >> app.wasm
	run "$inspect" --check app.wasm
	named too-many "there are 16777216 entries of the table that dylink.0 asks for, more than 10000000"
	dynamic 's/(memory 17 1024/(memory 17 128/'
	named memory-limits "the memory's maximum is 128 pages, and the program's data and stack need 8396816 bytes"
	dynamic 's/(memory 17 1024/(memory 17 129/'
	says_not memory-limits
	dynamic "$memory" '$i\  (data "abc") (func (memory.init 0 (i32.add (global.get $at) (i32.const 14)) (i32.const 0) (i32.const 3)))'
	named layout-too-small "up to 17"
}

@test "of a dynamic program: its table is filled, its data copied, the imported table grows" {
	local copy='(memory.init 0 (global.get $at) (i32.const 0) (i32.const 3))' at='1a\  (import "env" "__memory_base" (global $at i32))'
	dynamic "$at" "\$i\\  (data \"abc\") (func \$i $copy) (func (export \"__wasm_init_tls\") (param i32) $copy)" '/"__wasm_init_tls") (param i32))/d'
	named data-not-copied "nothing calls what copies the program's data"
	dynamic "$at" "\$i\\  (data \"abc\") (func \$i $copy) (start \$i)"
	says_not data-not-copied
	dynamic '1a\  (import "env" "__indirect_function_table" (table 2 funcref))' \
		'$i\  (type $v (func)) (func (call_indirect (type $v) (i32.const 0)))'
	named table-empty "through a table that has room for 2"
	says_not "the imported table has a maximum"
	says_not "more than one dylink.0"
	printf '\0\17\10dylink.0\1\4\0\0\2\0' >> app.wasm
	run "$inspect" --check app.wasm
	named custom-malformed "there is more than one dylink.0 section"
	dynamic '1a\  (import "env" "__indirect_function_table" (table 2 4 funcref))'
	named import-type "the imported table has a maximum; lind-boot's has none"
	says_not table-empty
	dynamic '1a\  (import "env" "__indirect_function_table" (table 2 externref))'
	named import-type "the imported table has no functions; lind-boot's has"
}

@test "the real opt pass in its order and in the other one" {
	[ -n "${LIND_WASM_ROOT-}" ] || skip "lind's wasm-opt is wanted: LIND_WASM_ROOT"
	local opt="$LIND_WASM_ROOT/tools/binaryen/bin/wasm-opt"
	local features="--enable-exception-handling --enable-reference-types --enable-threads --enable-bulk-memory"
	program | sed '/asyncify_/d; /"epoch"/d; /epoch_callback/d; s/ call \$callback//' > raw.wat
	wat2wasm --enable-all --debug-names raw.wat -o raw.wasm
	"$opt" $features --epoch-injection --asyncify -O2 --debuginfo raw.wasm -o app.wasm
	run "$inspect" --check app.wasm
	same "" "$output"
	"$opt" $features --asyncify --epoch-injection -O2 --debuginfo raw.wasm -o app.wasm
	run "$inspect" --check app.wasm
	named passes-order "asyncify was run before the epoch pass"
	"$opt" $features --asyncify -O2 --debuginfo raw.wasm -o app.wasm
	run "$inspect" --check app.wasm
	named half-instrumented "asyncify and no epoch pass"
	"$opt" $features --epoch-injection -O2 --debuginfo raw.wasm -o app.wasm
	run "$inspect" --check app.wasm
	named half-instrumented "the epoch pass and no asyncify"
}
