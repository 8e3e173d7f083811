/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/flags.h"

const char lr_clang_target[] = "wasm32-unknown-wasi";

const char lr_rustc_library_word[] = "-Clink-arg=--lind-shared";

const struct lr_policy lr_policy_default = {
	.when = LR_ASYNCIFY | LR_THREADS | LR_STATIC | LR_FOR_SPEED,
	.max_memory = 64ull << 20,
	.stack_size = 1ull << 20,
	.opt_level = "2",
};

const struct lr_flag lr_flags[] = {
	/* rustc: the target features first, since everything that is linked together must agree on them. */
	{LR_FOR_RUSTC, LR_WASIP1, "-Clink-self-contained=no",
	 "rustc's own crt1.o and libc are wasi-libc's; a lind program has lind-glibc's"},
	{LR_FOR_RUSTC, LR_WASIP1, "-Ctarget-feature=+crt-static,+atomics,+bulk-memory",
	 "shared memory needs atomics and bulk-memory in every object; crt-static: no dynamic libc is looked for"},
	{LR_FOR_RUSTC, LR_LIND, "--cfg=mio_unsupported_force_waker_pipe", "the crate mio: lind-glibc has no eventfd"},
	{LR_FOR_RUSTC, LR_LIND, "--cfg=rustix_use_libc", "the crate rustix: its own system calls are the processor's"},
	{LR_FOR_RUSTC, LR_LIND | LR_DYNAMIC, "-Crelocation-model=pic",
	 "lind-boot lays a dynamic program's data and functions out; std is compiled so, too"},
	/* Behind one another: of two that fit a path rustc takes the last. */
	{LR_FOR_RUSTC, LR_MAPS, "--remap-path-scope=macro",
	 "names in panic messages alone: debuggers find the sources by those in debug information"},
	{LR_FOR_RUSTC, LR_MAPPED, "--remap-path-prefix=%f=%t", "the same program wherever its sources lie"},
	{LR_FOR_STD, LR_ALWAYS, "-Cembed-bitcode=yes", "lto = \"fat\" and \"thin\" of a user's profile need bitcode in std"},

	/* rustc, for wasm32-lind alone and whoever calls it. */
	{LR_FOR_RUSTC_CALL, LR_LIND, "-Zunstable-options", "a target that rustc does not know is unstable"},
	{LR_FOR_RUSTC_CALL, LR_LIND | LR_STABLE, "-Zallow-features=",
	 "so that crates and their probes find a stable rustc, as they would without it"},

	/* clang, compiling. */
	{LR_FOR_CC, LR_ALWAYS, "--target=wasm32-unknown-wasi", "the directories of lind-glibc's headers and libraries"},
	{LR_FOR_CC, LR_ALWAYS, "--no-default-config", "a distribution's or a user's clang.cfg is for programs of the host"},
	{LR_FOR_CC, LR_THREADS, "-pthread", "switches atomics, bulk-memory and thread-local storage on: memory is shared"},
	{LR_FOR_CC, LR_PARTIAL, "-matomics", "-pthread's features without its word to the linker, which -r refuses"},
	{LR_FOR_CC, LR_PARTIAL, "-mbulk-memory", "likewise"},
	{LR_FOR_CC, LR_ALWAYS, "-fwasm-exceptions", "setjmp and longjmp are exceptions here, and lind-glibc is built so"},
	{LR_FOR_CC, LR_ALWAYS, "-fignore-exceptions",
	 "C++: nothing on lind unwinds; what is thrown ends the program (the compat archive), and handlers are left out"},
	{LR_FOR_CC, LR_ALWAYS, "-U__cpp_exceptions", "sources that ask find that out: libc++'s headers, as its archive was built"},
	{LR_FOR_CC, LR_ALWAYS, "-U__EXCEPTIONS", "likewise"},
	{LR_FOR_CC, LR_ALWAYS, "-Wno-builtin-macro-redefined", "clang would tell of that at each file"},
	{LR_FOR_CC, LR_DYNAMIC, "-fPIC", "lind-boot lays a dynamic program's data and functions out"},
	{LR_FOR_CC, LR_LIBRARY, "-fvisibility=default", "clang hides what is not marked, for this target alone"},
	{LR_FOR_CC, LR_MAPPED, "-fmacro-prefix-map=%f/=%t", "in __FILE__ and assert(); debug information stays as it is"},
	{LR_FOR_CC, LR_ALWAYS, "-mllvm", NULL},
	{LR_FOR_CC, LR_ALWAYS, "-wasm-enable-sjlj", "lowers setjmp and longjmp to the tag __c_longjmp that lind-boot defines"},

	/* clang, reading headers for bindgen. */
	{LR_FOR_BINDGEN, LR_ALWAYS, "--target=wasm32-unknown-wasi", "lind-glibc's headers, and C's sizes and layouts on lind"},
	{LR_FOR_BINDGEN, LR_ALWAYS, "-fvisibility=default",
	 "bindgen leaves out functions that are hidden, which clang takes all for that are not marked, for this target alone"},

	/* clang, linking; these come behind the caller's words, which therefore win where the linker takes the last. */
	{LR_FOR_LINK, LR_ALWAYS, "-Wl,--import-memory", "lind-boot makes the memory, for all threads and forked children"},
	{LR_FOR_LINK, LR_STATIC, "-Wl,--export-memory", "tools and older runtimes find the memory by its export"},
	{LR_FOR_LINK, LR_MAIN, "-Wl,--export-memory", "likewise; wasm-ld takes it for no library"},
	{LR_FOR_LINK, LR_ALWAYS, "-Wl,--shared-memory", "lind-boot refuses a main module without shared memory"},
	{LR_FOR_LINK, LR_ALWAYS, "-Wl,--max-memory=%m", "wasm-ld demands a maximum for shared memory"},
	{LR_FOR_LINK, LR_ALWAYS, "-Wl,-mllvm,-wasm-enable-sjlj", "setjmp and longjmp of bitcode (-flto) are lowered by the linker"},
	{LR_FOR_LINK, LR_MAIN, "-Wl,-pie", "position-independent, with the section dylink.0 by which lind-boot knows it"},
	{LR_FOR_LINK, LR_LIBRARY, "-Wl,-shared", "likewise, without a beginning: lind-boot takes what has one for a program"},
	{LR_FOR_LINK, LR_LIBRARY, "-Wl,-Bsymbolic",
	 "what it defines is its own: lind-boot would give it the program's where both have one name, as two copies of a crate "
	 "have, and that of some symbols only"},
	{LR_FOR_LINK, LR_LIBRARY | LR_STRICT, "-Wl,--unresolved-symbols=report-all",
	 "lind-boot puts a trap where nothing defines a function: it would show when that is called"},
	{LR_FOR_LINK, LR_MAIN | LR_LIBC, "-Wl,--export=lind_keys_of_program",
	 "a thread that the program began ends with the destructors of thread-locals of its shared libraries, too"},
	{LR_FOR_LINK, LR_LIBRARY | LR_LIBC, "-Wl,--undefined=__lind_rust_library",
	 "a few bytes of data: a library without any ends lind-boot"},
	{LR_FOR_LINK, LR_DYNAMIC, "-Wl,--experimental-pic", "wasm-ld calls -pie not yet stable otherwise, at each link"},
	{LR_FOR_LINK, LR_DYNAMIC, "-Wl,--import-table", "program and libraries call each other through one table"},
	{LR_FOR_LINK, LR_DYNAMIC, "-Wl,--export=__wasm_call_ctors", "lind-boot calls it behind the relocations"},
	{LR_FOR_LINK, LR_STATIC, "-Wl,--stack-first", "a stack that overflows traps at address 0 instead of eating data"},
	{LR_FOR_LINK, LR_STATIC, "-Wl,-z,stack-size=%s", "wasm-ld's 64 KiB are too few: asyncify unwinds into this region"},
	{LR_FOR_LINK, LR_STATIC, "-Wl,--export=__stack_pointer", "start, fork, exec, exit and threads set it"},
	{LR_FOR_LINK, LR_STATIC, "-Wl,--export=__stack_low", "the unwind buffer lies there"},
	{LR_FOR_LINK, LR_ALWAYS, "-Wl,--export=__tls_base", "thread-local storage after fork"},
	{LR_FOR_LINK, LR_ALWAYS, "-Wl,--export=__wasm_init_tls", "a new thread's own thread-local storage"},
	{LR_FOR_LINK, LR_GRATE | LR_LIBC, "-Wl,--undefined=__lind_rust_grate_entry",
	 "the entry through which lind-boot calls a grate's handlers: the compat archive's, which exports itself as "
	 "pass_fptr_to_wt, gives its workers thread-local storage and calls the program's function of that name"},
	{LR_FOR_LINK, LR_GRATE | LR_BARE, "-Wl,--export=pass_fptr_to_wt", "likewise, without a C library"},
	{LR_FOR_LINK, LR_NAMED, "-Wl,--soname=%n",
	 "cargo's file name, which would be the module's, has a hash of where the sources lie; a library's is its program's"},
	{LR_FOR_LINK, LR_MAYBE_GRATE, "-Wl,--export-if-defined=pass_fptr_to_wt",
	 "the same where nobody says which programs are grates: lind-wasm's own script exports it from all"},
	{LR_FOR_LINK, LR_STATIC | LR_LIBC, "-Wl,--wrap=__main_void",
	 "constructors run once: wasm-ld runs them at each call of an export, which each thread and signal is"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=pthread_create",
	 "lind-glibc's threads take themselves for the only one, and do not lock: the compat archive tells them"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=__pthread_create", "the same for C11's threads and the C library's own"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=pthread_join", "stacks rest before the next thread has them"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=__pthread_join", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=pthread_detach", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=__pthread_detach", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=pthread_exit", "lind-glibc's looks for libgcc's unwinder, which is not there"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=__pthread_exit", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=pthread_cancel",
	 "lind-glibc's says 0 and does nothing: the compat archive's says ENOSYS"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=pthread_key_create", "a thread's end runs its keys' destructors"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=__pthread_key_create", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=pthread_key_delete", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=__pthread_key_delete", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=mmap",
	 "two threads that ask lind-boot at once may get the same memory: one asks after the other"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=mmap64", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=__mmap", "the same for malloc()"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=__mmap64", "the same for streams"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=lseek64", "lind tells half of a position: the compat archive finds the other one"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=__lseek64", "the same for streams"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=ioctl",
	 "a lind-boot that logs panics at a request that it does not know: the compat archive's says ENOTTY"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=__ioctl", "the same for functions of terminals and interfaces"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=fork", "by another thread than the first it hangs: the compat archive's says ENOSYS"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=__fork", "the same for daemon() and forkpty()"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=vfork", "lind-glibc's says in the program itself that this is the child"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=waitpid", "lind's, of one child, takes no notice of WNOHANG"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=wait", "likewise, which takes what is kept"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=wait3", "lind-glibc's does nothing and says 0"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=wait4", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=waitid", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=sigpending", "likewise: the compat archive's says ENOSYS"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=raise", "lind-glibc's does nothing and says 0"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=pthread_kill", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=pthread_sigmask", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=dlopen",
	 "lind-boot panics where it cannot load a library, or knows no loader at all: the compat archive's fails"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=dlsym", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=dlclose", "likewise"},
	{LR_FOR_LINK, LR_LIBC, "-Wl,--wrap=dlerror", "it says why"},
	{LR_FOR_LINK, LR_DYNAMIC | LR_LIBC, "-Wl,--wrap=difftime",
	 "libc.so's needs arithmetic of long double, which nothing defines for it; the compat archive's does not"},
	{LR_FOR_LINK, LR_HAS_RUST | LR_STATIC, "-Wl,--wrap=clock_gettime",
	 "Rust's wasip1 std passes addresses as clock ids; the compat archive turns them into numbers"},
	{LR_FOR_LINK, LR_HAS_RUST | LR_STATIC, "-Wl,--wrap=strerror_r",
	 "Rust's std wants the text in its buffer; glibc's strerror_r returns it and leaves the buffer alone"},
	{LR_FOR_LINK, LR_C_LOCALE, "-Wl,--wrap=__dcigettext",
	 "messages are not translated: catalogues, converters, printf and a loader are two fifths of a small program"},
	{LR_FOR_LINK, LR_C_LOCALE, "-Wl,--wrap=__wcsmbs_load_conv", "the same for wide characters"},
	{LR_FOR_LINK, LR_C_LOCALE, "-Wl,--wrap=__wcsmbs_named_conv", "the same for files"},
	{LR_FOR_LINK, LR_C_LOCALE, "-Wl,--wrap=__gconv_release_step", "likewise, which fclose() lets go of"},
	{LR_FOR_LINK, LR_C_LOCALE, "-Wl,--wrap=__xpg_strerror_r", "the same for Rust's messages"},

	{LR_FOR_LINK, LR_CXX, "-lc++", "of C++'s library what is wanted is taken; nobody knows which archives have C++ in them"},
	{LR_FOR_LINK, LR_CXX, "-lc++abi", "likewise, which libc++ needs"},

	/* wasm-opt; the order is load-bearing: features, epoch, asyncify, fpcast, exceptions, optimisation. What is chosen
	 * for which profile was measured: the table in lind-rust-opt(1). */
	{LR_FOR_OPT, LR_ALWAYS, "--enable-exception-handling", "setjmp's try and throw"},
	{LR_FOR_OPT, LR_ALWAYS, "--enable-reference-types", "the translated exceptions' blocks have reference types"},
	{LR_FOR_OPT, LR_DYNAMIC, "--enable-bulk-memory", "a dynamic module's memory and data need it"},
	{LR_FOR_OPT, LR_DYNAMIC, "--enable-threads", "likewise"},
	{LR_FOR_OPT, LR_FOR_SPEED | LR_NO_DWARF, "--duplicate-function-elimination",
	 "2 % of the size; debug information of two functions cannot become one's"},
	{LR_FOR_OPT, LR_FOR_SPEED | LR_NO_DWARF, "--one-caller-inline-max-function-size=200",
	 "without a limit functions grow so large that programs become slower"},
	{LR_FOR_OPT, LR_FOR_SPEED | LR_NO_DWARF, "--inlining",
	 "before the rest: each function has two epoch checks, each call can unwind; 7 % of the size. It breaks DWARF"},
	{LR_FOR_OPT, LR_FOR_SPEED, "--remove-unused-module-elements", "before the rest: it need not be instrumented"},
	{LR_FOR_OPT, LR_LIND_OPT, "--epoch-injection", "signals and kills reach a running program through the epoch checks"},
	{LR_FOR_OPT, LR_LIND_OPT | LR_DYNAMIC, "--pass-arg=epoch-import", "one epoch for the program and its libraries"},
	{LR_FOR_OPT, LR_LIND_OPT | LR_DYNAMIC, "--pass-arg=epoch-main-module", "signal_callback is libc.so's"},
	{LR_FOR_OPT, LR_ASYNCIFY, "--asyncify", "fork, exec, exit and threads unwind and rewind the stack"},
	{LR_FOR_OPT, LR_LIND_OPT | LR_DYNAMIC, "--pass-arg=asyncify-import-globals", "all modules unwind as one"},
	{LR_FOR_OPT, LR_LIND_OPT | LR_DYNAMIC, "--pass-arg=asyncify-removelist@__wasm_apply_data_relocs",
	 "the loader calls it before the program runs; of a large program, instrumented, it has more variables than engines take"},
	{LR_FOR_OPT, LR_FPCAST, "--fpcast-emu", "C code that calls function pointers by another type than their own"},
	{LR_FOR_OPT, LR_LIND_OPT, "--translate-to-exnref", "the runtime's compiler takes only the new exceptions"},
	{LR_FOR_OPT, LR_FOR_SPEED, "--remove-unused-module-elements", "what asyncify's own passes left behind"},
	{LR_FOR_OPT, LR_FOR_SPEED, "--optimize-level=1",
	 "asyncify optimises before and after it instruments; -O2 behind it would double the time for 1 % of the size"},
	{LR_FOR_OPT, LR_BY_LEVEL, "-O%o", "the level that was asked for; -O2 is what lind's own tools use"},
	{LR_FOR_OPT, LR_ALWAYS, "--debuginfo", "keeps the name section: fork and threads need the module's name"},

	{0, 0, NULL, NULL},
};

