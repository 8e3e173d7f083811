int helper(int); int main(int argc, char **argv) { return helper(argc); }
