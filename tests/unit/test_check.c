/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lind-rust/check.h"
#include "module.h"

#define SYSCALL "import func lind make-syscall ijjjjjjjjjjjjjjj>i"
#define MEMORY	"import memory env memory shared 17 1024"
#define GRATE	"func pass_fptr_to_wt jjjjjjjjjjjjjj>i"

/* What a static C program has before the opt pass; it adds the lines of `passes`. */
static const char *const raw[] = {
	SYSCALL,
	"import func lind args_sizes_get ii>i",
	"import func lind args_get ii>i",
	"import func lind environ_sizes_get ii>i",
	"import func lind environ_get ii>i",
	"import func lind lind-get-memory-base >j",
	"import func lind lind-get-cage-id >j",
	"import func lind debug-panic j>",
	"import func lind dlopen ii>i",
	"import func lind dlsym ii>i",
	"import func lind dlclose i>i",
	"import func wasi_snapshot_preview1 random_get ii>i",
	MEMORY,
	"import tag env __c_longjmp i>",
	"func _start >i",
	"func signal_callback ii>",
	"func __wasm_init_tls i>",
	"func __get_aligned_tls_size >i",
	"func -other >",
	"global __stack_pointer mi 1048576",
	"global __stack_low i 0",
	"global __tls_base mi 0",
	"name app.wasm",
	"feature +atomics",
	"feature +bulk-memory",
	NULL,
};

static const char *const passes[] = {
	"import func lind epoch_callback >",
	"func asyncify_start_unwind i>",
	"func asyncify_stop_unwind >",
	"func asyncify_start_rewind i>",
	"func asyncify_stop_rewind >",
	"func asyncify_get_state >i",
	"global epoch mj 0",
	NULL,
};

#define DYLINK "custom dylink.0 010400000000"
#define DYLINK_WITH_DATA "custom dylink.0 010410000000"

/* A dynamic one, and what its passes add. */
static const char *const dynamic_raw[] = {
	MEMORY,
	"import table env __indirect_function_table",
	"import global env __stack_pointer mi",
	"import global env __memory_base i",
	"import global env __table_base i",
	"import func lind args_get ii>i",
	"import func env printf ii>i",
	"import global GOT.mem environ mi",
	"func _start >i",
	"func __wasm_apply_data_relocs >",
	"func __wasm_call_ctors >",
	"func __wasm_init_tls i>",
	"func __get_aligned_tls_size >i",
	"func -other >",
	"global __tls_base mi 0",
	"export 3 __stack_pointer 0",
	"name app.wasm",
	DYLINK,
	NULL,
};

/* Without a beginning, a stack and thread-local variables of its own. */
static const char *const library_raw[] = {
	MEMORY,
	"import table env __indirect_function_table",
	"import global env __memory_base i",
	"import global env __table_base i",
	"import func lind args_get ii>i",
	"import func env printf ii>i",
	"import global GOT.mem environ mi",
	"func __wasm_apply_data_relocs >",
	"func __wasm_init_tls i>",
	"func __get_aligned_tls_size >i",
	"func -other >",
	"global __tls_base mi 0",
	"name lib.wasm",
	DYLINK_WITH_DATA,
	NULL,
};

static const char *const dynamic_passes[] = {
	"import func lind epoch_callback >",
	"import func env signal_callback ii>",
	"import global lind epoch mj",
	"import global env __asyncify_state mi",
	"import global env __asyncify_data mi",
	"func asyncify_start_unwind i>",
	"func asyncify_stop_unwind >",
	"func asyncify_start_rewind i>",
	"func asyncify_stop_rewind >",
	"func asyncify_get_state >i",
	"export 0 signal_callback 3",
	NULL,
};

enum where {
	RAW = 1,      /* a raw module, checked as such */
	STANDIN = 2,  /* for the stand-in */
	AS_GRATE = 4, /* checked as a grate */
	BARE = 8,     /* a raw module, checked as a finished one */
	OPTED = 16,   /* a finished module, checked as a raw one */
	DYNAMIC = 32, /* a dynamic program */
	LIBRARY = 96, /* a shared library */
};

struct change {
	const char *without; /* beginnings of the lines to leave out, '|' between them */
	const char *with;    /* lines to add, '|' between them */
};

struct test {
	const char *code; /* of the only finding; NULL: there must be none */
	enum check_severity severity;
	int where;
	struct change change;
	const char *what; /* the finding's text */
	const char *cure; /* a part of its cure */
};

#define E CHECK_ERROR
#define W CHECK_WARNING
#define N CHECK_NOTE

