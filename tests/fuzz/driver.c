/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small fuzzer for targets written for libFuzzer, for any compiler that has -fsanitize-coverage=trace-pc: inputs that
 * reach code which none has reached before are kept and mutated on.
 *
 *     fuzz_TARGET SECONDS FOUND SEED...      FOUND: a directory for what is kept; seeds are files
 *
 * Work is done in children: a crash, a hang of ten seconds or memory out of all proportion ends one, and the input that
 * did it goes to FOUND/crash. The last line says how many inputs were run. A fixed start makes runs alike.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
void __sanitizer_cov_trace_pc(void);
void __real_exit(int status);
void __wrap_exit(int status);
int __wrap_open(const char *path, int flags, ...);

enum { MAP = 1 << 16, LARGEST = 1 << 16, KEPT = 4096, SLICE = 4, HANG = 10 };

/* What children and parent share. */
static struct shared {
	uint8_t seen[MAP];
	uint64_t runs, kept;
	bool replayed; /* all that was there at the start has been run once */
	size_t size;
	uint8_t input[LARGEST];
} *shared;

static uint8_t hit[MAP + 8];
static uintptr_t last;
static jmp_buf back;
static bool may_jump;

/* Called before the sanitizer is ready, too. */
__attribute__((no_sanitize_address, no_sanitize_undefined)) void __sanitizer_cov_trace_pc(void)
{
	uintptr_t pc = (uintptr_t)__builtin_return_address(0);

	hit[(pc ^ last) % MAP] = 1;
	last = pc >> 1;
}

/* fatal() and misuse() end a program; here they end a run. */
void __wrap_exit(int status)
{
	if (may_jump)
		longjmp(back, 1);
	__real_exit(status);
}

/* No input opens a file of this machine; our own are named by descriptor. */
int __wrap_open(const char *path, int flags, ...)
{
	if (!strncmp(path, "/proc/self/fd/", 14))
		return openat(AT_FDCWD, path, flags & ~O_CREAT);
	errno = ENOENT;
	return -1;
}

static struct input {
	uint8_t *data;
	size_t size;
} pool[KEPT];
static size_t npool;

static uint64_t state = 88172645463325252ull;

static size_t random_below(size_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return n ? state % n : 0;
}

static void load(const char *path)
{
	struct input in = {.data = malloc(LARGEST)};
	int fd = openat(AT_FDCWD, path, O_RDONLY);
	ssize_t n = fd < 0 ? -1 : read(fd, in.data, LARGEST);

	close(fd);
	if (n < 0 || npool == KEPT) {
		free(in.data);
		return;
	}
	in.size = (size_t)n;
	in.data = realloc(in.data, in.size + 1);
	pool[npool++] = in;
}

static void load_directory(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *entry;

	while (d && (entry = readdir(d))) {
		char path[4096];

		snprintf(path, sizeof path, "%s/%s", dir, entry->d_name);
		if (entry->d_name[0] == 'k')
			load(path);
	}
	if (d)
		closedir(d);
}

static void keep(const char *found, const char *name)
{
	char path[4096];
	int fd;

	snprintf(path, sizeof path, "%s/%s", found, name);
	fd = openat(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd < 0 || write(fd, shared->input, shared->size) < 0)
		perror(path);
	close(fd);
}

static void change_one(uint8_t *p, size_t *n)
{
	static const uint8_t odd[] = {0, 1, 0x7f, 0x80, 0xff, 0x0b, 0x60, '\\', '"', '\n', ' ', ':', '{', '}', '@', '\0'};
	size_t at = random_below(*n + 1), len = 1 + random_below(16);

	switch (random_below(8)) {
	case 0:
		if (at < *n)
			p[at] ^= (uint8_t)(1 << random_below(8));
		break;
	case 1:
		if (at < *n)
			p[at] = odd[random_below(sizeof odd)];
		break;
	case 2:
		if (at < *n)
			p[at] = (uint8_t)random_below(256);
		break;
	case 3: /* out */
		if (at + len > *n)
			len = *n - at;
		memmove(p + at, p + at + len, *n - at - len);
		*n -= len;
		break;
	case 4: /* in */
	case 5:
		if (*n + len > LARGEST)
			break;
		memmove(p + at + len, p + at, *n - at);
		if (random_below(2) && *n > len)
			memmove(p + at, p + random_below(*n - len), len);
		else
			memset(p + at, odd[random_below(sizeof odd)], len);
		*n += len;
		break;
	case 6: { /* a piece of another */
		const struct input *other = &pool[random_below(npool)];
		size_t from = random_below(other->size), most = other->size - from;

		len = random_below(most > 64 ? 64 : most + 1);
		if (*n + len > LARGEST)
			break;
		memmove(p + at + len, p + at, *n - at);
		memcpy(p + at, other->data + from, len);
		*n += len;
		break;
	}
	default:
		if (at < *n)
			*n = at;
		break;
	}
}

