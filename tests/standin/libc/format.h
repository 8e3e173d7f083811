/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STANDIN_FORMAT_H
#define STANDIN_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* Where formatted text goes. `put` takes it piece by piece. */
struct sink {
	void (*put)(struct sink *sink, const char *s, size_t n);
	size_t written; /* what was put so far */
};

enum {
	FLAG_LEFT = 1,
	FLAG_PLUS = 2,
	FLAG_SPACE = 4,
	FLAG_ALT = 8,
	FLAG_ZERO = 16,
};

/* One conversion: %[flags][width][.precision]conversion */
struct spec {
	int flags;
	int width;
	int precision; /* -1: none given */
	char conversion;
};

/* Formats into `sink`; gives the length, or -1. */
int __format(struct sink *sink, const char *format, va_list ap);

/* Puts the prefix (sign, 0x), zeros if the spec wants them, and the body. */
void __format_padded(struct sink *sink, const struct spec *spec, const char *prefix,
	const char *body, size_t n);

/* Puts a floating-point number, for e, f, g, a and their capitals. */
void __format_float(struct sink *sink, const struct spec *spec, double x);

/* Puts `n` times `c`. */
void __format_fill(struct sink *sink, char c, long n);

/* The exact decimal digits of a finite x >= 0. Gives their number; *point is
   where the decimal point is, counted from the first digit. */
enum { DECIMAL_MAX = 1100 };
int __decimal_digits(double x, char *digits, int *point);

/* long double is 128 bits wide here and the compiler would call its run-time
   library for it: these two convert without. */
double __from_long_double(const long double *x);
long double __to_long_double(double x);

#endif
