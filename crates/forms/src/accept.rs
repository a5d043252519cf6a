//! Whether what was entered can be taken as an answer, and as which value.

use std::borrow::Cow;

use jiff::Span;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::component::{Bounds, Component, Counts, Kind, NumberRules, PhoneFormat, TextRules};
use crate::condition::Asked;
use crate::entered::Entered;
use crate::load::number;
use crate::words::{Label, Rule};

/// No answer of words is longer, whatever the definition says. Characters.
pub(crate) const LONGEST_ANSWER: usize = 50_000;

/// Why an answer was not taken.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub rule: Rule,
    pub limit: String,
    /// The part of a date or address that it is about.
    pub part: Option<&'static str>,
    /// Parts of a date that are missing.
    pub missing: Vec<Label>,
    /// The name of the part, where the message speaks of the part and not of the whole.
    pub named: Option<Label>,
}

impl Fault {
    fn new(rule: Rule) -> Self {
        Self {
            rule,
            limit: String::new(),
            part: None,
            missing: Vec::new(),
            named: None,
        }
    }

    fn limit(rule: Rule, limit: impl ToString) -> Self {
        Self {
            limit: limit.to_string(),
            ..Self::new(rule)
        }
    }

    fn part(self, part: &'static str) -> Self {
        Self {
            part: Some(part),
            ..self
        }
    }
}

type Taken = Result<Value, Vec<Fault>>;

fn refuse(fault: Fault) -> Taken {
    Err(vec![fault])
}

