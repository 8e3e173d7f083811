# SPDX-License-Identifier: Apache-2.0
# A sysroot with a shared C library, for links of dynamic programs where there is no lind: the stand-in's, and a libc.so
# of a few functions. Nothing runs what is linked with it.  load ../shared_sysroot

# shared_sysroot DIR
shared_sysroot() {
	local dir=$1 lib=$1/lib/wasm32-wasi standin clang wasm_ld ar name
	standin="$(dirname "$HELPERS")/share/lind-rust/standin/sysroot"
	eval "$("$HELPERS/lind-rust-config" tools --format sh --need clang,wasm-ld,ar | grep -E '^LIND_RUST_(CLANG|WASM_LD|AR)=' |
		sed 's/^LIND_RUST_CLANG=/clang=/; s/^LIND_RUST_WASM_LD=/wasm_ld=/; s/^LIND_RUST_AR=/ar=/')"
	mkdir -p "$dir"
	cp -r "$standin/." "$dir"
	echo 'int __main_argc_argv(int, char **); void exit(int);
		int _start(void) { char *none[1] = {0}; exit(__main_argc_argv(0, none)); return 0; }' >"$dir/crt1_shared.c"
	echo 'int puts(const char *s) { return *s; } void exit(int n) { for (;;) (void)n; }
		void *malloc(unsigned long n) { static char m[64]; return m + n; } int the_data = 3;' >"$dir/libc.c"
	echo 'double sin(double x) { return x; }' >"$dir/libm.c"
	for name in crt1_shared libc libm; do
		"$clang" --target=wasm32-unknown-wasi -fPIC -fvisibility=default -pthread -O1 -ffreestanding -c "$dir/$name.c" -o "$dir/$name.o" || return
	done
	mv "$dir/crt1_shared.o" "$lib"
	# lind's is position-independent, the stand-in's is not.
	rm "$lib/libm.a"
	"$ar" rcs "$lib/libm.a" "$dir/libm.o"
	"$wasm_ld" --experimental-pic -shared --import-memory --shared-memory --export-dynamic --no-entry \
		"$dir/libc.o" -o "$lib/libc.so"
}
