//! What the demonstration is filled with: a city, the people of its force, reports at every stage.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use atlas::Gazetteer;
use atlas::made_up::{City, Size};
use contact::{Authority, Book, Change, Draft, Outcome, OutcomeChosen, Report, ReportId};
use forms::{Answers, sample};
use kernel::account::{self, NewStaff, Role, Staff, StaffId};
use kernel::{Moment, Site, event};
use serde_json::{Value, json};

use super::stories::{FIRST_NAMES, LAST_NAMES, MESSAGES, STORIES, Story, WHYS};
use super::{PASSWORD, STAFF, secret};
use crate::commands::import::{PLACES, keep};
use crate::start::folder;

/// Reports of the last two weeks.
const REPORTS: u64 = 180;

/// Boroughs, wards and postcodes, where an import would have left them.
pub fn city(data: &Path, seed: u64) -> anyhow::Result<()> {
    let place = data.join("atlas");
    if place.join("areas.blob").exists() {
        return Ok(());
    }
    let city = City::new(seed, Size::WHOLE)?;
    folder(&place)?;
    keep(
        &place.join("postcodes.blob"),
        &city.postcodes.to_blob(&city.areas),
    )?;
    keep(&place.join(PLACES), &serde_json::to_vec(&city.places)?)?;
    keep(&place.join("areas.blob"), &city.areas.to_blob())
}

/// People and reports, once; a folder that was filled stays as it is.
pub async fn force(site: &Site, seed: u64) -> anyhow::Result<()> {
    let mark = site.data().path().join("demo.filled");
    if mark.exists() {
        return Ok(());
    }
    let mut chance = Chance(seed ^ 0x9e37_79b9_7f4a_7c15);
    let desk = people(site, &mut chance).await?;
    super::places::fill(site, &mut chance).await?;
    super::suggestions::fill(site, &mut chance).await?;
    super::counters::fill(site, &mut chance).await?;
    super::neighbourhoods::fill(site, &mut chance).await?;
    super::planner::fill(site, &mut chance).await?;
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow::anyhow!(e))?;
    // A place that people say with its postcode is found on the map.
    let streets: Vec<String> = ground
        .places()
        .iter()
        .filter_map(|p| Some(format!("{}, {}", p.name, p.postcode?)))
        .collect();
    let book = site.part::<Book>().map_err(|e| anyhow::anyhow!(e))?;
    for number in 0..REPORTS {
        one(site, &book, &desk, &streets, number, &mut chance).await?;
    }
    super::sessions::fill(site, &mut chance).await?;
    super::equality::fill(site, &mut chance).await?;
    std::fs::write(&mark, format!("seed {seed}\n"))?;
    Ok(())
}

/// Numbers from a seed (splitmix64).
pub struct Chance(u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let at = self.below(u64::try_from(from.len()).unwrap_or(1));
        from.get(usize::try_from(at).unwrap_or(0))
    }

    pub fn name(&mut self) -> String {
        let first = self.pick(FIRST_NAMES).copied().unwrap_or("Ada");
        let last = self.pick(LAST_NAMES).copied().unwrap_or("Example");
        format!("{first} {last}")
    }
}

/// The people who can sign in, and two officers for each ward; gives the handlers of the desk.
async fn people(site: &Site, chance: &mut Chance) -> anyhow::Result<Vec<Staff>> {
    // One hash for all: they share the password, and a hash takes a while on purpose.
    let salt = site.random();
    let hash = tokio::task::spawn_blocking(move || account::hash_password(PASSWORD, &salt, false)).await??;
    let mut tx = site.db().begin().await?;
    let mut desk = Vec::new();
    for person in STAFF {
        let staff = Staff {
            id: StaffId::new(site.now(), site.random()),
            login: person.login.to_owned(),
            name: person.name.to_owned(),
            role: person.role,
            team: person.team.to_owned(),
            area: None,
        };
        add(&mut tx, site, &staff, &hash).await?;
        if staff.sees_all() {
            desk.push(staff);
        }
    }
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow::anyhow!(e))?;
    for ward in ground.areas().wards() {
        let code = ward.code.as_str();
        for number in 1..=2 {
            let staff = Staff {
                id: StaffId::new(site.now(), site.random()),
                login: format!("{}-{number}", code.to_lowercase()),
                name: format!("PC {}", chance.name()),
                role: Role::Officer,
                team: code.to_owned(),
                area: Some(code.to_owned()),
            };
            add(&mut tx, site, &staff, &hash).await?;
        }
    }
    tx.commit().await?;
    Ok(desk)
}