/// Takes what was entered, or says why not. `Null` is a question left empty that may be.
pub(crate) fn accept(c: &Component, entered: &Entered<'_>, asked: &Asked<'_>) -> Taken {
    let text = entered.text();
    let blank = || {
        if c.required {
            refuse(Fault::new(empty_rule(&c.kind)))
        } else {
            Ok(Value::Null)
        }
    };
    match &c.kind {
        Kind::Text { rules, .. } => {
            if text.is_empty() {
                blank()
            } else {
                check_text(rules, text)
            }
        }
        Kind::Email => {
            if text.is_empty() {
                blank()
            } else if is_email(text) {
                Ok(Value::from(text))
            } else {
                refuse(Fault::new(Rule::Email))
            }
        }
        Kind::Phone(format) => {
            if text.is_empty() {
                blank()
            } else {
                check_phone(*format, text)
            }
        }
        Kind::Number { rules, .. } => {
            if text.is_empty() {
                blank()
            } else {
                check_number(rules, text)
            }
        }
        Kind::Date {
            days_past,
            days_future,
            earliest,
            latest,
        } => {
            let date = match date_parts(c, entered)? {
                None => return Ok(Value::Null),
                Some(date) => date,
            };
            let shift = |days: i64| {
                Span::new()
                    .try_days(days)
                    .ok()
                    .and_then(|d| asked.today.checked_add(d).ok())
            };
            let from = [*earliest, days_past.and_then(|d| shift(-d))]
                .into_iter()
                .flatten()
                .max();
            let to = [*latest, days_future.and_then(shift)].into_iter().flatten().min();
            // The message is filled with the date in the reader's words by the caller.
            if let Some(from) = from.filter(|from| date < *from) {
                return refuse(Fault::limit(Rule::DateBefore, from).part("day"));
            }
            if let Some(to) = to.filter(|to| date > *to) {
                return refuse(Fault::limit(Rule::DateAfter, to).part("day"));
            }
            Ok(Value::from(date.to_string()))
        }
        Kind::MonthYear { earliest, latest } => {
            let date = match date_parts(c, entered)? {
                None => return Ok(Value::Null),
                Some(date) => date,
            };
            if let Some(from) = earliest.filter(|from| date < from.first_of_month()) {
                return refuse(Fault::limit(Rule::MonthBefore, from).part("month"));
            }
            if let Some(to) = latest.filter(|to| date > to.first_of_month()) {
                return refuse(Fault::limit(Rule::MonthAfter, to).part("month"));
            }
            Ok(Value::from(format!("{:04}-{:02}", date.year(), date.month())))
        }
        Kind::YesNo => match text {
            "" => blank(),
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => refuse(Fault::new(Rule::Select)),
        },
        Kind::Radios { list } | Kind::Select { list, .. } | Kind::Autocomplete { list } => {
            if text.is_empty() {
                return blank();
            }
            match option(*list, text, asked) {
                Some(value) => Ok(value),
                None => refuse(Fault::new(Rule::Select)),
            }
        }
        Kind::Checkboxes { list, counts } => check_boxes(c, *list, *counts, entered, asked),
        Kind::Address { .. } => check_address(c, entered),
        Kind::Files {
            accept,
            counts,
            max_bytes,
        } => {
            let Entered::Files(files) = entered else {
                return blank();
            };
            if files.is_empty() {
                return blank();
            }
            let faults: Vec<Fault> = files
                .iter()
                .filter_map(|f| file_fault(accept, *max_bytes, f))
                .chain(count_fault(
                    *counts,
                    files.len(),
                    [Rule::FilesAtLeast, Rule::FilesAtMost, Rule::FilesAtMost],
                ))
                .collect();
            if faults.is_empty() {
                Ok(serde_json::to_value(files).unwrap_or(Value::Null))
            } else {
                Err(faults)
            }
        }
        Kind::Declaration { .. } => match text {
            "true" => Ok(Value::Bool(true)),
            _ if c.required => refuse(Fault::new(Rule::Agree)),
            _ => Ok(Value::Bool(false)),
        },
        Kind::EastingNorthing { easting, northing } => two_numbers(
            c,
            entered,
            [
                ("easting", easting, Label::Easting),
                ("northing", northing, Label::Northing),
            ],
            true,
        ),
        Kind::LatLong { latitude, longitude } => two_numbers(
            c,
            entered,
            [
                ("latitude", latitude, Label::Latitude),
                ("longitude", longitude, Label::Longitude),
            ],
            false,
        ),
        Kind::OsGridRef => {
            if text.is_empty() {
                return blank();
            }
            match grid_reference(text) {
                Some(reference) => Ok(Value::from(reference)),
                None => refuse(Fault::new(Rule::GridRef)),
            }
        }
        Kind::GridField => {
            if text.is_empty() {
                return blank();
            }
            match grid_reference(text).filter(|r| r.len() == 10) {
                Some(r) => {
                    let (letters, digits) = r.split_at(2);
                    let (east, north) = digits.split_at(4);
                    Ok(Value::from(format!("{letters} {east} {north}")))
                }
                None => refuse(Fault::new(Rule::GridField)),
            }
        }
        Kind::Places { counts } => check_places(c, *counts, entered),
        Kind::Hidden => {
            let text: String = text.chars().take(1_000).collect();
            Ok(if text.is_empty() {
                Value::Null
            } else {
                Value::from(text)
            })
        }
        Kind::Payment { amount, cases, .. } => {
            let due = cases
                .iter()
                .find(|(condition, _)| asked.holds(*condition))
                .map_or(*amount, |(_, a)| *a);
            if due > 0.0 && c.required {
                refuse(Fault::new(Rule::Payment))
            } else {
                Ok(Value::Null)
            }
        }
        Kind::Details
        | Kind::Html
        | Kind::Markdown
        | Kind::Inset
        | Kind::List { .. }
        | Kind::Banner { .. } => Ok(Value::Null),
    }
}

fn empty_rule(kind: &Kind) -> Rule {
    match kind {
        Kind::YesNo | Kind::Radios { .. } | Kind::Select { .. } | Kind::Autocomplete { .. } => Rule::Select,
        Kind::Checkboxes { .. } => Rule::SelectAny,
        Kind::Files { .. } => Rule::Upload,
        _ => Rule::Enter,
    }
}

