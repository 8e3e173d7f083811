/* SPDX-License-Identifier: Apache-2.0 */
/* Nothing unwinds: what is thrown ends the program, in a thread as well, and says what it was. */
#include <cstdio>
#include <stdexcept>
#include <thread>

#ifdef __cpp_exceptions
#error "sources that ask are told that there are none"
#endif

static int within(int n, int most)
{
	if (n > most)
		throw std::runtime_error("too many");
	return n;
}

int main(int argc, char **)
{
	try {
		std::printf("not yet %d\n", within(argc, 9));
		std::fflush(stdout);
		std::thread([argc] { within(argc, 0); }).join();
	} catch (const std::exception &e) {
		std::printf("caught %s\n", e.what());
	}
	return 0;
}
