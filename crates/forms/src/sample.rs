//! Answers made up for any question, for tests, the demo and fuzzing. Invented people only.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::answers::{Answers, FileRef};
use crate::component::{Bounds, Component, Counts, Kind, PhoneFormat, TextRules, posted_text};
use crate::condition::Asked;
use crate::definition::{Definition, PageKind};
use crate::entered::{Entered, last_segment};

/// Chooses among `n` things; any number is taken, modulo `n`. `&mut |_| 0` always takes the first.
pub type Choose<'c> = dyn FnMut(usize) -> usize + 'c;

/// Walks the form and gives every question on the way a valid answer. Where a choice leads to a page
/// at which the way ends, or to payment, the answers are complete all the same: only `finish` says so.
pub fn complete(form: &Definition, today: Date, choose: &mut Choose<'_>) -> Answers {
    let mut answers = Answers::default();
    // Each answer can open new pages behind it; the way is walked again until nothing is unanswered.
    let mut next = 0;
    while let Some((number, page)) = {
        let walk = form.walk(&answers, today);
        walk.pages
            .get(next)
            .and_then(|p| Some((form.page_number(p.path())?, *p)))
    } {
        next += 1;
        if matches!(page.kind(), PageKind::Summary | PageKind::Terminal) {
            if page.kind() == PageKind::Terminal {
                break;
            }
            if page.components.is_empty() {
                break;
            }
        }
        match &page.repeat {
            Some(repeat) => {
                let mut items = Vec::new();
                for _ in 0..repeat.min {
                    let mut own = answers.clone();
                    fill_page(form, number, &mut own, today, choose);
                    let item: Map<String, Value> = form
                        .components(page)
                        .filter_map(|c| Some((c.name.clone(), own.get(&c.name)?.clone())))
                        .collect();
                    items.push(Value::Object(item));
                }
                answers.set(&repeat.name, Value::Array(items));
            }
            None => fill_page(form, number, &mut answers, today, choose),
        }
    }
    answers
}

fn fill_page(form: &Definition, number: usize, answers: &mut Answers, today: Date, choose: &mut Choose<'_>) {
    let Some(page) = form.pages.get(number) else {
        return;
    };
    for c in form.components(page).filter(|c| c.is_question()) {
        let value = {
            let reached = form.reached_pages(answers, today);
            let has = |p| p == number || reached.contains(&p);
            let asked = Asked {
                definition: form,
                answers,
                reached: &has,
                today,
            };
            if !form.is_visible(c, &asked) {
                continue;
            }
            answer(form, c, &asked, choose)
        };
        if let Some(value) = value {
            answers.set(&c.name, value);
        }
    }
}