static const struct test tests[] = {
	/* Good modules: nothing is found. */
	{NULL, E, 0, {"", ""}, "", ""},
	{NULL, E, RAW, {"", ""}, "", ""},
	{NULL, E, AS_GRATE, {"", GRATE}, "", ""},
	{NULL, E, 0, {"", GRATE}, "", ""},
	{NULL, E, RAW | AS_GRATE, {"", GRATE}, "", ""},
	{NULL, E, STANDIN, {"global epoch|import func lind epoch_callback", ""}, "", ""},
	{NULL, E, 0, {"feature", ""}, "", ""},
	{NULL, E, 0, {"import tag", ""}, "", ""},
	{NULL, E, 0, {"", "func _initialize >"}, "", ""},
	{NULL, E, 0, {"import memory", "import memory other name shared 17 65536"}, "", ""},
	{NULL, E, 0, {"", "export 2 memory 0"}, "", ""},
	{NULL, E, 0, {"global __stack_low", "global __stack_low i 983040"}, "", ""},
	{NULL, E, RAW, {"", "funcname 0 epoch_callback|funcname 18 epoch_callbacks|globalname 0 epochs"}, "", ""},

	/* Memory. */
	{"memory-missing", E, 0, {"import memory", ""}, "no memory is imported", "--import-memory"},
	{"memory-not-imported", E, 0, {"import memory", "memory shared 1 2"},
	 "the memory is the module's own and not imported", "MAX_MEMORY"},
	{"memory-not-shared", E, 0, {"import memory", "import memory env memory 1 2"},
	 "the imported memory is not shared",
	 "every object must be compiled with atomics"},
	{"memory-limits", E, 0, {"import memory", "import memory env memory shared 1"},
	 "the shared memory declares no maximum", "MAX_MEMORY"},
	{"memory-limits", E, 0, {"import memory", "import memory env memory shared 1 65537"},
	 "the memory's maximum is 65537 pages, more than 65536 (4 GiB)", "MAX_MEMORY"},
	{"memory-limits", E, 0, {"import memory", "import memory env memory shared 9 8"},
	 "the memory's minimum is 9 pages, more than its maximum of 8", "MAX_MEMORY"},
	{"memory-limits", E, 0, {"import memory", "import memory env memory 64 1 2"}, "the memory has 64-bit addresses",
	 "wasm32"},
	{"memory-limits", E, 0, {"import memory", "import memory env memory paged 1 2"},
	 "the memory's page size is 2^0 bytes",
	 "--page-size"},
	{"memory-extra", W, 0, {"", "memory 1 2"}, "the module has a second memory, of its own", "multi-memory"},
	{"unknown-import", E, 0, {"", "import memory env other 1 2"},
	 "nothing defines the imported memory 'env.other'", ""},

	/* Imports. */
	{"unknown-import", E, 0, {"", "import func wasi_snapshot_preview1 fd_write iiii>i"},
	 "nothing defines the imported function 'wasi_snapshot_preview1.fd_write'", "TARGET wasm32-lind"},
	{"unknown-import", E, 0, {"", "import func wasi_unstable fd_write iiii>i"},
	 "nothing defines the imported function 'wasi_unstable.fd_write'", "TARGET wasm32-lind"},
	{"unknown-import", E, 0, {"", "import func wasi thread-spawn i>i"},
	 "nothing defines the imported function 'wasi.thread-spawn'", "wasm32-wasip1-threads"},
	{"unknown-import", E, 0, {"", "import func wasi:io/poll@0.2.0 poll i>i"},
	 "nothing defines the imported function 'wasi:io/poll@0.2.0.poll'", "wasm32-wasip2"},
	{"unknown-import", E, 0, {"", "import table env __indirect_function_table"},
	 "nothing defines the imported table 'env.__indirect_function_table'", "LINKAGE static"},
	{"unknown-import", E, 0, {"", "import global env __memory_base i"},
	 "nothing defines the imported global 'env.__memory_base'", "LINKAGE static"},
	{"unknown-import", E, 0, {"", "import global GOT.func abort mi"},
	 "nothing defines the imported global 'GOT.func.abort'", "LINKAGE static"},
	{"unknown-import", E, 0, {"", "import global lind epoch mj"},
	 "nothing defines the imported global 'lind.epoch'",
	 "passes of a static program"},
	{"unknown-import", E, 0, {"", "import func env signal_callback ii>"},
	 "nothing defines the imported function 'env.signal_callback'", "passes of a static program"},
	{"unknown-import", E, 0, {"", "import global env __asyncify_state mi"},
	 "nothing defines the imported global 'env.__asyncify_state'", "passes of a static program"},
	{"unknown-import", E, 0, {"", "import func env clock_nanosleep iiii>i"},
	 "nothing defines the imported function 'env.clock_nanosleep'", "compat object"},
	{"unknown-import", E, 0, {"", "import global env _CLOCK_MONOTONIC i"},
	 "nothing defines the imported global 'env._CLOCK_MONOTONIC'", "compat object"},
	{"unknown-import", E, 0, {"", "import func env __wasilibc_get_environ >i"},
	 "nothing defines the imported function 'env.__wasilibc_get_environ'", "compat object"},
	{"unknown-import", E, 0, {"", "import func env __wasm_setjmp iii>"},
	 "nothing defines the imported function 'env.__wasm_setjmp'", "clang 18"},
	{"unknown-import", E, 0, {"", "import func env saveSetjmp iiii>i"},
	 "nothing defines the imported function 'env.saveSetjmp'", "a newer one"},
	{"unknown-import", E, 0, {"", "import func env testSetjmp iii>i"},
	 "nothing defines the imported function 'env.testSetjmp'", "a newer one"},
	{"unknown-import", E, 0, {"", "import func env pass_fptr_to_wt j>i"},
	 "nothing defines the imported function 'env.pass_fptr_to_wt'", "keyword GRATE"},
	{"unknown-import", E, 0, {"", "import tag env __cpp_exception i>"},
	 "nothing defines the imported tag 'env.__cpp_exception'", "-fno-exceptions"},
	{"unknown-import", E, 0, {"", "import func env emscripten_resize_heap i>i"},
	 "nothing defines the imported function 'env.emscripten_resize_heap'", "emcc"},
	{"unknown-import", E, 0, {"", "import func env invoke_vi ii>"},
	 "nothing defines the imported function 'env.invoke_vi'", "emscripten's exceptions"},
	{"unknown-import", E, 0, {"", "import func __wbindgen_placeholder__ __wbindgen_throw ii>"},
	 "nothing defines the imported function '__wbindgen_placeholder__.__wbindgen_throw'", "getrandom"},
	{"unknown-import", E, 0, {"", "import func wbg __wbg_x ii>"},
	 "nothing defines the imported function 'wbg.__wbg_x'",
	 "getrandom"},
	{"unknown-import", E, 0, {"", "import func env sqlite3_open ii>i"},
	 "nothing defines the imported function 'env.sqlite3_open'", "LINK_LIBRARIES"},
	{"unknown-import", E, 0, {"", "import func game draw >"}, "nothing defines the imported function 'game.draw'",
	 "wasm_import_module"},
	{"unknown-import", E, 0, {"", "import func lind no-such >"},
	 "nothing defines the imported function 'lind.no-such'",
	 "wasm_import_module"},
	{"import-type", E, 0, {"import func lind make-syscall", "import func lind make-syscall ijj>i"},
	 "import 'lind.make-syscall' has type (i32, i64, i64) -> i32; lind-boot's has "
	 "(i32, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64) -> i32",
	 "same sysroot"},
	{"import-type", E, 0, {"import tag", "import tag env __c_longjmp j>"},
	 "import 'env.__c_longjmp' has type (i64) -> (); lind-boot's has (i32) -> ()", "same sysroot"},
	{"import-kind", E, 0, {"import tag", "import func env __c_longjmp i>"},
	 "'env.__c_longjmp' is imported as a function; lind-boot's is a tag", "lind's headers"},
	{"debug-import", W, 0, {"", "import func debug lind_debug_str i>i"},
	 "import 'debug.lind_debug_str' is there in a lind-boot with the feature lind_debug only", "LIND_DEBUG"},
	{"setjmp-import", W, 0, {"", "import func lind lind-setjmp i>i"},
	 "import 'lind.lind-setjmp' is there in a lind-boot with the feature asyncify-setjmp only",
	 "LIND_ASYNCIFY_SETJMP"},
	{"epoch-callback-module", E, 0, {"import func lind epoch_callback", "import func env epoch_callback >"},
	 "'env.epoch_callback' is imported; it should come from module 'lind'", "lind-rust-opt"},

	/* Exports. */
	{"missing-export", E, 0, {"func _start", ""}, "function '_start' is not exported", "crt1.o"},
	{"missing-export", E, 0, {"global __stack_pointer", ""}, "global '__stack_pointer' is not exported",
	 "lind-rust-clang"},
	{"missing-export", E, 0, {"global __stack_low", ""}, "global '__stack_low' is not exported", "lind-rust-clang"},
	{"missing-export", E, 0, {"func signal_callback", ""}, "function 'signal_callback' is not exported", "libc"},
	{"missing-export", W, 0, {"func __wasm_init_tls|func __get_aligned", ""},
	 "function '__wasm_init_tls' is not exported", "lind-rust-clang"},
	{"missing-export", E, 0, {"func __get_aligned_tls_size", ""},
	 "function '__get_aligned_tls_size' is not exported",
	 "lind_utils.o"},
	{"missing-export", W, 0, {"global __tls_base", ""}, "global '__tls_base' is not exported", "lind-rust-clang"},
	{"missing-export", E, AS_GRATE, {"", ""}, "function 'pass_fptr_to_wt' is not exported", "--lind-grate"},
	{"missing-export", E, AS_GRATE | RAW, {"", ""}, "function 'pass_fptr_to_wt' is not exported", "--lind-grate"},
	{"missing-export", E, 0, {"func asyncify_start_unwind", ""}, "function 'asyncify_start_unwind' is not exported",
	 "lind-rust-opt"},
	{"missing-export", E, STANDIN, {"func asyncify_stop_unwind", ""},
	 "function 'asyncify_stop_unwind' is not exported",
	 "lind-rust-opt"},
	{"missing-export", E, 0, {"func asyncify_start_rewind", ""}, "function 'asyncify_start_rewind' is not exported",
	 "lind-rust-opt"},
	{"missing-export", E, 0, {"func asyncify_stop_rewind", ""}, "function 'asyncify_stop_rewind' is not exported",
	 "lind-rust-opt"},
	{"missing-export", W, 0, {"func asyncify_get_state", ""}, "function 'asyncify_get_state' is not exported",
	 "lind-rust-opt"},
	{"missing-export", E, 0, {"global epoch", ""}, "global 'epoch' is not exported", "lind-rust-opt"},
	{"export-kind", E, 0, {"func _start", "global _start i 0"},
	 "export '_start' is a global; it should be a function",
	 "rename"},
	{"export-kind", E, 0, {"global __stack_low", "func __stack_low >i"},
	 "export '__stack_low' is a function; it should be a global", "rename"},
	{"export-type", E, 0, {"func _start", "func _start >"},
	 "export '_start' has type () -> (); it should have () -> i32", ""},
	{"export-type", E, 0, {"func _start", "func _start i>i"},
	 "export '_start' has type (i32) -> i32; it should have () -> i32",
	 ""},
	{"export-type", E, 0, {"global __stack_pointer", "global __stack_pointer i 1048576"},
	 "export '__stack_pointer' has type i32; it should have mutable i32", ""},
	{"export-type", E, 0, {"global __stack_low", "global __stack_low j 0"},
	 "export '__stack_low' has type i64; it should have i32", ""},
	{"export-type", E, 0, {"func signal_callback", "func signal_callback i>"},
	 "export 'signal_callback' has type (i32) -> (); it should have (i32, i32) -> ()", ""},
	{"export-type", W, 0, {"func __wasm_init_tls", "func __wasm_init_tls >"},
	 "export '__wasm_init_tls' has type () -> (); it should have (i32) -> ()", ""},
	{"export-type", E, 0, {"func __get_aligned", "func __get_aligned_tls_size >j"},
	 "export '__get_aligned_tls_size' has type () -> i64; it should have () -> i32", ""},
	{"export-type", W, 0, {"global __tls_base", "global __tls_base j 0"},
	 "export '__tls_base' has type i64; it should have i32", ""},
	{"export-type", E, 0, {"", "func pass_fptr_to_wt jjjj>i"},
	 "export 'pass_fptr_to_wt' has type (i64, i64, i64, i64) -> i32; it should have "
	 "(i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64) -> i32",
	 ""},
	{"export-type", E, 0, {"", "func _initialize i>"},
	 "export '_initialize' has type (i32) -> (); it should have () -> ()", ""},
	{"export-type", E, 0, {"func asyncify_start_unwind", "func asyncify_start_unwind >"},
	 "export 'asyncify_start_unwind' has type () -> (); it should have (i32) -> ()", ""},
	{"export-type", W, 0, {"func asyncify_get_state", "func asyncify_get_state >"},
	 "export 'asyncify_get_state' has type () -> (); it should have () -> i32", ""},
	{"export-type", E, 0, {"global epoch", "global epoch mi 0"},
	 "export 'epoch' has type mutable i32; it should have mutable i64", ""},
	{"export-type", E, 0, {"global epoch", "global epoch j 0"},
	 "export 'epoch' has type i64; it should have mutable i64", ""},
	{"duplicate-export", E, 0, {"", "export 0 _start 17"}, "'_start' is exported twice", "--export"},

	/* The opt pass. */
	{"not-instrumented", E, BARE, {"", ""}, "the module is not instrumented", "--stage raw"},
	{"not-instrumented", E, BARE | STANDIN, {"import tag", ""}, "the module is not instrumented", "lind-rust-opt"},
	{NULL, E, BARE | STANDIN, {"", ""}, "", ""},
	{"half-instrumented", E, 0, {"global epoch|import func lind epoch_callback", ""},
	 "the module has asyncify and no epoch pass", "--runtime standin"},
	{"half-instrumented", E, 0, {"func asyncify", ""}, "the module has the epoch pass and no asyncify",
	 "run lind-rust-opt on the raw module"},
	{"half-instrumented", E, 0, {"import func lind epoch_callback", ""},
	 "'epoch' is exported, but lind.epoch_callback is not imported", "rename it"},
	{"instrumented-twice", E, 0, {"", "import func lind epoch_callback >"},
	 "lind.epoch_callback is imported 2 times", "raw module"},
	{"already-instrumented", E, OPTED, {"", ""}, "the module is already instrumented (asyncify and epoch)", "raw/"},
	{"already-instrumented", E, OPTED, {"import func lind epoch_callback", ""},
	 "the module is already instrumented (asyncify)", "raw/"},
	{"already-instrumented", E, OPTED, {"func asyncify", ""}, "the module is already instrumented (epoch)", "raw/"},
	{"symbol-collision", E, RAW, {"", "func epoch >i"}, "the program has its own export 'epoch'", "static"},
	{"symbol-collision", E, RAW, {"", "func asyncify_start_unwind i>"},
	 "the program has its own export 'asyncify_start_unwind'", "static"},
	{"symbol-collision", E, RAW, {"", "funcname 16 epoch_callback"},
	 "the program has its own function 'epoch_callback'",
	 "static"},
	{"symbol-collision", E, RAW, {"", "funcname 16 asyncify_stop_rewind"},
	 "the program has its own function 'asyncify_stop_rewind'", "static"},
	{"symbol-collision", E, RAW, {"", "globalname 0 epoch"}, "the program has its own global 'epoch'", "static"},

	/* Name, stack, limits. */
	{"no-module-name", E, 0, {"name", ""}, "the module has no name", "strip = \"debuginfo\""},
	{"no-module-name", E, 0, {"name", "funcname 0 x"}, "the module has no name", "LLD 15"},
	{"no-module-name", W, STANDIN, {"name|global epoch|import func lind epoch", ""},
	 "the module has no name", "strip"},
	{"stack-small", W, 0, {"global __stack_pointer", "global __stack_pointer mi 65535"},
	 "the stack has 65535 bytes",
	 "STACK_SIZE"},
	{"stack-layout", E, 0, {"global __stack_pointer", "global __stack_pointer mi 0"},
	 "__stack_pointer starts at 0, not above __stack_low at 0", "lind-rust-clang"},
	{"stack-layout", E, 0, {"global __stack_pointer", "global __stack_pointer mi 1114128"},
	 "__stack_pointer starts at 1114128, above the memory that the module starts with", "--initial-memory"},
	{NULL, E, 0, {"global __stack_pointer", "global __stack_pointer mi 1114112"}, "", ""},
	{"feature-missing", W, 0, {"feature +atomics", ""},
	 "the module was compiled without 'atomics'", "lind-rust-cargo"},
	{"feature-missing", W, 0, {"feature +bulk", ""},
	 "the module was compiled without 'bulk-memory'", "lind-rust-cargo"},
	{"feature-unsupported", W, 0, {"", "feature +wide-arithmetic"},
	 "the module may use 'wide-arithmetic'", "target-feature"},
	{"feature-unsupported", W, 0, {"", "feature +gc|feature =fp16|feature -strings"}, "the module may use 'fp16', 'gc'",
	 "-all"},
	{"type-unsupported", E, 0, {"", "type 5f00"}, "type 24 is of a proposal that lind-boot lacks", "--enable-gc"},
	{"type-unsupported", E, 0, {"", "type 4e01600000"}, "type 24 is of a proposal that lind-boot lacks", "-all"},
	{"type-unsupported", E, 0, {"", "type 4f00600000"}, "type 24 is of a proposal that lind-boot lacks", "-all"},
	{"type-unsupported", E, 0, {"", "type 60016e00"}, "type 24 is of a proposal that lind-boot lacks", "-all"},
	{NULL, E, 0, {"", "type 60036970" "6f00"}, "", ""},
	{NULL, E, STANDIN, {"global epoch|import func lind epoch_callback", "type 5f00"}, "", ""},
	{"export-type", E, 0, {"func _start", "func _start >j"}, "export '_start' has type () -> i64; it should have () -> i32",
	 ""},
	{"export-type", E, 0, {"func _start", "func _start >ii"},
	 "export '_start' has type () -> (i32, i32); it should have () -> i32", ""},
	{"function-too-big", E, 0, {"func -other", "func -other >|body 7654322"},
	 "function 22 has 7654322 bytes, more than 7654321",
	 "OPT_LEVEL"},
	{"custom-malformed", W, 0, {"", "custom producers 05"},
	 "a custom section is malformed: producer field needs 1 more byte, 0 left", "build"},
	{"old-dylink", E, 0, {"", "custom dylink 0000000000"},
	 "it is a dynamic module of the old kind, with a dylink section", "LINKAGE dynamic"},
	{NULL, E, DYNAMIC, {"", "custom dylink 0000000000"}, "", ""},
	{"not-linked", E, RAW, {"", "custom linking 02"}, "it was linked, and has the relocations of an object", "--emit-relocs"},

	/* Dynamic modules. */
	{NULL, E, DYNAMIC, {"", ""}, "", ""},
	{NULL, E, DYNAMIC | RAW, {"", ""}, "", ""},
	{NULL, E, DYNAMIC, {"", "func __wasm_apply_global_relocs >|func __wasm_apply_tls_relocs >"}, "", ""},
	{NULL, E, DYNAMIC, {"import table|import global env __memory_base|import global env __table_base", ""}, "", ""},
	{"memory-limits", W, DYNAMIC, {"custom dylink.0", "custom dylink.0 01088080808004000000"},
	 "the memory's maximum is 1024 pages, and the program's data and stack need 1082138624 bytes", "MAX_MEMORY"},
	{"memory-limits", E, DYNAMIC, {"custom dylink.0", "custom dylink.0 01088080808008000000"},
	 "the program's data and stack need 2155880448 bytes", "LINKAGE static"},
	{"custom-malformed", E, DYNAMIC, {"custom dylink.0", "custom dylink.0 0104000000"},
	 "a custom section is malformed: dylink.0 subsection needs 4 more bytes, 3 left", "build"},
	{"missing-import", E, DYNAMIC, {"import global lind epoch", ""}, "global 'lind.epoch' is not imported",
	 "lind-rust-opt"},
	{"missing-import", E, DYNAMIC, {"import global env __asyncify_state", ""},
	 "global 'env.__asyncify_state' is not imported", "lind-rust-opt"},
	{"missing-import", E, DYNAMIC, {"import global env __asyncify_data", ""},
	 "global 'env.__asyncify_data' is not imported", "lind-rust-opt"},
	{"import-kind", E, DYNAMIC | RAW, {"import global env __table_base", "import func env __table_base >i"},
	 "'env.__table_base' is imported as a function; lind-boot's is a global", "LINKAGE dynamic"},
	{"import-type", E, DYNAMIC | RAW, {"import global env __memory_base", "import global env __memory_base mi"},
	 "import 'env.__memory_base' is a mutable i32; lind-boot's is a i32", "LINKAGE dynamic"},
	{"import-type", E, DYNAMIC, {"import global lind epoch", "import global lind epoch mi"},
	 "import 'lind.epoch' is a mutable i32; lind-boot's is a mutable i64", "lind-rust-opt"},
	{"import-type", E, DYNAMIC, {"import global GOT.mem", "import global GOT.mem environ i"},
	 "import 'GOT.mem.environ' is no mutable i32 global", "LINKAGE dynamic"},
	{"import-type", E, DYNAMIC, {"import func lind args_get", "import func lind args_get i>i"},
	 "import 'lind.args_get' has type (i32) -> i32; lind-boot's has (i32, i32) -> i32", "headers"},
	{"unknown-import", E, DYNAMIC, {"", "import func wasi_snapshot_preview1 fd_write iiii>i"},
	 "nothing defines the imported function 'wasi_snapshot_preview1.fd_write'", "TARGET wasm32-lind"},
	{"unknown-import", E, DYNAMIC, {"", "import func lind args_got ii>i"},
	 "nothing defines the imported function 'lind.args_got'", "import_module"},
	{"unknown-import", E, DYNAMIC, {"import global env __memory", "import global env memory_base i"},
	 "nothing defines the imported global 'env.memory_base'", "LINK_LIBRARIES"},
	{"unknown-import", E, DYNAMIC, {"import memory", "import memory other memory shared 1 1024"},
	 "nothing defines the imported memory 'other.memory'", "import_module"},
	{"unknown-import", E, DYNAMIC, {"import table", "import table env table"},
	 "nothing defines the imported table 'env.table'", "LINK_LIBRARIES"},
	{"unknown-import", E, DYNAMIC, {"", "import func plugin draw i>i"},
	 "nothing defines the imported function 'plugin.draw'", "import_module"},
	{"unknown-import", E, DYNAMIC, {"", "import tag env __cpp_exception i>"},
	 "nothing defines the imported tag 'env.__cpp_exception'", "-fno-exceptions"},
	{"missing-export", E, DYNAMIC, {"func __wasm_apply_data", ""},
	 "function '__wasm_apply_data_relocs' is not exported", "LINKAGE dynamic"},
	{"missing-export", E, DYNAMIC, {"func _start", "func -hidden >i|funcname 4 _start"},
	 "function '_start' is not exported", "nothing remove exports"},
	{"missing-export", E, DYNAMIC, {"export 3", ""}, "global '__stack_pointer' is not exported", "lind-rust-clang"},
	{"missing-export", E, DYNAMIC, {"", "func -hidden >|funcname 4 __wasm_apply_global_relocs"},
	 "function '__wasm_apply_global_relocs' is not exported", "lind-rust-clang"},
	{"missing-export", E, DYNAMIC, {"", "func -hidden >|funcname 4 __wasm_apply_tls_relocs"},
	 "function '__wasm_apply_tls_relocs' is not exported", "lind-rust-clang"},
	{NULL, E, DYNAMIC, {"", "funcname 1 __wasm_apply_tls_relocs"}, "", ""},
	{"missing-export", E, DYNAMIC, {"func asyncify_stop_rewind", ""}, "function 'asyncify_stop_rewind' is not exported",
	 "lind-rust-opt"},
	{"missing-export", W, DYNAMIC, {"func __wasm_init_tls|func __get_aligned", ""},
	 "function '__wasm_init_tls' is not exported", "lind-rust-clang"},
	{"signal-callback", E, DYNAMIC, {"import func env signal|export 0", "func signal_callback ii>"},
	 "a dynamic program has its own 'signal_callback'", "rename"},
	{"signal-callback", E, DYNAMIC | RAW, {"", "func signal_callback ii>"},
	 "a dynamic program has its own 'signal_callback'", "rename"},
	{"signal-callback", E, DYNAMIC, {"import func env signal|export 0", ""},
	 "a dynamic program does not export libc.so's 'signal_callback'", "lind-rust-opt"},
	{"fpcast-dynamic", W, DYNAMIC, {"", "funcname 4 byn$fpcast-emu$main"}, "a dynamic module went through fpcast-emu",
	 "LINKAGE static"},
	{NULL, E, 0, {"", "funcname 14 byn$fpcast-emu$main"}, "", ""},
	{"not-instrumented", E, DYNAMIC | BARE, {"", ""}, "the module is not instrumented", "lind-rust-opt"},
	{"already-instrumented", E, DYNAMIC | OPTED, {"import func env signal|export 0", ""},
	 "the module is already instrumented (asyncify and epoch)", "raw/"},
	{"no-module-name", E, DYNAMIC, {"name", ""}, "the module has no name", "strip"},
	{"memory-not-shared", E, DYNAMIC, {"import memory", "import memory env memory 1 2"},
	 "the imported memory is not shared", "every object must be compiled with atomics"},
	{NULL, 0, LIBRARY, {"import func env signal|export 0", "func signal_callback ii>"}, "", ""},
	{NULL, 0, LIBRARY | RAW, {"", ""}, "", ""},
	{"library-without-data", E, LIBRARY, {"custom dylink.0", DYLINK}, "the library has no data", "-shared"},
	{"import-type", E, LIBRARY, {"", "import func lind random_get ij>i"},
	 "import 'lind.random_get' has type (i32, i64) -> i32; lind-boot's has (i32, i32) -> i32", "as lind's headers do"},
	{"import-type", E, LIBRARY, {"import global GOT.mem environ", "import global GOT.mem environ i"},
	 "import 'GOT.mem.environ' is no mutable i32 global", "lind-rust-clang"},
	{"missing-import", E, LIBRARY, {"import global lind epoch", ""}, "global 'lind.epoch' is not imported", "lind-rust-opt"},
	{"missing-export", E, LIBRARY, {"func __wasm_apply_data", ""}, "function '__wasm_apply_data_relocs' is not exported",
	 "dynamic"},
	{"missing-export", E, LIBRARY, {"func asyncify_stop_rewind", ""}, "function 'asyncify_stop_rewind' is not exported",
	 "lind-rust-opt"},
	{"missing-export", E, LIBRARY, {"func __get_aligned", ""}, "function '__get_aligned_tls_size' is not exported",
	 "lind_utils.o"},
	{"memory-not-shared", E, LIBRARY, {"import memory", "import memory env memory 1 2"},
	 "the imported memory is not shared", "every object must be compiled with atomics"},
	{"not-instrumented", E, LIBRARY | BARE, {"", ""}, "the module is not instrumented", "lind-rust-opt"},
	{"no-module-name", E, LIBRARY, {"name", ""}, "the module has no name", "strip"},
};

