// C of the crate's own. It includes geometry.h, which is no file of the crate: its directory and its definitions come
// from the C library that the build system links the program with.
fn main() {
    println!("cargo:rerun-if-changed=src/checksum.c");
    cc::Build::new().file("src/checksum.c").compile("checksum");
}