/// A valid answer for a question; `None` where none can be made (payment; a pattern too peculiar).
fn answer(form: &Definition, c: &Component, asked: &Asked<'_>, choose: &mut Choose<'_>) -> Option<Value> {
    let mut pick = |n: usize| if n == 0 { 0 } else { choose(n) % n };
    Some(match &c.kind {
        Kind::Text { rules, .. } => Value::from(words(rules, &mut pick)?),
        Kind::Email => {
            let names = [
                "ada.example@example.com",
                "bola.sample@example.org",
                "c.test@example.co.uk",
            ];
            Value::from(names.get(pick(3)).copied()?)
        }
        Kind::Phone(PhoneFormat::International) => Value::from("+44 808 157 0192"),
        Kind::Phone(_) => Value::from(["01632 960 001", "07700 900 982"].get(pick(2)).copied()?),
        Kind::Number { rules, .. } => number_in(&rules.bounds, rules.digits, rules.min_precision, &mut pick)?,
        Kind::Date {
            days_past,
            days_future,
            earliest,
            latest,
        } => {
            let shift = |days: i64| {
                jiff::Span::new()
                    .try_days(days)
                    .ok()
                    .and_then(|s| asked.today.checked_add(s).ok())
            };
            let from = [*earliest, days_past.and_then(|d| shift(-d))]
                .into_iter()
                .flatten()
                .max();
            let to = [*latest, days_future.and_then(shift)].into_iter().flatten().min();
            let date = match (from, to) {
                (_, Some(to)) => to,
                (Some(from), None) => from,
                (None, None) => shift(-i64::try_from(pick(30)).ok()?)?,
            };
            Value::from(date.to_string())
        }
        Kind::MonthYear { earliest, latest } => {
            let date = latest.or(*earliest).unwrap_or(asked.today);
            Value::from(format!("{:04}-{:02}", date.year(), date.month()))
        }
        Kind::YesNo => Value::Bool(pick(2) == 0),
        Kind::Declaration { .. } => Value::Bool(true),
        Kind::Radios { list } | Kind::Select { list, .. } | Kind::Autocomplete { list } => {
            let offered = offered(form, *list, asked);
            offered.get(pick(offered.len())).cloned()?
        }
        Kind::Checkboxes { list, counts } => {
            let offered = offered(form, *list, asked);
            let least = counts.exactly.or(counts.min).unwrap_or(1).max(1);
            let first = pick(offered.len());
            let chosen: Vec<Value> = offered
                .iter()
                .cycle()
                .skip(first)
                .take(least.min(offered.len()))
                .cloned()
                .collect();
            Value::Array(chosen)
        }
        Kind::Address { .. } => {
            json!({"addressLine1": "1 Example Street", "town": "Sampleton", "postcode": "AA3 1AB"})
        }
        Kind::Files { accept, counts, .. } => {
            let first = accept.first().map_or("image/png", String::as_str);
            let (name, media) = match first {
                "image/*" => ("made-up.png", "image/png"),
                "video/*" => ("made-up.mp4", "video/mp4"),
                ext if ext.starts_with('.') => ("made-up", ext),
                media => ("made-up", media),
            };
            let least = counts.exactly.or(counts.min).unwrap_or(1).max(1);
            let files: Vec<FileRef> = (0..least)
                .map(|n| {
                    let dotted = media.starts_with('.');
                    let name = if dotted {
                        format!("{name}{media}")
                    } else {
                        name.to_owned()
                    };
                    let media = if dotted {
                        crate::report::media_type(&name)
                    } else {
                        media
                    };
                    FileRef {
                        id: format!("sample-{n}"),
                        name,
                        size: 1_024,
                        media_type: media.to_owned(),
                    }
                })
                .collect();
            serde_json::to_value(files).ok()?
        }
        Kind::EastingNorthing { easting, northing } => {
            json!({"easting": middle(easting), "northing": middle(northing)})
        }
        Kind::LatLong { latitude, longitude } => {
            json!({"latitude": middle(latitude), "longitude": middle(longitude)})
        }
        Kind::OsGridRef => Value::from("TQ123456"),
        Kind::GridField => Value::from("NG 1234 5678"),
        Kind::Places { counts } => {
            let least = counts.exactly.or(counts.min).unwrap_or(1).max(1);
            let one = json!({"type": "Feature", "properties": {"description": "51.5, -0.12"},
                "geometry": {"type": "Point", "coordinates": [-0.12, 51.5]}});
            Value::Array(vec![one; least.min(500)])
        }
        Kind::Hidden => Value::from("made-up"),
        Kind::Payment { .. }
        | Kind::Details
        | Kind::Html
        | Kind::Markdown
        | Kind::Inset
        | Kind::List { .. }
        | Kind::Banner { .. } => return None,
    })
}

fn offered(form: &Definition, list: usize, asked: &Asked<'_>) -> Vec<Value> {
    form.lists
        .get(list)
        .map(|l| {
            l.items
                .iter()
                .filter(|i| asked.holds_or_none(i.condition))
                .map(|i| i.value.clone())
                .collect()
        })
        .unwrap_or_default()
}

