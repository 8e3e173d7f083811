/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const days[] = {
	"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
};
static const char *const months[] = {
	"January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December",
};

static const char *
name(const char *const *names, int n, int i)
{
	return i >= 0 && i < n ? names[i] : "?";
}

/* Numbers: what they are, how wide, filled with what. */
static int
number(char c, const struct tm *tm, char *buf, size_t size)
{
	int hour12 = tm->tm_hour % 12 ? tm->tm_hour % 12 : 12;
	int year = tm->tm_year + 1900;
	struct tm copy = *tm;

	switch (c) {
	case 'C':
		return snprintf(buf, size, "%02d", year / 100);
	case 'd':
		return snprintf(buf, size, "%02d", tm->tm_mday);
	case 'e':
		return snprintf(buf, size, "%2d", tm->tm_mday);
	case 'H':
		return snprintf(buf, size, "%02d", tm->tm_hour);
	case 'I':
		return snprintf(buf, size, "%02d", hour12);
	case 'j':
		return snprintf(buf, size, "%03d", tm->tm_yday + 1);
	case 'm':
		return snprintf(buf, size, "%02d", tm->tm_mon + 1);
	case 'M':
		return snprintf(buf, size, "%02d", tm->tm_min);
	case 's':
		return snprintf(buf, size, "%ld", (long)timegm(&copy));
	case 'S':
		return snprintf(buf, size, "%02d", tm->tm_sec);
	case 'u':
		return snprintf(buf, size, "%d", tm->tm_wday ? tm->tm_wday : 7);
	case 'U':
		return snprintf(buf, size, "%02d", (tm->tm_yday + 7 - tm->tm_wday) / 7);
	case 'w':
		return snprintf(buf, size, "%d", tm->tm_wday);
	case 'W':
		return snprintf(buf, size, "%02d", (tm->tm_yday + 7 - (tm->tm_wday + 6) % 7) / 7);
	case 'y':
		return snprintf(buf, size, "%02d", year % 100);
	case 'Y':
		return snprintf(buf, size, "%d", year);
	}
	return -1;
}

static int
word(char c, const struct tm *tm, char *buf, size_t size)
{
	switch (c) {
	case 'a':
		return snprintf(buf, size, "%.3s", name(days, 7, tm->tm_wday));
	case 'A':
		return snprintf(buf, size, "%s", name(days, 7, tm->tm_wday));
	case 'b':
	case 'h':
		return snprintf(buf, size, "%.3s", name(months, 12, tm->tm_mon));
	case 'B':
		return snprintf(buf, size, "%s", name(months, 12, tm->tm_mon));
	case 'n':
		return snprintf(buf, size, "\n");
	case 'p':
		return snprintf(buf, size, "%s", tm->tm_hour < 12 ? "AM" : "PM");
	case 't':
		return snprintf(buf, size, "\t");
	case 'z':
		return snprintf(buf, size, "+0000");
	case 'Z':
		return snprintf(buf, size, "UTC");
	case '%':
		return snprintf(buf, size, "%%");
	}
	return -1;
}

/* Conversions that stand for others. */
static const char *
composite(char c)
{
	switch (c) {
	case 'c':
		return "%a %b %e %H:%M:%S %Y";
	case 'D':
	case 'x':
		return "%m/%d/%y";
	case 'F':
		return "%Y-%m-%d";
	case 'r':
		return "%I:%M:%S %p";
	case 'R':
		return "%H:%M";
	case 'T':
	case 'X':
		return "%H:%M:%S";
	}
	return NULL;
}

size_t
strftime(char *restrict s, size_t size, const char *restrict format, const struct tm *restrict tm)
{
	size_t n = 0;

	for (; *format; format++) {
		char piece[64] = {*format};
		const char *others;

		if (*format == '%') {
			format += format[1] == 'E' || format[1] == 'O' ? 2 : 1;
			others = composite(*format);
			if (others)
				strftime(piece, sizeof(piece), others, tm);
			else if (number(*format, tm, piece, sizeof(piece)) < 0 && word(*format, tm, piece, sizeof(piece)) < 0)
				return 0;
		}
		if (n + strlen(piece) >= size)
			return 0;
		strcpy(s + n, piece);
		n += strlen(piece);
	}
	if (n >= size)
		return 0;
	s[n] = 0;
	return n;
}
