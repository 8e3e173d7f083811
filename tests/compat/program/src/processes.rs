// SPDX-License-Identifier: Apache-2.0
//! Processes, their timers and their threads' ends.
use crate::report::{check, equal, fails};
use std::ffi::CString;
use std::mem::zeroed;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::thread::JoinHandleExt;
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

static NUMBER: AtomicI32 = AtomicI32::new(0);
static DESTROYED: AtomicUsize = AtomicUsize::new(0);
static KEY: AtomicUsize = AtomicUsize::new(0);

extern "C" fn informed(number: i32, info: *mut libc::siginfo_t, _: *mut libc::c_void) {
    NUMBER.store(number * 100 + unsafe { (*info).si_signo }, Ordering::SeqCst);
}

fn handle(number: i32) {
    let mut action: libc::sigaction = unsafe { zeroed() };
    let mut old: libc::sigaction = unsafe { zeroed() };

    action.sa_sigaction = informed as *const () as usize;
    action.sa_flags = libc::SA_SIGINFO;
    equal("sigaction: SA_SIGINFO", unsafe { libc::sigaction(number, &action, null_mut()) }, 0);
    equal("sigaction: what it was", unsafe { libc::sigaction(number, null(), &mut old) }, 0);
    equal("sigaction: the program's own", (old.sa_sigaction, old.sa_flags & libc::SA_SIGINFO != 0), (action.sa_sigaction, true));
}

/// A signal is seen between two instructions, so not in one call that sleeps.
fn comes(within: Duration) -> (i32, Duration) {
    let begin = Instant::now();
    while NUMBER.load(Ordering::SeqCst) == 0 && begin.elapsed() < within {
        std::thread::sleep(Duration::from_millis(1));
    }
    (NUMBER.swap(0, Ordering::SeqCst), begin.elapsed())
}

pub fn timers() {
    let half = libc::timeval { tv_sec: 0, tv_usec: 500_000 };
    let none = libc::timeval { tv_sec: 0, tv_usec: 0 };
    let mut left: libc::itimerval = unsafe { zeroed() };
    let mut to = libc::itimerval { it_interval: none, it_value: half };

    handle(libc::SIGALRM);
    equal("setitimer", unsafe { libc::setitimer(libc::ITIMER_REAL, &to, null_mut()) }, 0);
    equal("getitimer", unsafe { libc::getitimer(libc::ITIMER_REAL, &mut left) }, 0);
    check("getitimer: what is left", left.it_value.tv_sec == 0 && left.it_value.tv_usec > 100_000);
    let (number, took) = comes(Duration::from_secs(5));
    equal("setitimer: comes", number, libc::SIGALRM * 101);
    check("setitimer: not before", took >= Duration::from_millis(400));
    to.it_value.tv_usec = 1_000_000;
    fails("setitimer: no time", unsafe { libc::setitimer(libc::ITIMER_REAL, &to, null_mut()) } as i64, libc::EINVAL);
    fails("setitimer: another clock", unsafe { libc::setitimer(libc::ITIMER_PROF, &to, null_mut()) } as i64, libc::ENOSYS);
}

fn child(status: impl FnOnce()) -> i32 {
    let mut told = 0;
    let mut usage: libc::rusage = unsafe { zeroed() };

    match unsafe { libc::fork() } {
        0 => {
            status();
            unsafe { libc::_exit(99) }
        }
        child => {
            equal("wait4", unsafe { libc::wait4(child, &mut told, 0, &mut usage) }, child);
            told
        }
    }
}