static const struct lr_target targets[] = {
	{"wasm32-lind", "wasm32_lind", "std,panic_abort,test", LR_LIND, true},
	{"wasm32-wasip1", "wasm32_wasip1", "std,panic_abort,test", LR_WASIP1, false},
};
const char *const lr_target_names[] = {"wasm32-lind", "wasm32-wasip1", NULL};

static const char *const stage_names[] = {
	[LR_FOR_RUSTC] = "rustc", [LR_FOR_STD] = "std", [LR_FOR_CC] = "cc", [LR_FOR_LINK] = "link", [LR_FOR_OPT] = "opt",
	[LR_FOR_RUSTC_CALL] = "rustc-call",
	[LR_FOR_BINDGEN] = "bindgen",
};

static void expand(struct strv *out, const char *word, const struct lr_policy *policy, const char *from, const char *to)
{
	struct buf b = {0};

	for (; *word; word++) {
		if (*word != '%') {
			buf_char(&b, *word);
			continue;
		}
		switch (*++word) {
		case 'm':
			buf_printf(&b, "%llu", policy->max_memory);
			break;
		case 's':
			buf_printf(&b, "%llu", policy->stack_size);
			break;
		case 'o':
			buf_str(&b, policy->opt_level);
			break;
		case 'n':
			buf_str(&b, policy->module_name);
			break;
		case 'f':
			buf_str(&b, from);
			break;
		case 't':
			buf_str(&b, to);
			break;
		default:
			fatal("flag table: unknown parameter '%%%c'", *word);
		}
	}
	strv_take(out, b.data);
}

