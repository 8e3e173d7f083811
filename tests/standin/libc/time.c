/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { DAY = 86400, DAYS_400 = 146097 };

static const int before_month[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

static int
leap(long long year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static long long
floor_div(long long a, long long b)
{
	return a / b - (a % b < 0);
}

/* Days from 1970-01-01 to the first day of `year`. */
static long long
days_to(long long year)
{
	long long y = year - 1;

	return (year - 1970) * 365 + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) - (1969 / 4 - 1969 / 100 + 1969 / 400);
}

static int
day_of_month(int month, int is_leap)
{
	return before_month[month] + (is_leap && month > 1);
}

static struct tm *
to_tm(long long t, struct tm *tm)
{
	long long days = floor_div(t, DAY);
	int rest = (int)(t - days * DAY);
	long long year = 1970 + floor_div(days * 400, DAYS_400);
	int month = 11;

	while (days < days_to(year))
		year--;
	while (days >= days_to(year + 1))
		year++;
	memset(tm, 0, sizeof(*tm));
	tm->tm_year = (int)(year - 1900);
	tm->tm_yday = (int)(days - days_to(year));
	while (tm->tm_yday < day_of_month(month, leap(year)))
		month--;
	tm->tm_mon = month;
	tm->tm_mday = tm->tm_yday - day_of_month(month, leap(year)) + 1;
	tm->tm_wday = (int)(((days + 4) % 7 + 7) % 7);
	tm->tm_hour = rest / 3600;
	tm->tm_min = rest / 60 % 60;
	tm->tm_sec = rest % 60;
	tm->tm_zone = "UTC";
	return tm;
}

struct tm *
gmtime_r(const time_t *restrict t, struct tm *restrict tm)
{
	return to_tm(*t, tm);
}

struct tm *
gmtime(const time_t *t)
{
	static struct tm tm;

	return gmtime_r(t, &tm);
}

/* The only zone here is UTC. */
struct tm *
localtime_r(const time_t *restrict t, struct tm *restrict tm)
{
	return gmtime_r(t, tm);
}

struct tm *
localtime(const time_t *t)
{
	return gmtime(t);
}

void
tzset(void)
{
}

time_t
timegm(struct tm *tm)
{
	long long year = 1900LL + tm->tm_year + floor_div(tm->tm_mon, 12);
	int month = (int)(tm->tm_mon - floor_div(tm->tm_mon, 12) * 12);
	long long days = days_to(year) + day_of_month(month, leap(year)) + tm->tm_mday - 1;
	long long t = days * DAY + tm->tm_hour * 3600LL + tm->tm_min * 60LL + tm->tm_sec;

	if (t != (time_t)t)
		return -1;
	to_tm(t, tm);
	return (time_t)t;
}

time_t
mktime(struct tm *tm)
{
	return timegm(tm);
}

double
difftime(time_t a, time_t b)
{
	return (double)a - (double)b;
}

char *
asctime_r(const struct tm *restrict tm, char *restrict buf)
{
	strftime(buf, 26, "%a %b %e %H:%M:%S %Y\n", tm);
	return buf;
}

char *
asctime(const struct tm *tm)
{
	static char buf[26];

	return asctime_r(tm, buf);
}

char *
ctime_r(const time_t *t, char *buf)
{
	struct tm tm;

	return asctime_r(localtime_r(t, &tm), buf);
}

char *
ctime(const time_t *t)
{
	return asctime(localtime(t));
}
