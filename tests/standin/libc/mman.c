/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <malloc.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Memory of one's own, with a file's content if there is one: a wasm memory
   cannot share pages, and nothing goes back to the file. */
void *
mmap64(void *addr, size_t size, int prot, int flags, int fd, off64_t offset)
{
	char *p;
	size_t got = 0;
	ssize_t n = 1;

	(void)addr;
	if (!size || (flags & MAP_FIXED) || (!(flags & MAP_ANONYMOUS) && (flags & MAP_SHARED) && (prot & PROT_WRITE))) {
		errno = EINVAL;
		return MAP_FAILED;
	}
	size = (size + 4095) / 4096 * 4096;
	p = memalign(4096, size);
	if (!p)
		return MAP_FAILED;
	memset(p, 0, size);
	while (!(flags & MAP_ANONYMOUS) && n > 0 && got < size) {
		n = pread64(fd, p + got, size - got, offset + (off64_t)got);
		got += n > 0 ? (size_t)n : 0;
	}
	if (n >= 0)
		return p;
	free(p);
	return MAP_FAILED;
}

/* For a program's wrapper of it, as in pthread.c. */
void *__libc_mmap64(void *, size_t, int, int, int, off64_t) __attribute__((alias("mmap64")));

void *
mmap(void *addr, size_t size, int prot, int flags, int fd, off_t offset)
{
	return mmap64(addr, size, prot, flags, fd, offset);
}

/* Every page can be read and written, and stays so. */
int
mprotect(void *addr, size_t size, int prot)
{
	(void)addr;
	(void)size;
	(void)prot;
	return 0;
}

int
munmap(void *addr, size_t size)
{
	(void)size;
	free(addr);
	return 0;
}