void lr_flags_add(struct strv *out, enum lr_stage stage, const struct lr_policy *policy)
{
	for (const struct lr_flag *f = lr_flags; f->word; f++)
		if (f->stage == stage && (f->when & policy->when) == f->when)
			expand(out, f->word, policy, "", "");
}

void lr_flags_map(struct strv *out, enum lr_stage stage, const char *from, const char *to)
{
	for (const struct lr_flag *f = lr_flags; f->word; f++)
		if (f->stage == stage && f->when & LR_MAPPED)
			expand(out, f->word, &lr_policy_default, from, to);
}

void lr_target_flags_add(struct strv *out, enum lr_stage stage, const struct lr_target *target)
{
	struct lr_policy policy = lr_policy_default;

	policy.when |= target->when;
	lr_flags_add(out, stage, &policy);
}

void lr_link_args_add(struct strv *out, const struct lr_policy *policy, bool max_memory, bool stack_size)
{
	if (max_memory)
		strv_printf(out, "-Clink-arg=-Wl,--max-memory=%llu", policy->max_memory);
	if (stack_size)
		strv_printf(out, "-Clink-arg=-Wl,-z,stack-size=%llu", policy->stack_size);
	if (policy->when & LR_GRATE)
		strv_add(out, "-Clink-arg=--lind-grate");
	if (policy->when & LR_LIBRARY)
		strv_add(out, lr_rustc_library_word);
	else if (policy->when & LR_DYNAMIC)
		strv_printf(out, "-Clink-arg=--lind-linkage=%s", lr_linkage_name(policy));
}

