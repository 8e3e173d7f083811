#include "geometry.h"

#include <math.h>

double geometry_area(const struct room *rooms, size_t n)
{
	double area = 0, scale = pow(10, GEOMETRY_DIGITS);

	for (size_t i = 0; i < n; i++)
		area += rooms[i].width * rooms[i].depth;
	return round(area * scale) / scale;
}
