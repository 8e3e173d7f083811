//! A dependency by path.

use std::fmt;

/// Square metres, printed with their unit.
pub struct Metres(pub f64);

impl fmt::Display for Metres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} m²", self.0)
    }
}
