//! A resident who reports something: whichever page asks, they answer.

use anyhow::{Context, bail};

use super::load::{Answer, Visitor};

const ANSWERS: &[(&str, &str)] = &[
    ("danger", "no"),
    ("happeningNow", "no"),
    ("suspectPresent", "no"),
    ("childPresent", "no"),
    ("injury", "none"),
    ("weapon", "no"),
    ("whereKind", "street"),
    ("where", "Lantern Street"),
    ("whenKind", "unsure"),
    ("whenWords", "Some time last week"),
    ("role", "victim"),
    (
        "whatHappened",
        "My bicycle was taken from the railings outside the library. The lock was cut and left on the ground.",
    ),
    ("itemKind", "bicycle"),
    ("theftFrom", "outside"),
    ("forceUsed", "no"),
    ("fullName", "Ada Example"),
    ("contactChannel", "email"),
    ("contactHours", "any"),
];

/// What the form of a page would post.
pub fn fields(page: &str, number: usize) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for tag in page
        .split('<')
        .filter(|t| t.starts_with("input") || t.starts_with("textarea"))
    {
        let tag = tag.split('>').next().unwrap_or_default();
        let attribute = |name: &str| {
            tag.split_once(&format!(" {name}=\""))
                .and_then(|(_, rest)| rest.split('"').next())
        };
        let Some(name) = attribute("name") else { continue };
        if pairs.iter().any(|(n, _)| n == name) {
            continue;
        }
        let value = match attribute("type") {
            Some("hidden") => attribute("value").map(str::to_owned),
            _ if name == "email" => Some(format!("resident-{number}@example.com")),
            _ => ANSWERS
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| (*v).to_owned()),
        };
        if let Some(value) = value {
            pairs.push((name.to_owned(), value));
        }
    }
    pairs
}

/// A form, and the page that its walk begins with.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    pub flow: &'static str,
    pub first: &'static str,
}

/// As a resident meets it: safety question, nineteen pages, and on to the receipt.
pub const THEFT: Form = Form {
    flow: "theft",
    first: "",
};

/// Two questions, "check your answers" and "send": six requests, and two before them for the safety question, which a
/// link to a question leads to as well.
pub const TWO_QUESTIONS: Form = Form {
    flow: "two-questions",
    first: "",
};

/// Answers every page up to "check your answers"; gives that page and how many requests it took.
pub fn up_to_check(visitor: &mut Visitor, form: Form, number: usize) -> anyhow::Result<(String, usize)> {
    let mut path = format!("/report/{}{}", form.flow, form.first);
    let send = format!("action=\"/report/{}/send\"", form.flow);
    let mut requests = 0;
    for _ in 0..80 {
        let Answer {
            status,
            location,
            body,
        } = visitor.get(&path)?;
        requests += 1;
        if let Some(to) = location {
            path = to;
            continue;
        }
        if status != 200 {
            bail!("{path} answered {status}");
        }
        if body.contains(&send) {
            return Ok((body, requests));
        }
        let answer = visitor.post(&path, &fields(&body, number))?;
        requests += 1;
        path = answer
            .location
            .with_context(|| format!("{path} answered {} to a form", answer.status))?;
    }
    bail!("the form does not end")
}

/// Sends the report; the answer leads to the receipt only when it is kept.
pub fn send(visitor: &mut Visitor, form: Form, check: &str, number: usize) -> anyhow::Result<()> {
    let path = format!("/report/{}/send", form.flow);
    let answer = visitor.post(&path, &fields(check, number))?;
    let to = answer.location.context("the report was not taken")?;
    anyhow::ensure!(to.ends_with("/sent"), "sending led to {to}");
    Ok(())
}
