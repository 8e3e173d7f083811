/* SPDX-License-Identifier: Apache-2.0 */
/* What depends on the locale, in "C"; with WITH_LOCALES as a program that can have others. */
#include <errno.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static void messages(void)
{
	printf("%s %s", gettext("plain"), dcgettext("of-no-catalogue", "other", LC_MESSAGES));
	for (unsigned long n = 0; n < 3; n++)
		printf(" %lu %s", n, ngettext("one", "many", n));
	puts("");
	errno = EACCES;
	printf("%m, %s, %s\n", strerror(ENOENT), strerror(9999));
}

static void characters(void)
{
	wchar_t wide[16];
	char narrow[16] = "";

	printf("%zu", mbstowcs(wide, "text", 16));
	printf(" %zu %s", wcstombs(narrow, wide, sizeof narrow), narrow);
	printf(" %d %ls", swprintf(wide, 16, L"%d.%s", 7, "x"), wide);
	printf(" %d\n", (int)mbstowcs(wide, "\xc3\xa4", 16));
}

/* A stream of wide characters is closed, and what converts them is let go of. (lind-glibc cannot read from one.) */
static void stream(const char *path)
{
	FILE *f = fopen(path, "w+");

	if (!f)
		return;
	fputs("narrow", f);
	printf("%d", fclose(f));
	f = fopen(path, "r");
	printf(" %d", fwide(f, 1) > 0);
	printf(" %d\n", fclose(f));
	remove(path);
}

int main(int argc, char **argv)
{
#ifdef WITH_LOCALES
	puts(setlocale(LC_ALL, "C"));
#endif
	messages();
	characters();
	if (argc > 1)
		stream(argv[1]);
	return 0;
}