pub fn children() {
    let text = std::env::temp_dir().join(format!("lind-compat-{}-text", std::process::id()));
    let name = CString::new(text.as_os_str().as_bytes()).unwrap();
    let argv = [name.as_ptr() as *mut _, null_mut()];
    let mut process = 0;
    let spawn = |name: &CString, process: &mut i32| unsafe {
        libc::posix_spawn(process, name.as_ptr(), null(), null(), argv.as_ptr(), null())
    };

    std::fs::write(&text, "no program").unwrap();
    equal("posix_spawn: no file", spawn(&CString::new("/none").unwrap(), &mut process), libc::ENOENT);
    let number = spawn(&name, &mut process);
    check("posix_spawn: no program", matches!(number, libc::ENOEXEC | libc::EACCES));
    let along = |name: &std::ffi::CStr| unsafe {
        libc::posix_spawnp(&mut 0, name.as_ptr(), null(), null(), argv.as_ptr(), null())
    };
    equal("posix_spawnp: no file", along(c"no-such-program"), libc::ENOENT);
    let directory = CString::new(std::env::temp_dir().as_os_str().as_bytes()).unwrap();
    equal("posix_spawn: a directory", spawn(&directory, &mut process), libc::EACCES);
    std::fs::remove_file(&text).unwrap();
    equal("_exit", libc::WEXITSTATUS(child(|| unsafe { libc::_exit(7) })), 7);
    let status = child(|| unsafe { libc::abort() });
    equal("abort: exits", (libc::WIFEXITED(status), libc::WEXITSTATUS(status)), (true, 134));
    equal("kill", libc::WTERMSIG(child(|| unsafe { assert_eq!(libc::kill(libc::getpid(), libc::SIGKILL), 0) })), libc::SIGKILL);
    let living = unsafe { libc::fork() };
    if living == 0 {
        unsafe { libc::pause() };
    }
    equal("kill: is another there", unsafe { libc::kill(living, 0) }, 0);
    unsafe { libc::kill(living, libc::SIGKILL) };
    while unsafe { libc::waitpid(living, std::ptr::null_mut(), 0) } != living {}
    fails("kill: it is gone", unsafe { libc::kill(living, 0) } as i64, libc::ESRCH);
    let exe = std::env::current_exe().unwrap();
    let mut magic = [0; 4];
    std::io::Read::read_exact(&mut std::fs::File::open(exe).unwrap(), &mut magic).unwrap();
    check("readlink: /proc/self/exe", magic == *b"\0asm" || magic == *b"\x7fELF");
}

/// A forked child that ends when it is told to, and the pipe that tells it.
fn waiting_child() -> (i32, i32) {
    let mut ends = [0; 2];
    let mut byte = 0u8;

    unsafe { libc::pipe(ends.as_mut_ptr()) };
    match unsafe { libc::fork() } {
        0 => unsafe {
            libc::close(ends[1]);
            libc::read(ends[0], &mut byte as *mut u8 as *mut _, 1);
            libc::_exit(6)
        },
        child => {
            unsafe { libc::close(ends[0]) };
            (child, ends[1])
        }
    }
}

pub fn waiting() {
    let (mut status, mut info): (i32, libc::siginfo_t) = (0, unsafe { zeroed() });
    let (first, to_first) = waiting_child();
    let (second, to_second) = waiting_child();
    // By a byte, since the later child has the earlier one's pipe as well.
    let tell = |pipe| unsafe { libc::write(pipe, [0u8; 1].as_ptr() as *const _, 1) };
    let now = |child, status: &mut i32| unsafe { libc::waitpid(child, status, libc::WNOHANG) };

    equal("waitpid: WNOHANG, one that runs", now(first, &mut status), 0);
    equal("waitpid: WNOHANG, any", now(-1, &mut status), 0);
    tell(to_first);
    equal("waitid: WNOWAIT", unsafe { libc::waitid(libc::P_ALL, 0, &mut info, libc::WEXITED | libc::WNOWAIT) }, 0);
    equal("waitid: is left", (info.si_signo, unsafe { info.si_pid() }, unsafe { info.si_status() }), (libc::SIGCHLD, first, 6));
    equal("waitpid: another's end is not taken", now(second, &mut status), 0);
    equal("waitpid: which has ended", (unsafe { libc::waitpid(first, &mut status, 0) }, libc::WEXITSTATUS(status)), (first, 6));
    fails("waitpid: twice", now(first, &mut status) as i64, libc::ECHILD);
    equal("waitid: one that runs", unsafe { libc::waitid(libc::P_PID, second as u32, &mut info, libc::WEXITED | libc::WNOHANG) }, 0);
    equal("waitid: nothing", unsafe { info.si_pid() }, 0);
    unsafe { libc::kill(second, libc::SIGKILL) };
    equal("waitid", unsafe { libc::waitid(libc::P_PID, second as u32, &mut info, libc::WEXITED) }, 0);
    equal("waitid: killed", (info.si_code, unsafe { info.si_status() }), (libc::CLD_KILLED, libc::SIGKILL));
    for pipe in [to_first, to_second] {
        unsafe { libc::close(pipe) };
    }
    fails("waitid: no children", unsafe { libc::waitid(libc::P_ALL, 0, &mut info, libc::WEXITED) } as i64, libc::ECHILD);
    fails("waitid: of what", unsafe { libc::waitid(libc::P_ALL, 0, &mut info, 0) } as i64, libc::EINVAL);
    fails("wait: no children", unsafe { libc::wait(&mut status) } as i64, libc::ECHILD);
    fails("waitpid: no such option", unsafe { libc::waitpid(-1, &mut status, 0x100) } as i64, libc::EINVAL);
    let (third, to_third) = waiting_child();
    tell(to_third);
    equal("wait", (unsafe { libc::wait(&mut status) }, libc::WEXITSTATUS(status)), (third, 6));
}

