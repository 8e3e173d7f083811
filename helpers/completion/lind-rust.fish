# SPDX-License-Identifier: Apache-2.0
# Completion for lind-rust's programs. What there is to complete is what each program's own help says.

function __lind_rust_help
    switch $argv[1]
        case '*lind-rust-clang'
            $argv[1] --lind-help 2>/dev/null
        case '*'
            $argv[1] -h 2>/dev/null
    end
end

function __lind_rust_options
    set -l words (commandline -opc)
    __lind_rust_help $words[1] | string match -ar -- '--[a-z][a-z-]*' | sort -u
end

function __lind_rust_verbs
    set -l words (commandline -opc)
    __lind_rust_help $words[1] | string match -r -g -- '^(?:usage:|      ) '(basename $words[1])' ([a-z]+) '
end

for program in lind-rust lind-rust-cargo lind-rust-clang lind-rust-config lind-rust-inspect lind-rust-opt \
        lind-rust-run lind-rust-rustc lind-rust-std cargo-lind_compile cargo-lind_run cargo-lind_test lind-cargo-build
    complete -c $program -n 'string match -q -- "-*" (commandline -ct)' -a '(__lind_rust_options)'
    complete -c $program -n 'test (count (commandline -opc)) -eq 1' -a '(__lind_rust_verbs)'
end
