//! A ward at the desk: everything that is kept of it, and what waits.

use std::collections::HashMap;

use axum::extract::Path;
use axum::response::Response;
use kernel::account::Role;
use kernel::web::{Fault, Posted, Visit, html, see};
use page::{Chrome, Link, Tongue};

use super::form::{HistoryLine, history_lines};
use super::question::clock;
use super::{keeper, kept, ward_of};
use crate::fact::{Badge, Kind, SURELY_DAYS, is_stale};
use crate::keeper::Keeper;
use crate::officer::{Absence, Cover, LEAST, OfficerId, cover_on, gaps};
use crate::pages::{PromiseCard, ended, promise_card};
use crate::promise::State;
use crate::store;
use crate::store::lent::Lent;
use crate::ward::{WardName, ground};

struct OfficerLine {
    href: String,
    name: String,
    duty: String,
    away: String,
    badge: Badge,
}

struct QuestionLine {
    href: String,
    asked: String,
    clock: String,
    late: bool,
    public: bool,
    school: bool,
}

#[derive(askama::Template)]
#[template(path = "desk/ward.html")]
struct WardPage {
    chrome: Chrome,
    ward: WardName,
    keeps: bool,
    cover: Cover,
    today: String,
    gaps: Vec<String>,
    team: Option<Badge>,
    has_base: bool,
    officers: Vec<OfficerLine>,
    promises: Vec<PromiseCard>,
    waiting: Vec<QuestionLine>,
    answered: Vec<QuestionLine>,
    schools: Vec<(String, String)>,
    groups: Vec<(String, String)>,
    old: Vec<OldLine>,
    /// Other wards that the visitor covers in today.
    covers: Vec<Link>,
}

/// A fact to be confirmed with one press.
struct OldLine {
    kind: &'static str,
    id: String,
    name: String,
    badge: Badge,
}

/// When someone is away, and who covers.
fn away_words(tongue: &Tongue, absence: &Absence, names: &HashMap<OfficerId, String>) -> String {
    let to = absence.days.to.map_or_else(String::new, |to| tongue.day(to));
    let key = if to.is_empty() {
        "officer-away-from"
    } else {
        "officer-away-days"
    };
    let days = tongue.ta(
        key,
        &[
            ("from", tongue.day(absence.days.from).as_str().into()),
            ("to", to.as_str().into()),
        ],
    );
    let cover = match absence.cover.as_ref().and_then(|id| names.get(id)) {
        Some(who) => tongue.t1("officer-away-by", "who", who.as_str()),
        None => tongue.t("officer-away-by-nobody").into_owned(),
    };
    format!("{days} {cover}")
}

