use kernel::Moment;
use kernel::account::Staff;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, FromRow, Query, Row, Tx, Value};
use kernel::id::sorted_text;
use kernel::seal::Keys;
use kernel::site::Site;

use crate::error::ContactError;
use crate::helped::Help;
use crate::report::{COLUMNS, Content, Outcome, Report, ReportId, State, Step, Suggestion};

/// Proof that someone may see reports, and which: only [`Authority::of`] makes one.
#[derive(Debug, Clone)]
pub struct Authority {
    actor: String,
    name: String,
    id: String,
    /// None sees all; else the reports of one team.
    team: Option<String>,
}

impl Authority {
    pub fn of(staff: &Staff) -> Self {
        Self {
            actor: staff.actor(),
            name: staff.name.clone(),
            id: staff.id.as_str().to_owned(),
            team: (!staff.sees_all()).then(|| staff.team.clone()),
        }
    }

    pub fn may_see(&self, report: &Report) -> bool {
        self.team.as_ref().is_none_or(|t| *t == report.team) || report.owner.as_deref() == Some(&self.id)
    }

    pub fn actor(&self) -> &str {
        &self.actor
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

/// Which list of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Waiting,
    Promised,
    Mine,
    /// Someone wrote, and nobody has read it.
    Wrote,
    Newest,
}

impl Filter {
    pub const ALL: [Self; 5] = [
        Self::Waiting,
        Self::Wrote,
        Self::Promised,
        Self::Mine,
        Self::Newest,
    ];

    pub fn parse(text: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|f| f.as_str() == text)
            .unwrap_or(Self::Waiting)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Promised => "promised",
            Self::Mine => "mine",
            Self::Wrote => "wrote",
            Self::Newest => "newest",
        }
    }
}

/// One page of a list; `after` is the id of the last report of the page before. Each list walks one index, so
/// a million reports take no longer than a thousand.
pub async fn queue(
    q: &mut impl Query,
    by: &Authority,
    filter: Filter,
    after: Option<&Report>,
    most: u32,
) -> Result<Vec<Report>, DbError> {
    let mut args: Vec<Value> = Vec::new();
    let mut placed = |value: Value| {
        args.push(value);
        format!("${}", args.len())
    };
    let mut conditions: Vec<String> = Vec::new();
    if let (Some(team), false) = (&by.team, filter == Filter::Mine) {
        conditions.push(format!("team = {}", placed(team.as_str().into())));
    }
    let order = match filter {
        Filter::Waiting => {
            conditions.push("state = 'waiting'".to_owned());
            if let Some(r) = after {
                let row = [
                    placed(r.urgency.into()),
                    placed(r.received_at.into()),
                    placed((&r.id).into()),
                ]
                .join(", ");
                conditions.push(format!("(urgency, received_at, id) > ({row})"));
            }
            "urgency, received_at, id"
        }
        Filter::Promised => {
            conditions.push("state = 'accepted' AND kept_at IS NULL AND promised_to IS NOT NULL".to_owned());
            if let Some((r, to)) = after.and_then(|r| r.promised_to.map(|to| (r, to))) {
                let row = [placed(to.into()), placed((&r.id).into())].join(", ");
                conditions.push(format!("(promised_to, id) > ({row})"));
            }
            "promised_to, id"
        }
        Filter::Mine => {
            conditions.push(format!(
                "owner = {} AND state IN ('waiting', 'accepted')",
                placed(by.id.as_str().into())
            ));
            if let Some(r) = after {
                let row = [placed(r.received_at.into()), placed((&r.id).into())].join(", ");
                conditions.push(format!("(received_at, id) > ({row})"));
            }
            "received_at, id"
        }
        Filter::Wrote => {
            conditions.push("wrote_at IS NOT NULL".to_owned());
            if let Some((r, at)) = after.and_then(|r| r.wrote_at.map(|at| (r, at))) {
                let row = [placed(at.into()), placed((&r.id).into())].join(", ");
                conditions.push(format!("(wrote_at, id) > ({row})"));
            }
            "wrote_at, id"
        }
        Filter::Newest => {
            if let Some(r) = after {
                let row = [placed(r.received_at.into()), placed((&r.id).into())].join(", ");
                conditions.push(format!("(received_at, id) < ({row})"));
            }
            "received_at DESC, id DESC"
        }
    };
    let conditions = if conditions.is_empty() {
        "1 = 1".to_owned()
    } else {
        conditions.join(" AND ")
    };
    q.all(
        &format!("SELECT {COLUMNS} FROM contact_report WHERE {conditions} ORDER BY {order} LIMIT {most}"),
        args,
    )
    .await
}

