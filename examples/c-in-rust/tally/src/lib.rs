//! A proc-macro: it is built for, and runs on, the machine that builds.

use proc_macro::{Delimiter, TokenStream, TokenTree};

/// Gives a struct the constant FIELDS, the number of its fields.
#[proc_macro_derive(Tally)]
pub fn tally(input: TokenStream) -> TokenStream {
    let mut name = None;
    let mut fields = 0;
    let mut tokens = input.into_iter();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word.to_string() == "struct" => name = tokens.next(),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                fields = count_colons(group.stream());
            }
            _ => {}
        }
    }
    format!("impl {} {{ pub const FIELDS: usize = {fields}; }}", name.expect("a struct has a name")).parse().unwrap()
}

/// One field, one colon; those of a path come in pairs, joined.
fn count_colons(stream: TokenStream) -> usize {
    let is_single = |token: &TokenTree| {
        matches!(token, TokenTree::Punct(p) if p.as_char() == ':' && p.spacing() == proc_macro::Spacing::Alone)
    };
    stream.into_iter().filter(is_single).count()
}
