// SPDX-License-Identifier: Apache-2.0
//! std::net and std::os::unix::net under load: both ways at once, many clients, halves that are shut.

use fidelity::{attempt, told};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

const BYTES: usize = 8_000_000;

fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    Ok((client, listener.accept()?.0))
}

/// A thread that sends what the seed says, and one that sums what comes up.
fn at_work(
    mut from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    seed: u8,
) -> (JoinHandle<io::Result<()>>, JoinHandle<io::Result<(usize, u64)>>) {
    let sender = thread::spawn(move || {
        let piece: Vec<u8> = (0..50_000u32).map(|n| (n as u8).wrapping_mul(seed)).collect();
        (0..BYTES / piece.len()).try_for_each(|_| to.write_all(&piece))
    });
    let receiver = thread::spawn(move || {
        let mut bytes = vec![0; 40_000];
        let (mut total, mut sum) = (0, 0u64);
        while total < BYTES {
            let n = from.read(&mut bytes)?;
            if n == 0 {
                break;
            }
            sum = bytes[..n].iter().fold(sum, |sum, b| sum.wrapping_mul(31).wrapping_add(u64::from(*b)));
            total += n;
        }
        Ok((total, sum))
    });
    (sender, receiver)
}

fn main() {
    attempt("TCP, both ways", || {
        let (one, other) = pair()?;
        let (first, first_seen) = at_work(one.try_clone()?, one, 3);
        let (second, second_seen) = at_work(other.try_clone()?, other, 7);
        first.join().expect("a thread")?;
        second.join().expect("a thread")?;
        Ok((first_seen.join().expect("a thread")?, second_seen.join().expect("a thread")?))
    });
    attempt("unix, both ways", || {
        let (one, other) = UnixStream::pair()?;
        let (first, first_seen) = at_work(one.try_clone()?, one, 5);
        let (second, second_seen) = at_work(other.try_clone()?, other, 9);
        first.join().expect("a thread")?;
        second.join().expect("a thread")?;
        Ok((first_seen.join().expect("a thread")?, second_seen.join().expect("a thread")?))
    });
    attempt("byte by byte", || {
        let (mut client, mut server) = pair()?;
        client.set_nodelay(true)?;
        let asking = thread::spawn(move || {
            (0..1000u32).all(|n| {
                let mut answer = [0];
                let done = client.write_all(&[n as u8]).and_then(|()| client.read_exact(&mut answer));
                done.is_ok() && answer[0] == !(n as u8)
            })
        });
        for _ in 0..1000 {
            let mut byte = [0];
            server.read_exact(&mut byte)?;
            server.write_all(&[!byte[0]])?;
        }
        Ok(asking.join().expect("a thread"))
    });
    attempt("32 clients, a thread each on both sides", || {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let server = thread::spawn(move || {
            let serve = |mut stream: TcpStream| {
                thread::spawn(move || {
                    let mut bytes = Vec::new();
                    stream.read_to_end(&mut bytes).expect("all");
                    bytes.reverse();
                    stream.write_all(&bytes).expect("all");
                    bytes.len()
                })
            };
            let threads: Vec<_> = listener.incoming().take(32).map(|stream| serve(stream.expect("a client"))).collect();
            threads.into_iter().map(|thread| thread.join().expect("a thread")).sum::<usize>()
        });
        let ask = move |i: u8| -> io::Result<bool> {
            let mut stream = TcpStream::connect(address)?;
            let bytes: Vec<u8> = (0..10_000u32).map(|n| n as u8 ^ i).collect();
            stream.write_all(&bytes)?;
            stream.shutdown(Shutdown::Write)?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer)?;
            answer.reverse();
            Ok(answer == bytes)
        };
        let clients: Vec<_> = (0..32).map(|i| thread::spawn(move || ask(i))).collect();
        let answers = clients.into_iter().map(|client| client.join().expect("a thread"));
        let right = answers.filter(|answer| matches!(answer, Ok(true))).count();
        Ok((right, server.join().expect("a thread")))
    });
    attempt("shut for reading", || {
        let (mut client, mut server) = pair()?;
        client.shutdown(Shutdown::Read)?;
        let read = client.read(&mut [0; 2])?;
        client.write_all(b"still")?;
        let mut bytes = [0; 5];
        server.read_exact(&mut bytes)?;
        Ok((read, bytes))
    });
    attempt("shutting wakes a reader", || {
        let (client, _server) = pair()?;
        let mut other = client.try_clone()?;
        let reader = thread::spawn(move || other.read(&mut [0; 1]).map_err(|e| told(&e)));
        thread::sleep(Duration::from_millis(50));
        client.shutdown(Shutdown::Both)?;
        Ok(reader.join().expect("a thread"))
    });
    attempt("a timeout of writing", || {
        let (mut client, _server) = pair()?;
        let wait = Duration::from_millis(100);
        client.set_write_timeout(Some(wait))?;
        let begin = Instant::now();
        let error = loop {
            if let Err(error) = client.write(&[0; 65536]) {
                break error;
            }
        };
        Ok((told(&error), begin.elapsed() >= wait))
    });
}