/// A report with what was written in it.
#[derive(Debug, Clone)]
pub struct Opened {
    pub report: Report,
    pub content: Content,
    pub suggestion: Suggestion,
}

/// Opens a report and writes that it was opened; a report of another team is as good as not there.
pub async fn open_one(
    site: &Site,
    by: &Authority,
    id: &ReportId,
    now: Moment,
) -> Result<Opened, ContactError> {
    let mut read = site.db().read();
    let report = super::find(&mut read, id)
        .await?
        .filter(|r| by.may_see(r))
        .ok_or(ContactError::NoSuchReport)?;
    let (content, suggestion) = super::content(&mut read, site.keys(), id)
        .await?
        .ok_or(ContactError::NoSuchReport)?;
    let mut tx = site.db().begin().await?;
    audit::write(
        &mut tx,
        &by.actor,
        "report.viewed",
        id.as_str(),
        &by.name,
        now,
        site.random(),
    )
    .await?;
    tx.commit().await?;
    Ok(Opened {
        report,
        content,
        suggestion,
    })
}

/// Everything that happened to a report, oldest first.
pub async fn steps(q: &mut impl Query, keys: &Keys, id: &ReportId) -> Result<Vec<Step>, DbError> {
    let rows = q
        .rows(
            "SELECT kind, by_name, was, became, words, at FROM contact_step WHERE report = $1 ORDER BY id",
            args![id],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let words: Option<Vec<u8>> = row.get("words")?;
            let words = match words {
                Some(sealed) => keys
                    .open("step", &sealed)
                    .map_err(|e| DbError::Broken(e.to_string()))?,
                None => Vec::new(),
            };
            Ok(Step {
                kind: row.get("kind")?,
                by_name: row.get("by_name")?,
                was: row.get("was")?,
                became: row.get("became")?,
                words: String::from_utf8_lossy(&words).into_owned(),
                at: row.get("at")?,
            })
        })
        .collect()
}

/// Writes a step and its audit row.
#[allow(clippy::too_many_arguments)]
pub(crate) async fn step(
    tx: &mut Tx,
    site: &Site,
    id: &ReportId,
    kind: &str,
    (actor, name): (&str, &str),
    (was, became): (&str, &str),
    words: &str,
    now: Moment,
) -> Result<(), DbError> {
    let words = (!words.is_empty()).then(|| site.keys().seal("step", words.as_bytes()));
    tx.exec(
        "INSERT INTO contact_step (id, report, kind, by_name, was, became, words, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![format!("stp_{}", sorted_text(now, &site.random())), id, kind, name, was, became, words, now],
    )
    .await?;
    let action = if kind == "received" {
        "report.sent".to_owned()
    } else {
        format!("report.{kind}")
    };
    let detail = if was.is_empty() {
        became.to_owned()
    } else {
        format!("{was} -> {became}")
    };
    audit::write(tx, actor, &action, id.as_str(), &detail, now, site.random()).await
}

/// The first step: it was received, who helped to make it, and what the tables suggested.
pub async fn received(
    tx: &mut Tx,
    site: &Site,
    id: &ReportId,
    grade: &str,
    help: Option<&Help>,
    now: Moment,
) -> Result<(), DbError> {
    let by = help.map_or(("resident", ""), |h| (h.actor.as_str(), h.name.as_str()));
    step(tx, site, id, "received", by, ("", grade), "", now).await
}

