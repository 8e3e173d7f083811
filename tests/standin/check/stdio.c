/* SPDX-License-Identifier: Apache-2.0 */
/* Streams buffer, seek, push back and tell their end. */
#include <unistd.h>
#include "check.h"

int
main(void)
{
	char buf[64];
	char *line = NULL;
	size_t size = 0;
	FILE *f = fopen("s", "w+");

	CHECK(f);
	CHECK(fprintf(f, "%s %d\n", "first", 1) == 8);
	CHECK(fputs("second\nthird", f) >= 0);
	CHECK_INT(ftell(f), 20);
	rewind(f);
	CHECK_STR(fgets(buf, sizeof(buf), f), "first 1\n");
	CHECK_INT(getc(f), 's');
	CHECK_INT(ungetc('S', f), 'S');
	CHECK_INT(ftell(f), 8);
	CHECK_INT(getline(&line, &size, f), 7);
	CHECK_STR(line, "Second\n");
	CHECK_INT(getline(&line, &size, f), 5);
	CHECK_STR(line, "third");
	CHECK_INT(getline(&line, &size, f), -1);
	CHECK(feof(f) && !ferror(f));
	CHECK_INT(fseek(f, -5, SEEK_END), 0);
	CHECK(!feof(f));
	CHECK_INT(fread(buf, 2, 2, f), 2);
	CHECK_INT(fseek(f, 0, SEEK_CUR), 0);
	CHECK_INT(fputc('X', f), 'X');
	rewind(f);
	CHECK_INT(fread(buf, 1, sizeof(buf), f), 20);
	CHECK(memcmp(buf, "first 1\nsecond\nthirX", 20) == 0);
	CHECK_INT(fclose(f), 0);

	f = fopen("s", "a");
	CHECK(f && fputs("+", f) >= 0);
	CHECK_INT(ftell(f), 21);
	CHECK_INT(fclose(f), 0);
	f = fopen("s", "r");
	CHECK_INT(fgetc(f), 'f');
	CHECK_INT(fputc('x', f), EOF);
	CHECK(ferror(f));
	fclose(f);
	CHECK(fopen("nowhere/s", "r") == NULL);
	CHECK_INT(remove("s"), 0);

	f = tmpfile();
	CHECK(f && setvbuf(f, NULL, _IOFBF, 0) == 0);
	for (int i = 0; i < 10000; i++)
		fprintf(f, "%04d", i);
	rewind(f);
	for (int i = 0; i < 10000; i++) {
		CHECK_INT(fread(buf, 4, 1, f), 1);
		buf[4] = 0;
		CHECK_INT(atoi(buf), i);
	}
	fclose(f);
	free(line);
	return 0;
}
