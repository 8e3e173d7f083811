/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files: read whole, written beside their target and renamed, copied only where the bytes differ.
 *
 * Functions that return int give 0, or -1 with errno set, and print nothing. A temporary file goes where the program
 * ends before it is published (lind-rust/ending.h). Missing directories of a file that is written are made.
 */
#ifndef LIND_RUST_FS_H
#define LIND_RUST_FS_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "lind-rust/util.h"

/* What cannot be looked at (EACCES, EIO) is not there for these four … */
bool lr_exists(const char *path);
bool lr_is_dir(const char *path);
bool lr_is_file(const char *path); /* a regular one, or a link to one */
bool lr_is_executable(const char *path); /* a regular file that this user may execute */
/* … and who misses something tells by hints what that was: a thing of lookups in many places, of which most may fail. */
bool lr_was_refused(void);
void lr_hint_refused(void);
/*
 * What is there, or where a link leads. False where there is nothing; the program ends where that cannot be told: who leaves a
 * file out that he could not look at takes what he has for all there is.
 */
bool lr_look(const char *path, bool follow, struct stat *st);
/* NULL where it cannot be read; the program ends where that is for want of descriptors or memory: it is not as good as empty. */
DIR *lr_opendir(const char *dir);

/* The canonical absolute path; NULL where it does not exist. Allocated. */
char *lr_realpath(const char *path);
/* `path` as it is where it is absolute, else joined to the current directory. Allocated; nothing is resolved. */
char *lr_absolute(const char *path);

/*
 * Append the whole file to `out`. A pipe is read to its end, and is empty where nobody has it open to write to; EFBIG
 * for one of more than 256 MiB, and for a device without an end.
 */
int lr_slurp(const char *path, struct buf *out);
/* Whether the file has these bytes and no others. */
bool lr_holds(const char *path, const void *data, size_t n);
/* The first line of a file without its newline; NULL (errno set) where it cannot be read. Allocated. */
char *lr_first_line(const char *path);

/* mkdir -p, also where others make the same directories at the same time. */
int lr_mkdirs(const char *path);

/*
 * A file on its way: its temporary name lies in the directory of the target, so that the rename is atomic.
 * lr_stage gives the name (allocated; the file does not exist yet), lr_publish renames it and reports a failed rename
 * as -1, lr_discard removes it.
 */
char *lr_stage(const char *target);
int lr_publish(char *staged, const char *target);
void lr_discard(char *staged);

/* Write; *changed (may be NULL) tells whether the target's bytes were others before. An equal target keeps its mtime. */
int lr_write_if_changed(const char *path, const void *data, size_t n, bool *changed);
/* The same, from a file; the mode of `from` goes along. */
int lr_copy_if_changed(const char *from, const char *to, bool *changed);
/* By their mtimes. */
bool lr_is_newer(const struct stat *file, const struct stat *than);
/* Set a file's mtime to now; an empty one is made where there is none. */
int lr_touch(const char *path);

/* Where LLVM's programs put temporary files. */
const char *lr_temporary_directory(void);
/* Directory of the running program, by /proc/self/exe. Allocated. */
char *lr_self_dir(void);
/* A file of the installation, by its path below <prefix>/share/lind-rust. Allocated. */
char *lr_data_file(const char *below);

#endif