/// A report as it stands inside the transaction, with the version that the handler saw.
pub(super) async fn at_version(
    tx: &mut Tx,
    by: &Authority,
    id: &ReportId,
    version: i64,
) -> Result<Report, ContactError> {
    let report = super::find(tx, id)
        .await?
        .filter(|r| by.may_see(r))
        .ok_or(ContactError::NoSuchReport)?;
    if report.version == version {
        Ok(report)
    } else {
        Err(ContactError::ChangedMeanwhile)
    }
}

/// A change of grade, with the handler's reason.
#[derive(Debug, Clone)]
pub enum Change<'a> {
    /// The grade is confirmed or another is chosen; `urgency` and the new clock come with it.
    Grade {
        grade: &'a str,
        urgency: i64,
        due_at: Moment,
    },
    /// What becomes of it, and within which window.
    Outcome {
        outcome: Outcome,
        window: Option<(Moment, Moment)>,
        slot: Option<i64>,
        /// The other body that it is for.
        body: Option<String>,
        /// Where and with whom an appointment is: the person reads it.
        meeting: String,
    },
    /// What was promised has been done.
    Kept,
    Close,
}

/// Changes a report if nobody changed it since the handler saw it. Of two who press at once, one wins and the
/// other is told.
pub async fn change(
    tx: &mut Tx,
    site: &Site,
    by: &Authority,
    (id, version): (&ReportId, i64),
    change: &Change<'_>,
    why: &str,
    now: Moment,
) -> Result<Report, ContactError> {
    let before = at_version(tx, by, id, version).await?;
    let mut after = before.clone();
    let (kind, was, became) = match change {
        Change::Grade {
            grade,
            urgency,
            due_at,
        } => {
            (after.grade, after.urgency, after.due_at) = ((*grade).to_owned(), *urgency, *due_at);
            ("grade", before.grade.clone(), (*grade).to_owned())
        }
        Change::Outcome {
            outcome,
            window,
            slot,
            body,
            meeting: _,
        } => {
            // What is closed is opened again first, with a reason.
            if !before.state.is_open() || !before.state.may_become(outcome.state()) {
                return Err(ContactError::NotPossible);
            }
            after.state = outcome.state();
            after.outcome = Some(*outcome);
            after.promised_from = window.map(|w| w.0);
            after.promised_to = window.map(|w| w.1);
            after.kept_at = None;
            after.body.clone_from(body);
            if let (Some((from, _)), Some(place)) = (window, slot) {
                let taken = tx
                    .exec(
                        "INSERT INTO contact_slot (team, starts_at, place, report) VALUES ($1, $2, $3, $4)
                         ON CONFLICT (team, starts_at, place) DO NOTHING",
                        args![before.team.as_str(), *from, *place, id],
                    )
                    .await?;
                if taken == 0 {
                    return Err(ContactError::SlotTaken);
                }
            }
            let was = before.outcome.map_or("", Outcome::as_str).to_owned();
            ("outcome", was, outcome.as_str().to_owned())
        }
        Change::Kept => {
            if before.state != State::Accepted || before.kept_at.is_some() {
                return Err(ContactError::NotPossible);
            }
            after.kept_at = Some(now);
            (
                "kept",
                String::new(),
                before.outcome.map_or("", Outcome::as_str).to_owned(),
            )
        }
        Change::Close => {
            if !before.state.may_become(State::Closed) || before.state == State::Closed {
                return Err(ContactError::NotPossible);
            }
            after.state = State::Closed;
            ("closed", before.state.as_str().to_owned(), "closed".to_owned())
        }
    };
    let owner = before.owner.clone().unwrap_or_else(|| by.id.clone());
    let changed: Option<Report> = tx
        .opt(
            &format!(
                "UPDATE contact_report SET state = $1, grade = $2, urgency = $3, due_at = $4, outcome = $5,
                   promised_from = $6, promised_to = $7, kept_at = $8, owner = $9, body = $10, version = version + 1
                 WHERE id = $11 AND version = $12 RETURNING {COLUMNS}"
            ),
            args![
                after.state.as_str(),
                after.grade.as_str(),
                after.urgency,
                after.due_at,
                after.outcome.map(Outcome::as_str),
                after.promised_from,
                after.promised_to,
                after.kept_at,
                owner,
                after.body.clone(),
                id,
                version
            ],
        )
        .await?;
    let changed = changed.ok_or(ContactError::ChangedMeanwhile)?;
    step(
        tx,
        site,
        id,
        kind,
        (&by.actor, &by.name),
        (&was, &became),
        why,
        now,
    )
    .await?;
    if let Change::Outcome { meeting, .. } = change
        && !meeting.is_empty()
    {
        let person = (by.actor.as_str(), by.name.as_str());
        step(tx, site, id, "arranged", person, ("", ""), meeting, now).await?;
    }
    Ok(changed)
}

