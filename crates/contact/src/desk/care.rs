//! What a handler must know before anyone is called or sent, and which decisions go against what the person asked for.

use jiff::tz::TimeZone;
use kernel::Moment;
use serde_json::Value;

use crate::report::{Content, Outcome, Reach, Report};

fn is(content: &Content, name: &str, values: &[&str]) -> bool {
    match content.answers.get(name) {
        Some(Value::String(one)) => values.contains(&one.as_str()),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).any(|v| values.contains(&v)),
        _ => false,
    }
}

/// Someone who does harm may see, hear or open what we do.
fn is_watched(content: &Content) -> bool {
    is(content, "deviceWatched", &["yes"])
        || is(content, "abuserNearby", &["yes"])
        || is(content, "livesTogether", &["yes"])
        || is(content, "vulnerable", &["lives-with-suspect"])
}

fn is_unsafe_for_other(content: &Content) -> bool {
    is(content, "role", &["on-behalf"]) && is(content, "onBehalfSafe", &["no", "unsure"])
}

/// The keys of what to be careful of, for the place where it is decided.
pub(super) fn cautions(report: &Report, content: &Content) -> Vec<&'static str> {
    let contact = &content.contact;
    let cautious = |name: &str| contact.cautions.iter().any(|c| c == name);
    let hours = match contact.hours.as_str() {
        "morning" => "care-morning",
        "afternoon" => "care-afternoon",
        "evening" => "care-evening",
        _ => "",
    };
    [
        (report.held_at.is_some(), "care-held"),
        (is_watched(content), "care-watched"),
        (is_unsafe_for_other(content), "care-other"),
        (report.role == "anonymous", "care-anonymous"),
        (
            report.role != "anonymous" && contact.reach() == Reach::Nobody,
            "care-nobody",
        ),
        (contact.phone.is_empty(), "care-no-phone"),
        (cautious("only-me"), "care-only-me"),
        (cautious("no-name"), "care-no-name"),
        (cautious("no-voicemail"), "care-no-voicemail"),
        (!contact.safe_word.is_empty(), "care-safe-word"),
        (!hours.is_empty(), hours),
    ]
    .into_iter()
    .filter_map(|(so, key)| so.then_some(key))
    .collect()
}

/// Whether a call in this window falls in the hours that the person said are good.
pub(super) fn in_hours(content: &Content, (from, to): (Moment, Moment), zone: &TimeZone) -> bool {
    let last = to.plus_minutes(-1);
    content.contact.safe_from(from, zone) == from && content.contact.safe_from(last, zone) == last
}

/// What cannot be done at all: nobody is promised a call without a number.
pub(super) fn impossible(outcome: Outcome, report: &Report, content: &Content) -> Option<&'static str> {
    let calls = matches!(outcome, Outcome::Callback | Outcome::VideoNow);
    if calls && content.contact.phone.is_empty() {
        return Some("care-no-number");
    }
    (calls && report.held_at.is_some()).then_some("care-held")
}

/// The key of what a decision goes against; it needs a reason of its own.
pub(super) fn conflict(
    outcome: Outcome,
    window: Option<(Moment, Moment)>,
    content: &Content,
    zone: &TimeZone,
) -> Option<&'static str> {
    let reaches = matches!(
        outcome,
        Outcome::DeployNow
            | Outcome::DeployLater
            | Outcome::Appointment
            | Outcome::Callback
            | Outcome::VideoNow
    );
    if !reaches {
        return None;
    }
    if is_watched(content) {
        return Some("care-watched");
    }
    if is_unsafe_for_other(content) {
        return Some("care-other");
    }
    let calls = matches!(
        outcome,
        Outcome::Callback | Outcome::VideoNow | Outcome::Appointment
    );
    if calls && content.contact.reach() == Reach::Nobody {
        return Some("care-nobody");
    }
    let late = outcome == Outcome::Callback && window.is_some_and(|w| !in_hours(content, w, zone));
    late.then_some("care-hours")
}

/// Outcomes that send nobody need a reason worth the name when it is urgent or the person has enhanced rights.
pub(super) fn needs_reason(report: &Report) -> bool {
    report.urgency <= 1 || report.enhanced
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Contact;
    use serde_json::json;

    fn content(answers: Value, contact: Contact) -> Content {
        Content {
            contact,
            rows: Vec::new(),
            answers,
            thrive: Value::Null,
            place: String::new(),
        }
    }

    #[test]
    fn a_decision_against_what_the_person_asked_for_is_seen() {
        let zone = TimeZone::get("Europe/London").unwrap();
        let at = |text: &str| Moment::from(text.parse::<jiff::Timestamp>().unwrap());
        let window = Some((at("2026-11-25T10:00:00Z"), at("2026-11-25T12:00:00Z")));
        let evening = Contact {
            channel: "phone".into(),
            phone: "07700900123".into(),
            hours: "evening".into(),
            ..Contact::default()
        };
        let calm = content(json!({}), evening.clone());
        let of = |outcome, content: &Content| conflict(outcome, window, content, &zone);
        assert_eq!(of(Outcome::Callback, &calm), Some("care-hours"));
        assert_eq!(of(Outcome::DeployNow, &calm), None);
        let watched = content(json!({ "deviceWatched": "yes" }), evening.clone());
        assert_eq!(of(Outcome::DeployNow, &watched), Some("care-watched"));
        assert_eq!(of(Outcome::Advised, &watched), None);
        let answers = json!({ "role": "on-behalf", "onBehalfSafe": "no" });
        assert_eq!(
            of(Outcome::DeployLater, &content(answers, evening)),
            Some("care-other")
        );
        let nobody = content(json!({}), Contact::default());
        assert_eq!(of(Outcome::Appointment, &nobody), Some("care-nobody"));
    }
}