/// What another thread than the first asks for.
pub fn of_threads() {
    let exe = std::env::current_exe().unwrap();
    let run = |directory: &str| {
        let mut command = std::process::Command::new(&exe);
        command.args(["absent", "inotify_init"]).current_dir(directory);
        std::thread::spawn(move || command.output().map(|o| o.status.success()).map_err(|e| e.raw_os_error())).join().unwrap()
    };

    equal("posix_spawn: by a thread", run("/"), Ok(true));
    equal("posix_spawn: to a directory", run("/none"), Err(Some(libc::ENOENT)));
    use std::os::unix::process::CommandExt;
    let of_group = |group| {
        let mut command = std::process::Command::new(&exe);
        command.args(["absent", "inotify_init"]).process_group(group);
        command.output().map(|o| o.status.success()).map_err(|e| e.raw_os_error())
    };
    equal("posix_spawn: a group of its own", of_group(0), Ok(true));
    equal("posix_spawn: another's group", of_group(1), Err(Some(libc::ENOSYS)));
    let forked = std::thread::spawn(|| (unsafe { libc::fork() }, std::io::Error::last_os_error().raw_os_error()));
    equal("fork: by a thread", forked.join().unwrap(), (-1, Some(libc::ENOSYS)));
}

extern "C" fn destroy(_: *mut libc::c_void) {
    DESTROYED.fetch_add(1, Ordering::SeqCst);
}

extern "C" fn with_value(_: *mut libc::c_void) -> *mut libc::c_void {
    let here = 0u8;
    unsafe { libc::pthread_setspecific(KEY.load(Ordering::SeqCst) as _, 1 as *const _) };
    std::hint::black_box(&here) as *const u8 as *mut libc::c_void
}

extern "C" {
    #[link_name = "pthread_key_create"]
    fn key_create_of_c(key: *mut libc::pthread_key_t, destroy: Option<extern "C" fn(*mut libc::c_void)>) -> i32;
}

fn begin() -> libc::pthread_t {
    let mut thread: libc::pthread_t = unsafe { zeroed() };
    let run = unsafe { libc::pthread_create(&mut thread, null(), with_value, null_mut()) };
    equal("pthread_create", run, 0);
    thread
}

fn join(thread: libc::pthread_t) -> usize {
    let mut result = null_mut();
    equal("pthread_join", unsafe { libc::pthread_join(thread, &mut result) }, 0);
    result as usize
}

/// A stack that is taken again begins at another address: by so much.
fn is_again(stack: usize, first: usize) -> bool {
    let apart = stack.abs_diff(first);
    apart != 0 && apart % 65536 == 0 && apart <= 3 * 65536
}

fn eventually(name: &str, holds: impl Fn() -> bool) {
    let begin = Instant::now();
    while !holds() && begin.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(1));
    }
    check(name, holds());
}

static FIRST: AtomicUsize = AtomicUsize::new(0);
static SEEN: AtomicUsize = AtomicUsize::new(0);
static ELSEWHERE: AtomicUsize = AtomicUsize::new(0);

fn number_of_thread() -> usize {
    unsafe { libc::syscall(libc::SYS_gettid) as usize }
}