const char *lr_stage_name(enum lr_stage stage)
{
	return stage_names[stage];
}

int lr_stage_by_name(const char *name)
{
	for (size_t i = 0; i < sizeof stage_names / sizeof *stage_names; i++)
		if (!strcmp(stage_names[i], name))
			return (int)i;
	return -1;
}

const struct lr_target *lr_target_by_name(const char *triple)
{
	for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
		if (!strcmp(targets[i].triple, triple))
			return &targets[i];
	return NULL;
}

const struct lr_target *lr_need_target(const char *what, const char *triple)
{
	const struct lr_target *target = lr_target_by_name(triple);

	if (!target)
		lr_misuse_choice(what, triple, lr_target_names);
	return target;
}

static unsigned suffix_shift(const char *suffix)
{
	static const struct {
		const char *word;
		unsigned shift;
	} suffixes[] = {{"", 0}, {"K", 10}, {"KiB", 10}, {"M", 20}, {"MiB", 20}, {"G", 30}, {"GiB", 30}};

	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		if (!strcmp(suffix, suffixes[i].word))
			return suffixes[i].shift;
	return 64;
}

int lr_parse_size(const char *text, unsigned long long unit, unsigned long long max, unsigned long long *bytes,
		  const char **why)
{
	char *end;
	unsigned shift;

	errno = 0;
	*bytes = strtoull(text, &end, 10);
	shift = suffix_shift(end);
	if (text[0] < '0' || text[0] > '9' || shift == 64) {
		*why = "is not a size: give bytes, or a number with K, M or G (1024-based)";
		return -1;
	}
	if (errno || *bytes > max >> shift) {
		*why = "is more than a 32-bit program can have";
		return -1;
	}
	*bytes <<= shift;
	if (!*bytes) {
		*why = "is none: more than 0 is needed";
		return -1;
	}
	if (*bytes % unit) {
		*why = unit == 65536 ? "is not a multiple of 65536 (a page of linear memory)"
				     : "is not a multiple of 16 (the stack's alignment)";
		return -1;
	}
	return 0;
}

