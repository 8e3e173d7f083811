#ifndef GEOMETRY_H
#define GEOMETRY_H

#include <stddef.h>

#ifndef GEOMETRY_DIGITS
#error "GEOMETRY_DIGITS is a definition of the library's users: the build system passes it on"
#endif

struct room {
	double width, depth;
};

double geometry_area(const struct room *rooms, size_t n);

#endif