/* Whether a line starts with one of the words of a list. */
static bool listed(const char *text, const char *words)
{
	while (*words) {
		size_t n = strcspn(words, "|");

		if (n && !strncmp(text, words, n))
			return true;
		words += n + (words[n] == '|');
	}
	return false;
}

static bool is_import(const char *text)
{
	return lr_starts(text, "import ");
}

static void add_lines(struct strv *lines, const char *const *from, const struct change *change, bool imports)
{
	for (; *from; from++)
		if (is_import(*from) == imports && !listed(*from, change->without))
			strv_add(lines, *from);
}

/* Imports come first in every index space: they are collected first. */
static struct buf changed_module(const struct test *t)
{
	bool opted = !(t->where & (RAW | BARE));
	struct strv lines = {0}, added = {0};
	struct buf b;

	for (const char *s = t->change.with; *s;) {
		size_t n = strcspn(s, "|");

		strv_take(&added, xstrndup(s, n));
		s += n + (s[n] == '|');
	}
	for (int imports = 1; imports >= 0; imports--) {
		add_lines(&lines, (t->where & LIBRARY) == LIBRARY ? library_raw : t->where & DYNAMIC ? dynamic_raw : raw,
			  &t->change, imports);
		if (opted)
			add_lines(&lines, t->where & DYNAMIC ? dynamic_passes : passes, &t->change, imports);
		for (size_t i = 0; i < added.n; i++)
			if (is_import(added.v[i]) == imports)
				strv_add(&lines, added.v[i]);
	}
	b = module_of((const char *const *)lines.v);
	for (size_t i = 0; i < lines.n; i++)
		free(lines.v[i]);
	for (size_t i = 0; i < added.n; i++)
		free(added.v[i]);
	free(lines.v);
	free(added.v);
	return b;
}