static bool run(void)
{
	/* On the heap and no larger, so that a read past the end is one of the sanitizer's. */
	uint8_t *copy = malloc(shared->size ? shared->size : 1);
	bool is_new = false;

	memcpy(copy, shared->input, shared->size);
	memset(hit, 0, sizeof hit);
	last = 0;
	alarm(HANG);
	if (!setjmp(back)) {
		may_jump = true;
		LLVMFuzzerTestOneInput(copy, shared->size);
	}
	may_jump = false;
	free(copy);
	shared->runs++;
	for (size_t i = 0; i < MAP; i++) {
		uint64_t eight;

		memcpy(&eight, hit + i, sizeof eight);
		if (!(i % 8) && !eight) {
			i += 7;
			continue;
		}
		if (hit[i] > shared->seen[i]) {
			shared->seen[i] = 1;
			is_new = true;
		}
	}
	return is_new;
}

static void work(const char *found, double until)
{
	struct timespec t;

	for (size_t i = 0;; i++) {
		if (i < npool && !shared->replayed) {
			shared->size = pool[i].size;
			memcpy(shared->input, pool[i].data, pool[i].size);
		} else {
			const struct input *in = &pool[random_below(npool)];

			shared->replayed = true;
			shared->size = in->size;
			memcpy(shared->input, in->data, in->size);
			for (size_t changes = 1 + random_below(6); changes; changes--)
				change_one(shared->input, &shared->size);
		}
		if (run() && i >= npool && npool < KEPT) {
			char name[40];
			uint64_t hash = 14695981039346656037ull;

			for (size_t k = 0; k < shared->size; k++)
				hash = (hash ^ shared->input[k]) * 1099511628211ull;
			snprintf(name, sizeof name, "k%016llx", (unsigned long long)hash);
			keep(found, name);
			shared->kept++;
			pool[npool].data = malloc(shared->size + 1);
			memcpy(pool[npool].data, shared->input, shared->size);
			pool[npool++].size = shared->size;
		}
		clock_gettime(CLOCK_MONOTONIC, &t);
		if (i >= npool && (double)t.tv_sec + (double)t.tv_nsec / 1e9 >= until)
			_exit(0);
	}
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	double end = now() + (argc > 1 ? atof(argv[1]) : 0);
	const char *found = argv[2];
	int status = 0, quiet;

	if (argc < 4) {
		fprintf(stderr, "usage: %s SECONDS FOUND SEED...\n", argv[0]);
		return 2;
	}
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	quiet = openat(AT_FDCWD, "/dev/null", O_WRONLY);
	for (unsigned slice = 1; !status && (now() < end || slice == 1); slice++) {
		double until = now() + SLICE < end ? now() + SLICE : end;
		pid_t pid = fork();

		if (!pid) {
			state ^= (uint64_t)slice << 32;
			dup2(quiet, 1);
			dup2(quiet, 2);
			for (int i = 3; i < argc; i++)
				load(argv[i]);
			load_directory(found);
			if (npool)
				work(found, until);
			_exit(3);
		}
		if (pid < 0 || waitpid(pid, &status, 0) < 0) {
			perror("fork");
			return 2;
		}
	}
	if (status) {
		keep(found, "crash");
		printf("%s: ended with status 0x%x by %s/crash\n", argv[0], (unsigned)status, found);
	}
	printf("%llu inputs, %llu kept\n", (unsigned long long)shared->runs, (unsigned long long)shared->kept);
	return status != 0;
}
