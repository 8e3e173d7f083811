/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lind-rust/fs.h"
#include "lind-rust/sealed.h"
#include "scratch.h"

static const char key[] = "0123456789abcdef0123456789abcdef";

/* The path of the file in the entry; *made: whether it was made now. */
static char *file(bool *made)
{
	struct lr_entry e;
	char *dir = lr_sealed_open(&e, "cache", "kind", key), *below;

	*made = e.staging;
	if (e.staging) {
		below = xasprintf("%s/below", lr_sealed_staging(&e));
		assert_int_equal(mkdir(below, 0755), 0);
		write_text(xasprintf("%s/file", below), "text of some length");
		lr_sealed_publish(&e);
	}
	return xasprintf("%s/below/file", dir);
}

static void is_made_anew(void)
{
	bool made;
	char *path = file(&made);

	assert_true(made);
	assert_string_equal(lr_first_line(path), "text of some length");
	file(&made);
	assert_false(made);
}

static void what_was_changed_is_made_anew(void **state)
{
	static const char *const changes[] = {
		"truncate -s 5 $F",
		": > $F",
		"printf 'text of_some length' > $F",
		"rm $F",
		"rm $F; mkdir $F",
		"rm $F; mkfifo $F",
		"rm $F; ln -s /etc/passwd $F",
		"rm $F; ln -s $F $F",
		"touch $D/more",
		"mv $D $D.other",
		"rm -r $D; touch $D",
		"rm -r $D; mkfifo $D",
		"rm $H",
		": > $H",
		"rm $H; mkdir $H",
		"rm $H; mkfifo $H",
		"rm $H; ln -s nowhere $H",
		"rm -r $E; touch $E",
		"rm -r $E; mkfifo $E",
		"rm -r $E; ln -s nowhere $E",
		"rm -r $E; ln -s . $E",
		"rm -r $E/*",
	};
	bool made;
	char *path = file(&made), *dir = lr_dir(path), *entry = lr_dir(lr_dir(dir));

	(void)state;
	assert_true(made);
	file(&made);
	assert_false(made);
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		char *command = xasprintf("F=%s D=%s H=%s/hash E=%s; %s", path, dir, entry, entry, changes[i]);

		assert_int_equal(system(command), 0);
		is_made_anew();
		free(command);
	}
}

static void what_cannot_be_read_is_made_anew(void **state)
{
	bool made;
	char *path = file(&made);

	(void)state;
	if (!geteuid())
		skip();
	assert_int_equal(chmod(path, 0), 0);
	is_made_anew();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_changed_is_made_anew),
		cmocka_unit_test(what_cannot_be_read_is_made_anew),
	};

	return cmocka_run_group_tests(tests, enter_scratch, leave_scratch);
}