static struct check_report run(const struct test *t)
{
	struct buf b = changed_module(t);
	struct check_options o = {
		.kind = t->where & AS_GRATE ? CHECK_GRATE : CHECK_STATIC,
		.stage = t->where & (RAW | OPTED) ? CHECK_RAW : CHECK_FINISHED,
		.runtime = t->where & STANDIN ? CHECK_STANDIN : CHECK_LIND,
	};
	struct check_report report;
	struct wasm_module m;

	if (!wasm_read(&m, b.data, b.len))
		fail_msg("test module: 0x%zx: %s", m.error.offset, m.error.text);
	check_module(&m, &o, &report);
	for (size_t i = 0; i < report.n; i++)
		assert_true(report.v[i].offset < b.len);
	wasm_free(&m);
	free(b.data);
	return report;
}

static bool is_wanted(const struct test *t, const struct check_report *r)
{
	const struct check_finding *f = r->v;

	if (!t->code)
		return !r->n;
	return r->n == 1 && !strcmp(f->code, t->code) && f->severity == t->severity && !strcmp(f->what, t->what) &&
	       strstr(f->cure, t->cure) && (f->severity == CHECK_NOTE || (*f->why && *f->cure)) &&
	       r->nerrors == (t->severity == CHECK_ERROR) && r->nwarnings == (t->severity == CHECK_WARNING);
}

