/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives of ar, GNU's and BSD's, as linkers and rustc write them (.a, .rlib): a walk over members and over the symbol
 * index. Nothing is copied: names and data point into the archive's bytes, which the caller keeps.
 */
#ifndef LIND_RUST_ARCHIVE_H
#define LIND_RUST_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lind-rust/bytes.h"

struct archive {
	const uint8_t *data;
	size_t size;
	bool thin;                /* members' data is in files of their own */
	struct bytes_error error; /* why a walk ended early; empty at a true end */
	size_t next;              /* where the next member's header is */
	size_t names, names_size; /* GNU's table of long names, behind the place where it was met */
	size_t index, index_size; /* the symbol index; index_size 0 where there is none */
	unsigned index_width;     /* 4 or 8 bytes for each number in it */
	uint64_t nsymbols, symbol; /* of the index, and how many were given */
	size_t symbol_name;       /* where the next symbol's name is */
};

struct archive_member {
	struct text name;
	size_t offset;       /* of its header */
	const uint8_t *data; /* NULL in a thin archive */
	size_t size;
};

struct archive_symbol {
	struct text name;
	uint64_t member; /* offset of the header of the member that defines it */
};

/* A member's header, in bytes. */
enum { ARCHIVE_HEADER_SIZE = 60 };

/* The size that a member's header says; false where it is no header. */
bool archive_member_size(const void *header, size_t *size);

/* Whether these bytes start as an archive does. */
bool archive_is(const void *data, size_t size);

/* False, and a->error, where it is none or its symbol index is malformed. Nothing to free. */
bool archive_open(struct archive *a, const void *data, size_t size);

/* The next member; index and name tables are passed over. False at the end, and with a->error at a malformed header. */
bool archive_next(struct archive *a, struct archive_member *m);

/* The next symbol of the index. False at the end, and with a->error where the index is cut off. */
bool archive_next_symbol(struct archive *a, struct archive_symbol *s);

#endif