void lr_set_max_memory(struct lr_policy *policy, const char *what, const char *text)
{
	const char *why;

	if (lr_parse_size(text, 65536, 1ull << 32, &policy->max_memory, &why))
		misuse("%s: '%s' %s", what, text, why);
}

void lr_set_stack_size(struct lr_policy *policy, const char *what, const char *text)
{
	const char *why;

	if (lr_parse_size(text, 16, 1ull << 31, &policy->stack_size, &why))
		misuse("%s: '%s' %s", what, text, why);
}

void lr_set_linkage(struct lr_policy *policy, const char *what, const char *text)
{
	static const char *const all[] = {"auto", "static", "dynamic", NULL};
	static const unsigned whens[] = {LR_DYNAMIC | LR_AUTO, LR_STATIC, LR_DYNAMIC};
	size_t i = 0;

	while (all[i] && strcmp(text, all[i]))
		i++;
	if (!all[i])
		lr_misuse_choice(what, text, all);
	policy->when = (policy->when & ~(unsigned)(LR_STATIC | LR_DYNAMIC | LR_AUTO | LR_MAIN)) | whens[i];
}

const char *lr_linkage_name(const struct lr_policy *policy)
{
	return !(policy->when & LR_DYNAMIC) ? "static" : policy->when & LR_AUTO ? "auto" : "dynamic";
}

