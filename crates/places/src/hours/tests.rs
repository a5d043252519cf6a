use jiff::tz::TimeZone;
use kernel::clock::WorkingDays;
use proptest::prelude::*;

use super::*;

fn holidays() -> Holidays {
    Holidays::of(&WorkingDays::new(TimeZone::get("Europe/London").unwrap(), []))
}

fn said(text: &str, day: &str) -> String {
    let hours = Hours::parse(text, &holidays()).unwrap_or_else(|why| panic!("{text}: {why:?}"));
    let clock = |m: u16| format!("{:02}:{:02}", m / 60, m % 60);
    let parts: Vec<String> = hours
        .day(day.parse().unwrap())
        .iter()
        .map(|s| {
            let note = if s.note.is_empty() {
                String::new()
            } else {
                format!(" {}", s.note)
            };
            format!(
                "{}-{}{}{note}",
                clock(s.from),
                clock(s.to),
                if s.sure { "" } else { "?" }
            )
        })
        .collect();
    parts.join(", ")
}

fn reason(text: &str) -> &'static str {
    Hours::parse(text, &holidays()).map_or_else(|why| why.key, |h| panic!("{text} was read: {h:?}"))
}

#[test]
fn the_usual_weeks_are_read() {
    let (monday, saturday, sunday) = ("2026-11-23", "2026-11-28", "2026-11-29");
    assert_eq!(said("Mo-Fr 09:00-17:00", monday), "09:00-17:00");
    assert_eq!(
        said("Mo-Fr 09:00-12:30,14:00-18:00", monday),
        "09:00-12:30, 14:00-18:00"
    );
    assert_eq!(
        said("Mo-Fr 10:00-22:00, Sa-Su 09:00-19:00", saturday),
        "09:00-19:00"
    );
    assert_eq!(said("24/7", sunday), "00:00-24:00");
    assert_eq!(said("24/7; Su off", sunday), "");
    assert_eq!(said("Th[1] 18:00-20:00", "2026-12-03"), "18:00-20:00");
    assert_eq!(said("Th[1] 18:00-20:00", "2026-12-10"), "");
    assert_eq!(said("Fr 20:00-02:00", saturday), "00:00-02:00");
}

#[test]
fn the_bank_holidays_are_those_of_england() {
    let hours = "Mo-Su 09:00-17:00; PH off";
    for day in [
        "2027-01-01",
        "2027-03-29",
        "2027-08-30",
        "2026-12-25",
        "2026-12-28",
    ] {
        assert_eq!(said(hours, day), "", "{day}");
    }
    // A Saturday whose holiday is on the Monday after, and a holiday of Scotland.
    for day in ["2026-12-26", "2027-01-04"] {
        assert_eq!(said(hours, day), "09:00-17:00", "{day}");
    }
}

#[test]
fn days_with_a_space_after_their_comma_are_one_list() {
    let hours = "Mo-Fr 07:00-19:00; Sa, Su 09:00-16:00";
    assert_eq!(said(hours, "2026-11-28"), "09:00-16:00");
    assert_eq!(said("Mo-Su, PH 05:00-23:20", "2026-11-23"), "05:00-23:20");
    assert_eq!(said("Tu , Fr 10:00-18:00", "2026-11-24"), "10:00-18:00");
}

#[test]
fn a_comment_alone_says_that_it_is_not_certain() {
    let hours = "Mo-Fr 09:30-16:30; Sa-Su \"by appointment\"";
    assert_eq!(said(hours, "2026-11-28"), "00:00-24:00? by appointment");
    assert_eq!(
        said("Mo 10:00-12:00 open \"ring the bell\"", "2026-11-23"),
        "10:00-12:00 ring the bell"
    );
    assert_eq!(
        said("Mo-Fr 10:00-16:00 \"PH; off || 24/7\"", "2026-11-23"),
        "10:00-16:00? PH; off || 24/7"
    );
}

#[test]
fn what_comes_after_two_bars_counts_where_the_rest_is_closed() {
    let hours = "Mo-Fr 08:00-16:00 || \"on appointment\"";
    assert_eq!(
        said(hours, "2026-11-23"),
        "00:00-08:00? on appointment, 08:00-16:00, 16:00-24:00? on appointment"
    );
    assert_eq!(
        said("Fr 08:00-12:00 || Fr 12:00-16:00", "2026-11-27"),
        "08:00-16:00"
    );
}

