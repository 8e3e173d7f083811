/* SPDX-License-Identifier: Apache-2.0 */
/* The string functions do what their names say. */
#include <errno.h>
#include "check.h"

int
main(void)
{
	char buf[32] = "abc";
	char *rest;
	char *copy;

	CHECK_INT((int)strlen("hello"), 5);
	CHECK(strcmp("a", "b") < 0 && strcmp("b", "a") > 0 && strcmp("\xff", "a") > 0);
	CHECK(strncmp("abcd", "abcx", 3) == 0 && memcmp("ab", "ac", 2) < 0);
	CHECK_STR(strcat(buf, "def"), "abcdef");
	CHECK_STR(strncat(buf, "ghijk", 2), "abcdefgh");
	CHECK_STR(strchr(buf, 'd'), "defgh");
	CHECK(strchr(buf, 'x') == NULL && *strchr(buf, 0) == 0);
	CHECK_STR(strrchr("a/b/c", '/'), "/c");
	CHECK_STR(strstr("one two three", "two"), "two three");
	CHECK_STR(strpbrk("key=value", "=:"), "=value");
	CHECK_INT((int)strspn("aabbc", "ab"), 4);
	CHECK_INT((int)strcspn("aabbc", "c"), 4);
	strcpy(buf, "a,b,,c");
	CHECK_STR(strtok_r(buf, ",", &rest), "a");
	CHECK_STR(strtok_r(NULL, ",", &rest), "b");
	CHECK_STR(strtok_r(NULL, ",", &rest), "c");
	CHECK(strtok_r(NULL, ",", &rest) == NULL);
	memcpy(buf, "0123456789", 11);
	memmove(buf + 2, buf, 5);
	CHECK_STR(buf, "0101234789");
	CHECK_INT((int)strlcpy(buf, "too long for it", 4), 15);
	CHECK_STR(buf, "too");
	copy = strndup("duplicate", 3);
	CHECK_STR(copy, "dup");
	free(copy);
	CHECK(memmem("haystack", 8, "sta", 3) != NULL);
	CHECK(strcasecmp("HeLLo", "hEllO") == 0);
	CHECK_STR(strerror(ENOENT), "No such file or directory");
	CHECK_INT(strerror_r(EACCES, buf, sizeof(buf)), 0);
	CHECK_STR(buf, "Permission denied");
	return 0;
}