static void each_fault_has_its_finding_and_no_other(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
		const struct test *t = &tests[i];
		struct check_report r = run(t);

		if (!is_wanted(t, &r)) {
			wrong++;
			print_error("without '%s' with '%s'\nwanted %s %s: %s\n", t->change.without, t->change.with,
				    t->code ? check_severity_name(t->severity) : "nothing", t->code ? t->code : "",
				    t->what);
			for (size_t k = 0; k < r.n; k++)
				print_error("   got %s %s: %s (cure: %s)\n", check_severity_name(r.v[k].severity),
					    r.v[k].code, r.v[k].what, r.v[k].cure);
		}
		check_free(&r);
	}
	assert_int_equal(wrong, 0);
}

static void a_dynamic_grate_is_refused(void **state)
{
	static const struct test t = {NULL, E, AS_GRATE | DYNAMIC, {"", GRATE}, "", ""};
	struct check_report r = run(&t);

	(void)state;
	assert_int_equal(r.n, 1);
	assert_string_equal(r.v[0].code, "dynamic-grate");
	assert_string_equal(r.v[0].what, "a grate is linked as a dynamic module");
	check_free(&r);
}

static void a_malformed_module_is_one_finding(void **state)
{
	static const struct check_options options = {.kind = CHECK_STATIC, .stage = CHECK_FINISHED, .runtime = CHECK_LIND};
	struct check_report r;
	struct wasm_module m;

	(void)state;
	assert_false(wasm_read(&m, "\0asm\2\0\0\0", 8));
	check_module(&m, &options, &r);
	assert_int_equal(r.n, 1);
	assert_string_equal(r.v[0].code, "malformed");
	assert_string_equal(r.v[0].what, "version 2 is not known");
	assert_int_equal(r.v[0].offset, 4);
	check_free(&r);
	wasm_free(&m);
}