#[test]
fn what_cannot_be_relied_on_is_refused_with_its_reason() {
    for (text, key) in [
        ("sometimes", "hours-not-read"),
        ("Mo-Fr 09:00-", "hours-not-read"),
        ("Mo-Fr 25:00-29:00 ||", "hours-not-read"),
        ("|| Mo 10:00-12:00", "hours-not-read"),
        ("Mo 10:00-12:00 \"half", "hours-not-read"),
        ("9am-5pm", "hours-am-pm"),
        ("Mon-Fri 09:00-17:00", "hours-day-names"),
        ("Mo sunrise-sunset", "hours-by-sun"),
        ("sunrise-20:00; Mo off", "hours-by-sun"),
        ("17:00+", "hours-open-end"),
        ("Mo-Fr 10:00-16:00/01:30", "hours-points"),
        ("Mo-Fr 09:00-17:00; SH off", "hours-school-holidays"),
        ("easter 10:00-12:00", "hours-counted-days"),
        ("Feb 30 10:00-12:00", "hours-no-such-day"),
        ("Jun 31 10:00-12:00", "hours-no-such-day"),
        ("Jun 30-24 10:00-12:00", "hours-no-such-day"),
        ("Mo-Fr", "hours-no-times"),
        ("Mo-Fr 09:00-17:00; Sa", "hours-no-times"),
        ("Mo-Fr 10:00-18:00; 11:00-15:00", "hours-days-missing"),
        ("Mo-Th 11:00-01:00; Fr-Su 11:00-03:00", "hours-past-midnight"),
        ("Mo-Th 09:00-12:00 || \"by appointment\"; We off", "hours-bars"),
        ("PH We,Fr 10:00-12:00", "hours-holiday-and-day"),
        ("Mo-We PH -1 day 10:00-12:00", "hours-holiday-and-day"),
    ] {
        assert_eq!(reason(text), key, "{text}");
    }
    let long = format!("Mo 10:00-12:00 open \"{}\"", "x".repeat(300));
    assert_eq!(reason(&long), "hours-too-long");
}

/// Strings that the notation's reference accepts; the file is not part of this project.
#[test]
fn every_string_of_the_reference_is_read_or_refused_with_a_reason() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/08_forms/opening_hours");
    let Ok(table) = std::fs::read_to_string(folder.join("opening_hours_js_tests_en.tsv")) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let real = std::fs::read_to_string(folder.join("opening_hours_real_osm.tsv")).unwrap();
    let column = |line: &str, at: usize| {
        line.split('\t')
            .nth(at)
            .unwrap_or_default()
            .trim_matches('"')
            .replace("\"\"", "\"")
    };
    let strings = table.lines().skip(1).map(|l| column(l, 1));
    let real: Vec<String> = real.lines().skip(1).map(|l| column(l, 2)).collect();
    let holidays = holidays();
    let (mut taken, mut all) = (0, 0);
    for text in strings.chain(real.iter().cloned()) {
        all += 1;
        match Hours::parse(&text, &holidays) {
            Ok(hours) => {
                taken += 1;
                assert_eq!(hours.text(), text.trim());
                let from: Date = "2026-11-23".parse().unwrap();
                for day in from.series(jiff::ToSpan::days(1)).take(14) {
                    let parts = hours.day(day);
                    assert!(parts.iter().all(|s| s.from < s.to && s.to <= DAY), "{text}");
                    assert!(parts.windows(2).all(|w| w[0].to <= w[1].from), "{text}");
                }
            }
            Err(why) => {
                let said = page::texts(include_str!("../words/en.ftl"));
                assert!(
                    said.iter().any(|(key, _)| key == why.key) && !why.what.is_empty(),
                    "{}",
                    why.key
                );
            }
        }
    }
    let real_taken = real.iter().filter(|t| Hours::parse(t, &holidays).is_ok()).count();
    assert!(
        taken * 2 > all && real_taken * 20 > real.len() * 17,
        "{taken} of {all}, {real_taken} of {}",
        real.len()
    );
}

proptest! {
    #[test]
    fn nothing_that_anyone_types_stops_the_program(parts in prop::collection::vec(prop::sample::select(vec![
        "Mo", "Tu-Fr", "Su", "PH", "SH", " ", " ", ",", ";", "||", "-", "10:00", "25:00", "48:00", "00:00", "24:00", "off",
        "open", "unknown", "\"", "by", "[1]", "[-1]", "+", "/", "week", "01", "53", "Jan", "Feb", "31", "2026", "2027", "easter",
        "24/7", "sunset", "(", ")", ":", "day", "-1", "é", "\u{0}",
    ]), 0..14), day in 0_i64..4_000) {
        let text = parts.concat();
        if let Ok(hours) = Hours::parse(&text, &holidays()) {
            let first: Date = "2020-01-01".parse().unwrap();
            let stretches = hours.day(first.checked_add(jiff::Span::new().days(day)).unwrap());
            prop_assert!(stretches.iter().all(|s| s.from < s.to && s.to <= DAY));
            prop_assert!(stretches.windows(2).all(|w| w[0].to <= w[1].from));
        }
    }

    #[test]
    fn plain_weeks_are_read_as_they_are_written(days in 1_u8..128, from in 0_u16..1439, length in 1_u16..1440, at in 0_i64..3_000) {
        let names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
        let to = (from + length).min(DAY);
        let list: Vec<&str> = names.iter().enumerate().filter(|(i, _)| days >> i & 1 == 1).map(|(_, n)| *n).collect();
        let text = format!("{} {:02}:{:02}-{:02}:{:02}", list.join(", "), from / 60, from % 60, to / 60, to % 60);
        let hours = Hours::parse(&text, &holidays()).unwrap();
        let first: Date = "2020-01-01".parse().unwrap();
        let day = first.checked_add(jiff::Span::new().days(at)).unwrap();
        let open = days >> day.weekday().to_monday_zero_offset() & 1 == 1;
        let expected: Vec<(u16, u16)> = if open { vec![(from, to)] } else { vec![] };
        let found: Vec<(u16, u16)> = hours.day(day).iter().map(|s| (s.from, s.to)).collect();
        prop_assert_eq!(found, expected, "{}", text);
    }
}