fn words(rules: &TextRules, pick: &mut dyn FnMut(usize) -> usize) -> Option<String> {
    let length = rules.length;
    let least = length.exactly.or(length.min).unwrap_or(1);
    let most = length
        .exactly
        .or(length.max)
        .unwrap_or(usize::MAX)
        .min(crate::accept::LONGEST_ANSWER);
    if let Some(regex) = &rules.regex {
        let candidates = [
            "A1234",
            "Ada",
            "ada",
            "12345678",
            "1234",
            "12",
            "1",
            "AB12 CDE",
            "AB12CDE",
            "AA3 1AB",
            "QQ 12 34 56 C",
            "QQ123456C",
            "356938035643809",
            "ABC123",
            "AB123456",
            "www.example.com",
            "https://example.com",
            "12:30",
            "ada@example.com",
            "TQ123456",
            "BL-7K3M-Q2P9-X",
            "a-b",
            "07700900982",
            "Ada Example",
            "0123456789",
        ];
        return candidates
            .iter()
            .find(|c| (least..=most).contains(&c.chars().count()) && regex.is_match(c))
            .map(|c| (*c).to_owned());
    }
    let texts = [
        "Made-up words",
        "Ada Example",
        "A blue bicycle with a basket",
        "x",
    ];
    let mut text = texts.get(pick(texts.len())).copied().unwrap_or("x").to_owned();
    while text.chars().count() < least {
        text.push_str("made-up");
    }
    let text: String = text.chars().take(most).collect();
    Some(text.trim().to_owned()).filter(|t| !t.is_empty() && t.chars().count() >= least)
}

fn number_in(
    bounds: &Bounds,
    digits: Counts,
    decimals: Option<usize>,
    pick: &mut dyn FnMut(usize) -> usize,
) -> Option<Value> {
    let low = bounds.min.unwrap_or(f64::MIN);
    let high = bounds.max.unwrap_or(f64::MAX);
    if let Some(least) = decimals.filter(|d| *d > 0) {
        // Digits after the point must be written, so the answer is text a person would type.
        let real = low.max(1.0).min(high);
        return Some(Value::from(format!("{real:.least$}")));
    }
    let small = u32::try_from(pick(10)).map_or(1.0, f64::from);
    let mut real = small.max(low.ceil()).min(high.floor());
    if let Some(least) = digits.min {
        let mut text = "1".to_owned();
        while text.len() < least.min(15) {
            text.push('0');
        }
        real = text.parse::<f64>().ok()?.max(low).min(high);
    }
    crate::load::number(real)
}

fn middle(bounds: &Bounds) -> f64 {
    match (bounds.min, bounds.max) {
        (Some(low), Some(high)) => f64::midpoint(low, high).floor().clamp(low, high),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => 0.0,
    }
}

/// The fields a browser would send for these answers on one page.
pub fn posted(form: &Definition, path: &str, answers: &Answers) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let Some(page) = form.page(path) else {
        return fields;
    };
    for c in form.components(page).filter(|c| c.is_question()) {
        let Some(value) = answers.get(&c.name) else {
            continue;
        };
        let name = last_segment(&c.name);
        match Entered::from_value(c, value) {
            Entered::Nothing | Entered::Files(_) => {}
            Entered::One(text) => fields.push((name.to_owned(), text.into_owned())),
            Entered::Many(many) => {
                fields.extend(many.into_iter().map(|v| (name.to_owned(), v.into_owned())));
            }
            Entered::Parts(parts) => {
                for (part, text) in c.kind.parts().iter().zip(parts) {
                    fields.push((format!("{name}__{part}"), text.into_owned()));
                }
            }
            Entered::Places(places) => fields.push((name.to_owned(), places.to_string())),
        }
    }
    fields
}

/// A value as one field would send it; empty for what has no single field.
pub fn as_field(value: &Value) -> String {
    posted_text(value).into_owned()
}
