// SPDX-License-Identifier: Apache-2.0
//! std::net: UDP on the loopback device.

use fidelity::attempt;
use std::io;
use std::net::UdpSocket;
use std::time::Duration;

/// Two sockets. A lost datagram is an error, not a hang, where timeouts work.
fn pair() -> io::Result<(UdpSocket, UdpSocket)> {
    let (one, other) = (UdpSocket::bind("127.0.0.1:0")?, UdpSocket::bind("127.0.0.1:0")?);
    let _ = one.set_read_timeout(Some(Duration::from_secs(10)));
    let _ = other.set_read_timeout(Some(Duration::from_secs(10)));
    Ok((one, other))
}

fn main() {
    attempt("bind", || Ok(UdpSocket::bind("127.0.0.1:0")?.local_addr()?.ip()));
    attempt("send_to", || {
        let (one, other) = pair()?;
        let n = one.send_to(b"datagram", other.local_addr()?)?;
        let mut bytes = [0; 16];
        let (got, from) = other.recv_from(&mut bytes)?;
        Ok((n, got, bytes, from == one.local_addr()?))
    });
    attempt("boundaries", || {
        let (one, other) = pair()?;
        one.send_to(b"first", other.local_addr()?)?;
        one.send_to(b"", other.local_addr()?)?;
        one.send_to(b"second", other.local_addr()?)?;
        let mut bytes = [0; 16];
        Ok([other.recv(&mut bytes)?, other.recv(&mut bytes)?, other.recv(&mut bytes)?])
    });
    attempt("cut off", || {
        let (one, other) = pair()?;
        one.send_to(b"longer than that", other.local_addr()?)?;
        let mut bytes = [0; 4];
        Ok((other.recv(&mut bytes)?, bytes))
    });
    attempt("connect", || {
        let (one, other) = pair()?;
        one.connect(other.local_addr()?)?;
        other.connect(one.local_addr()?)?;
        one.send(b"to you")?;
        let mut bytes = [0; 8];
        let n = other.recv(&mut bytes)?;
        Ok((n, bytes, one.peer_addr()? == other.local_addr()?))
    });
    attempt("peer_addr of none", || UdpSocket::bind("127.0.0.1:0")?.peer_addr());
    attempt("send to none", || UdpSocket::bind("127.0.0.1:0")?.send(b"x"));
    attempt("peek_from", || {
        let (one, other) = pair()?;
        one.send_to(b"abc", other.local_addr()?)?;
        let mut bytes = [0; 8];
        let (n, from) = other.peek_from(&mut bytes)?;
        Ok((n, from == one.local_addr()?, other.recv(&mut bytes)?))
    });
    attempt("broadcast", || {
        let (one, _) = pair()?;
        let before = one.broadcast()?;
        one.set_broadcast(true)?;
        Ok((before, one.broadcast()?))
    });
    attempt("try_clone", || {
        let (one, other) = pair()?;
        one.try_clone()?.send_to(b"clone", other.local_addr()?)?;
        other.recv(&mut [0; 8])
    });
    attempt("a large one", || {
        let (one, other) = pair()?;
        one.send_to(&[5; 60_000], other.local_addr()?)?;
        other.recv(&mut vec![0; 65_536])
    });
    attempt("too large", || {
        let (one, other) = pair()?;
        one.send_to(&[5; 70_000], other.local_addr()?)
    });
}
