// SPDX-License-Identifier: Apache-2.0
//! std::net: TCP on the loopback device.

use fidelity::{attempt, told};
use std::io::{self, BufRead, BufReader, IoSlice, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// A listener and a connection through it: the client's end and the server's.
fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    Ok((client, listener.accept()?.0))
}

fn echo(listener: TcpListener, times: usize) -> io::Result<usize> {
    let mut total = 0;
    for stream in listener.incoming().take(times) {
        let mut stream = stream?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        stream.write_all(&bytes)?;
        total += bytes.len();
    }
    Ok(total)
}

fn main() {
    attempt("bind", || {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        Ok((address.ip(), address.port() > 0, address.is_ipv4()))
    });
    attempt("addresses", || {
        let (client, server) = pair()?;
        Ok((client.local_addr()? == server.peer_addr()?, client.peer_addr()? == server.local_addr()?))
    });
    attempt("there and back", || {
        let (mut client, mut server) = pair()?;
        client.write_all(b"ping")?;
        let mut bytes = [0; 4];
        server.read_exact(&mut bytes)?;
        server.write_all(b"pong!")?;
        drop(server);
        Ok((bytes, io::read_to_string(client)?))
    });
    attempt("lines", || {
        let (client, mut server) = pair()?;
        server.write_all(b"one\ntwo\n")?;
        drop(server);
        BufReader::new(client).lines().collect::<Result<Vec<_>, _>>()
    });
    attempt("shutdown", || {
        let (mut client, mut server) = pair()?;
        client.write_all(b"all")?;
        client.shutdown(Shutdown::Write)?;
        let mut text = String::new();
        server.read_to_string(&mut text)?;
        server.write_all(b"seen")?;
        server.shutdown(Shutdown::Both)?;
        let after = client.write(b"x").map_err(|e| told(&e));
        Ok((text, io::read_to_string(client)?, after))
    });
    attempt("peek", || {
        let (mut client, mut server) = pair()?;
        client.write_all(b"abc")?;
        let (mut seen, mut read) = ([0; 8], [0; 8]);
        server.set_read_timeout(Some(Duration::from_secs(10))).ok();
        let n = server.peek(&mut seen)?;
        Ok((n, seen, server.read(&mut read)?, read))
    });
    attempt("vectored", || {
        let (mut client, server) = pair()?;
        let n = client.write_vectored(&[IoSlice::new(b"ab"), IoSlice::new(b"cde")])?;
        drop(client);
        Ok((n, io::read_to_string(server)?))
    });
    attempt("try_clone", || {
        let (client, server) = pair()?;
        let mut other = client.try_clone()?;
        drop(client);
        other.write_all(b"by the other")?;
        drop(other);
        io::read_to_string(server)
    });
    attempt("a server thread", || {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let server = thread::spawn(move || echo(listener, 3));
        let mut texts = Vec::new();
        for i in 0..3 {
            let mut stream = TcpStream::connect(address)?;
            write!(stream, "client {i}")?;
            stream.shutdown(Shutdown::Write)?;
            texts.push(io::read_to_string(stream)?);
        }
        Ok((texts, server.join().expect("a thread")?))
    });
    attempt("much", || {
        let (mut client, mut server) = pair()?;
        let writer = thread::spawn(move || client.write_all(&vec![42; 3_000_000]));
        let n = io::copy(&mut server, &mut io::sink())?;
        writer.join().expect("a thread")?;
        Ok(n)
    });
    attempt("connect to nobody", || {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        TcpStream::connect(address).map(drop)
    });
    attempt("connect_timeout", || {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        TcpStream::connect_timeout(&listener.local_addr()?, Duration::from_secs(10)).map(drop)
    });
    attempt("connect_timeout to nobody", || {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        TcpStream::connect_timeout(&address, Duration::from_secs(10)).map(drop)
    });
    attempt("bind twice", || {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        TcpListener::bind(listener.local_addr()?).map(drop)
    });
    attempt("bind elsewhere", || TcpListener::bind("203.0.113.1:0").map(drop));
    attempt("IPv6", || {
        let listener = TcpListener::bind("[::1]:0")?;
        let mut client = TcpStream::connect(listener.local_addr()?)?;
        let (server, from) = listener.accept()?;
        client.write_all(b"six")?;
        drop(client);
        Ok((from.is_ipv6(), io::read_to_string(server)?))
    });
    attempt("to_socket_addrs", || {
        use std::net::ToSocketAddrs;
        let addresses: Vec<SocketAddr> = "127.0.0.1:80".to_socket_addrs()?.collect();
        Ok(addresses)
    });
    attempt("localhost", || {
        use std::net::ToSocketAddrs;
        Ok("localhost:80".to_socket_addrs()?.any(|a| a == SocketAddr::from(([127, 0, 0, 1], 80))))
    });
    attempt("no such host", || {
        use std::net::ToSocketAddrs;
        Ok("no-such-host.invalid:80".to_socket_addrs().is_err())
    });
}
