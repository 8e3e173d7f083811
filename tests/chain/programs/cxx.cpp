/* SPDX-License-Identifier: Apache-2.0 */
/* What programs use of C++'s library, on lind. */
#include <algorithm>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace
{

struct Told {
	std::string name;
	explicit Told(std::string n) : name(std::move(n)) { std::cout << name << " made" << std::endl; }
	~Told() { std::cout << name << " gone" << std::endl; }
};

Told of_program("the program's, long enough to lie on the heap");
thread_local std::unique_ptr<Told> of_thread;

struct Shape {
	virtual ~Shape() = default;
	virtual int sides() const = 0;
};

struct Square : Shape {
	int sides() const override { return 4; }
};

std::string joined(const std::vector<std::string> &words)
{
	std::ostringstream out;

	for (const auto &word : words)
		out << (out.tellp() > 0 ? "," : "") << word;
	return out.str();
}

void threads()
{
	std::mutex lock;
	std::condition_variable changed;
	int sum = 0, ready = 0;
	std::vector<std::thread> all;

	for (int i = 1; i <= 4; i++)
		all.emplace_back([&, i] {
			if (i == 1)
				of_thread = std::make_unique<Told>("the thread's");
			std::lock_guard<std::mutex> held(lock);
			sum += i;
			ready++;
			changed.notify_all();
		});
	{
		std::unique_lock<std::mutex> held(lock);
		changed.wait(held, [&] { return ready == 4; });
	}
	for (auto &thread : all)
		thread.join();
	std::cout << "threads: " << sum << std::endl;
}

void files()
{
	const auto path = std::filesystem::temp_directory_path() / "lind-rust-cxx.txt";
	std::string line;

	std::ofstream(path) << "written " << 42 << "\n";
	std::ifstream in(path);
	std::getline(in, line);
	std::cout << line << ", " << std::filesystem::file_size(path) << " bytes" << std::endl;
	std::filesystem::remove(path);
}

}

int main()
{
	static Told of_main("main()'s");
	std::vector<std::string> words{"zeta", "alpha", "mid"};
	std::map<std::string, int> counts{{"a", 1}, {"b", 2}};
	std::unique_ptr<Shape> shape = std::make_unique<Square>();
	std::function<int(int)> twice = [](int n) { return 2 * n; };

	std::sort(words.begin(), words.end());
	std::cout << joined(words) << " " << counts["b"] << " " << shape->sides() << " " << twice(21) << " "
		  << (dynamic_cast<Square *>(shape.get()) ? "a square" : "none") << " " << std::stod("3.25") << std::endl;
	threads();
	files();
	return 0;
}
