//! A finished form becomes a report: graded, placed, kept, acknowledged, in one transaction.

use jiff::civil::Date;
use kernel::clock::Moment;
use kernel::db::DbError;
use kernel::event::{self, Event};
use kernel::file;
use kernel::id::Reference;
use kernel::mail::{self, Letter};
use kernel::seal::Keys;
use kernel::site::Site;
use page::Tongue;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use triage::{Decision, Facts, Thrive};

use crate::book::{Book, Flow};
use crate::draft::{self, Draft};
use crate::place;
use crate::report::{AnswerRow, Contact, Content, Reason, ReportId, Suggestion};
use crate::store::{self, NewReport};

/// A report was kept; nothing of it is lost from here on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ReportAccepted {
    pub report: ReportId,
}

impl Event for ReportAccepted {
    const NAME: &'static str = "contact.report-accepted";
}

/// A handler chose what becomes of a report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OutcomeChosen {
    pub report: ReportId,
    pub outcome: String,
    /// Tells one choice from the next, for the letter's key.
    pub version: i64,
}

impl Event for OutcomeChosen {
    const NAME: &'static str = "contact.outcome-chosen";
}

/// The facts of a draft for the tables: its answers, what it is about, how long ago it was, how often before.
pub fn facts(flow: &Flow, answers: &Value, today: Date, repeats: i64) -> Facts {
    let mut all = answers.clone();
    if let Value::Object(map) = &mut all {
        map.insert("kind".to_owned(), json!(flow.kind));
        map.insert("repeatContacts".to_owned(), json!(repeats));
        let when = map
            .get("whenDate")
            .and_then(Value::as_str)
            .and_then(|d| d.parse::<Date>().ok());
        if let Some(days) = when
            .and_then(|d| today.since(d).ok())
            .map(|span| i64::from(span.get_days()))
        {
            map.insert("hoursSince".to_owned(), json!(days.max(0) * 24));
        }
    }
    Facts::from_json(all).unwrap_or_default()
}

fn text(answers: &Value, name: &str) -> String {
    answers
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim()
        .to_owned()
}

fn list(answers: &Value, name: &str) -> Vec<String> {
    match answers.get(name) {
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(one)) if !one.is_empty() => vec![one.clone()],
        _ => Vec::new(),
    }
}

pub fn contact_of(answers: &Value) -> Contact {
    Contact {
        name: text(answers, "fullName"),
        email: text(answers, "email"),
        phone: text(answers, "phone"),
        channel: text(answers, "contactChannel"),
        hours: text(answers, "contactHours"),
        cautions: list(answers, "contactCautions"),
        safe_word: text(answers, "contactSafeWord"),
        needs: list(answers, "needs"),
        language: text(answers, "needsLanguage"),
    }
}

