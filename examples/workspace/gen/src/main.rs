//! A tool of the build itself: writes a C table of squares to the file that is named.

use std::fmt::Write;

fn main() {
    let path = std::env::args().nth(1).expect("usage: gen FILE");
    let mut text = String::from("const int squares[] = {");
    for n in 0..10 {
        write!(text, "{}, ", n * n).unwrap();
    }
    text += "};\n";
    std::fs::write(&path, text).expect("the table can be written");
}
