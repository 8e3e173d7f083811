// SPDX-License-Identifier: Apache-2.0
use crate::report::{check, equal, fails};
use std::mem::zeroed;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A time whose padding is not zero.
pub fn dirty(seconds: i64, nanoseconds: i32) -> libc::timespec {
    let mut time = std::mem::MaybeUninit::<libc::timespec>::uninit();
    unsafe {
        std::ptr::write_bytes(time.as_mut_ptr(), 0xff, 1);
        (*time.as_mut_ptr()).tv_sec = seconds;
        (*time.as_mut_ptr()).tv_nsec = nanoseconds;
        time.assume_init()
    }
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64
}

fn near(name: &str, is: i64) {
    check(name, (is - now()).abs() <= 1);
}

pub fn run() {
    let begin = Instant::now();
    let mut day: libc::tm = unsafe { zeroed() };
    let mut half: libc::timeval = unsafe { zeroed() };
    let later = (1i64 << 31) + 5;

    equal("nanosleep", unsafe { libc::nanosleep(&dirty(0, 20_000_000), std::ptr::null_mut()) }, 0);
    check("nanosleep: not before the time", begin.elapsed() >= Duration::from_millis(20));
    fails("nanosleep: no time", unsafe { libc::nanosleep(&dirty(0, -1), std::ptr::null_mut()) } as i64, libc::EINVAL);
    let mut until: libc::timespec = unsafe { zeroed() };
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut until) };
    let begin = Instant::now();
    let until = dirty(until.tv_sec + 1, until.tv_nsec);
    let clock = libc::CLOCK_MONOTONIC;
    equal("clock_nanosleep", unsafe { libc::clock_nanosleep(clock, libc::TIMER_ABSTIME, &until, std::ptr::null_mut()) }, 0);
    let nothing = std::ptr::null();
    equal("clock_nanosleep: of nothing", unsafe { libc::clock_nanosleep(clock, 0, nothing, std::ptr::null_mut()) }, libc::EFAULT);
    check("clock_nanosleep: until then", begin.elapsed() >= Duration::from_millis(900));
    near("time", unsafe { libc::time(std::ptr::null_mut()) });
    equal("gettimeofday", unsafe { libc::gettimeofday(&mut half, std::ptr::null_mut()) }, 0);
    near("gettimeofday: seconds", half.tv_sec);
    check("gettimeofday: microseconds", (0..1_000_000).contains(&half.tv_usec));
    let mut fine = dirty(-1, -1);
    equal("clock_getres", unsafe { libc::clock_getres(clock, &mut fine) }, 0);
    check("clock_getres: value", fine.tv_sec == 0 && fine.tv_nsec > 0);
    fails("clock_getres: no clock", unsafe { libc::clock_getres(77, &mut fine) } as i64, libc::EINVAL);
    check("gmtime_r", !unsafe { libc::gmtime_r(&86_400, &mut day) }.is_null());
    equal("gmtime_r: day", (day.tm_year, day.tm_mon, day.tm_mday, day.tm_hour), (70, 0, 2, 0));
    check("gmtime_r: beyond C's time", unsafe { libc::gmtime_r(&later, &mut day) }.is_null());
    equal("difftime", unsafe { libc::difftime(later, 1) }, (later - 1) as f64);
    let text = unsafe { libc::ctime_r(&86_400, [0; 32].as_mut_ptr()) };
    equal("ctime_r", unsafe { std::ffi::CStr::from_ptr(text) }, c"Fri Jan  2 00:00:00 1970\n");
    check("ctime_r: beyond C's time", unsafe { libc::ctime_r(&later, [0; 32].as_mut_ptr()) }.is_null());
    for (name, call) in [
        ("gmtime", libc::gmtime as unsafe extern "C" fn(*const i64) -> *mut libc::tm),
        ("localtime", libc::localtime),
    ] {
        equal(name, unsafe { (*call(&86_400)).tm_mday }, 2);
        check(&format!("{name}: beyond C's time"), unsafe { call(&later) }.is_null());
    }
    check("localtime_r", !unsafe { libc::localtime_r(&86_400, &mut day) }.is_null());
    equal("localtime_r: day", (day.tm_year, day.tm_mon, day.tm_mday), (70, 0, 2));
    check("localtime_r: beyond C's time", unsafe { libc::localtime_r(&later, &mut day) }.is_null());
    equal("mktime", unsafe { libc::mktime(&mut day) }, 86_400);
    equal("timegm", unsafe { libc::timegm(&mut day) }, 86_400);
}