fn check_text(rules: &TextRules, text: &str) -> Taken {
    let length = text.chars().count();
    let mut faults: Vec<Fault> = count_fault(
        rules.length,
        length,
        [Rule::TooShort, Rule::TooLong, Rule::WrongLength],
    )
    .into_iter()
    .collect();
    if faults.is_empty() && length > LONGEST_ANSWER {
        faults.push(Fault::limit(Rule::TooLong, LONGEST_ANSWER));
    }
    if let Some(most) = rules.max_words
        && text.split_whitespace().count() > most
    {
        faults.push(Fault::limit(Rule::TooManyWords, most));
    }
    if faults.is_empty() && rules.regex.as_ref().is_some_and(|r| !r.is_match(text)) {
        faults.push(Fault::new(Rule::Pattern));
    }
    if faults.is_empty() {
        Ok(Value::from(text))
    } else {
        Err(faults)
    }
}

/// `[too few, too many, not exactly]`.
fn count_fault(counts: Counts, have: usize, rules: [Rule; 3]) -> Option<Fault> {
    let [few, many, exact] = rules;
    // As in the format, an exact length is instead of a range.
    if let Some(exactly) = counts.exactly {
        return (have != exactly).then(|| Fault::limit(exact, exactly));
    }
    if let Some(most) = counts.max.filter(|m| have > *m) {
        return Some(Fault::limit(many, most));
    }
    counts
        .min
        .filter(|m| have < *m)
        .map(|least| Fault::limit(few, least))
}

/// Enough to catch slips, loose enough for every address that exists.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let fine = |s: &str| !s.starts_with('.') && !s.ends_with('.') && !s.contains("..");
    text.len() <= 254
        && !local.is_empty()
        && local.len() <= 64
        && fine(local)
        && local
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&b))
        && fine(domain)
        && domain.contains('.')
        && domain.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
        && domain
            .rsplit('.')
            .next()
            .is_some_and(|tld| tld.len() >= 2 && !tld.bytes().all(|b| b.is_ascii_digit()))
}

fn check_phone(format: PhoneFormat, text: &str) -> Taken {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let shaped = text.len() <= 40
        && digits.len() >= 3
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '(' | ')' | '-' | '\\'));
    let plus = text.trim_start().starts_with('+') || digits.starts_with("00");
    let (fits, rule) = match format {
        PhoneFormat::Any => (digits.len() <= 20, Rule::Phone),
        PhoneFormat::Uk => {
            let national = if plus {
                digits
                    .trim_start_matches("00")
                    .strip_prefix("44")
                    .map(|d| d.strip_prefix('0').unwrap_or(d).len())
            } else {
                digits.strip_prefix('0').map(str::len)
            };
            (national.is_some_and(|n| (9..=10).contains(&n)), Rule::PhoneUk)
        }
        PhoneFormat::International => (plus && (7..=17).contains(&digits.len()), Rule::PhoneInternational),
    };
    if shaped && fits {
        Ok(Value::from(text))
    } else {
        refuse(Fault::new(rule))
    }
}

fn parse_number(text: &str) -> Option<f64> {
    let plain: Cow<'_, str> = if text.contains([',', ' ']) {
        text.chars()
            .filter(|c| !matches!(c, ',' | ' '))
            .collect::<String>()
            .into()
    } else {
        text.into()
    };
    let shaped = plain.len() <= 40
        && plain
            .bytes()
            .enumerate()
            .all(|(i, b)| b.is_ascii_digit() || b == b'.' || (i == 0 && matches!(b, b'-' | b'+')));
    plain.parse::<f64>().ok().filter(|n| shaped && n.is_finite())
}

