#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# build.sh CC AR OUTDIR
#
# Makes a sysroot of the stand-in library in OUTDIR. CC is the path of a C
# compiler driver that already aims at lind (target, atomics, bulk memory,
# exceptions), AR that of an archiver, or - for the compiler's own llvm-ar. What was in OUTDIR is replaced at the
# end, when all is built; a failure leaves it as it was.

set -u

fail() {
	printf 'build.sh: %s\n' "$1" >&2
	exit 1
}

[ $# -eq 3 ] || {
	echo 'usage: build.sh CC AR OUTDIR' >&2
	exit 2
}
cc=$1
ar=$2
out=$3
while [ "$out" != / ] && [ "$out" != "${out%/}" ]; do
	out=${out%/}
done
[ "$ar" != - ] || ar=$("$cc" -print-prog-name=llvm-ar) || fail "'$cc' knows no llvm-ar"
# absolute PATH: the same program from any directory; a bare name stays one.
absolute() {
	case $1 in
	*/*) printf '%s/%s\n' "$(cd "$(dirname "$1")" && pwd)" "$(basename "$1")" ;;
	*) printf '%s\n' "$1" ;;
	esac
}

command -v "$cc" >/dev/null || fail "no such compiler: '$cc'"
command -v "$ar" >/dev/null || fail "no such archiver: '$ar'"
cc=$(absolute "$cc")
ar=$(absolute "$ar")
case $out in /*) ;; *) out=$(pwd)/$out ;; esac
here=$(cd "$(dirname "$0")" && pwd) || exit 1
marker=lind-rust-standin

# Nothing that some other program made is ever replaced.
if [ -e "$out" ] && [ ! -e "$out/$marker" ]; then
	rmdir "$out" 2>/dev/null || fail "'$out' exists and is no stand-in sysroot"
fi

mkdir -p "$(dirname "$out")" || exit 1
stage=$(mktemp -d "$out.new.XXXXXX") || exit 1
trap 'rm -rf "$stage" "$stage.old"' EXIT
trap 'exit 1' HUP INT TERM
chmod 755 "$stage" || exit 1

lib=$stage/lib/wasm32-wasi
mkdir -p "$lib" "$stage/include" "$stage/obj/c" "$stage/obj/m" "$stage/obj/start" || exit 1
cp -R "$here/include" "$stage/include/wasm32-wasi" || exit 1
# A source tree may be read-only; what is built must be removable.
chmod -R u+w "$stage/include" || exit 1
# For C++ they declare C.
find "$stage/include" -name '*.h' -exec sed -i -e '1i\
#ifdef __cplusplus\
extern "C" {\
#endif' -e '$a\
#ifdef __cplusplus\
}\
#endif' {} + || exit 1

# compile DIR FILE...: all in one call of the compiler, objects into DIR.
compile() {
	cd "$stage/obj/$1" || return 1
	shift
	"$cc" --sysroot="$stage" -std=c11 -Wall -Wextra -Werror -O2 -fno-builtin -c "$@"
}

compile m "$here"/libm/*.c &
math=$!
compile c "$here"/libc/*.c &
rest=$!
compile start "$here/crt1.c" "$here/lind_utils.c"
started=$?
wait "$math" || started=1
wait "$rest" || started=1
[ "$started" -eq 0 ] || fail 'the library does not compile'

# The compiler's word is not enough: it has been seen to make nothing and say 0.
for dir in c m; do
	for source in "$here/lib$dir"/*.c; do
		object=$(basename "$source" .c).o
		[ -s "$stage/obj/$dir/$object" ] || fail "the compiler made no '$object'"
	done
	"$ar" rcs "$lib/lib$dir.a" "$stage/obj/$dir"/*.o || fail "cannot make 'lib$dir.a'"
done
"$ar" rcs "$lib/libpthread.a" || fail "cannot make 'libpthread.a'"
mv "$stage/obj/start/crt1.o" "$stage/obj/start/lind_utils.o" "$lib" || exit 1
rm -rf "$stage/obj"
echo 'The stand-in C library of lind-rust: runs under its own node runner, and is not lind-glibc.' >"$stage/$marker" || exit 1

[ ! -e "$out" ] || mv "$out" "$stage.old" 2>/dev/null || :
mv "$stage" "$out" || exit 1
# Another run was faster: its result is in place, and ours went into it.
rm -rf "$out/$(basename "$stage")"
