//! Reads opening hours, one string a line, and writes as JSON lines what each means day by day: to be compared with the
//! notation's reference (`e2e/clients/opening_hours.mjs`).
//!
//! `cargo run --example hours_by_day -- 2026-01-01 400 < strings.txt`

use std::io::{BufRead, Write};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::clock::WorkingDays;
use places::{Holidays, Hours};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let from: Date = args.next().ok_or("give the first day")?.parse()?;
    let days: usize = args.next().ok_or("give how many days")?.parse()?;
    let holidays = Holidays::of(&WorkingDays::new(TimeZone::get("Europe/London")?, []));
    let mut out = std::io::stdout().lock();
    for text in std::io::stdin().lock().lines() {
        let text = text?;
        let told = match Hours::parse(&text, &holidays) {
            Ok(hours) => {
                let days: Vec<Vec<(u16, u16, bool)>> = from
                    .series(jiff::ToSpan::day(1))
                    .take(days)
                    .map(|day| hours.day(day).iter().map(|s| (s.from, s.to, s.sure)).collect())
                    .collect();
                serde_json::json!({ "text": text, "days": days })
            }
            Err(why) => serde_json::json!({ "text": text, "refused": why.key }),
        };
        writeln!(out, "{told}")?;
    }
    Ok(())
}
