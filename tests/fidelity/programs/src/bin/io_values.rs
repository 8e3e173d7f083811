// SPDX-License-Identifier: Apache-2.0
//! std::io: readers and writers, in memory and of files.

use fidelity::{attempt, work};
use std::fs::{self, File};
use std::io::{
    self, BufRead, BufReader, BufWriter, Cursor, IoSlice, IoSliceMut, LineWriter, Read, Seek, SeekFrom, Write,
};

fn main() {
    let path = work().join("file");

    attempt("Cursor", || {
        let mut cursor = Cursor::new(Vec::new());
        cursor.write_all(b"hello world")?;
        cursor.seek(SeekFrom::Start(6))?;
        cursor.write_all(b"W")?;
        cursor.seek(SeekFrom::End(-5))?;
        let mut text = String::new();
        cursor.read_to_string(&mut text)?;
        Ok((text, cursor.position()))
    });
    attempt("Cursor before the start", || Cursor::new([1, 2, 3]).seek(SeekFrom::Current(-1)));
    attempt("copy", || {
        let mut to = Vec::new();
        Ok((io::copy(&mut &b"some bytes"[..], &mut to)?, to.len()))
    });
    attempt("copy a file to a file", || {
        fs::write(&path, "x".repeat(100_000))?;
        let to = path.with_extension("copy");
        let n = io::copy(&mut File::open(&path)?, &mut File::create(&to)?)?;
        Ok((n, fs::metadata(to)?.len()))
    });
    attempt("copy a part of a file", || {
        let to = path.with_extension("part");
        let n = io::copy(&mut File::open(&path)?.take(777), &mut File::create(&to)?)?;
        Ok((n, fs::metadata(to)?.len()))
    });
    attempt("chain, take, bytes", || {
        let bytes = (&b"abc"[..]).chain(&b"def"[..]).take(5).bytes().collect::<Result<Vec<_>, _>>()?;
        Ok(bytes)
    });
    attempt("read_exact too much", || (&b"abc"[..]).read_exact(&mut [0; 4]));
    attempt("read_to_string of no UTF-8", || io::read_to_string(&b"\xff"[..]));
    attempt("write to a full slice", || (&mut [0; 2][..]).write_all(b"abc"));
    attempt("lines", || {
        fs::write(&path, "one\ntwo\r\n\nlast")?;
        BufReader::new(File::open(&path)?).lines().collect::<Result<Vec<_>, _>>()
    });
    attempt("read_until and split", || {
        let mut reader = BufReader::with_capacity(4, &b"a,bb,ccccccc,d"[..]);
        let mut first = Vec::new();
        reader.read_until(b',', &mut first)?;
        let rest = reader.split(b',').collect::<Result<Vec<_>, _>>()?;
        Ok((first, rest))
    });
    attempt("BufReader seeks", || {
        let mut reader = BufReader::new(File::open(&path)?);
        reader.read_line(&mut String::new())?;
        let at = reader.stream_position()?;
        reader.seek_relative(-2)?;
        let mut rest = String::new();
        reader.read_to_string(&mut rest)?;
        Ok((at, rest))
    });
    attempt("BufWriter", || {
        let mut writer = BufWriter::with_capacity(8, File::create(&path)?);
        for i in 0..10 {
            write!(writer, "{i},")?;
        }
        let before = fs::metadata(&path)?.len();
        writer.flush()?;
        Ok((before, fs::read_to_string(&path)?))
    });
    attempt("LineWriter", || {
        let mut writer = LineWriter::new(File::create(&path)?);
        writer.write_all(b"one\ntwo")?;
        let before = fs::read_to_string(&path)?;
        drop(writer);
        Ok((before, fs::read_to_string(&path)?))
    });
    attempt("write_vectored", || {
        let mut file = File::create(&path)?;
        let n = file.write_vectored(&[IoSlice::new(b"ab"), IoSlice::new(b""), IoSlice::new(b"cdefg")])?;
        Ok((n, fs::read_to_string(&path)?))
    });
    attempt("read_vectored", || {
        let (mut one, mut two, mut three) = ([0; 3], [0; 0], [0; 10]);
        let mut slices = [IoSliceMut::new(&mut one), IoSliceMut::new(&mut two), IoSliceMut::new(&mut three)];
        let n = File::open(&path)?.read_vectored(&mut slices)?;
        Ok((n, one, three))
    });
    attempt("many slices", || {
        let bytes = [7; 2000];
        let slices: Vec<_> = bytes.iter().map(|b| IoSlice::new(std::slice::from_ref(b))).collect();
        let n = File::create(&path)?.write_vectored(&slices)?;
        Ok((n > 0, n == fs::metadata(&path)?.len() as usize))
    });
    attempt("read_to_end of a large file", || {
        let bytes: Vec<u8> = (0..1_000_000u32).map(|i| i as u8).collect();
        fs::write(&path, &bytes)?;
        let mut read = vec![1];
        let n = File::open(&path)?.read_to_end(&mut read)?;
        Ok((n, read[1..] == bytes))
    });
    attempt("empty, repeat, sink", || {
        let mut bytes = [0; 3];
        io::repeat(9).read_exact(&mut bytes)?;
        Ok((io::empty().read(&mut [0; 8])?, bytes, io::sink().write(b"gone")?))
    });
    attempt("errors", || {
        let error = io::Error::new(io::ErrorKind::InvalidData, "of ours");
        Ok((error.kind(), error.to_string(), error.raw_os_error(), io::Error::other("x").kind()))
    });
}