extern "C" fn count(_: i32) {
    ELSEWHERE.fetch_add((number_of_thread() != FIRST.load(Ordering::SeqCst)) as usize, Ordering::SeqCst);
    SEEN.fetch_add(1, Ordering::SeqCst);
}

/// A thread or child that was begun while a signal was on its way asked the host at each turn, without an end.
pub fn among_signals() {
    let turns = || (0..20_000).for_each(|i| drop(std::hint::black_box(i)));
    let end = std::sync::atomic::AtomicBool::new(false);
    let ended = || end.load(Ordering::SeqCst);

    FIRST.store(number_of_thread(), Ordering::SeqCst);
    unsafe { libc::signal(libc::SIGUSR2, count as *const () as usize) };
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ended() {
                let before = SEEN.load(Ordering::SeqCst);
                unsafe { libc::kill(libc::getpid(), libc::SIGUSR2) };
                while SEEN.load(Ordering::SeqCst) == before && !ended() {
                    std::thread::yield_now();
                }
            }
        });
        for _ in 0..10 {
            std::thread::spawn(turns).join().unwrap();
            let child = unsafe { libc::fork() };
            if child == 0 {
                turns();
                unsafe { libc::_exit(0) };
            }
            while unsafe { libc::waitpid(child, null_mut(), 0) } < 0 {}
        }
        end.store(true, Ordering::SeqCst);
    });
    check("pthread_create, fork: signals come meanwhile", SEEN.load(Ordering::SeqCst) > 0);
    equal("pthread_create: its signals are the first thread's", ELSEWHERE.load(Ordering::SeqCst), 0);
    unsafe { libc::signal(libc::SIGUSR2, libc::SIG_DFL) };
}

#[repr(align(16))]
struct Aligned([u8; 16]);

#[inline(never)]
fn address_of_aligned() -> usize {
    let here = Aligned([1; 16]);
    // The compiler knows of its own pointer what it takes for granted.
    std::hint::black_box(&here as *const Aligned) as usize
}

#[repr(align(64))]
struct OfLine(#[allow(dead_code)] u8);

std::thread_local! {
    static LOCAL: OfLine = const { OfLine(1) };
}

pub fn threads() {
    let mut key = 0;
    // Longer than a stack rests.
    let rest = || std::thread::sleep(Duration::from_millis(120));

    equal("pthread_create: the stack is aligned", std::thread::spawn(address_of_aligned).join().unwrap() % 16, 0);
    let of_local = || LOCAL.with(|here| std::hint::black_box(here as *const OfLine) as usize % 64);
    equal("pthread_create: its thread-locals are aligned", std::thread::spawn(of_local).join().unwrap(), 0);
    let idle = std::thread::spawn(std::thread::park);
    equal("pthread_cancel", unsafe { libc::pthread_cancel(idle.as_pthread_t() as libc::pthread_t) }, libc::ENOSYS);
    idle.thread().unpark();
    idle.join().unwrap();
    equal("pthread_key_create", unsafe { libc::pthread_key_create(&mut key, Some(destroy)) }, 0);
    KEY.store(key as usize, Ordering::SeqCst);
    let first = join(begin());
    equal("pthread_key_create: its destructor", DESTROYED.load(Ordering::SeqCst), 1);
    rest();
    check("pthread_join: the stack is used again", is_again(join(begin()), first));
    rest();
    equal("pthread_detach", unsafe { libc::pthread_detach(begin()) }, 0);
    eventually("pthread_detach: ends", || DESTROYED.load(Ordering::SeqCst) == 3);
    rest();
    check("pthread_detach: the stack is used again", is_again(join(begin()), first));
    equal("pthread_key_delete", unsafe { libc::pthread_key_delete(key) }, 0);
    rest();
    join(begin());
    equal("pthread_key_delete: no destructor", DESTROYED.load(Ordering::SeqCst), 4);
    // C's next key may have the number, and no destructor.
    let mut again = 0;
    equal("C's pthread_key_create", unsafe { key_create_of_c(&mut again, None) }, 0);
    KEY.store(again as usize, Ordering::SeqCst);
    rest();
    join(begin());
    equal("pthread_key_delete: none of another key's", DESTROYED.load(Ordering::SeqCst), 4);
}
