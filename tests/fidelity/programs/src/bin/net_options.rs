// SPDX-License-Identifier: Apache-2.0
//! std::net: options, timeouts, sockets that do not block.

use fidelity::attempt;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

fn pair() -> io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let client = TcpStream::connect(listener.local_addr()?)?;
    Ok((client, listener.accept()?.0))
}

fn main() {
    attempt("nodelay", || {
        let (one, _other) = pair()?;
        let before = one.nodelay()?;
        one.set_nodelay(true)?;
        Ok((before, one.nodelay()?))
    });
    attempt("ttl", || {
        let (one, _other) = pair()?;
        one.set_ttl(42)?;
        one.ttl()
    });
    attempt("ttl of a listener", || {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_ttl(43)?;
        listener.ttl()
    });
    attempt("ttl of zero", || UdpSocket::bind("127.0.0.1:0")?.set_ttl(0));
    attempt("multicast", || {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.set_multicast_loop_v4(false)?;
        socket.set_multicast_ttl_v4(3)?;
        Ok((socket.multicast_loop_v4()?, socket.multicast_ttl_v4()?))
    });
    attempt("take_error", || Ok(pair()?.0.take_error()?.is_none()));

    attempt("timeouts", || {
        let (one, _other) = pair()?;
        let before = (one.read_timeout()?, one.write_timeout()?);
        one.set_read_timeout(Some(Duration::from_millis(1500)))?;
        one.set_write_timeout(Some(Duration::from_secs(2)))?;
        let after = (one.read_timeout()?, one.write_timeout()?);
        one.set_read_timeout(None)?;
        Ok((before, after, one.read_timeout()?))
    });
    attempt("a timeout of zero", || pair()?.0.set_read_timeout(Some(Duration::ZERO)));
    attempt("a read timeout", || {
        let (mut one, _other) = pair()?;
        one.set_read_timeout(Some(Duration::from_millis(50)))?;
        let start = Instant::now();
        let kind = one.read(&mut [0; 4]).unwrap_err().kind();
        Ok((kind, start.elapsed() >= Duration::from_millis(40)))
    });
    attempt("a read timeout of UDP", || {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.set_read_timeout(Some(Duration::from_millis(50)))?;
        socket.recv(&mut [0; 4])
    });
    attempt("a read timeout of a unix stream", || {
        let (mut one, _other) = UnixStream::pair()?;
        one.set_read_timeout(Some(Duration::from_millis(50)))?;
        one.read(&mut [0; 4])
    });

    attempt("accept that does not block", || {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        listener.accept().map(drop)
    });
    attempt("read that does not block", || {
        let (mut one, _other) = pair()?;
        one.set_nonblocking(true)?;
        one.read(&mut [0; 4])
    });
    attempt("write that does not block", || {
        let (mut one, _other) = pair()?;
        one.set_nonblocking(true)?;
        let bytes = vec![0; 1 << 20];
        for _ in 0..1000 {
            one.write(&bytes)?;
        }
        Ok("never full")
    });
    attempt("blocking again", || {
        let (mut one, mut other) = pair()?;
        one.set_nonblocking(true)?;
        one.set_nonblocking(false)?;
        other.write_all(b"x")?;
        one.read(&mut [0; 4])
    });
    attempt("recv that does not block", || {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.set_nonblocking(true)?;
        socket.recv(&mut [0; 4])
    });
}
