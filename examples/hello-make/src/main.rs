use std::thread;

fn main() {
    let name = std::env::args().nth(1).unwrap_or("lind".into());
    let answer = thread::spawn(|| 6 * 7).join().unwrap();
    println!("hello, {name}: a thread says {answer}");
}
