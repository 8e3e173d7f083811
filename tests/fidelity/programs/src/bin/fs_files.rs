// SPDX-License-Identifier: Apache-2.0
//! std::fs: files and what is in them.

use fidelity::{attempt, fact, work};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};

fn main() {
    let dir = work();
    let path = dir.join("file");

    attempt("write", || fs::write(&path, "hello"));
    attempt("read", || fs::read(&path));
    attempt("read_to_string", || fs::read_to_string(&path));
    attempt("exists", || Ok((fs::exists(&path)?, fs::exists(dir.join("none"))?)));

    attempt("create truncates", || {
        File::create(&path)?;
        Ok(fs::metadata(&path)?.len())
    });
    attempt("create_new refuses", || File::create_new(&path).map(drop));
    attempt("create_new makes", || {
        File::create_new(dir.join("new"))?.write_all(b"new")?;
        fs::read_to_string(dir.join("new"))
    });
    attempt("append", || {
        fs::write(&path, "one")?;
        let mut file = OpenOptions::new().append(true).open(&path)?;
        file.write_all(b"two")?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(b"three")?;
        fs::read_to_string(&path)
    });
    attempt("append and read", || {
        let mut file = OpenOptions::new().append(true).read(true).open(&path)?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        Ok(text)
    });
    attempt("truncate", || {
        OpenOptions::new().write(true).truncate(true).open(&path)?.write_all(b"x")?;
        fs::read_to_string(&path)
    });
    attempt("write keeps the rest", || {
        fs::write(&path, "abcdef")?;
        OpenOptions::new().write(true).open(&path)?.write_all(b"XY")?;
        fs::read_to_string(&path)
    });
    attempt("create does not truncate", || {
        OpenOptions::new().write(true).create(true).truncate(false).open(&path)?;
        fs::read_to_string(&path)
    });
    attempt("no access asked", || OpenOptions::new().open(&path).map(drop));
    attempt("truncate without write", || OpenOptions::new().read(true).truncate(true).open(&path).map(drop));
    attempt("write to a reader", || File::open(&path)?.write(b"x"));
    attempt("read from a writer", || OpenOptions::new().write(true).open(&path)?.read(&mut [0; 4]));
    attempt("open a missing one", || File::open(dir.join("none")).map(drop));

    attempt("read and write", || {
        let mut file = File::options().read(true).write(true).create(true).truncate(true).open(&path)?;
        file.write_all(b"0123456789")?;
        let mut facts = vec![file.stream_position()?];
        facts.push(file.seek(SeekFrom::End(-3))?);
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        facts.push(file.seek(SeekFrom::Current(-5))?);
        file.rewind()?;
        facts.push(file.stream_position()?);
        Ok((text, facts))
    });
    attempt("seek before the start", || File::open(&path)?.seek(SeekFrom::Current(-1)));
    attempt("a hole", || {
        let mut file = File::create(&path)?;
        file.seek(SeekFrom::Start(5))?;
        file.write_all(b"end")?;
        fs::read(&path)
    });
    attempt("far away", || {
        let mut file = File::options().read(true).write(true).create(true).truncate(true).open(&path)?;
        let at = file.seek(SeekFrom::Start(5 << 30))?;
        file.write_all(b"!")?;
        let len = file.metadata()?.len();
        let end = file.seek(SeekFrom::End(-1))?;
        let mut last = [0];
        file.read_exact(&mut last)?;
        Ok((at, len, end, last, file.stream_position()?))
    });
    attempt("positions", || {
        let mut file = File::options().write(true).create(true).truncate(true).open(&path)?;
        let unit = 1u64 << 32;
        // The last of each unit read as errors' numbers where an answer has 32 bits.
        let far = [unit / 2 - 1, unit / 2, unit - 255, unit - 22, unit - 1, unit, 5 * unit + 7, 1000 * unit - 9];
        far.into_iter()
            .map(|at| {
                let set = file.seek(SeekFrom::Start(at))?;
                let here = file.stream_position()?;
                Ok((set == at, here == at, file.seek(SeekFrom::Current(-7))? == at - 7))
            })
            .collect::<std::io::Result<Vec<_>>>()
    });
    attempt("before the beginning", || {
        let mut file = File::open(&path)?;
        let failed = [file.seek(SeekFrom::Current(-1)), file.seek(SeekFrom::End(-1))];
        Ok((failed.map(|r| r.is_err()), file.stream_position()?))
    });
    attempt("set_len", || {
        fs::write(&path, "0123456789")?;
        let file = OpenOptions::new().write(true).open(&path)?;
        file.set_len(4)?;
        let short = fs::read_to_string(&path)?;
        file.set_len(6)?;
        Ok((short, fs::read(&path)?))
    });
    attempt("set_len of a reader", || File::open(&path)?.set_len(1));
    attempt("sync", || {
        let file = OpenOptions::new().write(true).open(&path)?;
        file.sync_all()?;
        file.sync_data()
    });
    attempt("try_clone shares the position", || {
        fs::write(&path, "abcdef")?;
        let mut one = File::open(&path)?;
        let mut other = one.try_clone()?;
        let mut bytes = [0; 2];
        one.read_exact(&mut bytes)?;
        other.read_exact(&mut bytes)?;
        drop(one);
        let mut rest = String::new();
        other.read_to_string(&mut rest)?;
        Ok((bytes, rest))
    });

    let copy = dir.join("copy");
    attempt("copy", || {
        fs::write(&path, "to be copied")?;
        Ok((fs::copy(&path, &copy)?, fs::read_to_string(&copy)?))
    });
    attempt("copy over a longer one", || {
        fs::write(&copy, "something that is longer than that")?;
        Ok((fs::copy(&path, &copy)?, fs::read_to_string(&copy)?))
    });
    attempt("copy a large one", || {
        let bytes: Vec<u8> = (0..3_000_000u32).map(|i| (i * 31 >> 3) as u8).collect();
        fs::write(&path, &bytes)?;
        Ok((fs::copy(&path, &copy)?, fs::read(&copy)? == bytes))
    });
    attempt("copy an empty one", || {
        fs::write(&path, "")?;
        Ok((fs::copy(&path, &copy)?, fs::read(&copy)?))
    });
    attempt("copy a missing one", || fs::copy(dir.join("none"), &copy));
    attempt("copy a directory", || fs::copy(&dir, &copy));

    attempt("remove_file", || {
        fs::remove_file(&path)?;
        Ok(path.exists())
    });
    attempt("removed and open", || {
        fs::write(&path, "still here")?;
        let mut file = File::open(&path)?;
        fs::remove_file(&path)?;
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        Ok((text, path.exists()))
    });
    attempt("many at once", || {
        let files = (0..200).map(|i| File::create(dir.join(format!("many{i}")))).collect::<Result<Vec<_>, _>>()?;
        Ok(files.len())
    });
    attempt("names", || {
        for name in ["with space", "größe", "$dollar", "a'b\"c", &"n".repeat(255)] {
            fs::write(dir.join(name), name)?;
            if fs::read_to_string(dir.join(name))? != name {
                return Ok("differs");
            }
        }
        Ok("kept")
    });
    attempt("a name too long", || fs::write(dir.join("n".repeat(256)), ""));
    fact("a name with a NUL", fs::write(dir.join("a\0b"), "").unwrap_err().kind());
}
