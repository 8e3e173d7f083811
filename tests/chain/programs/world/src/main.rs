// SPDX-License-Identifier: Apache-2.0
//! What a program does with the world around it, one word at a time.
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::{env, fs, thread};

struct Told;

impl Drop for Told {
    fn drop(&mut self) {
        println!("dropped");
    }
}

thread_local! {
    static TOLD: Told = const { Told };
}

fn files() {
    let dir = env::temp_dir().join(format!("world-{}", std::process::id()));
    fs::create_dir(&dir).unwrap();
    fs::write(dir.join("a"), "words").unwrap();
    fs::copy(dir.join("a"), dir.join("b")).unwrap();
    let modified = fs::metadata(dir.join("b")).unwrap().modified().unwrap();
    println!("{} {}", fs::read_to_string(dir.join("b")).unwrap(), modified.elapsed().is_ok());
    fs::remove_dir_all(&dir).unwrap();
}

fn process() {
    let own = env::args().next().unwrap();
    let mut child = Command::new(own).arg("echo").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"to a child").unwrap();
    let output = child.wait_with_output().unwrap();
    println!("{} {:?}", String::from_utf8_lossy(&output.stdout).trim(), output.status.code());
}

fn echo() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    println!("<{text}>");
    std::process::exit(7);
}

fn sockets() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let client = thread::spawn(move || TcpStream::connect(address).unwrap().write_all(b"over a socket").unwrap());
    let mut text = String::new();
    listener.accept().unwrap().0.read_to_string(&mut text).unwrap();
    client.join().unwrap();
    println!("{text}");
}

fn main() {
    match env::args().nth(1).as_deref() {
        Some("files") => files(),
        Some("process") => process(),
        Some("echo") => echo(),
        Some("sockets") => sockets(),
        Some("locals") => thread::spawn(|| TOLD.with(|_| ())).join().unwrap(),
        word => panic!("no such word: {word:?}"),
    }
}
