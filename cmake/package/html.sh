#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The documentation as HTML: man pages by mandoc; guides and the CMake reference by pandoc, where it is there.
#
#   html.sh OUTPUT MANDOC PANDOC SOURCE
set -eu
out=$1 mandoc=$2 pandoc=$3 source=$4
new=$out.$$.tmp
trap 'rm -rf "$new"' EXIT
trap 'exit 1' HUP INT TERM
mkdir -p "$new"
cp "$source/cmake/package/style.css" "$new"

items=
group() {
	items="$items${items:+</ul>}<h2>$1</h2><ul>
"
}
# entry FILE TITLE [WHAT IT IS]
entry() {
	items="$items<li><a href=\"$1\">$2</a>${3:+: $3}</li>
"
}

if [ -n "$pandoc" ]; then
	group "To begin with"
	for name in tutorial coming-from troubleshooting; do
		file=$source/examples/doc/$name.md
		title=$(sed -n 's/^# //p' "$file" | head -n 1)
		# A fence's second word is a file's name: the tests write it, readers see it in the text.
		sed -E 's/^```([a-z]+) ([^ ]+)$/`\2`:\n\n```\1/; s/^(### .*)\{(from [^}]*)\}$/\1(\2)/' "$file" |
			"$pandoc" -f gfm -t html -s --metadata "pagetitle=$title" --css style.css -o "$new/$name.html"
		sed -i 's/\(href="[a-z-]*\)\.md"/\1.html"/g' "$new/$name.html"
		entry "$name.html" "$title"
	done
	group "Build graphs"
	for module in LindRust LindRustTools LindRustToolchain; do
		sed -n '/\[====\[\.rst:$/,/^#\]====\]/p' "$source/cmake/$module.cmake" | sed '1d;$d' |
			sed -E 's/^\.\. command:: (.*)$/``\1``\n/; s/:module:`([^`]*)`/``\1``/g' |
			"$pandoc" -f rst -t html -s --shift-heading-level-by=1 --metadata "title=$module (CMake)" \
				--css style.css -o "$new/$module.html"
		case $module in
		LindRust) about="the commands" ;;
		LindRustTools) about="variables that name tools" ;;
		*) about="for projects with C of their own for lind" ;;
		esac
		entry "$module.html" "$module (CMake)" "$about"
	done
	{
		echo '# lind-rust.mk (make)'
		echo
		echo '```'
		sed -n '2,/^ifndef/p' "$source/make/lind-rust.mk" | sed -n 's/^# \{0,1\}//p'
		echo '```'
	} | "$pandoc" -f gfm -t html -s --metadata "pagetitle=lind-rust.mk (make)" --css style.css -o "$new/lind-rust.mk.html"
	# Its lines are as long as a terminal's.
	sed -i 's/<body>/<body class="wide">/' "$new/lind-rust.mk.html"
	entry lind-rust.mk.html "lind-rust.mk (make)" "the same for GNU make"
fi
# mandoc links to a page that is there, and to others elsewhere.
for page in "$source"/helpers/*.[17]; do
	: >"$new/$(basename "$page").html"
done
group "Programs"
for page in "$source"/helpers/lind-rust.[71] "$source"/helpers/cargo-*.1 "$source"/helpers/lind-rust-*.[17]; do
	name=$(basename "$page")
	(cd "$new" && "$mandoc" -Thtml -O "style=style.css,man=%N.%S.html;https://manpages.debian.org/%N.%S.html" "$page") \
		>"$new/$name.new"
	mv "$new/$name.new" "$new/$name.html"
	entry "$name.html" "${name%.*}(${name##*.})" "$(sed -n 's/^\.Nd //p' "$page")"
done
# From every page back to the list.
sed -i 's|<body[^>]*>|&<nav><a href="index.html">lind-rust</a></nav>|' "$new"/*.html
cat >"$new/index.html" <<-END
	<!DOCTYPE html>
	<html lang="en"><head><meta charset="utf-8"><title>lind-rust</title>
	<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="style.css"></head>
	<body><h1>lind-rust</h1>
	<p>Rust crates and C code for lind-wasm from one build graph.</p>
	$items</ul></body></html>
END
rm -rf "$out"
mv "$new" "$out"
trap - EXIT
