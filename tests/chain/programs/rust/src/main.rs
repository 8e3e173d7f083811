//! One program, a word for each thing that a Rust program does on lind.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::sync::{mpsc, Arc, Barrier, Condvar, Mutex, RwLock};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

fn main() {
    let args: Vec<String> = std::env::args().collect();
    match args.get(1).map(String::as_str).unwrap_or("") {
        "args" => println!("{:?}", &args[2..]),
        "env" => println!("{:?} {}", std::env::var(&args[2]), std::env::vars().count()),
        "exit" => std::process::exit(args[2].parse().unwrap()),
        "echo" => std::io::stdin().lock().lines().for_each(|line| println!("> {}", line.unwrap())),
        "streams" => {
            println!("to stdout");
            eprintln!("to stderr");
            std::io::stdout().flush().unwrap();
        }
        "panic" => panic!("as asked: {}", args[2]),
        "overflow" => println!("{}", args[2].parse::<u8>().unwrap() + 1),
        "locals" => locals(),
        "locks" => locks(),
        "channels" => channels(),
        "park" => park(),
        "clocks" => clocks(),
        "heap" => heap(),
        "backtrace" => {
            let trace = std::backtrace::Backtrace::force_capture();
            println!("{:?} {}", trace.status(), trace.to_string().lines().count());
        }
        "error" => println!("{}", std::io::Error::from_raw_os_error(2)),
        "feature" => println!("{}", if cfg!(feature = "loud") { "LOUD" } else { "quiet" }),
        other => panic!("no such word: {other:?}"),
    }
}

struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("dropped {}", self.0);
    }
}

thread_local! {
    static MINE: Cell<u32> = const { Cell::new(7) };
    static NOISY: Noisy = const { Noisy("with its thread") };
}

fn locals() {
    let all = thread::scope(|s| {
        let threads: Vec<_> = (0..4)
            .map(|i| {
                s.spawn(move || {
                    MINE.set(MINE.get() + i);
                    thread::yield_now();
                    MINE.get()
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect::<Vec<_>>()
    });
    println!("{all:?} {}", MINE.get());
    thread::spawn(|| NOISY.with(|n| assert_eq!(n.0, "with its thread"))).join().unwrap();
    let named = thread::Builder::new().name("worker".into()).spawn(|| thread::current().name().map(String::from));
    println!("{:?}", named.unwrap().join().unwrap());
}

fn locks() {
    let shared = Arc::new((Mutex::new(0u32), Condvar::new(), RwLock::new(0u32), Barrier::new(4)));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let shared = shared.clone();
            thread::spawn(move || {
                shared.3.wait();
                for _ in 0..500 {
                    *shared.0.lock().unwrap() += 1;
                    *shared.2.write().unwrap() += *shared.2.read().map(|_| &1).unwrap();
                }
                shared.1.notify_one();
            })
        })
        .collect();
    let mut n = shared.0.lock().unwrap();
    while *n < 2000 {
        n = shared.1.wait(n).unwrap();
    }
    drop(n);
    threads.into_iter().for_each(|t| t.join().unwrap());
    println!("{} {}", shared.0.lock().unwrap(), shared.2.read().unwrap());
}

fn channels() {
    let (tx, rx) = mpsc::sync_channel(1);
    thread::scope(|s| {
        for i in 0..3 {
            let tx = tx.clone();
            s.spawn(move || (0..100).for_each(|n| tx.send(n * i).unwrap()));
        }
        drop(tx);
        println!("{}", rx.iter().sum::<u32>());
    });
}

fn park() {
    let (tx, rx) = mpsc::channel();
    let sleeper = thread::spawn(move || {
        tx.send(()).unwrap();
        thread::park();
        "awake"
    });
    rx.recv().unwrap();
    sleeper.thread().unpark();
    println!("{}", sleeper.join().unwrap());
}

fn clocks() {
    let start = Instant::now();
    thread::sleep(Duration::from_millis(30));
    let slept = start.elapsed();
    assert!(slept >= Duration::from_millis(30) && slept < Duration::from_secs(5), "{slept:?}");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    assert!(now.as_secs() > 1_700_000_000, "{now:?}");
    // Monotonic is not the time of day: the two count from different moments.
    println!("ok");
}

fn heap() {
    let mut map: HashMap<String, Vec<u8>> = (0..1000).map(|i| (i.to_string(), vec![i as u8; i])).collect();
    map.retain(|_, v| v.len() % 2 == 0);
    println!("{} {}", map.len(), map.values().map(Vec::len).sum::<usize>());
}
