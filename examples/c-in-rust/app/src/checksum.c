#include <stddef.h>
#include <stdint.h>

#include "geometry.h"

/* Adler-32, with the library's precision mixed in: both sides were compiled with the same definition. */
uint32_t checksum(const uint8_t *data, size_t n)
{
	uint32_t a = GEOMETRY_DIGITS, b = 0;

	while (n--) {
		a = (a + *data++) % 65521;
		b = (b + a) % 65521;
	}
	return b << 16 | a;
}
