// SPDX-License-Identifier: Apache-2.0
//! Floating point: formatting, reading, and the functions that std has from the C library, to twelve digits.

use fidelity::fact;
use std::hint::black_box;

/// A value as far as two mathematical libraries agree.
fn about(x: f64) -> String {
    format!("{x:.11e}")
}

fn main() {
    for (i, x) in
        [0.0, -0.0, 0.1, 1.0 / 3.0, 1e21, 1.5e-7, f64::MAX, f64::MIN_POSITIVE, 5e-324, f64::NAN, f64::INFINITY]
            .into_iter()
            .enumerate()
    {
        fact(&format!("formatted {i}"), (x, format!("{x} {x:e} {x:.3} {x:+08.2}")));
    }
    fact("f32", (0.1f32, 16_777_217f32, f32::MAX, 1.0f32 / 3.0));
    fact(
        "parsed",
        ["1e308", "1e309", "-0", "nan", "inf", ".5", "4.9406564584124654e-324", "123456789.123456789"]
            .map(|t| t.parse::<f64>().ok()),
    );
    fact("not parsed", ["", "1e", "0x1", "1,5"].map(|t| t.parse::<f64>().is_err()));
    fact(
        "rounded",
        [2.5, -2.5, 1e15 + 0.5, -0.4].map(|x: f64| (x.round(), x.floor(), x.ceil(), x.trunc(), x.round_ties_even())),
    );
    fact("exact", {
        let x: f64 = black_box(2.0);
        (x.sqrt(), x.powi(-3), x.mul_add(3.0, 1.0), x.hypot(1.5), x.copysign(-1.0), x.rem_euclid(0.3), (-7.5f64) % 2.0)
    });
    fact("as integers", (300.7f64 as u8, -1.5f64 as u32, f64::NAN as i32, 1e20 as i64));
    for x in [0.001, 0.5, 1.0, 2.0, 10.0, 100.25] {
        let x: f64 = black_box(x);
        fact(
            &format!("functions of {x}"),
            [
                about(x.sin()),
                about(x.cos()),
                about(x.tan()),
                about(x.atan()),
                about(x.exp()),
                about(x.exp2()),
                about(x.exp_m1()),
                about(x.ln()),
                about(x.log10()),
                about(x.log2()),
                about(x.ln_1p()),
                about(x.cbrt()),
                about(x.sinh().min(1e300)),
                about(x.cosh()),
                about(x.tanh()),
                about(x.asinh()),
                about(x.powf(1.3)),
                about(x.atan2(2.0)),
            ],
        );
    }
    fact("inverse", [-1.0, -0.5, 0.0, 0.7, 1.0].map(|x: f64| (about(black_box(x).asin()), about(black_box(x).acos()))));
    fact(
        "outside",
        [black_box(-1.0f64).sqrt().is_nan(), black_box(2.0f64).asin().is_nan(), black_box(-1.0f64).ln().is_nan()],
    );
    fact(
        "limits",
        (
            black_box(1000.0f64).exp(),
            black_box(-1000.0f64).exp(),
            black_box(0.0f64).ln(),
            black_box(2.0f64).powf(1024.0),
        ),
    );
    fact(
        "f32 functions",
        [0.5f32, 2.0]
            .map(|x| format!("{:.5e} {:.5e} {:.5e}", black_box(x).sin(), black_box(x).exp(), black_box(x).powf(0.7))),
    );
    fact("total_cmp", {
        let mut list = [1.0, f64::NAN, -0.0, 0.0, f64::NEG_INFINITY];
        list.sort_by(f64::total_cmp);
        list
    });
    fact("wide integers", {
        let x: u128 = black_box(0x0123_4567_89ab_cdef_u128) * black_box(0xfedc_ba98_7654_3210_u128);
        (x, x / 12_345_678_901, x % 97, (x as f64).to_bits(), black_box(-170_141_183_460_469_231_731i128) / 3)
    });
}
