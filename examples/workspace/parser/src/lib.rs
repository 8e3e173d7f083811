//! Lines of the form `key = number`.

/// The pairs of a text; lines of another form are passed over.
pub fn parse(text: &str) -> impl Iterator<Item = (&str, i64)> {
    text.lines().filter_map(|line| {
        let (key, value) = line.split_once('=')?;
        Some((key.trim(), value.trim().parse().ok()?))
    })
}
