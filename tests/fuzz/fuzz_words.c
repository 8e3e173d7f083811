/* SPDX-License-Identifier: Apache-2.0 */
/* A compiler's command line, words ended by NUL, and the same bytes as a response file. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lind-rust/driver.h"
#include "lind-rust/flags.h"
#include "lind-rust/objects.h"
#include "lind-rust/bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_words(char *text, size_t size)
{
	struct lr_driver driver = {0};
	struct strv words = {0}, rest = {0}, lind = {0};

	for (size_t at = 0; at < size; at += strlen(text + at) + 1)
		strv_add(&words, text + at);
	strv_add(&words, "-o");
	lr_driver_read(&driver, words.v, &rest, &lind);
	if (rest.n > words.n + 8)
		abort();
}

static void read_response(const uint8_t *data, size_t size)
{
	static int fd;
	struct strv words = {0};
	char path[40];

	if (!fd)
		fd = memfd_create("response", 0);
	if (ftruncate(fd, 0) || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (lr_response_file(path, &words))
		abort();
	for (size_t i = 0; i < words.n; i++)
		free(words.v[i]);
	free(words.v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = xstrndup("", 0);
	unsigned long long bytes;
	const char *why;

	copy = realloc(copy, size + 1);
	memcpy(copy, data, size);
	copy[size] = '\0';
	lr_parse_size(copy, 16, 1ull << 32, &bytes, &why);
	free(lr_crate_name((struct text){(const char *)data, size}));
	read_response(data, size);
	read_words(copy, size);
	free(copy);
	return 0;
}