static void a_precompiled_module_is_said_to_be_one(void **state)
{
	static const char names[] = ".text .wasmtime.engine";
	/* A header, whose table of one section that has no bytes lies behind it, and the names. */
	enum { HEADER = 64, ENTRY = 64, ALL = HEADER + ENTRY + sizeof names };
	static const struct {
		size_t size;
		const char *code;
	} cases[] = {
		{20, "not-a-module"}, /* as any other ELF file */
		{ALL, "precompiled-not-checked"},
		{ALL, "malformed"},
	};
	static const struct check_options options = {.kind = CHECK_STATIC, .stage = CHECK_FINISHED, .runtime = CHECK_LIND};
	uint8_t file[ALL] = {0x7f, 'E', 'L', 'F', 2, 1, 1, [0x28] = HEADER, [0x3c] = 1};
	struct check_report r;
	struct wasm_module m;

	(void)state;
	memcpy(file + HEADER + ENTRY, names, sizeof names);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		/* The last one names more sections than it has. */
		file[0x3c] = i < 2 ? 1 : 9;
		assert_false(wasm_read(&m, file, cases[i].size));
		check_module(&m, &options, &r);
		assert_int_equal(r.n, 1);
		assert_string_equal(r.v[0].code, cases[i].code);
		assert_int_equal(r.nerrors, i != 1);
		check_free(&r);
		wasm_free(&m);
	}
}