/// Keys by which the same person, phone and place are found again: what means the same is made alike first. A place is
/// the same only when it is known exactly: half a town writes "High Street" or "Facebook".
pub fn lookup_keys(keys: &Keys, contact: &Contact, place: Option<&str>) -> [Option<String>; 3] {
    let alike = |t: &str| {
        t.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let email = contact.email.trim().to_lowercase();
    let person = if email.is_empty() {
        alike(&contact.name)
    } else {
        email
    };
    let digits: String = contact.phone.chars().filter(char::is_ascii_digit).collect();
    let national = digits
        .strip_prefix("44")
        .map_or_else(|| digits.clone(), |rest| format!("0{rest}"));
    let key = |kind: &str, value: String| (value.len() > 4).then(|| keys.lookup(kind, &value));
    [
        key("person", person),
        key("phone", national),
        place.and_then(|p| key("place", alike(p))),
    ]
}

fn suggestion(decision: &Decision) -> Suggestion {
    Suggestion {
        grade: decision.grade.to_string(),
        outcome: decision.outcome_suggestion.to_string(),
        table_version: decision.table_version.to_string(),
        reasons: decision
            .reasons
            .iter()
            .map(|r| Reason {
                rule: r.rule_id.to_string(),
                table: r.table.to_string(),
                version: r.table_version.to_string(),
                key: r.key.to_string(),
                facts: r.facts.iter().map(ToString::to_string).collect(),
            })
            .collect(),
    }
}

/// Whether the Victims' Code gives enhanced rights: vulnerable, intimidated, persistently targeted, or the most
/// serious crime. Better once too often than once too seldom.
fn is_enhanced(flow: &Flow, answers: &Value, grade_order: u32) -> bool {
    let vulnerable = list(answers, "vulnerable").iter().any(|v| v != "none");
    let targeted = text(answers, "repeatVictim") == "yes";
    let serious = matches!(
        flow.kind.as_str(),
        "domestic-abuse" | "stalking-harassment" | "hate-crime"
    );
    vulnerable || targeted || serious || text(answers, "injury") == "serious" || grade_order <= 1
}

/// What a person is told comes next, and by when.
#[derive(Debug, Clone, Copy)]
pub struct Promise {
    pub read_by: Moment,
    pub answer_by: Moment,
    /// It sounds as if someone may be in danger: 999 comes before all else.
    pub urgent: bool,
}

/// The promise of the receipt, from what the tables made of the report: what is urgent is not promised for the day
/// after tomorrow.
pub fn promise(site: &Site, book: &Book, suggested: &str, received: Moment) -> Promise {
    let force = &site.config().force;
    let grade = book.triage().grade(suggested).filter(|g| g.order <= 2);
    let usual = 60 * force.answer_hours;
    let answer = grade
        .and_then(|g| g.clock_minutes)
        .map_or(usual, |m| usual.min(i64::from(m)));
    Promise {
        read_by: received.plus_minutes(force.read_minutes.min(answer)),
        answer_by: received.plus_minutes(answer),
        urgent: grade.is_some_and(|g| g.order <= 1),
    }
}

/// The code to write down, for a person whom no code can be sent to: made of the report and the force's key, kept
/// nowhere.
pub fn paper_code(keys: &Keys, report: &ReportId) -> String {
    let hash = keys.lookup("case-paper", report.as_str());
    draft::sayable(&kernel::seal::sha256(&[hash.as_bytes()]))
}

/// Whether this is the code that was written down, however it was typed.
pub fn is_paper_code(keys: &Keys, report: &ReportId, typed: &str) -> bool {
    let right = draft::plain_code(&paper_code(keys, report));
    match (draft::plain_code(typed), right) {
        (Some(typed), Some(right)) => kernel::seal::same(&typed, &right),
        _ => false,
    }
}

#[allow(clippy::too_many_arguments)]
/// Makes a report of a finished draft. Pure but for the look-up of earlier contacts.
pub async fn make(
    site: &Site,
    book: &Book,
    flow: &Flow,
    draft: &Draft,
    finished: &forms::Finished,
    lang: &str,
    channel: &'static str,
    now: Moment,
) -> Result<NewReport, DbError> {
    let answers = &finished.answers;
    let contact = contact_of(answers);
    let place = text(answers, "where");
    let online = text(answers, "whereKind") == "online";
    let exact = place::exact(book.ground(), &place).filter(|_| !online);
    let [person_key, phone_key, place_key] = lookup_keys(site.keys(), &contact, exact.as_deref());
    let similar = store::similar(
        &mut site.db().read(),
        [person_key.as_deref(), phone_key.as_deref(), place_key.as_deref()],
        now.plus_days(-365),
    )
    .await?;
    let facts = facts(flow, answers, now.date(site.days().zone()), similar);
    let decision = book.triage().decide(&facts);
    let thrive = Thrive::from_answers(book.triage(), &facts, &decision);
    let found = place::locate(book.ground(), &place);
    let role = Some(text(answers, "role"))
        .filter(|r| !r.is_empty())
        .unwrap_or_else(|| "witness".to_owned());
    let rows = finished
        .rows
        .iter()
        .filter(|r| !r.text.is_empty())
        .map(|r| AnswerRow {
            section: r.section.clone(),
            name: r.name.clone(),
            title: r.title.clone(),
            text: r.text.clone(),
        });
    let due = decision
        .clock_minutes
        .map_or(site.config().force.answer_hours * 60, i64::from);
    Ok(NewReport {
        id: ReportId::new(now, site.random()),
        reference: Reference::new(site.random()),
        draft: draft.token_hash.clone(),
        flow: flow.name.clone(),
        channel,
        lang: lang.to_owned(),
        role,
        enhanced: is_enhanced(flow, answers, decision.grade_order),
        urgency: decision.grade_order.into(),
        team: "desk".to_owned(),
        ward: found.ward,
        borough: found.borough,
        at: found.at,
        person_key,
        phone_key,
        place_key,
        received_at: now,
        due_at: now.plus_minutes(due),
        help: draft.help.clone(),
        promise: promise(site, book, &decision.grade, now),
        suggestion: suggestion(&decision),
        content: Content {
            contact,
            rows: rows.collect(),
            answers: answers.clone(),
            thrive: serde_json::to_value(&thrive).unwrap_or_default(),
            place,
        },
    })
}

/// Keeps the report with its audit row, event, files and letter: all or nothing. `false` when the draft was sent
/// before.
pub async fn keep(
    site: &Site,
    flow: &Flow,
    draft: &Draft,
    new: &NewReport,
    tongue: &Tongue,
) -> Result<bool, DbError> {
    let now = new.received_at;
    let mut tx = site.db().begin().await?;
    if !store::insert(&mut tx, site.keys(), new).await? {
        return Ok(false);
    }
    let grade = new.suggestion.grade.as_str();
    store::received(&mut tx, site, &new.id, grade, new.help.as_ref(), now).await?;
    if let Some(other) = new
        .content
        .answers
        .get("existingReference")
        .and_then(Value::as_str)
        .and_then(Reference::parse)
        && let Some(existing) = store::by_reference(&mut tx, &other).await?
    {
        store::linked(&mut tx, site, &existing.id, &new.reference, now).await?;
        // Nobody proved who says it; a letter in the wrong hands does more harm than one that waits.
        let answers = &new.content.answers;
        let changed = text(answers, "existingWhat") == "contact-change";
        if changed && matches!(text(answers, "oldContactSafe").as_str(), "no" | "unsure") {
            let by = ("resident", "");
            store::hold(&mut tx, site, &existing.id, by, new.reference.as_str(), now).await?;
        }
    }
    event::tell(
        &mut tx,
        site,
        &ReportAccepted {
            report: new.id.clone(),
        },
        now,
        site.random(),
    )
    .await?;
    if let Some(letter) = receipt(site, flow, new, tongue) {
        let key = format!("receipt {}", new.id);
        let leave = new.content.contact.safe_from(now, site.days().zone());
        mail::queue_for(
            &mut tx,
            site,
            &key,
            letter.0,
            "receipt",
            new.id.as_str(),
            &letter.1,
            leave,
            now,
        )
        .await?;
    }
    file::give(&mut tx, &draft.file_owner(), new.id.as_str()).await?;
    store::touch_sent(&mut tx, site.keys(), &draft.token_hash, new.id.as_str()).await?;
    tx.commit().await?;
    Ok(true)
}

/// The letter that says "we have it". It holds no answers: a mistyped address must not give them away. For a
/// sensitive matter, or when the person asked us to be careful, it does not say who it is from.
pub fn receipt(
    site: &Site,
    flow: &Flow,
    new: &NewReport,
    tongue: &Tongue,
) -> Option<(mail::Channel, Letter)> {
    let (channel, to) = new.content.contact.letter_box()?;
    let careful = flow.sensitive || !new.content.contact.cautions.is_empty();
    let reference = new.reference.as_str();
    let link = format!("{}/track", site.public_url());
    let promise = new.promise;
    let when = |m: Moment| tongue.day_time(m.timestamp());
    let text = if channel == mail::Channel::Text || careful {
        tongue.ta(
            "letter-receipt-short",
            &[("reference", reference.into()), ("link", link.as_str().into())],
        )
    } else {
        let force = site.config().force.name.as_str();
        let (read, answer) = (when(promise.read_by), when(promise.answer_by));
        tongue.ta(
            "letter-receipt",
            &[
                ("reference", reference.into()),
                ("link", link.as_str().into()),
                ("force", force.into()),
                ("read", read.as_str().into()),
                ("answer", answer.as_str().into()),
            ],
        )
    };
    let subject_key = if careful {
        "letter-careful-subject"
    } else {
        "letter-receipt-subject"
    };
    let subject = tongue.t1(subject_key, "reference", reference);
    Some((
        channel,
        Letter {
            to: to.to_owned(),
            subject,
            text,
            html: None,
        },
    ))
}