async fn add(tx: &mut kernel::db::Tx, site: &Site, staff: &Staff, hash: &str) -> anyhow::Result<()> {
    let new = NewStaff {
        login: &staff.login,
        name: &staff.name,
        role: staff.role,
        team: &staff.team,
        area: staff.area.as_deref(),
        password_hash: hash,
        totp_secret: &secret(&staff.login),
    };
    Ok(account::add(tx, site.keys(), &staff.id, &new).await?)
}

/// One report of the last two weeks, told and dealt with as its age makes likely.
async fn one(
    site: &Site,
    book: &Arc<Book>,
    desk: &[Staff],
    streets: &[String],
    number: u64,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let story = chance.pick(STORIES).context("no stories")?;
    let Some(flow) = book.flow(story.flow) else {
        return Ok(());
    };
    // Many of today, fewer the longer ago.
    let minutes = if number.is_multiple_of(3) {
        chance.below(360)
    } else {
        chance.below(14 * 1_440)
    } + 3;
    let received = site.now().plus_minutes(-i64::try_from(minutes).unwrap_or(0));
    let today = received.date(site.days().zone());
    let street = chance.pick(streets).map_or("the High Street", String::as_str);
    let answers = answers(flow, story, street, today, chance);
    let Ok(finished) = flow.definition.finish(&answers, "en", today) else {
        // A choice led to a page from which nothing is sent.
        return Ok(());
    };
    let draft = Draft {
        token_hash: kernel::seal::hex(&kernel::seal::random::<32>()),
        flow: flow.name.clone(),
        answers,
        warned: String::new(),
        touched_at: received,
        report: None,
        help: None,
        version: 0,
    };
    let new = contact::make(site, book, flow, &draft, &finished, "en", "web", received).await?;
    let lang = page_lang(site);
    contact::keep(site, flow, &draft, &new, &lang).await?;
    decide(site, desk, &new.id, received, chance).await
}

fn page_lang(site: &Site) -> page::Tongue {
    site.words().tongue(site.words().best("en"))
}

fn answers(
    flow: &contact::Flow,
    story: &Story,
    street: &str,
    today: jiff::civil::Date,
    chance: &mut Chance,
) -> Answers {
    let mut answers = sample::complete(&flow.definition, today, &mut |n| {
        usize::try_from(chance.below(u64::try_from(n).unwrap_or(1))).unwrap_or(0)
    });
    let name = chance.name();
    let email = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
    let days = i64::try_from(chance.below(3)).unwrap_or(0);
    let name_of_street = street.split(',').next().unwrap_or(street);
    let day = today.checked_sub(jiff::Span::new().days(days)).unwrap_or(today);
    // What a story leaves open stays unsaid, rather than said at random.
    for unsaid in [
        "vulnerable",
        "hateMotive",
        "needs",
        "needsLanguage",
        "contactCautions",
        "contactSafeWord",
        "contactHours",
        "effect",
        "wish",
        "witnesses",
        "suspectDescription",
        "suspectKnown",
        "evidenceKinds",
        "evidenceDetails",
        "photos",
        "repeatVictim",
        "feelUnsafe",
        "supportReferral",
        "onBehalfName",
        "onBehalfKnows",
        "onBehalfSafe",
        "forceUsed",
        "trackerLive",
        "existingReference",
    ] {
        answers.remove(unsaid);
    }
    let said: &[(&str, Value)] = &[
        ("happeningNow", json!("no")),
        ("injury", json!(story.injury)),
        ("weapon", json!("no")),
        ("suspectPresent", json!("no")),
        ("childPresent", json!("no")),
        ("whereKind", json!("street")),
        ("where", json!(street)),
        ("whenKind", json!("exact")),
        ("whenDate", json!(day.to_string())),
        ("role", json!("victim")),
        (
            "whatHappened",
            json!(story.words.replace("{street}", name_of_street)),
        ),
        ("fullName", json!(name)),
        ("contactChannel", json!("email")),
        ("email", json!(email)),
    ];
    for (name, value) in said {
        answers.set(name, value.clone());
    }
    for (name, value) in story.more {
        answers.set(name, json!(value));
    }
    answers
}

