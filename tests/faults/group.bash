# SPDX-License-Identifier: Apache-2.0
# Programs of one package, which a build makes by one call of cargo.  load group; pseudo_rust comes with pseudo.

# group TREE: programs app and two, whose target directory and outputs are in $dir/TREE.
group() {
	tree=$1
	pseudo_rust "$dir/rust"
	mkdir -p crate/src
	touch crate/Cargo.toml crate/src/app.rs crate/src/two.rs
	cat > metadata.json <<-EOT
		{"packages":[{"name":"shop","id":"shop","source":null,"manifest_path":"$dir/crate/Cargo.toml","features":{},
		"targets":[{"name":"app","kind":["bin"],"src_path":"$dir/crate/src/app.rs"},
		{"name":"two","kind":["bin"],"src_path":"$dir/crate/src/two.rs"}]}],"workspace_members":["shop"],
		"workspace_root":"$dir/crate","resolve":null}
	EOT
	pseudo "$dir/rust/bin/cargo" <<-EOT
		[ "\$1" != metadata ] || { cat '$dir/metadata.json'; exit; }
		printf '%s ' "\$@" >> "\$log.calls"
		echo >> "\$log.calls"
		for word; do case \$word in --target-dir=*) target=\${word#*=} ;; esac; done
		mkdir -p "\$target"
		for word; do case \$word in --bin=*)
			name=\${word#*=}
			rm -f "\$target/\$name"
			echo "\$name: \$(cat '$dir'/crate/src/\$name.rs)" > "\$target/\$name"
			echo "\$target/\$name: $dir/crate/src/\$name.rs" > "\$target/\$name.d"
			echo '{"reason":"compiler-artifact","package_id":"shop","target":{"name":"'\$name'","src_path":"$dir/crate/src/'\$name'.rs"},"filenames":["'"\$target/\$name"'"],"executable":"'"\$target/\$name"'"}'
		esac; done
		echo '{"reason":"build-finished","success":true}'
	EOT
	export LIND_RUST_TOOLCHAIN="$dir/rust" CARGO_HOME="$dir/cargo-home"
	local name
	for name in app two; do
		echo "--bin=$name --manifest-path=crate/Cargo.toml --target=host --crates=list --target-dir=$tree/target" \
			"--output=$tree/$name.out --stamp=$tree/$name.stamp --depfile=$tree/$name.d"
	done > list
}

# group_step NAME: as a build system runs it; $fault is what stands before the program.
group_step() {
	local words
	words=$(grep -- "^--bin=$1 " list)
	"${fault[@]}" "$HELPERS/lind-rust-cargo" build $words
}