fn check_number(rules: &NumberRules, text: &str) -> Taken {
    let text = if rules.prefix.is_empty() {
        text
    } else {
        text.strip_prefix(rules.prefix.as_str()).unwrap_or(text).trim()
    };
    let Some(real) = parse_number(text) else {
        return refuse(Fault::new(Rule::NotANumber));
    };
    let decimals = text
        .split_once('.')
        .map_or(0, |(_, d)| d.trim_end_matches('0').len());
    let written = text.split_once('.').map_or(0, |(_, d)| d.len());
    if rules.precision == Some(0) && decimals > 0 {
        return refuse(Fault::new(Rule::NotWhole));
    }
    if let Some(most) = rules.precision.filter(|p| *p > 0 && decimals > *p) {
        return refuse(Fault::limit(Rule::TooPrecise, most));
    }
    if let Some(least) = rules.min_precision.filter(|p| written < *p) {
        return refuse(Fault::limit(Rule::TooImprecise, least));
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if let Some(fault) = count_fault(
        rules.digits,
        digits,
        [Rule::TooFewDigits, Rule::TooManyDigits, Rule::TooManyDigits],
    ) {
        return refuse(fault);
    }
    if let Some(fault) = bound_fault(&rules.bounds, real) {
        return refuse(fault);
    }
    // Beyond this the number kept would not be the number typed.
    if real.abs() > 9_007_199_254_740_991.0 {
        return refuse(Fault::limit(Rule::TooLarge, "9007199254740991"));
    }
    // Where zeros at either end count, the number is kept as it was written.
    if rules.min_precision.is_some_and(|p| p > 0) || rules.digits.min.is_some() {
        return Ok(Value::from(
            text.chars()
                .filter(|c| !matches!(c, ',' | ' '))
                .collect::<String>(),
        ));
    }
    number(real).map_or_else(|| refuse(Fault::new(Rule::NotANumber)), Ok)
}

fn bound_fault(bounds: &Bounds, real: f64) -> Option<Fault> {
    if let Some(least) = bounds.min.filter(|m| real < *m) {
        return Some(Fault::limit(Rule::TooSmall, least));
    }
    bounds
        .max
        .filter(|m| real > *m)
        .map(|most| Fault::limit(Rule::TooLarge, most))
}

/// `Ok(None)` for a date that may be left out and is.
fn date_parts(c: &Component, entered: &Entered<'_>) -> Result<Option<Date>, Vec<Fault>> {
    let names = c.kind.parts();
    let given: Vec<&str> = (0..names.len()).map(|i| entered.part(i)).collect();
    if given.iter().all(|p| p.is_empty()) {
        return if c.required {
            Err(vec![
                Fault::new(Rule::DateMissing).part(names.first().copied().unwrap_or("day")),
            ])
        } else {
            Ok(None)
        };
    }
    let missing: Vec<(&'static str, Label)> = names
        .iter()
        .zip(&given)
        .filter(|(_, value)| value.is_empty())
        .map(|(name, _)| (*name, part_label(name)))
        .collect();
    if let Some((first, _)) = missing.first() {
        let mut fault = Fault::new(Rule::DateMissing).part(first);
        fault.missing = missing.iter().map(|(_, label)| *label).collect();
        return Err(vec![fault]);
    }
    let with_day = names.len() == 3;
    let rule = if with_day { Rule::NotADate } else { Rule::NotAMonth };
    let (day, month, year) = match given.as_slice() {
        [d, m, y] => (whole_number(d), month_number(m), whole_number(y)),
        [m, y] => (Some(1), month_number(m), whole_number(y)),
        _ => return Err(vec![Fault::new(rule)]),
    };
    let wrong = |part| Err(vec![Fault::new(rule).part(part)]);
    let Some(day) = day
        .and_then(|d| i8::try_from(d).ok())
        .filter(|d| (1..=31).contains(d))
    else {
        return wrong("day");
    };
    let Some(month) = month.filter(|m| (1..=12).contains(m)) else {
        return wrong("month");
    };
    let Some(year) = year
        .and_then(|y| i16::try_from(y).ok())
        .filter(|y| (1000..=3000).contains(y))
    else {
        return wrong("year");
    };
    match Date::new(year, month, day) {
        Ok(date) => Ok(Some(date)),
        Err(_) => wrong(names.first().copied().unwrap_or("day")),
    }
}

fn part_label(name: &str) -> Label {
    match name {
        "month" => Label::MonthPart,
        "year" => Label::YearPart,
        _ => Label::DayPart,
    }
}

fn whole_number(text: &str) -> Option<i32> {
    (!text.is_empty() && text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// People write months as words too, in either language.
fn month_number(text: &str) -> Option<i8> {
    if let Some(n) = whole_number(text) {
        return i8::try_from(n).ok();
    }
    let wanted = text.to_lowercase();
    if wanted.chars().count() < 3 {
        return None;
    }
    use crate::words::Words;
    let named = |words: Words| {
        let mut hits = (1..=12_i8).filter(|m| words.month(*m).to_lowercase().starts_with(&wanted));
        match (hits.next(), hits.next()) {
            (Some(m), None) => Some(m),
            _ => None,
        }
    };
    named(Words::En).or_else(|| named(Words::Cy))
}

/// The option's own value, if the option is offered to this resident.
fn option(list: usize, posted: &str, asked: &Asked<'_>) -> Option<Value> {
    let list = asked.definition.lists.get(list)?;
    let item = list.items.iter().find(|i| i.posted == posted)?;
    asked.holds_or_none(item.condition).then(|| item.value.clone())
}

fn check_boxes(
    c: &Component,
    list: usize,
    counts: Counts,
    entered: &Entered<'_>,
    asked: &Asked<'_>,
) -> Taken {
    let chosen: &[Cow<'_, str>] = match entered {
        Entered::Many(many) => many,
        _ => &[],
    };
    let mut values: Vec<Value> = Vec::new();
    for posted in chosen.iter().filter(|p| !p.is_empty()).take(2_000) {
        match option(list, posted, asked) {
            Some(value) if values.contains(&value) => {}
            Some(value) => values.push(value),
            None => return refuse(Fault::new(Rule::SelectAny)),
        }
    }
    if values.is_empty() {
        return if c.required {
            refuse(Fault::new(Rule::SelectAny))
        } else {
            Ok(Value::Array(values))
        };
    }
    match count_fault(
        counts,
        values.len(),
        [Rule::PickAtLeast, Rule::PickAtMost, Rule::PickExactly],
    ) {
        Some(fault) => refuse(fault),
        None => Ok(Value::Array(values)),
    }
}

fn check_address(c: &Component, entered: &Entered<'_>) -> Taken {
    let names = c.kind.parts();
    let given: Vec<&str> = (0..names.len()).map(|i| entered.part(i)).collect();
    if given.iter().all(|p| p.is_empty()) && !c.required {
        return Ok(Value::Null);
    }
    let mut faults = Vec::new();
    let mut map = serde_json::Map::new();
    for (name, value) in names.iter().zip(&given) {
        let rule = match *name {
            "addressLine1" => Some(Rule::AddressLine),
            "town" => Some(Rule::AddressTown),
            "postcode" => Some(Rule::AddressPostcode),
            _ => None,
        };
        if value.is_empty() {
            if let Some(rule) = rule.filter(|_| c.required) {
                faults.push(Fault::new(rule).part(name));
            }
            continue;
        }
        if value.chars().count() > 100 {
            faults.push(Fault::limit(Rule::PartTooLong, 100).part(name));
        }
        if *name == "postcode" {
            match postcode(value) {
                Some(postcode) => {
                    map.insert((*name).to_owned(), Value::from(postcode));
                }
                None => faults.push(Fault::new(Rule::PostcodeFormat).part(name)),
            }
        } else {
            map.insert((*name).to_owned(), Value::from(*value));
        }
    }
    if faults.is_empty() {
        Ok(Value::Object(map))
    } else {
        Err(faults)
    }
}

/// `sw1a2aa` to `SW1A 2AA`; `None` when it has not the shape of a postcode.
fn postcode(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if !plain.is_ascii() || !(5..=7).contains(&plain.len()) {
        return None;
    }
    let (out, inward) = plain.split_at(plain.len() - 3);
    let letters = |s: &str| s.bytes().all(|b| b.is_ascii_uppercase());
    let (digit, end) = inward.split_at(1);
    let inward_fits = digit.bytes().all(|b| b.is_ascii_digit()) && letters(end);
    // One or two letters, a digit, perhaps a digit or letter more.
    let area = out.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = out.get(area..).unwrap_or_default().as_bytes();
    let outward_fits = (1..=2).contains(&area)
        && match rest {
            [d] => d.is_ascii_digit(),
            [d, x] => d.is_ascii_digit() && x.is_ascii_alphanumeric(),
            _ => false,
        };
    (inward_fits && outward_fits).then(|| format!("{out} {inward}"))
}

fn two_numbers(
    c: &Component,
    entered: &Entered<'_>,
    parts: [(&'static str, &Bounds, Label); 2],
    whole: bool,
) -> Taken {
    let given = [entered.part(0), entered.part(1)];
    if given.iter().all(|g| g.is_empty()) && !c.required {
        return Ok(Value::Null);
    }
    let mut faults = Vec::new();
    let mut map = serde_json::Map::new();
    for ((name, bounds, label), text) in parts.into_iter().zip(given) {
        let fault = if text.is_empty() {
            Some(Fault::new(Rule::Enter))
        } else {
            match parse_number(text) {
                None => Some(Fault::new(Rule::NotANumber)),
                Some(real) if whole && real.fract() != 0.0 => Some(Fault::new(Rule::NotWhole)),
                Some(real) => bound_fault(bounds, real).or_else(|| {
                    map.insert(name.to_owned(), number(real).unwrap_or(Value::Null));
                    None
                }),
            }
        };
        if let Some(fault) = fault {
            faults.push(Fault {
                named: Some(label),
                ..fault.part(name)
            });
        }
    }
    if faults.is_empty() {
        Ok(Value::Object(map))
    } else {
        Err(faults)
    }
}

/// Two letters and 6, 8 or 10 digits, spaces anywhere between; given back without spaces.
fn grid_reference(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if !plain.is_ascii() || plain.len() < 8 {
        return None;
    }
    let (letters, digits) = plain.split_at(2);
    let first = letters.bytes().next()?;
    let fits = b"HJNOST".contains(&first)
        && letters.bytes().all(|b| b.is_ascii_uppercase() && b != b'I')
        && matches!(digits.len(), 6 | 8 | 10)
        && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then_some(plain)
}

fn file_fault(accept: &[String], max_bytes: u64, file: &crate::answers::FileRef) -> Option<Fault> {
    if file.size == 0 {
        return Some(Fault::new(Rule::FileEmpty));
    }
    if file.size > max_bytes {
        return Some(Fault::limit(Rule::FileSize, max_bytes / (1024 * 1024)));
    }
    if accept.is_empty() {
        return None;
    }
    let media = file.media_type.to_ascii_lowercase();
    let name = file.name.to_ascii_lowercase();
    let fits = accept.iter().any(|a| match a.strip_suffix("/*") {
        Some(group) => media.split('/').next() == Some(group),
        None if a.starts_with('.') => name.ends_with(a.as_str()),
        None => *a == media,
    });
    (!fits).then(|| Fault::limit(Rule::FileType, file_types(accept)))
}

/// `application/pdf, image/jpeg` as a person says it: `PDF, JPEG`.
pub(crate) fn file_types(accept: &[String]) -> String {
    let names: Vec<String> = accept
        .iter()
        .map(|a| {
            let short = a.trim_start_matches('.').rsplit('/').next().unwrap_or(a);
            match short {
                "msword" => "DOC".to_owned(),
                "vnd.openxmlformats-officedocument.wordprocessingml.document" => "DOCX".to_owned(),
                "vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "XLSX".to_owned(),
                "vnd.ms-excel" => "XLS".to_owned(),
                "vnd.oasis.opendocument.text" => "ODT".to_owned(),
                "vnd.oasis.opendocument.spreadsheet" => "ODS".to_owned(),
                "plain" => "TXT".to_owned(),
                "*" => a.split('/').next().unwrap_or(a).to_owned(),
                other => other.to_ascii_uppercase(),
            }
        })
        .collect();
    names.join(", ")
}

/// Places as GeoJSON features (from a map script) or one place a line.
fn check_places(c: &Component, counts: Counts, entered: &Entered<'_>) -> Taken {
    let places: Vec<Value> = match entered {
        Entered::Places(Value::Array(features)) => {
            if features.len() > 500 || !features.iter().all(is_feature) {
                return refuse(Fault::new(Rule::Place));
            }
            features.clone()
        }
        Entered::One(text) if text.starts_with(['[', '{']) => match features(text) {
            Some(features) => features,
            None => return refuse(Fault::new(Rule::Place)),
        },
        Entered::One(text) => {
            let mut places = Vec::new();
            for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
                match place(line) {
                    Some(place) if places.len() < 500 => places.push(place),
                    _ => return refuse(Fault::new(Rule::Place)),
                }
            }
            places
        }
        _ => Vec::new(),
    };
    if places.is_empty() {
        return if c.required {
            refuse(Fault::new(Rule::Enter))
        } else {
            Ok(Value::Null)
        };
    }
    match count_fault(
        counts,
        places.len(),
        [Rule::PlacesMin, Rule::PlacesMax, Rule::PlacesMax],
    ) {
        Some(fault) => refuse(fault),
        None => Ok(Value::Array(places)),
    }
}

fn features(text: &str) -> Option<Vec<Value>> {
    if text.len() > 200_000 {
        return None;
    }
    let value: Value = serde_json::from_str(text).ok()?;
    let list = match value {
        Value::Array(list) => list,
        Value::Object(mut map) if map.get("type").and_then(Value::as_str) == Some("FeatureCollection") => {
            match map.remove("features") {
                Some(Value::Array(list)) => list,
                _ => return None,
            }
        }
        feature @ Value::Object(_) => vec![feature],
        _ => return None,
    };
    (list.len() <= 500 && list.iter().all(is_feature)).then_some(list)
}

fn is_feature(value: &Value) -> bool {
    value.get("type").and_then(Value::as_str) == Some("Feature")
        && value.get("geometry").is_some_and(|g| {
            g.is_null()
                || (matches!(
                    g.get("type").and_then(Value::as_str),
                    Some("Point" | "LineString" | "Polygon")
                ) && g.get("coordinates").is_some_and(Value::is_array))
        })
}

fn place(line: &str) -> Option<Value> {
    if let Some(reference) = grid_reference(line) {
        return Some(json!({
            "type": "Feature",
            "properties": {"description": reference, "coordinateGridReference": reference},
            "geometry": null,
        }));
    }
    let (latitude, longitude) = line.split_once([',', ' '])?;
    let latitude = latitude.trim().parse::<f64>().ok().filter(|l| l.abs() <= 90.0)?;
    let longitude = longitude
        .trim()
        .parse::<f64>()
        .ok()
        .filter(|l| l.abs() <= 180.0)?;
    Some(json!({
        "type": "Feature",
        "properties": {"description": line},
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn email_addresses_are_told_from_slips() {
        for good in [
            "a@b.co",
            "first.last+tag@sub.example.com",
            "o'neil@example.org.uk",
        ] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "", "a", "a@b", "a@@b.co", "a b@c.de", "a@b..co", ".a@b.co", "a@b.1", "a@-b.co", "a@b.c",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn postcodes_are_given_their_space_and_capitals() {
        assert_eq!(postcode("sw1a2aa").as_deref(), Some("SW1A 2AA"));
        assert_eq!(postcode(" m1 1ae ").as_deref(), Some("M1 1AE"));
        for bad in ["", "SW1A", "1234567", "SW1A 2A", "ÉW1A 2AA", "AAA1 1AA"] {
            assert_eq!(postcode(bad), None, "{bad}");
        }
    }

    #[test]
    fn months_may_be_words() {
        assert_eq!(month_number("11"), Some(11));
        assert_eq!(month_number("Nov"), Some(11));
        assert_eq!(month_number("tachwedd"), Some(11));
        assert_eq!(month_number("ju"), None);
        assert_eq!(month_number("jun"), Some(6));
        assert_eq!(month_number("ma"), None);
    }

    #[test]
    fn grid_references_lose_their_spaces() {
        assert_eq!(grid_reference("tq 123 456").as_deref(), Some("TQ123456"));
        assert_eq!(grid_reference("AB123456"), None);
        assert_eq!(grid_reference("TQ12345"), None);
    }

    #[test]
    fn numbers_may_have_commas_but_no_words() {
        assert_eq!(parse_number("1,234.5"), Some(1234.5));
        for bad in ["", "1e5", "inf", "NaN", "1-2", "five", "--1"] {
            assert_eq!(parse_number(bad), None, "{bad}");
        }
    }
}
