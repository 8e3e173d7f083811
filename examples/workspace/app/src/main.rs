use store::Store;

unsafe extern "C" {
    /// Of the table that gen wrote and CMake or make compiled.
    static squares: [i32; 10];
}

fn main() {
    let mut store = Store::default();
    for (key, value) in parser::parse("pears = 3\napples = 4\nnot a pair\n") {
        store.insert(key, value);
    }
    for (key, value) in store.iter() {
        println!("{key} {value} squared {}", unsafe { squares[*value as usize] });
    }
}