pub async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let ward = match ward_of(&visit, &code) {
        Err(Fault::Missing) => return ended::page(&visit, &code, ""),
        found => found?,
    };
    let keeps = keeper(&visit, &ward.code).await?.is_some();
    let zone = visit.site.days().zone();
    let today = visit.now.date(zone);
    let chrome = visit.chrome();
    let tongue = &chrome.tongue;
    let mut read = visit.site.db().read();
    let team = store::team::find(&mut read, &ward.code).await?;
    let members = store::officer::team(&mut read, &ward.code, today).await?;
    let absences = store::officer::absences(&mut read, &ward.code, today).await?;
    let posts: Vec<_> = members.iter().map(|m| m.post.clone()).collect();
    let cover = cover_on(today, &posts, &absences);
    let gaps = gaps(today, &posts, &absences)
        .into_iter()
        .map(|gap| {
            tongue.ta(
                "cover-gap",
                &[
                    ("from", tongue.day(gap.from).as_str().into()),
                    ("to", tongue.day(gap.to).as_str().into()),
                    ("there", gap.there.into()),
                ],
            )
        })
        .collect();
    let names = match absences.is_empty() {
        true => HashMap::new(),
        false => store::officer::names(&mut read).await?,
    };
    let officers = members
        .iter()
        .map(|m| {
            let away = absences.iter().find(|a| a.officer == m.officer.id);
            OfficerLine {
                href: format!("{}/officers/{}", ward.desk(), m.officer.id),
                name: m.officer.facts.name.clone(),
                duty: format!(
                    "{}, {}",
                    chrome.t(&format!("rank-{}", m.officer.facts.rank.as_str())),
                    chrome.t(&format!("duty-{}", m.post.duty.as_str()))
                ),
                away: away.map(|a| away_words(tongue, a, &names)).unwrap_or_default(),
                badge: m.officer.confirmed.badge(tongue, visit.now, zone),
            }
        })
        .collect();
    let news = store::promise::news(&mut read, &ward.code).await?;
    let promises = store::promise::of_ward(&mut read, &ward.code).await?;
    let promises = promises
        .iter()
        .filter(|p| p.state == State::Open)
        .map(|p| promise_card(&chrome, &visit, p, &news))
        .collect();
    let line = |q: &crate::question::Question| QuestionLine {
        href: format!("{}/questions/{}", ward.desk(), q.id),
        asked: tongue.day_time(q.asked_at.timestamp()),
        clock: clock(&chrome, &visit, q),
        late: q.is_missed(visit.now),
        public: q.public.is_some(),
        school: q.school.is_some(),
    };
    let waiting = store::question::waiting(&mut read, &ward.code).await?;
    let answered = store::question::answered(&mut read, &ward.code, 20).await?;
    let schools = store::school::of_ward(&mut read, &ward.code).await?;
    let schools = schools
        .into_iter()
        .map(|s| (format!("{}/schools/{}", ward.desk(), s.id), s.facts.name))
        .collect();
    let groups = store::group::for_ward(&mut read, &ward.code, &ward.borough).await?;
    let staff = visit.desk()?;
    let groups = groups
        .into_iter()
        .map(|g| {
            // Whoever covers keeps the ward's groups, not those of its borough.
            let own = keeps && g.area() == ward.code;
            let href = if own || Keeper::of(staff, g.area()).is_some() {
                format!("/desk/groups/{}/{}", g.area(), g.id)
            } else {
                format!("/group/{}", g.id)
            };
            (href, g.facts.name)
        })
        .collect();
    let old = match keeps {
        true => {
            let before = visit.now.plus_days(-SURELY_DAYS);
            store::fact::old(&mut read, &ward.code, before, today).await?
        }
        false => Vec::new(),
    };
    let old = old
        .into_iter()
        .filter(|o| is_stale(o.confirmed.at, visit.now, zone))
        .map(|o| OldLine {
            kind: o.kind.as_str(),
            name: match o.name.as_str() {
                "" => chrome.t("team-title").into_owned(),
                name => name.to_owned(),
            },
            badge: o.confirmed.badge(tongue, visit.now, zone),
            id: o.id,
        })
        .collect();
    let covers = match staff.role {
        Role::Officer => store::lent::covered_by(&mut read, &staff.id, today).await?,
        _ => Lent::default(),
    };
    let here = ground(&visit.site)?;
    let covers = covers.areas().iter().filter(|code| **code != ward.code);
    let covers = covers
        .filter_map(|code| WardName::find(here.areas(), code, visit.lang()))
        .map(|w| Link::new(w.desk(), w.name))
        .collect();
    let page = WardPage {
        covers,
        old,
        keeps,
        today: tongue.ta(
            "cover-today",
            &[("there", cover.there.into()), ("least", LEAST.into())],
        ),
        cover,
        gaps,
        has_base: team.as_ref().is_some_and(crate::team::Team::has_base),
        team: team.map(|t| t.confirmed.badge(tongue, visit.now, zone)),
        officers,
        promises,
        waiting: waiting.iter().map(line).collect(),
        answered: answered.iter().map(line).collect(),
        schools,
        groups,
        ward,
        chrome: chrome.clone(),
    };
    html(&page)
}

#[derive(askama::Template)]
#[template(path = "desk/history.html")]
struct HistoryPage {
    chrome: Chrome,
    ward: WardName,
    history: Vec<HistoryLine>,
}

pub async fn history(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let ward = ward_of(&visit, &code)?;
    let chrome = visit.chrome();
    let lines = store::history::of_area(&mut visit.site.db().read(), &ward.code, 200).await?;
    html(&HistoryPage {
        history: history_lines(&chrome, &visit, lines),
        chrome,
        ward,
    })
}

/// "Still right": one press for one fact. Pressed twice, the second changes nothing but the moment.
pub async fn confirm(visit: Visit, Path(code): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let kind = Kind::parse(posted.text("what")).ok_or(Fault::Missing)?;
    let mut tx = visit.site.db().begin().await?;
    let id = posted.text("id");
    if !store::fact::confirm(&mut tx, &visit.site, &by, kind, id, visit.now).await? {
        return Err(Fault::Missing);
    }
    tx.commit().await?;
    Ok(see(&format!("{}#old", ward.desk())))
}