static void a_function_has_a_thousand_parameters_at_most(void **state)
{
	(void)state;
	for (size_t n = 1000; n <= 1001; n++) {
		struct buf type = {0};
		struct test t = {NULL, E, 0, {"", NULL}, "", ""};
		struct check_report r;

		buf_printf(&type, "type 60%02x%02x", (unsigned)(n & 0x7f) | 0x80, (unsigned)(n >> 7));
		for (size_t i = 0; i < n; i++)
			buf_str(&type, "7f");
		buf_str(&type, "00");
		t.change.with = type.data;
		r = run(&t);
		assert_int_equal(r.n, n - 1000);
		if (r.n) {
			assert_string_equal(r.v[0].code, "too-many");
			assert_string_equal(r.v[0].what, "there are 1001 parameters of a function, more than 1000");
		}
		check_free(&r);
		free(type.data);
	}
}

static void errors_come_before_warnings_and_notes(void **state)
{
	static const struct test t = {
		NULL, E, 0, {"global __tls_base|func signal_callback|name", "import func debug lind_debug_num i>i"},
		"",   ""};
	struct check_report r = run(&t);

	(void)state;
	assert_int_equal(r.nerrors, 2);
	assert_int_equal(r.nwarnings, 2);
	for (size_t i = 1; i < r.n; i++)
		assert_true(r.v[i - 1].severity <= r.v[i].severity);
	check_free(&r);
}

