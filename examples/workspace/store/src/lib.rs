//! Keeps pairs; with the feature `sorted`, in the order of their keys.

#[derive(Default)]
pub struct Store {
    pairs: Vec<(String, i64)>,
}

impl Store {
    pub fn insert(&mut self, key: &str, value: i64) {
        self.pairs.push((key.into(), value));
        if cfg!(feature = "sorted") {
            self.pairs.sort();
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &(String, i64)> {
        self.pairs.iter()
    }
}
