// SPDX-License-Identifier: Apache-2.0
//! Names of sockets: whole ones, of every family, however the socket came to them.
use crate::report::{check, equal};
use std::net::{Ipv6Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::AsRawFd;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::path::PathBuf;

fn six() {
    let any = SocketAddr::from((Ipv6Addr::LOCALHOST, 0));
    let Ok(listener) = TcpListener::bind(any) else {
        return check("IPv6: there is none on this machine", true);
    };
    let at = listener.local_addr().unwrap();
    equal("IPv6: getsockname", at.ip(), any.ip());
    check("IPv6: a port", at.port() > 0);
    equal("IPv6: getsockname of a duplicate", listener.try_clone().unwrap().local_addr().unwrap(), at);
    let client = TcpStream::connect(at).unwrap();
    let (server, from) = listener.accept().unwrap();
    equal("IPv6: accept", from, client.local_addr().unwrap());
    equal("IPv6: getpeername", client.peer_addr().unwrap(), at);
    equal("IPv6: getpeername of the other end", server.peer_addr().unwrap(), from);
    equal("IPv6: getsockname of an accepted one", server.local_addr().unwrap(), at);
    let a = UdpSocket::bind(any).unwrap();
    let b = UdpSocket::bind(any).unwrap();
    b.send_to(b"six", a.local_addr().unwrap()).unwrap();
    equal("IPv6: recvfrom", a.recv_from(&mut [0; 8]).unwrap(), (3, b.local_addr().unwrap()));
    let all = UdpSocket::bind((Ipv6Addr::UNSPECIFIED, 0)).unwrap();
    equal("IPv6: getsockname of no address", all.local_addr().unwrap().ip(), Ipv6Addr::UNSPECIFIED.into());
}

/// std accepts by accept4.
fn accept_six() {
    let Ok(listener) = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)) else {
        return check("accept: there is no IPv6 on this machine", true);
    };
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let mut name: libc::sockaddr_in6 = unsafe { std::mem::zeroed() };
    let mut size = std::mem::size_of_val(&name) as libc::socklen_t;
    let file = unsafe { libc::accept(listener.as_raw_fd(), (&raw mut name).cast(), &mut size) };
    check("accept", file >= 0);
    equal("accept: size", size as usize, std::mem::size_of_val(&name));
    let client = client.local_addr().unwrap();
    equal("accept: port", u16::from_be(name.sin6_port), client.port());
    equal("accept: address", Ipv6Addr::from(name.sin6_addr.s6_addr), Ipv6Addr::LOCALHOST);
    unsafe { libc::close(file) };
}

fn four() {
    let a = UdpSocket::bind("127.0.0.1:0").unwrap();
    let b = UdpSocket::bind("127.0.0.1:0").unwrap();
    b.send_to(b"four", a.local_addr().unwrap()).unwrap();
    equal("IPv4: recvfrom", a.recv_from(&mut [0; 8]).unwrap(), (4, b.local_addr().unwrap()));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (server, from) = listener.accept().unwrap();
    equal("IPv4: accept", from, client.local_addr().unwrap());
    equal("IPv4: getsockname of an accepted one", server.local_addr().unwrap(), listener.local_addr().unwrap());
}

fn path(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("lind-compat-{}-longer-than-an-address-of-IPv4-{name}", std::process::id()))
}

fn paths() {
    let (of_listener, of_client, of_other) = (path("listener"), path("client"), path("other"));
    for path in [&of_listener, &of_client, &of_other] {
        let _ = std::fs::remove_file(path);
    }
    let listener = UnixListener::bind(&of_listener).unwrap();
    equal("path: getsockname", listener.local_addr().unwrap().as_pathname(), Some(&*of_listener));
    let client = UnixStream::connect(&of_listener).unwrap();
    let (server, from) = listener.accept().unwrap();
    check("path: accept: none", from.is_unnamed());
    check("path: getsockname: none", client.local_addr().unwrap().is_unnamed());
    equal("path: getpeername", client.peer_addr().unwrap().as_pathname(), Some(&*of_listener));
    check("path: getpeername: none", server.peer_addr().unwrap().is_unnamed());
    equal("path: getsockname of an accepted one", server.local_addr().unwrap().as_pathname(), Some(&*of_listener));
    let a = UnixDatagram::bind(&of_client).unwrap();
    let b = UnixDatagram::bind(&of_other).unwrap();
    b.send_to(b"x", &of_client).unwrap();
    let (n, from) = a.recv_from(&mut [0; 8]).unwrap();
    equal("path: recvfrom", (n, from.as_pathname()), (1, Some(&*of_other)));
    b.connect(&of_client).unwrap();
    equal("path: getpeername of a datagram's", b.peer_addr().unwrap().as_pathname(), Some(&*of_client));
    UnixDatagram::unbound().unwrap().send_to(b"y", &of_client).unwrap();
    check("path: recvfrom: none", a.recv_from(&mut [0; 8]).unwrap().1.is_unnamed());
    for path in [&of_listener, &of_client, &of_other] {
        std::fs::remove_file(path).unwrap();
    }
}

pub fn run() {
    four();
    six();
    accept_six();
    paths();
}
