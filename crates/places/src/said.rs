//! Opening hours in the reader's words.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use page::Tongue;

use crate::hours::{DAY, Stretch};
use crate::place::{Kind, Place};
use crate::standing::{Day, Standing};

/// Minutes before closing from which it is said that it closes soon.
const SOON: i64 = 45;

impl Standing {
    /// "Open until 5pm", "Closed. Opens on Monday at 9am".
    pub fn say(&self, tongue: &Tongue, now: DateTime) -> String {
        match self {
            Self::Open { until: None, .. } => tongue.t("open-always").into_owned(),
            Self::Open { until: Some(end), .. } => {
                let soon = now
                    .until(*end)
                    .is_ok_and(|s| s.total((jiff::Unit::Minute, now)).is_ok_and(|m| m <= SOON as f64));
                let key = if soon { "open-soon-closed" } else { "open-until" };
                tongue.t1(key, "when", when(tongue, "until", now, *end))
            }
            Self::Perhaps { note, .. } if note.is_empty() => tongue.t("open-perhaps").into_owned(),
            Self::Perhaps { note, .. } => tongue.t1("open-perhaps-note", "note", note.as_str()),
            Self::Closed { opens: None } => tongue.t("closed-long").into_owned(),
            Self::Closed { opens: Some(at) } => {
                tongue.t1("closed-opens", "when", when(tongue, "opens", now, *at))
            }
            Self::NotSaid => tongue.t("hours-not-said").into_owned(),
            Self::NotYet(day) => tongue.t1("opens-first", "day", tongue.full_date(*day)),
            Self::Gone(day) => tongue.t1("closed-for-good", "day", tongue.full_date(*day)),
        }
    }

    /// The colour of its tag.
    pub fn colour(&self) -> &'static str {
        match self {
            Self::Open { .. } => "green",
            Self::Perhaps { .. } | Self::NotSaid | Self::NotYet(_) => "yellow",
            Self::Closed { .. } => "grey",
            Self::Gone(_) => "red",
        }
    }
}

impl Place {
    /// [`Standing::say`], but of a custody suite that nobody visits it.
    pub fn say_standing(&self, tongue: &Tongue, standing: &Standing, now: DateTime) -> String {
        if self.facts.kind == Kind::Custody && !matches!(standing, Standing::Gone(_)) {
            tongue.t("custody-no-visits").into_owned()
        } else {
            standing.say(tongue, now)
        }
    }

    /// The colour of the tag beside it.
    pub fn colour(&self, standing: &Standing) -> &'static str {
        if self.facts.kind == Kind::Custody {
            "grey"
        } else {
            standing.colour()
        }
    }
}

/// "5pm" or "at 5pm", "tomorrow at 9am", "on Monday at 9am", "on Monday 4 January at 9am": no more than is needed.
fn when(tongue: &Tongue, what: &str, now: DateTime, at: DateTime) -> String {
    let time = tongue.time(at.time());
    let days = now.date().until(at.date()).map_or(i32::MAX, |s| s.get_days());
    // Until the small hours is still tonight.
    let near = match days {
        0 => "today",
        1 if what == "until" && at.hour() < 6 => "today",
        1 => "tomorrow",
        2..7 => "weekday",
        _ => "day",
    };
    let day = if near == "weekday" {
        weekday(tongue, at.date())
    } else {
        tongue.day(at.date())
    };
    tongue.ta(
        &format!("{what}-{near}"),
        &[("time", time.as_str().into()), ("day", day.as_str().into())],
    )
}

pub(crate) fn weekday(tongue: &Tongue, day: Date) -> String {
    tongue
        .t(&format!("weekday-{}", day.weekday().to_monday_one_offset()))
        .into_owned()
}

impl Day {
    /// "9am to 5pm", "9am to midday, 2pm to 6pm", "Closed".
    pub fn say(&self, tongue: &Tongue) -> String {
        if self.stretches.is_empty() {
            return tongue.t("day-closed").into_owned();
        }
        let parts: Vec<String> = self
            .stretches
            .iter()
            .map(|s| stretch(tongue, self.date, s))
            .collect();
        parts.join(", ")
    }
}

fn stretch(tongue: &Tongue, day: Date, stretch: &Stretch) -> String {
    let time = |minute: u16| {
        let at = day.at(0, 0, 0, 0).checked_add(i64::from(minute).minutes());
        at.map(|at| tongue.time(at.time())).unwrap_or_default()
    };
    let said = if stretch.from == 0 && stretch.to == DAY {
        tongue.t("day-all").into_owned()
    } else {
        let values = [
            ("from", time(stretch.from).into()),
            ("to", time(stretch.to).into()),
        ];
        tongue.ta("day-from-to", &values)
    };
    match (stretch.sure, stretch.note.is_empty()) {
        (true, true) => said,
        (true, false) => format!("{said} ({})", stretch.note),
        (false, true) => format!("{said} ({})", tongue.t("open-perhaps")),
        (false, false) => format!(
            "{said} ({})",
            tongue.t1("open-perhaps-note", "note", stretch.note.as_str())
        ),
    }
}