const char *lr_why_static(const struct lr_policy *policy, const struct lr_target *target)
{
	if (!(policy->when & LR_DYNAMIC))
		return NULL;
	if (policy->when & LR_GRATE)
		return "a grate cannot be dynamic: lind-boot makes its workers from static modules alone";
	if (policy->when & LR_FPCAST)
		return "with fpcast a program cannot be dynamic: lind's libc.so would need it as well";
	if (target && target->when & LR_WASIP1)
		return "a program for wasm32-wasip1 cannot be dynamic: its std is made for static ones";
	return NULL;
}

void lr_check_linkage(struct lr_policy *policy, const struct lr_target *target)
{
	const char *why = lr_why_static(policy, target);

	if (why && policy->when & LR_AUTO)
		lr_set_linkage(policy, "", "static");
	else if (why)
		fatal_hint("link it with LINKAGE static", "%s", why);
}

bool lr_is_quick_profile(const char *profile)
{
	return !strcmp(profile, "dev") || !strcmp(profile, "test") || !strcmp(profile, "Debug");
}

void lr_opt_for_profile(struct lr_policy *policy, const char *profile)
{
	if (policy->when & LR_BY_LEVEL)
		return;
	policy->when = lr_is_quick_profile(profile) ? policy->when & ~(unsigned)LR_FOR_SPEED : policy->when | LR_FOR_SPEED;
}

void lr_opt_by_level(struct lr_policy *policy, const char *level)
{
	policy->when = (policy->when & ~(unsigned)LR_FOR_SPEED) | LR_BY_LEVEL;
	policy->opt_level = level;
}

bool lr_is_opt_level(const char *text)
{
	return strlen(text) == 1 && strchr("01234sz", *text);
}
