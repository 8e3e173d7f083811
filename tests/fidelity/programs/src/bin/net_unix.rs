// SPDX-License-Identifier: Apache-2.0
//! std::os::unix::net.

use fidelity::{attempt, work};
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::FileTypeExt;
use std::os::unix::net::{UnixDatagram, UnixListener, UnixStream};
use std::path::Path;
use std::thread;

fn main() {
    let dir = work();
    // Such a name has 108 bytes at most, the work directory's may be long.
    std::env::set_current_dir(&dir).expect("the work directory");

    attempt("pair", || {
        let (mut one, mut other) = UnixStream::pair()?;
        one.write_all(b"hello")?;
        other.write_all(b"there")?;
        drop(other.try_clone()?);
        let (mut a, mut b) = ([0; 5], [0; 5]);
        other.read_exact(&mut a)?;
        one.read_exact(&mut b)?;
        Ok((a, b))
    });
    attempt("the end", || {
        let (mut one, other) = UnixStream::pair()?;
        drop(other);
        one.read(&mut [0; 4])
    });
    attempt("nobody reads", || {
        let (mut one, other) = UnixStream::pair()?;
        drop(other);
        one.write(b"x")
    });
    attempt("bind", || {
        let listener = UnixListener::bind("socket")?;
        let name = listener.local_addr()?;
        Ok((name.as_pathname().map(Path::to_path_buf), std::fs::metadata("socket")?.file_type().is_socket()))
    });
    attempt("bind again", || UnixListener::bind("socket").map(drop));
    attempt("connect to nobody", || UnixStream::connect("socket").map(drop));
    attempt("connect to nothing", || UnixStream::connect("none").map(drop));
    attempt("listen and connect", || {
        let listener = UnixListener::bind("server")?;
        let server = thread::spawn(move || -> io::Result<String> {
            let (mut stream, from) = listener.accept()?;
            let mut text = String::new();
            stream.read_to_string(&mut text)?;
            stream.write_all(format!("got {text}, unnamed {}", from.is_unnamed()).as_bytes())?;
            Ok(text)
        });
        let mut client = UnixStream::connect("server")?;
        let peer = client.peer_addr()?.as_pathname().map(Path::to_path_buf);
        client.write_all(b"request")?;
        client.shutdown(Shutdown::Write)?;
        let answer = io::read_to_string(client)?;
        server.join().expect("a thread")?;
        Ok((answer, peer))
    });
    attempt("incoming", || {
        let listener = UnixListener::bind("incoming")?;
        let mut clients = Vec::new();
        for i in 0..3u8 {
            let mut client = UnixStream::connect("incoming")?;
            client.write_all(&[i])?;
            clients.push(client);
        }
        let mut bytes = Vec::new();
        for stream in listener.incoming().take(3) {
            let mut byte = [0];
            stream?.read_exact(&mut byte)?;
            bytes.push(byte[0]);
        }
        Ok(bytes)
    });
    attempt("datagram pair", || {
        let (one, other) = UnixDatagram::pair()?;
        one.send(b"first")?;
        one.send(b"second!")?;
        let mut bytes = [0; 16];
        Ok([other.recv(&mut bytes)?, other.recv(&mut bytes)?])
    });
    attempt("datagrams by name", || {
        let (one, other) = (UnixDatagram::bind("d1")?, UnixDatagram::bind("d2")?);
        one.send_to(b"by name", "d2")?;
        let mut bytes = [0; 16];
        let (n, from) = other.recv_from(&mut bytes)?;
        Ok((n, from.as_pathname().map(Path::to_path_buf)))
    });
    attempt("datagram connected", || {
        let other = UnixDatagram::bind("d3")?;
        let one = UnixDatagram::unbound()?;
        one.connect("d3")?;
        one.send(b"unbound")?;
        let mut bytes = [0; 16];
        let (n, from) = other.recv_from(&mut bytes)?;
        Ok((n, from.is_unnamed()))
    });
    attempt("a name too long", || UnixListener::bind("n".repeat(120)).map(drop));
    attempt("an abstract name", || {
        use std::os::linux::net::SocketAddrExt;
        use std::os::unix::net::SocketAddr;
        let name = format!("fidelity-{}", std::process::id());
        let address = SocketAddr::from_abstract_name(&name)?;
        let listener = UnixListener::bind_addr(&address)?;
        let mut client = UnixStream::connect_addr(&address)?;
        client.write_all(b"abstract")?;
        drop(client);
        Ok((io::read_to_string(listener.accept()?.0)?, listener.local_addr()?.as_pathname().is_none()))
    });
}