static void the_kind_follows_from_the_grate_entry(void **state)
{
	static const char *const grate[] = {"func pass_fptr_to_wt >", NULL}, *const other[] = {"func x >", NULL};

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct buf b = module_of(i ? grate : other);
		struct wasm_module m;

		assert_true(wasm_read(&m, b.data, b.len));
		assert_int_equal(check_kind_of(&m), i ? CHECK_GRATE : CHECK_STATIC);
		wasm_free(&m);
		free(b.data);
	}
}

/* A module of a few bytes for each import must not take hundreds for each finding. */
static void of_many_alike_the_first_are_told_and_the_others_counted(void **state)
{
	struct check_options o = {0};
	struct check_report r;
	struct wasm_module m;
	struct buf b = {0}, imports = {0};
	size_t found = 0, notes = 0;

	(void)state;
	hex(&b, "0061736d01000000" "010401600000");
	leb(&imports, 20000);
	/* Functions without a name. */
	for (int i = 0; i < 20000; i++)
		buf_add(&imports, "\0\0\0\0", 4);
	section(&b, WASM_SEC_IMPORT, &imports);
	assert_true(wasm_read(&m, b.data, b.len));
	check_module(&m, &o, &r);
	assert_true(r.nerrors > 20000);
	for (size_t i = 0; i < r.n; i++) {
		found += !strcmp(r.v[i].code, "unknown-import");
		notes += !strcmp(r.v[i].what, "there are 19900 more of these");
	}
	assert_int_equal(found, 101);
	assert_int_equal(notes, 1);
	assert_int_equal(r.v[r.n - 1].severity, CHECK_NOTE);
	check_free(&r);
	wasm_free(&m);
	free(imports.data);
	free(b.data);
}

/* Codes found by any test, so that none is without a case; those of the tests above are named here. */
static void each_code_is_explained_and_tested(void **state)
{
	static const char *const elsewhere[] = {
		"malformed", "not-a-module", "passes-order", "unnamed-export", "dynamic-grate", "legacy-exceptions",
		"segment-bounds", "table-empty", "table-null", "layout-too-small", "export-idle", "export-swapped",
		"export-taken", "module-name-taken",
		"asyncify-partial", "precompiled-not-checked", "too-many", "too-many-locals", "code-malformed", "data-not-copied",
		"instruction-unsupported", "tail-call",
		NULL,
	};
	const char *const *codes = check_codes();

	(void)state;
	for (size_t i = 0; codes[i]; i++) {
		bool tested = false;

		assert_true(!i || strcmp(codes[i - 1], codes[i]) < 0);
		assert_non_null(check_explain(codes[i]));
		for (size_t k = 0; elsewhere[k]; k++)
			tested |= !strcmp(elsewhere[k], codes[i]);
		for (size_t k = 0; k < sizeof tests / sizeof *tests; k++)
			tested |= tests[k].code && !strcmp(tests[k].code, codes[i]);
		if (!tested)
			fail_msg("'%s' has no case", codes[i]);
	}
	for (size_t k = 0; k < sizeof tests / sizeof *tests; k++)
		if (tests[k].code)
			assert_non_null(check_explain(tests[k].code));
	assert_null(check_explain("no-such-code"));
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(each_fault_has_its_finding_and_no_other),
		cmocka_unit_test(a_dynamic_grate_is_refused),
		cmocka_unit_test(a_malformed_module_is_one_finding),
		cmocka_unit_test(a_precompiled_module_is_said_to_be_one),
		cmocka_unit_test(a_function_has_a_thousand_parameters_at_most),
		cmocka_unit_test(errors_come_before_warnings_and_notes),
		cmocka_unit_test(of_many_alike_the_first_are_told_and_the_others_counted),
		cmocka_unit_test(the_kind_follows_from_the_grate_entry),
		cmocka_unit_test(each_code_is_explained_and_tested),
	};

	return cmocka_run_group_tests(all, NULL, NULL);
}