/// The handler takes a report that is nobody's.
pub async fn take(
    tx: &mut Tx,
    site: &Site,
    by: &Authority,
    id: &ReportId,
    version: i64,
    now: Moment,
) -> Result<(), ContactError> {
    let before = at_version(tx, by, id, version).await?;
    let changed = tx
        .exec(
            "UPDATE contact_report SET owner = $1, version = version + 1 WHERE id = $2 AND version = $3",
            args![by.id.as_str(), id, version],
        )
        .await?;
    if changed == 0 {
        return Err(ContactError::ChangedMeanwhile);
    }
    let was = before.owner.map_or("", |_| "someone");
    step(
        tx,
        site,
        id,
        "taken",
        (&by.actor, &by.name),
        (was, &by.name),
        "",
        now,
    )
    .await?;
    Ok(())
}

/// Another team has it from now on.
pub async fn hand_over(
    tx: &mut Tx,
    site: &Site,
    by: &Authority,
    (id, version): (&ReportId, i64),
    team: &str,
    why: &str,
    now: Moment,
) -> Result<(), ContactError> {
    let before = at_version(tx, by, id, version).await?;
    let changed = tx
        .exec(
            "UPDATE contact_report SET team = $1, owner = NULL, version = version + 1 WHERE id = $2 AND version = $3",
            args![team, id, version],
        )
        .await?;
    if changed == 0 {
        return Err(ContactError::ChangedMeanwhile);
    }
    step(
        tx,
        site,
        id,
        "team",
        (&by.actor, &by.name),
        (&before.team, team),
        why,
        now,
    )
    .await?;
    Ok(())
}

/// A note for colleagues; the person does not see it.
pub async fn note(
    tx: &mut Tx,
    site: &Site,
    by: &Authority,
    id: &ReportId,
    words: &str,
    now: Moment,
) -> Result<(), ContactError> {
    super::find(tx, id)
        .await?
        .filter(|r| by.may_see(r))
        .ok_or(ContactError::NoSuchReport)?;
    step(tx, site, id, "note", (&by.actor, &by.name), ("", ""), words, now).await?;
    Ok(())
}

/// The person took it back. A report that was closed already stays closed.
pub async fn withdraw(
    tx: &mut Tx,
    site: &Site,
    id: &ReportId,
    why: &str,
    now: Moment,
) -> Result<bool, ContactError> {
    let changed = tx
        .exec(
            "UPDATE contact_report SET state = 'withdrawn', version = version + 1
             WHERE id = $1 AND state IN ('waiting', 'accepted')",
            args![id],
        )
        .await?;
    if changed == 1 {
        step(
            tx,
            site,
            id,
            "withdrawn",
            ("resident", ""),
            ("", "withdrawn"),
            why,
            now,
        )
        .await?;
    }
    Ok(changed == 1)
}

/// The person added something: the report is back in the list of those that wait, never less urgent than before.
pub async fn add_words(
    tx: &mut Tx,
    site: &Site,
    id: &ReportId,
    urgent: Option<(&str, i64)>,
    now: Moment,
) -> Result<(), ContactError> {
    if let Some((grade, urgency)) = urgent {
        tx.exec(
            "UPDATE contact_report SET grade = $1, urgency = $2, version = version + 1 WHERE id = $3 AND urgency > $2",
            args![grade, urgency, id],
        )
        .await?;
    }
    tx.exec(
        "UPDATE contact_report SET state = 'waiting', version = version + 1 WHERE id = $1 AND state IN ('closed', 'referred')",
        args![id],
    )
    .await?;
    tx.exec(
        "UPDATE contact_report SET wrote_at = $1 WHERE id = $2 AND wrote_at IS NULL",
        args![now, id],
    )
    .await?;
    step(tx, site, id, "added", ("resident", ""), ("", ""), "", now).await?;
    Ok(())
}

