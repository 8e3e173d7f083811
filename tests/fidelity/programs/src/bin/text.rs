// SPDX-License-Identifier: Apache-2.0
//! Strings, characters and formatting.

use fidelity::fact;
use std::ffi::{CStr, CString};
use std::fmt::Write;

fn main() {
    fact("cases", ("größe ΑΣ".to_uppercase(), "GRÖẞE ΑΣ".to_lowercase(), 'ß'.to_uppercase().collect::<String>()));
    fact("characters", "aé漢🦀".chars().map(|c| (c, c.len_utf8(), c as u32, c.is_alphabetic())).collect::<Vec<_>>());
    fact("indices", "aé漢🦀".char_indices().rev().collect::<Vec<_>>());
    fact("UTF-16", "a🦀".encode_utf16().collect::<Vec<_>>());
    fact("lossy", String::from_utf8_lossy(b"a\xffb\xe6\xbc").into_owned());
    fact("not UTF-8", String::from_utf8(vec![b'a', 0xc0]).map_err(|e| e.utf8_error().valid_up_to()));
    fact(
        "split",
        "a,b,,c".split(',').chain(" x  y ".split_whitespace()).chain("p=q=r".splitn(2, '=')).collect::<Vec<_>>(),
    );
    fact("lines", "one\r\ntwo\n\nend".lines().collect::<Vec<_>>());
    fact(
        "find and replace",
        ("abcabc".find("ca"), "abcabc".rfind('b'), "abcabc".replace("bc", "-"), "abc".trim_start_matches('a')),
    );
    fact(
        "parsed",
        ("42".parse::<u8>(), "256".parse::<u8>().is_err(), "-7".parse::<i64>(), u32::from_str_radix("zz", 36)),
    );
    fact("numbers", format!("{:x} {:#010b} {:o} {:+} {:>6} {:<6}| {:^7}| {:*^9}", 255, 5, 8, 3, 42, 42, "mid", "x"));
    fact("debug", format!("{:?} {:?} {:#?}", "tab\t\"q\" \u{7f}\u{200b}é", '\'', (1, "a")));
    fact("i128", (i128::MIN, u128::MAX, u64::MAX));
    fact("escape", ("é\n".escape_default().to_string(), "é\n".escape_unicode().to_string()));
    fact("C strings", (CString::new("a\0b").is_err(), CStr::from_bytes_until_nul(b"abc\0def").map(CStr::to_bytes)));
    fact("written", {
        let mut text = String::new();
        for i in 0..1000 {
            write!(text, "{i:03}").expect("memory");
        }
        (text.len(), text[2997..].to_string(), text.bytes().map(u64::from).sum::<u64>())
    });
    fact("ascii", ("AbC".eq_ignore_ascii_case("aBc"), b'x'.is_ascii_hexdigit(), "é".is_ascii()));
    fact("sorted", {
        let mut words = vec!["b", "B", "ä", "a", "Z", ""];
        words.sort();
        words
    });
}
