/* SPDX-License-Identifier: Apache-2.0 */
/* What instructions take from the operand stack and leave there, where that does not depend on the module. */
#include "wasm_internal.h"

/* Runs of opcodes with one effect, in their order; letters are those of signatures. */
struct run {
	uint16_t first, last;
	const char *effect;
};

static const struct run plain[] = {
	{0x01, 0x01, ">"},    {0x28, 0x28, "i>i"},  {0x29, 0x29, "i>j"},  {0x2a, 0x2a, "i>f"},	{0x2b, 0x2b, "i>d"},
	{0x2c, 0x2f, "i>i"},  {0x30, 0x35, "i>j"},  {0x36, 0x36, "ii>"},  {0x37, 0x37, "ij>"},	{0x38, 0x38, "if>"},
	{0x39, 0x39, "id>"},  {0x3a, 0x3b, "ii>"},  {0x3c, 0x3e, "ij>"},  {0x3f, 0x3f, ">i"},	{0x40, 0x40, "i>i"},
	{0x41, 0x41, ">i"},   {0x42, 0x42, ">j"},   {0x43, 0x43, ">f"},	  {0x44, 0x44, ">d"},	{0x45, 0x45, "i>i"},
	{0x46, 0x4f, "ii>i"}, {0x50, 0x50, "j>i"},  {0x51, 0x5a, "jj>i"}, {0x5b, 0x60, "ff>i"}, {0x61, 0x66, "dd>i"},
	{0x67, 0x69, "i>i"},  {0x6a, 0x78, "ii>i"}, {0x79, 0x7b, "j>j"},  {0x7c, 0x8a, "jj>j"}, {0x8b, 0x91, "f>f"},
	{0x92, 0x98, "ff>f"}, {0x99, 0x9f, "d>d"},  {0xa0, 0xa6, "dd>d"}, {0xa7, 0xa7, "j>i"},	{0xa8, 0xa9, "f>i"},
	{0xaa, 0xab, "d>i"},  {0xac, 0xad, "i>j"},  {0xae, 0xaf, "f>j"},  {0xb0, 0xb1, "d>j"},	{0xb2, 0xb3, "i>f"},
	{0xb4, 0xb5, "j>f"},  {0xb6, 0xb6, "d>f"},  {0xb7, 0xb8, "i>d"},  {0xb9, 0xba, "j>d"},	{0xbb, 0xbb, "f>d"},
	{0xbc, 0xbc, "f>i"},  {0xbd, 0xbd, "d>j"},  {0xbe, 0xbe, "i>f"},  {0xbf, 0xbf, "j>d"},	{0xc0, 0xc1, "i>i"},
	{0xc2, 0xc4, "j>j"},
};

static const struct run bulk[] = {
	{0, 1, "f>i"},	  {2, 3, "d>i"},  {4, 5, "f>j"},    {6, 7, "d>j"},  {8, 8, "iii>"},
	{9, 9, ">"},	  {10, 12, "iii>"}, {13, 13, ">"}, {14, 14, "iii>"}, {16, 16, ">i"},
};

static const struct run vectors[] = {
	{0, 10, "i>v"},	      {11, 11, "iv>"},	  {12, 12, ">v"},     {13, 14, "vv>v"},	  {15, 17, "i>v"},
	{18, 18, "j>v"},      {19, 19, "f>v"},	  {20, 20, "d>v"},    {21, 22, "v>i"},	  {23, 23, "vi>v"},
	{24, 25, "v>i"},      {26, 26, "vi>v"},	  {27, 27, "v>i"},    {28, 28, "vi>v"},	  {29, 29, "v>j"},
	{30, 30, "vj>v"},     {31, 31, "v>f"},	  {32, 32, "vf>v"},   {33, 33, "v>d"},	  {34, 34, "vd>v"},
	{35, 76, "vv>v"},     {77, 77, "v>v"},	  {78, 81, "vv>v"},   {82, 82, "vvv>v"},  {83, 83, "v>i"},
	{84, 87, "iv>v"},     {88, 91, "iv>"},	  {92, 93, "i>v"},    {94, 98, "v>v"},	  {99, 100, "v>i"},
	{101, 102, "vv>v"},   {103, 106, "v>v"},  {107, 109, "vi>v"}, {110, 115, "vv>v"}, {116, 117, "v>v"},
	{118, 121, "vv>v"},   {122, 122, "v>v"},  {123, 123, "vv>v"}, {124, 129, "v>v"},  {130, 130, "vv>v"},
	{131, 132, "v>i"},    {133, 134, "vv>v"}, {135, 138, "v>v"},  {139, 141, "vi>v"}, {142, 147, "vv>v"},
	{148, 148, "v>v"},    {149, 153, "vv>v"}, {155, 159, "vv>v"}, {160, 161, "v>v"},  {163, 164, "v>i"},
	{167, 170, "v>v"},    {171, 173, "vi>v"}, {174, 174, "vv>v"}, {177, 177, "vv>v"}, {181, 186, "vv>v"},
	{188, 191, "vv>v"},   {192, 193, "v>v"},  {195, 196, "v>i"},  {199, 202, "v>v"},  {203, 205, "vi>v"},
	{206, 206, "vv>v"},   {209, 209, "vv>v"}, {213, 223, "vv>v"}, {224, 225, "v>v"},  {227, 227, "v>v"},
	{228, 235, "vv>v"},   {236, 237, "v>v"},  {239, 239, "v>v"},  {240, 247, "vv>v"}, {248, 255, "v>v"},
	{256, 256, "vv>v"},   {257, 260, "v>v"},  {261, 268, "vvv>v"}, {269, 274, "vv>v"}, {275, 275, "vvv>v"},
};