/// The older a report, the further the desk has come with it.
async fn decide(
    site: &Site,
    desk: &[Staff],
    id: &ReportId,
    received: Moment,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let hours = site.now().seconds_since(received) / 3_600;
    let seen = match hours {
        0 => 0,
        1..6 => 40,
        6..48 => 85,
        _ => 100,
    };
    if chance.below(100) >= seen {
        return Ok(());
    }
    let who = Authority::of(chance.pick(desk).context("nobody at the desk")?);
    let taken = received.plus_minutes(5 + i64::try_from(chance.below(40)).unwrap_or(0));
    let report = found(site, id).await?;
    let mut tx = site.db().begin().await?;
    contact::take(&mut tx, site, &who, id, report.version, taken).await?;
    tx.commit().await?;
    if hours < 12 && chance.below(3) == 0 {
        return Ok(());
    }
    let outcomes = [
        Outcome::DeployLater,
        Outcome::Callback,
        Outcome::Callback,
        Outcome::ResolvedRemote,
        Outcome::ResolvedRemote,
        Outcome::Advised,
        Outcome::DeployNow,
    ];
    let outcome = chance.pick(&outcomes).copied().unwrap_or(Outcome::Advised);
    let decided = taken.plus_minutes(3 + i64::try_from(chance.below(30)).unwrap_or(0));
    let window = match outcome {
        Outcome::Callback => Some((decided.plus_minutes(60), decided.plus_minutes(240))),
        _ => outcome
            .default_window()
            .map(|(from, to)| (decided.plus_minutes(from), decided.plus_minutes(to))),
    };
    let why = chance.pick(WHYS).copied().unwrap_or_default();
    let change = Change::Outcome {
        outcome,
        window,
        slot: None,
        body: None,
        meeting: String::new(),
    };
    let report = changed(site, &who, id, &change, why, decided, Some(outcome)).await?;
    if report.state.is_open() && chance.below(5) == 0 {
        let words = chance.pick(MESSAGES).copied().unwrap_or_default();
        let later = decided.plus_minutes(30 + i64::try_from(chance.below(600)).unwrap_or(0));
        if later < site.now() {
            let mut tx = site.db().begin().await?;
            cases::person_wrote(&mut tx, site, id, words, None, later).await?;
            tx.commit().await?;
        }
    }
    if report.state.is_open() && hours > 24 && chance.below(4) > 0 {
        changed(site, &who, id, &Change::Kept, "", decided.plus_minutes(90), None).await?;
        if chance.below(2) == 0 {
            let why = "Spoken to, nothing further to be done unless something new comes.";
            changed(
                site,
                &who,
                id,
                &Change::Close,
                why,
                decided.plus_minutes(120),
                None,
            )
            .await?;
        }
    }
    Ok(())
}

async fn found(site: &Site, id: &ReportId) -> anyhow::Result<Report> {
    contact::find(&mut site.db().read(), id)
        .await?
        .context("a report is not there")
}

async fn changed(
    site: &Site,
    who: &Authority,
    id: &ReportId,
    change: &Change<'_>,
    why: &str,
    at: Moment,
    outcome: Option<Outcome>,
) -> anyhow::Result<Report> {
    // Nothing happens later than now.
    let at = if at > site.now() { site.now() } else { at };
    let version = found(site, id).await?.version;
    let mut tx = site.db().begin().await?;
    let report = contact::change(&mut tx, site, who, (id, version), change, why, at).await?;
    if let Some(outcome) = outcome {
        let news = OutcomeChosen {
            report: id.clone(),
            outcome: outcome.as_str().to_owned(),
            version: report.version,
        };
        event::tell(&mut tx, site, &news, at, site.random()).await?;
    }
    tx.commit().await?;
    Ok(report)
}
