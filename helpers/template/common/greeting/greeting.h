/* What greeting/src/lib.rs has for C. */
#ifndef GREETING_H
#define GREETING_H

#include <stdint.h>

uint32_t greeting_letters(const char *name);
uint32_t greeting_threads(uint32_t count);

#endif