static const char *of_run(const struct run *v, size_t n, uint32_t op)
{
	size_t from = 0, to = n;

	while (from < to) {
		size_t middle = (from + to) / 2;

		if (op > v[middle].last)
			from = middle + 1;
		else
			to = middle;
	}
	return from < n && op >= v[from].first ? v[from].effect : NULL;
}

/* Behind wait and notify, loads, stores, and then each operation comes in the same seven widths. */
static const char *atomic(uint32_t op)
{
	static const char *const waits[] = {"ii>i", "iij>i", "ijj>i", ">"};
	static const char *const groups[][2] = {
		{"i>i", "i>j"}, {"ii>", "ij>"}, {"ii>i", "ij>j"}, {"iii>i", "ijj>j"},
	};
	static const bool is_long[] = {false, true, false, false, true, true, true};
	uint32_t group;

	if (op <= 3)
		return waits[op];
	if (op < 0x10 || op > 0x4e)
		return NULL;
	group = (op - 0x10) / 7;
	return groups[group < 2 ? group : group < 8 ? 2 : 3][is_long[(op - 0x10) % 7]];
}

const char *wasm_effect(const struct wasm_instruction *i)
{
	switch (i->op) {
	case 0xfc:
		return of_run(bulk, sizeof bulk / sizeof *bulk, i->sub);
	case 0xfd:
		return of_run(vectors, sizeof vectors / sizeof *vectors, i->sub);
	case 0xfe:
		return atomic(i->sub);
	default:
		return of_run(plain, sizeof plain / sizeof *plain, i->op);
	}
}

uint32_t wasm_natural_align(const struct wasm_instruction *i)
{
	/* i32.load to i64.store32, and the seven widths of atomic instructions. */
	static const uint8_t numbers[] = {2, 3, 2, 3, 0, 0, 1, 1, 0, 0, 1, 1, 2, 2, 2, 3, 2, 3, 0, 1, 0, 1, 2};
	static const uint8_t atomics[] = {2, 3, 0, 1, 0, 1, 2};
	static const uint8_t whole[] = {4, 3, 3, 3, 3, 3, 3, 0, 1, 2, 3, 4}, parts[] = {0, 1, 2, 3, 0, 1, 2, 3, 2, 3};

	if (i->op == 0xfe)
		return i->sub >= 0x10 ? atomics[(i->sub - 0x10) % 7] : i->sub == 2 ? 3 : 2;
	if (i->op == 0xfd)
		return i->sub < sizeof whole ? whole[i->sub] : parts[i->sub - 84];
	return numbers[i->op - 0x28];
}

uint32_t wasm_lanes(const struct wasm_instruction *i)
{
	static const uint8_t numbers[] = {16, 16, 16, 8, 8, 8, 4, 4, 2, 2, 4, 4, 2, 2};
	static const uint8_t parts[] = {16, 8, 4, 2};

	if (i->sub == 13)
		return 32;
	if (i->sub >= 21 && i->sub <= 34)
		return numbers[i->sub - 21];
	return i->sub >= 84 && i->sub <= 91 ? parts[(i->sub - 84) % 4] : 0;
}
