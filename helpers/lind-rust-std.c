/* SPDX-License-Identifier: Apache-2.0 */
/* Makes sure that a target's standard library is in the cache, and tells where. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lind-rust/cache.h"
#include "lind-rust/fs.h"
#include "lind-rust/std.h"

static const char usage[] =
	"usage: lind-rust-std [options]\n"
	"\n"
	"Build the standard library for a target of lind into the user's cache, once, and print its path:\n"
	"a sysroot for 'rustc --sysroot'.\n"
	"\n"
	"  --target TRIPLE     wasm32-lind (the default) or wasm32-wasip1\n"
	"  --debug-assertions  with std's own checks; so does LIND_RUST_STD_DEBUG_ASSERTIONS=1\n"
	"  --linkage KIND      static (the default), dynamic or auto: for programs that are linked so\n"
	"  --share-cores DIR   with all who name this directory: one jobserver's worth of compilers at a time\n"
	"  --key               print the key alone; build nothing\n"
	"  --clean             remove from the cache those that no build used for a day; build nothing\n"
	"  -o, --output FILE   write the path or key to FILE as well, if it changed\n"
	"  --rustc FILE, --cargo FILE, --rust-src DIR, --toolchain NAME, --cache DIR, --sysroot DIR, --clang FILE\n"
	"                      instead of what is found (lind-rust-config tools)\n"
	"  -q, --quiet         do not print it\n"
	"  -v, --verbose       show cargo at work\n"
	"  -h, --help          -V, --version\n";

enum { OPT_TARGET = 256, OPT_KEY, OPT_CLEAN, OPT_DEBUG_ASSERTIONS, OPT_LINKAGE, OPT_SHARE_CORES };

static const struct option own_options[] = {
	{"target", required_argument, NULL, OPT_TARGET}, {"key", no_argument, NULL, OPT_KEY},
	{"clean", no_argument, NULL, OPT_CLEAN},
	{"output", required_argument, NULL, 'o'},        {"quiet", no_argument, NULL, 'q'},
	{"linkage", required_argument, NULL, OPT_LINKAGE}, {"share-cores", required_argument, NULL, OPT_SHARE_CORES},
	{"debug-assertions", no_argument, NULL, OPT_DEBUG_ASSERTIONS}, {"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},                {"version", no_argument, NULL, 'V'},
	{NULL, 0, NULL, 0},
};

static void clean_cache(const char *cache, bool quiet)
{
	unsigned long long freed = lr_cache_trim(cache, "std", 0) + lr_cache_trim(cache, "overlay", 0);

	if (!quiet)
		printf("%llu MiB were freed in '%s'\n", freed >> 20, lr_visible(cache));
}

int main(int argc, char **argv)
{
	const struct lr_target *target = lr_target_by_name(lr_target_names[0]);
	struct lr_policy policy = lr_policy_default;
	struct lr_tools tools = {0};
	const char *output = NULL;
	bool key = false, quiet = false, clean = false;
	struct option *options = lr_options(own_options);
	char *answer;
	int opt;

	lr_program(argv[0]);
	while ((opt = lr_getopt(argc, argv, "o:qvhV", options)) != -1) {
		if (lr_tool_option(&tools, opt, optarg))
			continue;
		switch (opt) {
		case OPT_TARGET:
			target = lr_need_target("--target", optarg);
			break;
		case OPT_LINKAGE:
			lr_set_linkage(&policy, "--linkage", optarg);
			break;
		case OPT_SHARE_CORES:
			tools.share_cores = lr_absolute(optarg);
			break;
		case OPT_KEY:
			key = true;
			break;
		case OPT_CLEAN:
			clean = true;
			break;
		case OPT_DEBUG_ASSERTIONS:
			tools.std_debug = true;
			break;
		case 'o':
			output = optarg;
			break;
		case 'q':
			quiet = true;
			break;
		case 'v':
			setenv("LIND_RUST_VERBOSE", "1", 1);
			break;
		case 'h':
			fputs(usage, stdout);
			lr_finish();
		case 'V':
			puts("lind-rust-std " LIND_RUST_VERSION);
			lr_finish();
		default:
			break;
		}
	}
	if (optind < argc)
		misuse("'%s' is not expected", argv[optind]);
	lr_check_linkage(&policy, target);
	tools.std_pic = policy.when & LR_DYNAMIC;
	if (clean) {
		clean_cache(lr_need(&tools, LR_CACHE), quiet);
		lr_finish();
	}
	answer = key ? lr_std_key(&tools, target) : lr_std_ensure(&tools, target);
	if (!quiet)
		puts(answer);
	if (output) {
		char *line = xasprintf("%s\n", answer);

		if (lr_write_if_changed(output, line, strlen(line), NULL))
			fatal("write '%s':", output);
	}
	lr_finish();
}
