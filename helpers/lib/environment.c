/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <unistd.h>

#include "lind-rust/environment.h"

/* Each with what it would do to a build that does not expect it; a '*' stands for any ending. */
static const char *const dropped_names[] = {
	/* Replace or join the target's rustflags: --sysroot and the target features vanish. */
	"RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_*", "CARGO_TARGET_WASM32_*", "RUSTDOCFLAGS",
	"CARGO_ENCODED_RUSTDOCFLAGS", "__CARGO_*",
	/* Put the outputs elsewhere or make others. */
	"CARGO_TARGET_DIR", "CARGO_PROFILE_*", "CARGO_INCREMENTAL", "CARGO_UNSTABLE_*", "CARGO_ALIAS_*",
	/* Another compiler than the one whose std is used; code that changes where it is set. */
	"RUSTC", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "RUSTC_BOOTSTRAP", "RUSTDOC", "RUSTUP_TOOLCHAIN",
	/* C compilers and flags of another target in build scripts (the crates cc, cmake, bindgen, pkg-config). */
	"CC", "CC_*", "CXX", "CXX_*", "AR", "AR_*", "RANLIB", "RANLIB_*", "LD", "NM", "CFLAGS", "CFLAGS_*",
	"CPPFLAGS", "CXXFLAGS", "CXXFLAGS_*", "LDFLAGS", "ARFLAGS", "ARFLAGS_*", "TARGET_*", "HOST_*", "CROSS_COMPILE",
	"BINDGEN_EXTRA_CLANG_ARGS*", "PKG_CONFIG*", "CRATE_CC_NO_DEFAULTS", "LIND_RUST_CC_ARGS", "CCC_OVERRIDE_OPTIONS",
	/* Directories of the host's headers and libraries, for clang. */
	"CPATH", "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "LIBRARY_PATH", "COMPILER_PATH", "SYSROOT", "SDKROOT",
};

/* How many rustcs at a time is the machine's affair; it changes no output. */
static const char kept_name[] = "CARGO_BUILD_JOBS";

/* What is no setting of a build but lind-rust-cargo's own to say. */
static const char *const ours[] = {
	"RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_TARGET_DIR", "CARGO_BUILD_TARGET_DIR", "CARGO_BUILD_BUILD_DIR",
	"CARGO_BUILD_TARGET", "RUSTC", "CARGO_BUILD_RUSTC", NULL,
};

static bool matches(const char *pattern, const char *name, size_t n)
{
	size_t m = strlen(pattern);

	if (pattern[m - 1] == '*')
		return n >= m - 1 && !strncmp(pattern, name, m - 1);
	return n == m && !strncmp(pattern, name, m);
}

static bool dropped_n(const char *name, size_t n)
{
	if (matches(kept_name, name, n))
		return false;
	for (size_t i = 0; i < sizeof dropped_names / sizeof *dropped_names; i++)
		if (matches(dropped_names[i], name, n))
			return true;
	return false;
}

bool lr_env_dropped(const char *name)
{
	return dropped_n(name, strlen(name));
}

bool lr_env_ours(const char *word)
{
	size_t n = strcspn(word, "=");

	for (size_t i = 0; ours[i]; i++)
		if (matches(ours[i], word, n))
			return true;
	return false;
}

static bool overridden(const struct strv *add, size_t from, const char *name, size_t n)
{
	for (size_t i = from; i < add->n; i++)
		if (!strncmp(add->v[i], name, n) && add->v[i][n] == '=')
			return true;
	return false;
}

char **lr_cargo_env(const struct strv *add, struct strv *dropped)
{
	struct strv env = {0};

	for (char **e = environ; *e; e++) {
		size_t n = strcspn(*e, "=");

		if (overridden(add, 0, *e, n))
			continue;
		if (!dropped_n(*e, n))
			strv_add(&env, *e);
		else if (dropped)
			strv_take(dropped, xstrndup(*e, n));
	}
	for (size_t i = 0; i < add->n; i++)
		if (!overridden(add, i + 1, add->v[i], strcspn(add->v[i], "=")))
			strv_add(&env, add->v[i]);
	if (!env.n) {
		/* An empty environment, but never a NULL one: that would mean "as it is". */
		strv_add(&env, "LC_ALL=C.UTF-8");
	}
	return env.v;
}
