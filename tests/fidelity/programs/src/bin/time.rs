// SPDX-License-Identifier: Apache-2.0
//! std::time.

use fidelity::fact;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

fn main() {
    let start = Instant::now();
    let wall = SystemTime::now();
    fact("Instant does not go back", (0..10_000).map(|_| Instant::now()).collect::<Vec<_>>().is_sorted());
    thread::sleep(Duration::from_millis(30));
    let slept = start.elapsed();
    fact("sleep sleeps", slept >= Duration::from_millis(30));
    fact("and wakes", slept < Duration::from_secs(20));
    fact(
        "the wall clock goes on",
        wall.elapsed().is_ok_and(|e| e >= Duration::from_millis(25) && e < Duration::from_secs(20)),
    );
    fact("short sleeps", {
        let start = Instant::now();
        for _ in 0..20 {
            thread::sleep(Duration::from_micros(500));
        }
        start.elapsed() >= Duration::from_millis(10)
    });
    fact("a sleep of nothing", {
        thread::sleep(Duration::ZERO);
        true
    });
    fact("the year is later than 2024", {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
        since > Duration::from_secs(1_735_689_600) && since < Duration::from_secs(7_000_000_000)
    });
    fact("a clock finer than a millisecond", {
        (0..1000).any(|_| Instant::now().elapsed().as_nanos() % 1_000_000 != 0)
    });

    let later = start + Duration::from_secs(90);
    fact("Instant + Duration", later.duration_since(start));
    fact("Instant the other way", start.duration_since(later));
    fact("checked_duration_since", start.checked_duration_since(later));
    fact("checked_add", start.checked_add(Duration::MAX).is_none());
    fact("SystemTime + Duration", (UNIX_EPOCH + Duration::new(5, 6)).duration_since(UNIX_EPOCH).ok());
    fact("SystemTime before", UNIX_EPOCH.duration_since(UNIX_EPOCH + Duration::from_secs(3)).map_err(|e| e.duration()));
    fact("SystemTime compared", UNIX_EPOCH - Duration::from_nanos(1) < UNIX_EPOCH);
    fact("SystemTime far away", UNIX_EPOCH.checked_add(Duration::from_secs(1 << 40)).is_some());

    fact("Duration", Duration::new(1, 1_500_000_000));
    fact("Duration parts", {
        let d = Duration::from_micros(1_234_567);
        (d.as_secs(), d.subsec_nanos(), d.as_millis(), d.as_secs_f64())
    });
    fact("Duration from a float", (Duration::from_secs_f64(2.7), Duration::from_secs_f32(0.1)));
    fact(
        "Duration times",
        (Duration::from_millis(333) * 3, Duration::from_secs(10) / 3, Duration::from_secs(1).mul_f64(1.5)),
    );
    fact(
        "Duration minus",
        (
            Duration::from_secs(1).checked_sub(Duration::from_secs(2)),
            Duration::ZERO.saturating_sub(Duration::from_secs(1)),
        ),
    );
    fact(
        "Duration told",
        [Duration::from_nanos(1), Duration::from_micros(1500), Duration::from_millis(2), Duration::MAX],
    );
}
