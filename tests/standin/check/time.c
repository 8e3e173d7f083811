/* SPDX-License-Identifier: Apache-2.0 */
/* Clocks go forward, sleeping takes its time, and dates are those of UTC. */
#include <errno.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
#include "check.h"

static long long
now(clockid_t clock)
{
	struct timespec ts;

	CHECK_INT(clock_gettime(clock, &ts), 0);
	CHECK_INT(ts.__pad_nsec, 0);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static void
clocks(void)
{
	struct timespec ts = {.tv_nsec = 30000000};
	struct timeval tv;
	long long before = now(CLOCK_MONOTONIC);
	long long took;

	CHECK_INT(nanosleep(&ts, NULL), 0);
	took = now(CLOCK_MONOTONIC) - before;
	CHECK(took >= 30000000 && took < 5000000000);
	CHECK_INT(gettimeofday(&tv, NULL), 0);
	CHECK(time(NULL) - tv.tv_sec <= 1 && tv.tv_sec > 1600000000);
	CHECK(clock() >= 0);
	CHECK_INT(clock_getres(CLOCK_REALTIME, &ts), 0);
	CHECK(clock_gettime(99, &ts) == -1 && errno == EINVAL);
	ts.tv_nsec = 1000000000;
	CHECK(nanosleep(&ts, NULL) == -1 && errno == EINVAL);
}

static void
dates(void)
{
	static const struct {
		time_t t;
		const char *text;
	} cases[] = {
		{0, "1970-01-01 00:00:00 Thu 001"},
		{951782400, "2000-02-29 00:00:00 Tue 060"},
		{1709251199, "2024-02-29 23:59:59 Thu 060"},
		{2147483647, "2038-01-19 03:14:07 Tue 019"},
		{-1, "1969-12-31 23:59:59 Wed 365"},
		{-2147483647, "1901-12-13 20:45:53 Fri 347"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[64];
		struct tm tm;

		gmtime_r(&cases[i].t, &tm);
		CHECK(strftime(text, sizeof(text), "%F %T %a %j", &tm) > 0);
		CHECK_STR(text, cases[i].text);
		if (cases[i].t != -1)
			CHECK_INT(mktime(&tm), cases[i].t);
	}
}

int
main(void)
{
	struct tm tm = {.tm_year = 124, .tm_mon = 13, .tm_mday = -1};
	time_t t = 0;

	clocks();
	dates();
	CHECK_INT(timegm(&tm), 1738195200);
	CHECK_INT(tm.tm_mon, 0);
	CHECK_STR(ctime(&t), "Thu Jan  1 00:00:00 1970\n");
	return 0;
}