/// Someone of the force has read what the person sent.
pub async fn was_read(tx: &mut Tx, id: &ReportId) -> Result<(), DbError> {
    tx.exec(
        "UPDATE contact_report SET wrote_at = NULL WHERE id = $1 AND wrote_at IS NOT NULL",
        args![id],
    )
    .await?;
    Ok(())
}

/// Files that were on their way while the draft was sent: the report has them, and its handler is told.
pub async fn late_files(
    tx: &mut Tx,
    site: &Site,
    draft: &str,
    id: &ReportId,
    now: Moment,
) -> Result<(), ContactError> {
    if kernel::file::give(tx, draft, id.as_str()).await? > 0 {
        add_words(tx, site, id, None, now).await?;
    }
    Ok(())
}

/// Reports of the last year with the same person, phone or place.
#[derive(Debug, Clone, Default)]
pub struct Repeats {
    pub person: Vec<Report>,
    pub phone: Vec<Report>,
    pub place: Vec<Report>,
}

pub async fn repeats_of(
    q: &mut impl Query,
    by: &Authority,
    id: &ReportId,
    since: Moment,
) -> Result<Repeats, DbError> {
    let row: Option<Row> = q
        .opt(
            "SELECT person_key, phone_key, place_key FROM contact_report WHERE id = $1",
            args![id],
        )
        .await?;
    let Some(row) = row else {
        return Ok(Repeats::default());
    };
    let mut found = Vec::new();
    for column in ["person_key", "phone_key", "place_key"] {
        let key: Option<String> = row.get(column)?;
        let Some(key) = key else {
            found.push(Vec::new());
            continue;
        };
        let sql = format!(
            "SELECT {COLUMNS} FROM contact_report WHERE {column} = $1 AND received_at > $2 AND id <> $3
             ORDER BY received_at DESC LIMIT 10"
        );
        let reports: Vec<Report> = q.all(&sql, args![key, since, id]).await?;
        found.push(reports.into_iter().filter(|r| by.may_see(r)).collect());
    }
    let mut found = found.into_iter();
    let mut next = || found.next().unwrap_or_default();
    Ok(Repeats {
        person: next(),
        phone: next(),
        place: next(),
    })
}

struct Taken {
    starts_at: Moment,
    place: i64,
}

impl FromRow for Taken {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            starts_at: row.get("starts_at")?,
            place: row.get("place")?,
        })
    }
}

/// Of these beginnings, those that still have one of `places` free, each with the number of a free place.
pub async fn free_slots(
    q: &mut impl Query,
    team: &str,
    starts: &[Moment],
    places: i64,
) -> Result<Vec<(Moment, i64)>, DbError> {
    let (Some(first), Some(last)) = (starts.iter().min(), starts.iter().max()) else {
        return Ok(Vec::new());
    };
    let taken: Vec<Taken> = q
        .all(
            "SELECT starts_at, place FROM contact_slot WHERE team = $1 AND starts_at BETWEEN $2 AND $3",
            args![team, *first, *last],
        )
        .await?;
    let free = |at: &Moment| (0..places).find(|p| !taken.iter().any(|t| t.starts_at == *at && t.place == *p));
    Ok(starts
        .iter()
        .filter_map(|at| free(at).map(|place| (*at, place)))
        .collect())
}

/// The id of the newest step of any report: it changes when anything does.
pub async fn newest_step(q: &mut impl Query) -> Result<String, DbError> {
    let newest: Option<String> = q.one("SELECT max(id) FROM contact_step", args![]).await?;
    Ok(newest.unwrap_or_default())
}
