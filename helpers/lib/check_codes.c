/* SPDX-License-Identifier: Apache-2.0 */
/* What each code means, for --explain. Kept in order of name. */
#include <stddef.h>
#include <string.h>

#include "check_internal.h"

static const struct {
	const char *code, *text;
} table[] = {
	{"already-instrumented",
	 "A raw module, before the opt pass, already has asyncify's exports or the epoch pass's import. "
	 "wasm-opt stops when it meets its own functions, or instruments them again. Usual causes: the "
	 "finished module was given instead of the raw one, or clang ran a wasm-opt that it found on PATH."},
	{"asyncify-partial",
	 "There are functions that the epoch pass was in, and asyncify was not. wasm-opt has arguments that leave functions out "
	 "(asyncify-ignore-imports, -imports, -onlylist, -removelist). While such a function is active the program cannot "
	 "leave its stack: not to fork, to start a thread or to end, nor in a signal's handler. A few that never wait may be "
	 "left out for the sake of speed, which is a warning; the program's beginning, what makes system calls, or more than a "
	 "tenth of all is an error."},
	{"code-malformed",
	 "A function's body cannot be read to its end, names a function, variable, label, memory, table, segment or type that "
	 "is not there, or an instruction in it takes values of other types than those that are left for it."},
	{"custom-malformed",
	 "A custom section (name, target_features, producers, dylink.0) cannot be read to its end. By the "
	 "specification the module is still valid and the section is ignored; what it says is then missing, "
	 "a module's name for example."},
	{"data-not-copied",
	 "Where threads share the memory, the program's data lies in passive segments, and a function that the linker made "
	 "(__wasm_init_memory, the start function) copies them once. Here that function is there, and nothing calls it."},
	{"debug-import",
	 "The module imports lind_debug_num or lind_debug_str from module debug. A lind-boot has them only "
	 "when it was built with the feature lind_debug. The import comes from a C library built with "
	 "LIND_DEBUG."},
	{"duplicate-export",
	 "Two exports have one name, which makes a module invalid. wasm-ld does not notice when a symbol's "
	 "export_name is the same as a name given by --export, as happens to pass_fptr_to_wt."},
	{"dynamic-grate",
	 "A grate is served by workers that lind-boot makes from its module, and it makes them for static "
	 "modules only. Build grates with LINKAGE static, which is the default."},
	{"epoch-callback-module",
	 "The epoch pass must import its callback from module lind. Older versions of the pass took the "
	 "module of some import that was already there; lind-boot defines the callback in lind alone."},
	{"export-idle",
	 "A function that lind-boot looks up by name does nothing in a finished module. The epoch pass puts a question for "
	 "signals into each function, even into an empty one, and asyncify's functions write down in which state the program "
	 "is: something has rewritten the module after the opt pass, and taken the function's instructions away."},
	{"export-kind",
	 "An export that lind-boot looks up by name is there, but is a function where a global is needed or "
	 "the reverse: the program uses one of lind's names for something of its own."},
	{"export-swapped",
	 "An export that lind-boot looks up by name is a function that has another of these names in the name section, while "
	 "the module has the right one as well. Both may have the same type, so that it is found only when it is called."},
	{"export-taken",
	 "A dynamic program and the libraries that are preloaded with it are linked by the names of what they export, and "
	 "lind-boot takes no name twice: libc.so's among them. A program's functions are not exported unless the linker is told "
	 "so. A library that is loaded by dlopen() may export what others have."},
	{"export-type",
	 "An export that lind-boot looks up by name has another type or mutability than lind-boot asks for. "
	 "For most of them that is as bad as if they were missing; a pass_fptr_to_wt of another type keeps "
	 "every program from starting."},
	{"feature-missing",
	 "The target_features section lists what the compiler was allowed to use. Without atomics and "
	 "bulk-memory the code was not made for memory that threads share."},
	{"feature-unsupported",
	 "The target_features section has a feature that lind-boot's configuration leaves off. It is only a "
	 "permission: the module loads as long as no instruction or type of that feature is in it."},
	{"fpcast-dynamic",
	 "The module went through fpcast-emu, which gives one type to all calls through pointers, and is a dynamic one. Its "
	 "libraries' functions have that type only in a lind-wasm that was built with WITH_FPCAST=1, and lind-boot keeps to it "
	 "only with --enable-fpcast. FPCAST programs of lind-rust are static."},
	{"function-too-big",
	 "Engines agree on an upper bound of 7,654,321 bytes for a function's body. Asyncify adds code at "
	 "every call that may block, so that generated functions (interpreters' loops, tables) pass it "
	 "first."},
	{"half-instrumented",
	 "Of the two passes, asyncify and epoch injection, one is missing. lind-boot needs both: asyncify "
	 "to leave and re-enter a program's stack (exit, fork, exec, threads), epoch to interrupt it "
	 "(signals, kill). A stock wasm-opt has no epoch pass; the stand-in needs none."},
	{"import-kind",
	 "An import has the name of one of lind-boot's functions or tags but is declared as something else."},
	{"import-type",
	 "An import has the name of one of lind-boot's functions, with other parameters or results. "
	 "Runtimes compare types exactly. Usual causes: a declaration written by hand, or objects compiled "
	 "against another sysroot."},
	{"instruction-unsupported",
	 "A function has an instruction of a proposal that lind-boot has switched off, or that the runtime under it does not "
	 "know. The module does not load, wherever the instruction stands."},
	{"instrumented-twice", "lind.epoch_callback is imported more than once: the opt pass ran on its own output."},
	{"layout-too-small",
	 "A dynamic module's dylink.0 section tells how many bytes of memory and entries of the table its loader makes room "
	 "for, and the module's own data or functions need more. A linker counts them; the section was changed afterwards, or "
	 "the module was."},
	{"legacy-exceptions",
	 "setjmp and longjmp are exceptions. clang writes the instructions of the first proposal (try, catch, "
	 "rethrow, delegate), and the runtime under lind-boot knows those of the standard (try_table, throw_ref) "
	 "alone. lind's wasm-opt translates them by --translate-to-exnref; a stock one has no such pass."},
	{"library-without-data",
	 "The module has a dylink.0 section and no _start: a shared library; and it says that its data has no bytes. "
	 "lind-boot asks for memory for them in any case, and panics over a range without an address."},
	{"malformed", "The file is not a WebAssembly module, or breaks the binary format at the offset given."},
	{"memory-extra",
	 "Besides the imported shared memory the module has one of its own. lind-boot gives a child a copy "
	 "of the former only."},
	{"memory-limits",
	 "The shared memory's limits make the module invalid: a maximum is needed, of at most 65536 pages "
	 "(4 GiB), and not below the minimum. 64-bit memories and other page sizes do not fit a cage "
	 "either."},
	{"memory-missing",
	 "The module imports no memory and has none. lind-boot makes a cage's memory itself and needs the "
	 "import to give it."},
	{"memory-not-imported", "The module has a memory of its own instead of importing one: it was linked without "
				"--import-memory."},
	{"memory-not-shared",
	 "The module imports a memory that is not shared: it was linked without --shared-memory. wasm-ld "
	 "accepts that flag when all objects were compiled with atomics and bulk-memory, which is why "
	 "Rust's std is built anew for lind."},
	{"missing-export",
	 "lind-boot looks up functions and globals by name. Of those some are made by the linker "
	 "(__stack_pointer, __tls_base), some by lind's libc (_start, signal_callback), some by the opt "
	 "pass (asyncify_..., epoch), one by a grate (pass_fptr_to_wt)."},
	{"missing-import",
	 "The opt pass makes a dynamic program share epoch and asyncify's state with its libraries by imports. "
	 "Without one of these it was instrumented as a static program is."},
	{"module-name-taken",
	 "A program's module has the name of a library's that is preloaded with it, libc.so's for example. lind-boot keys what "
	 "it saves for children and threads by that name. Linkers write it from the output file's name."},
	{"no-module-name",
	 "The name section has no name for the module, or is not there. lind-boot keys what it saves for "
	 "children and threads by that name. Linkers write it from the output file's name; stripping "
	 "symbols removes it."},
	{"not-a-module",
	 "The file is something else than a module of WebAssembly: an archive, an object of the host, text, or "
	 "nothing at all. Usual causes: the wrong name on the command line, a build that was ended, a library "
	 "where a program is meant."},
	{"not-instrumented",
	 "The module has neither asyncify's exports nor the epoch pass's: it is as the linker wrote it, or "
	 "stripped of exports. --stage raw checks such a module for what it must have before the pass."},
	{"not-linked",
	 "The file is a relocatable object (it has a linking section), which is an input of the linker and "
	 "not a program; or a program that was linked with --emit-relocs, which looks the same."},
	{"old-dylink",
	 "The module has a dylink section, which linkers wrote before 2021, and none of the name dylink.0. lind-boot "
	 "does not know it as a dynamic module, and as a static one it lacks nearly everything."},
	{"passes-order",
	 "asyncify was run before the epoch pass. Its own functions ask for signals then, and the calls of the "
	 "callback are not among those that can be left and re-entered: a signal whose handler forks, sleeps or "
	 "ends the program breaks its stack. The epoch pass comes first."},
	{"precompiled-not-checked",
	 "The file is what lind-boot --precompile wrote, or wasmtime: machine code in an ELF file, good for the "
	 "very lind-boot that made it. What it was made from, the .wasm beside it, can be checked."},
	{"segment-bounds",
	 "A data or element segment with a constant place lies, wholly or in part, beyond the memory or the table that "
	 "the module starts with. Such a module is valid, but its instantiation traps. So it is with segments that a "
	 "function copies (memory.init) to a constant place, as wasm-ld makes them for shared memory."},
	{"setjmp-import",
	 "The module imports lind-setjmp or lind-longjmp, which a lind-boot has only when it was built with "
	 "the feature asyncify-setjmp. Without it setjmp is done by wasm exceptions and the tag "
	 "env.__c_longjmp."},
	{"signal-callback",
	 "lind-boot delivers a signal by calling signal_callback. In a dynamic program that is libc.so's, which the "
	 "opt pass imports and exports once more (wasm-opt's epoch-main-module); one of the program's own would be called in its "
	 "stead and know no handlers."},
	{"stack-layout",
	 "The exported __stack_pointer does not start above __stack_low, or lies above the memory that the "
	 "module starts with. lind-boot takes the two as the bounds of the stack."},
	{"stack-small",
	 "The stack is smaller than 64 KiB. Asyncify saves the frames of all active functions into the "
	 "stack's lower end, from where it grows towards the stack. Rust's linker default is 1 MiB, LLD's "
	 "64 KiB."},
	{"symbol-collision",
	 "A raw module has a function, global or export with a name that the opt pass adds: epoch, "
	 "epoch_callback, asyncify_... Names of C variables do not count; they are places in memory."},
	{"table-empty",
	 "The module calls functions through its table, declares room for them there, and has no element segment that puts any "
	 "in: something has removed that section."},
	{"table-null",
	 "A static program's table has a function at entry 0. C and Rust take 0 for the pointer to no function, so linkers "
	 "leave that entry empty: either that function passes for NULL, or all functions are one entry too early and each "
	 "call through a pointer calls another one."},
	{"tail-call",
	 "A raw module has return_call or return_call_indirect. clang writes them by -mtail-call, rustc by +tail-call. asyncify "
	 "cannot leave and re-enter such calls and refuses the module."},
	{"too-many",
	 "Engines agree on upper bounds for what a module declares: a million functions, globals, imports or "
	 "exports, 100,000 data or element segments, 1,000 parameters of a function, 10,000,000 elements of a "
	 "table. A module above one of them does not load."},
	{"too-many-locals",
	 "A function has more local variables than the 50,000 that engines take. asyncify gives a function one for each value "
	 "that is in use at a call; of a large function that was not optimised these are many. The compiler makes them fewer; "
	 "wasm-opt's levels do too, but it takes minutes for such a function."},
	{"type-unsupported",
	 "The type section has types of the garbage collection, typed references or stack switching proposals, which "
	 "lind-boot leaves off. Neither C nor Rust needs them; wasm-opt makes them when it is allowed to "
	 "use every feature."},
	{"unknown-import",
	 "Nothing in lind-boot defines this import. For static modules lind-boot makes no stand-ins for "
	 "such imports: the module does not start. A dynamic program's may be libc.so's or those of a library that "
	 "is preloaded, as env; nobody's is a trap that ends the program, or an address of 0. (Whoever preloads one by another "
	 "name sets CHECK WARN: the check knows of none.) The cure depends on the "
	 "name: WASI functions point at a std or libc made for wasi-libc, names in env at symbols that the "
	 "linker was told to leave undefined."},
	{"unnamed-export",
	 "A function is exported by the empty name. lind-boot runs that one where it is there, and _start only "
	 "where it is not."},
};

#define NCODES (sizeof table / sizeof *table)
_Static_assert(NCODES <= CHECK_CODES, "each has a place in struct check");

const char *const *check_codes(void)
{
	static const char *codes[NCODES + 1];

	for (size_t i = 0; i < NCODES; i++)
		codes[i] = table[i].code;
	return codes;
}

const char *check_explain(const char *code)
{
	for (size_t i = 0; i < NCODES; i++)
		if (!strcmp(table[i].code, code))
			return table[i].text;
	return NULL;
}
