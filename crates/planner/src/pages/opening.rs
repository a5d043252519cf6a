//! Opening hours in the reader's words: `Monday to Friday 10am to 10pm, Saturday and Sunday 9am to 7pm`.

use jiff::civil::{Date, Time};
use page::Tongue;

use crate::hours::Hours;

/// The hours of an ordinary week.
pub fn opening(tongue: &Tongue, hours: &Hours, monday: Date) -> String {
    if !hours.is_known() {
        return tongue.t("planner-hours-unknown").into_owned();
    }
    if hours.is_round_the_clock(monday) {
        return tongue.t("planner-hours-always").into_owned();
    }
    let week = hours.week(monday);
    let days: Vec<(usize, &Vec<(u16, u16)>)> = (1..).zip(&week).collect();
    let parts: Vec<String> = days
        .chunk_by(|a, b| a.1 == b.1)
        .filter_map(|same| {
            let ((first, parts), (last, _)) = (same.first()?, same.last()?);
            if parts.is_empty() {
                return None;
            }
            let name = |n: usize| tongue.t(&format!("weekday-{n}")).into_owned();
            let pair = |key: &str| {
                tongue.ta(
                    key,
                    &[("first", name(*first).into()), ("last", name(*last).into())],
                )
            };
            let days = match last - first {
                0 => name(*first),
                1 => pair("planner-days-two"),
                _ => pair("planner-days-many"),
            };
            let spans: Vec<String> = parts.iter().map(|(from, to)| span(tongue, *from, *to)).collect();
            Some(format!("{days} {}", spans.join(", ")))
        })
        .collect();
    if parts.is_empty() {
        return tongue.t("planner-hours-never").into_owned();
    }
    parts.join("; ")
}

fn span(tongue: &Tongue, from: u16, to: u16) -> String {
    let clock = |minute: u16| {
        let part = |n: u16| i8::try_from(n).unwrap_or(0);
        let time = Time::new(part(minute / 60 % 24), part(minute % 60), 0, 0);
        tongue.time(time.unwrap_or(Time::midnight()))
    };
    tongue.ta(
        "planner-hours-span",
        &[("from", clock(from).into()), ("to", clock(to).into())],
    )
}
