// SPDX-License-Identifier: Apache-2.0
//! std::process: the program runs itself, and does as a child what its third word says.

use fidelity::{attempt, fact, me, word, work};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{self, Command, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

fn child(word: &str) {
    match word {
        "hello" => println!("hello"),
        "both" => {
            println!("out");
            eprintln!("err");
        }
        "args" => println!("{:?}", env::args().skip(3).collect::<Vec<_>>()),
        "env" => println!("{:?} {}", env::var("GIVEN"), env::vars_os().count()),
        "cwd" => println!("{:?}", env::current_dir().unwrap().file_name()),
        "upper" => print!("{}", io::read_to_string(io::stdin()).unwrap().to_uppercase()),
        "lines" => {
            for line in io::stdin().lines() {
                println!("<{}>", line.unwrap());
            }
        }
        "exit" => process::exit(env::args().nth(3).unwrap().parse().unwrap()),
        "abort" => process::abort(),
        "sleep" => {
            println!("sleeping");
            thread::sleep(Duration::from_secs(60));
        }
        "exec" => {
            let error = command("args").args(["by", "exec"]).env("LEFT", "1").exec();
            println!("exec: {error}");
        }
        "grandchild" => println!("{:?}", command("hello").output().map(|o| o.stdout)),
        "much" => io::stdout().write_all(&vec![b'x'; 1_000_000]).unwrap(),
        "closed" => println!("{:?}", io::stdin().read(&mut [0; 1])),
        _ => process::exit(99),
    }
}

fn command(word: &str) -> Command {
    let mut command = Command::new(me());
    command.arg(work()).arg(word);
    command
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

fn main() {
    if !word().is_empty() {
        return child(&word());
    }
    let dir = work();
    fact("id", process::id() > 0);
    attempt("output", || {
        let output = command("hello").output()?;
        Ok((output.status.success(), text(output.stdout), text(output.stderr)))
    });
    attempt("both streams", || {
        let output = command("both").output()?;
        Ok((text(output.stdout), text(output.stderr)))
    });
    attempt("arguments", || Ok(text(command("args").args(["a b", "", "ü$\"'", "*"]).output()?.stdout)));
    attempt("environment", || Ok(text(command("env").env_clear().env("GIVEN", "a value").output()?.stdout)));
    attempt("environment less one", || {
        Ok(text(command("env").env_clear().env("GIVEN", "a").env("OTHER", "b").env_remove("GIVEN").output()?.stdout))
    });
    attempt("environment inherited", || {
        env::set_var("GIVEN", "inherited");
        Ok(text(command("env").output()?.stdout).starts_with("Ok(\"inherited\")"))
    });
    attempt("current_dir", || {
        fs::create_dir_all(dir.join("there"))?;
        Ok(text(command("cwd").current_dir(dir.join("there")).output()?.stdout))
    });
    attempt("a missing current_dir", || command("cwd").current_dir(dir.join("none")).output().map(drop));
    attempt("a missing program", || Command::new(dir.join("none")).output().map(drop));
    attempt("a missing program along PATH", || Command::new("no-such-program-anywhere").output().map(drop));
    attempt("a program that is none", || {
        fs::write(dir.join("text"), "no program")?;
        Command::new(dir.join("text")).output().map(drop)
    });
    attempt("status", || {
        let mut codes = Vec::new();
        for code in ["0", "1", "42", "255"] {
            codes.push(command("exit").arg(code).status()?.code());
        }
        Ok(codes)
    });
    attempt("stdin by a pipe", || {
        let mut child = command("upper").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        child.stdin.take().expect("a pipe").write_all(b"shout")?;
        let output = child.wait_with_output()?;
        Ok((text(output.stdout), output.status.code()))
    });
    attempt("a conversation", || {
        let mut child = command("lines").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut to = child.stdin.take().expect("a pipe");
        let mut from = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut answers = Vec::new();
        for line in ["one", "two"] {
            writeln!(to, "{line}")?;
            let mut answer = String::new();
            from.read_line(&mut answer)?;
            answers.push(answer);
        }
        drop(to);
        Ok((answers, child.wait()?.code()))
    });
    attempt("stdin null", || Ok(text(command("closed").stdin(Stdio::null()).output()?.stdout)));
    attempt("stdout null", || Ok(command("hello").stdout(Stdio::null()).status()?.success()));
    attempt("stdout to a file", || {
        let file = fs::File::create(dir.join("out"))?;
        command("hello").stdout(file).status()?;
        fs::read_to_string(dir.join("out"))
    });
    attempt("stdin from a file", || {
        fs::write(dir.join("in"), "of a file")?;
        Ok(text(command("upper").stdin(fs::File::open(dir.join("in"))?).output()?.stdout))
    });
    attempt("from child to child", || {
        let mut first = command("hello").stdout(Stdio::piped()).spawn()?;
        let output = command("upper").stdin(first.stdout.take().expect("a pipe")).output()?;
        first.wait()?;
        Ok(text(output.stdout))
    });
    attempt("much", || Ok(command("much").output()?.stdout.len()));
    attempt("abort", || {
        let status = command("abort").stderr(Stdio::null()).status()?;
        Ok((status.code(), status.signal()))
    });
    attempt("kill", || {
        let mut child = command("sleep").stdout(Stdio::piped()).spawn()?;
        // It has begun when it has said so.
        child.stdout.as_mut().expect("a pipe").read_exact(&mut [0; 8])?;
        let before = child.try_wait()?.is_none();
        child.kill()?;
        let status = child.wait()?;
        Ok((before, status.code(), status.signal(), child.try_wait()?.is_some()))
    });
    attempt("try_wait", || {
        let mut child = command("hello").stdout(Stdio::null()).spawn()?;
        child.wait()?;
        Ok(child.try_wait()?.map(|status| status.success()))
    });
    attempt("try_wait until it ends", || {
        let mut child = command("upper").stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        let mut other = command("exit").arg("3").spawn()?;
        let other = loop {
            if let Some(status) = other.try_wait()? {
                break status.code();
            }
            thread::sleep(Duration::from_millis(1));
        };
        let before = child.try_wait()?.is_none();
        drop(child.stdin.take());
        Ok((other, before, child.wait()?.code()))
    });
    attempt("killed while it reads", || {
        let mut child = command("upper").stdin(Stdio::piped()).spawn()?;
        let input = child.stdin.take();
        child.kill()?;
        let status = child.wait()?;
        drop(input);
        Ok((status.code(), status.signal()))
    });
    attempt("several", || {
        let children = (0..4).map(|i| command("exit").arg(i.to_string()).spawn()).collect::<Result<Vec<_>, _>>()?;
        children.into_iter().map(|mut child| Ok(child.wait()?.code())).collect::<io::Result<Vec<_>>>()
    });
    attempt("a child of a child", || Ok(text(command("grandchild").output()?.stdout)));
    attempt("exec", || Ok(text(command("exec").output()?.stdout)));
    attempt("pre_exec", || {
        let mut it = command("hello");
        // SAFETY: it does nothing but answer.
        unsafe { it.pre_exec(|| Err(io::Error::from_raw_os_error(13))) };
        it.output().map(drop)
    });
    attempt("arg0", || Ok(command("exit").arg("5").arg0("another").status()?.code()));
    attempt("process_group", || Ok(command("hello").process_group(0).output()?.status.success()));
    attempt("from a thread", || {
        thread::spawn(|| Ok(text(command("hello").output()?.stdout))).join().expect("a thread")
    });
    attempt("from several threads", || {
        let threads = (0..4).map(|i| thread::spawn(move || Ok(command("exit").arg(i.to_string()).status()?.code())));
        threads.collect::<Vec<_>>().into_iter().map(|t| t.join().expect("a thread")).collect::<io::Result<Vec<_>>>()
    });
    attempt("current_dir of a thread's child", || {
        let there = dir.join("there");
        thread::spawn(|| Ok(text(command("cwd").current_dir(there).output()?.stdout))).join().expect("a thread")
    });
    attempt("a program in its current_dir", || {
        let there = dir.join("there");
        fs::copy(me(), there.join("copy"))?;
        fs::set_permissions(there.join("copy"), fs::metadata(me())?.permissions())?;
        Ok(text(Command::new("./copy").arg(work()).arg("hello").current_dir(&there).output()?.stdout))
    });
    attempt("no program in its current_dir", || Command::new("./none").current_dir(dir.join("there")).output().map(drop));
    attempt("waited for by a thread", || {
        let mut child = command("upper").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take();
        let waiting = thread::spawn(move || child.wait_with_output());
        drop(input);
        Ok(waiting.join().expect("a thread")?.status.code())
    });
    fact("ExitStatus", {
        let status = process::ExitStatus::from_raw(9);
        (status.signal(), status.code(), status.to_string(), process::ExitStatus::from_raw(3 << 8).to_string())
    });
}
