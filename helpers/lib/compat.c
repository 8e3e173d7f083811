/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "lind-rust/compat.h"
#include "lind-rust/environment.h"
#include "lind-rust/flags.h"
#include "lind-rust/fs.h"
#include "lind-rust/proc.h"
#include "lind-rust/sealed.h"

/* The archive's members, by their sources' names. */
static const char *const sources[] = {
	"setjmp", "wasip1", "grate",
	"lind_abort", "lind_absent", "lind_advice", "lind_at", "lind_at_exit", "lind_backtrace", "lind_c_locale",
	"lind_cage", "lind_chown", "lind_constructors", "lind_dlsym", "lind_elision", "lind_epoll", "lind_exe", "lind_file_times",
	"lind_files", "lind_first", "lind_fork", "lind_ioctl", "lind_itimer", "lind_kept", "lind_keys", "lind_lacking",
	"lind_library", "lind_limits", "lind_locals", "lind_masked", "lind_math", "lind_message", "lind_messages",
	"lind_mmap", "lind_names", "lind_random", "lind_sched", "lind_seek", "lind_seen", "lind_select", "lind_self",
	"lind_sendfile", "lind_shm", "lind_shm_open", "lind_sigaction", "lind_signal", "lind_sleep", "lind_sockopt",
	"lind_spawn", "lind_spin", "lind_stack", "lind_stat", "lind_statfs", "lind_syscall", "lind_thread",
	"lind_thread_id", "lind_throw", "lind_time", "lind_time_text", "lind_timed", "lind_tty", "lind_uio", "lind_umask", "lind_wait",
};
/* What they include of ours. */
static const char *const headers[] = {
	"lind", "lind_children", "lind_files", "lind_iovec", "lind_keys", "lind_locals", "lind_lock", "lind_masked",
	"lind_seen", "lind_self", "lind_shm", "lind_stack", "lind_thread", "lind_wraps",
};
#define NSOURCES (sizeof sources / sizeof *sources)
#define NHEADERS (sizeof headers / sizeof *headers)

static char *source_file(const char *name, const char *ending)
{
	char *below = xasprintf("compat/%s.%s", name, ending), *path = lr_data_file(below);

	free(below);
	return path;
}

static void key_source(struct buf *material, const char *name, const char *ending)
{
	char *path = source_file(name, ending), *hash = lr_hash_file(path);

	if (!hash)
		fatal_hint("install lind-rust as a whole: cmake --install", "the compat source '%s' cannot be read", path);
	lr_key_add(material, name, hash);
	free(hash);
	free(path);
}

static void run_or_abandon(const struct strv *argv, struct lr_entry *entry, const char *what)
{
	struct strv none = {0};
	/* The archive serves all who have this sysroot: no CPATH of one of them reaches it. */
	struct lr_child c = {
		.argv = argv, .env = lr_cargo_env(&none, NULL), .in = LR_INHERIT, .out = LR_INHERIT, .err = LR_INHERIT};
	int status = lr_wait(lr_start(&c));

	if (!status)
		return;
	lr_cache_abandon(entry);
	fatal("the compat archive could not be made: %s %s", what, lr_status_words(status));
}

static void cc_flags(struct strv *flags, bool dynamic)
{
	struct lr_policy policy = lr_policy_default;

	if (dynamic)
		lr_set_linkage(&policy, "", "dynamic");
	lr_flags_add(flags, LR_FOR_CC, &policy);
}

static void compile(struct lr_tools *t, struct lr_entry *entry, const char *source, const char *object, bool dynamic)
{
	struct strv cc = {0};

	strv_add(&cc, lr_need(t, LR_CLANG));
	cc_flags(&cc, dynamic);
	strv_printf(&cc, "--sysroot=%s", lr_need(t, LR_SYSROOT));
	strv_add(&cc, "-O2");
	strv_add(&cc, "-c");
	strv_add(&cc, source);
	strv_add(&cc, "-o");
	strv_add(&cc, object);
	run_or_abandon(&cc, entry, "clang");
}

static const char archive_name[] = "archive.a";

static void make_archive(struct lr_tools *t, struct lr_entry *entry, bool dynamic)
{
	char *made = lr_sealed_staging(entry), *archive = xasprintf("%s/%s", made, archive_name);
	struct strv ar = {0};

	strv_add(&ar, lr_need(t, LR_AR));
	strv_add(&ar, "rcsD");
	strv_add(&ar, archive);
	for (size_t i = 0; i < NSOURCES; i++) {
		char *object = xasprintf("%s/%s.o", entry->staging, sources[i]);

		compile(t, entry, source_file(sources[i], "c"), object, dynamic);
		strv_take(&ar, object);
	}
	run_or_abandon(&ar, entry, "llvm-ar");
	lr_sealed_publish(entry);
}

char *lr_compat_ensure(struct lr_tools *t, bool dynamic)
{
	const char *sysroot = lr_need(t, LR_SYSROOT);
	struct strv flags = {0};
	struct lr_entry entry;
	struct buf m = {0};
	char *libc, *dir;

	cc_flags(&flags, dynamic);
	for (size_t i = 0; i < NSOURCES; i++)
		key_source(&m, sources[i], "c");
	for (size_t i = 0; i < NHEADERS; i++)
		key_source(&m, headers[i], "h");
	lr_key_add_stat(&m, "clang", lr_need(t, LR_CLANG));
	/* It is rebuilt with the headers that the archive is compiled against. */
	libc = xasprintf("%s/lib/wasm32-wasi/libc.a", sysroot);
	if (!lr_exists(libc))
		fatal_hint(lr_tool_cure(LR_SYSROOT), "sysroot '%s' has no lib/wasm32-wasi/libc.a", sysroot);
	lr_key_add_stat(&m, "libc", libc);
	for (size_t i = 0; i < flags.n; i++)
		lr_key_add(&m, "flag", flags.v[i]);
	dir = lr_sealed_open(&entry, lr_need(t, LR_CACHE), "compat", lr_hash(m.data, m.len));
	if (entry.staging)
		make_archive(t, &entry, dynamic);
	return xasprintf("%s/%s", dir, archive_name);
}
