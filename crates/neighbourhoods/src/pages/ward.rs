//! A ward's page: team, promises, questions and what else belongs to it.

use atlas::Areas;
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use kernel::Moment;
use kernel::db::Query;
use kernel::web::{Fault, Visit, html};
use page::{Chrome, Link};

use super::{elsewhere, ended, group, pace, school, ward_of, ways};
use crate::fact::{self, Badge};
use crate::map::{Maps, Piece};
use crate::officer::{Absence, Duty, LEAST, cover_on};
use crate::promise::{News, Promise, State};
use crate::store;
use crate::store::officer::Member;
use crate::store::question::Of;
use crate::team::Team;
use crate::ward::{WardName, ground};

/// An officer, as the public sees them.
pub struct Card {
    name: String,
    duty: String,
    ways: Vec<Link>,
    about: String,
    languages: String,
    hours: String,
    away: String,
    badge: Badge,
}

/// A promise, as everyone sees it.
pub struct PromiseCard {
    pub id: String,
    pub problem: String,
    pub evidence: String,
    pub action: String,
    pub owner: String,
    pub due: String,
    /// By when it was first promised; "" where the day was not moved.
    pub first_due: String,
    pub tag: String,
    pub colour: &'static str,
    pub news: Vec<(String, String)>,
    pub outcome: String,
    pub badge: Badge,
}

#[derive(askama::Template)]
#[template(path = "pages/ward.html")]
struct WardPage {
    chrome: Chrome,
    ward: WardName,
    crumbs: Vec<Link>,
    ways: Vec<Link>,
    about: String,
    base: String,
    team_badge: Option<Badge>,
    short: String,
    team: Vec<Card>,
    promises: Vec<PromiseCard>,
    ended: Vec<PromiseCard>,
    more_promises: bool,
    paces: Vec<(String, String)>,
    answers: Vec<(String, String, String)>,
    more_answers: bool,
    sessions: Vec<Coming>,
    meetings: Vec<Link>,
    past: Vec<Coming>,
    groups: Vec<group::Line>,
    schools: Vec<school::Line>,
    courses: Vec<(String, String)>,
    places: Vec<Spot>,
    map: Option<Piece>,
}

/// A place of the directory where the team can be met.
struct Spot {
    href: String,
    name: String,
    address: String,
    open: String,
    colour: &'static str,
}

/// A session in a line of a list.
pub struct Coming {
    pub href: String,
    pub title: String,
    pub when: String,
    pub place: String,
    pub notice: String,
    pub came: String,
    /// What was said, and what was done.
    pub topics: Vec<(String, String)>,
    pub is_training: bool,
}

fn coming_line(chrome: &Chrome, areas: &Areas, session: &sessions::Session) -> Coming {
    let said = sessions::Said {
        session,
        areas,
        tongue: &chrome.tongue,
    };
    let after = session.after.as_ref();
    Coming {
        href: format!("/session/{}", session.id),
        title: said.headline(),
        when: said.when(),
        place: said.place(),
        notice: said.notice(),
        came: after
            .map(|a| chrome.t1("ward-came", "count", a.attendance))
            .unwrap_or_default(),
        topics: after
            .map(|a| a.topics.iter().map(|t| topic(chrome, t)).collect())
            .unwrap_or_default(),
        is_training: session.kind == sessions::Kind::Training,
    }
}

fn topic(chrome: &Chrome, topic: &sessions::Topic) -> (String, String) {
    let did = match topic.did.as_str() {
        "" => chrome.t("ward-did-nothing").into_owned(),
        did => chrome.t1("ward-did", "did", did),
    };
    (chrome.t1("ward-said", "said", topic.said.as_str()), did)
}

/// What is to come in an area, soonest first.
pub async fn coming(
    chrome: &Chrome,
    areas: &Areas,
    read: &mut impl Query,
    of: &sessions::Area,
    now: Moment,
    most: u32,
) -> Result<Vec<Coming>, Fault> {
    let all = sessions::coming(read, of, now, most).await?;
    Ok(all.iter().map(|s| coming_line(chrome, areas, s)).collect())
}

/// Where the team works and where it can be met: what it says itself, else what the directory has for this ward.
async fn spots(chrome: &Chrome, visit: &Visit, ward: &str, team: Option<&Team>) -> Result<Vec<Spot>, Fault> {
    let directory = places::directory(&visit.site).await?;
    let now = chrome.tongue.local(visit.now.timestamp()).datetime();
    let said = [
        team.and_then(|t| t.facts.base.as_ref()),
        team.and_then(|t| t.facts.hub.as_ref()),
    ];
    let mut found: Vec<_> = said
        .into_iter()
        .flatten()
        .filter_map(|id| directory.find(&places::PlaceId::parse(id)?))
        .collect();
    found.extend(
        directory
            .serving(ward)
            .chain(directory.in_ward(ward))
            .filter(|p| p.facts.kind.is_for_visitors()),
    );
    let mut spots: Vec<Spot> = Vec::new();
    for place in found.into_iter().filter(|p| !p.is_gone(now.date())) {
        let href = format!("/place/{}", place.id);
        if spots.iter().any(|s| s.href == href) {
            continue;
        }
        let standing = place.standing(now);
        spots.push(Spot {
            href,
            name: place.name(visit.lang()).to_owned(),
            address: place.whole_address(),
            open: place.say_standing(&chrome.tongue, &standing, now),
            colour: place.colour(&standing),
        });
    }
    Ok(spots)
}

/// Shown on the page itself; the rest is behind a link.
const ENDED_SHOWN: usize = 3;
const ANSWERS_SHOWN: usize = 3;
const SESSIONS_SHOWN: u32 = 3;
const COURSES_SHOWN: usize = 4;

pub async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let ward = match ward_of(&visit, &code) {
        Err(Fault::Missing) => return ended::page(&visit, &code, ""),
        found => found?,
    };
    if let Some(there) = elsewhere(&code, ward.href(), &ward.code) {
        return Ok(there);
    }
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
    let short = match cover.there {
        _ if cover.is_enough() => String::new(),
        there => tongue.ta("ward-short", &[("there", there.into()), ("least", LEAST.into())]),
    };
    let mut cards = Vec::new();
    for member in members.iter().filter(|m| m.post.days.has(today)) {
        let covered = match away(&absences, member, today).and_then(|a| a.cover.as_ref()) {
            Some(id) => store::officer::find(&mut read, id).await?,
            None => None,
        };
        let cover = covered.map(|c| public_name(&chrome, &c.facts));
        cards.push(card(
            &chrome,
            &visit,
            member,
            away(&absences, member, today),
            cover,
        ));
    }
    let (promises, mut ended) = cards_of_promises(&chrome, &visit, &ward.code).await?;
    let more_promises = ended.len() > ENDED_SHOWN;
    ended.truncate(ENDED_SHOWN);
    let most = u32::try_from(ANSWERS_SHOWN + 1).unwrap_or(u32::MAX);
    let mut answers = answers_of(&chrome, &visit, &ward.code, most).await?;
    let more_answers = answers.len() > ANSWERS_SHOWN;
    answers.truncate(ANSWERS_SHOWN);
    let ground = ground(&visit.site)?;
    let map = visit.site.part::<Maps>()?.ward(ground.areas(), ward.ix);
    let here = sessions::Area::ward(&ward.code, ground.areas()).ok_or(Fault::Missing)?;
    let sessions = coming(
        &chrome,
        ground.areas(),
        &mut read,
        &here,
        visit.now,
        SESSIONS_SHOWN,
    )
    .await?;
    let meetings = crate::whereabouts::of_area(&visit.site, here, visit.now).await?;
    let meetings: Vec<Link> = meetings
        .into_iter()
        .map(|m| {
            let when = tongue.day_time(m.at.timestamp());
            let place = if m.place.is_empty() {
                String::new()
            } else {
                format!(", {}", m.place)
            };
            Link::new(m.path, format!("{}, {when}{place}", m.title))
        })
        .collect();
    let past = sessions::past(&mut read, &here, visit.now, SESSIONS_SHOWN).await?;
    let past = past
        .iter()
        .map(|s| coming_line(&chrome, ground.areas(), s))
        .collect();
    let groups = store::group::for_ward(&mut read, &ward.code, &ward.borough).await?;
    let groups = groups
        .iter()
        .map(|g| group::line(&chrome, visit.now, g))
        .collect();
    let schools = school::lines(&chrome, &visit, &ward.code).await?;
    let courses = store::course::for_area(&mut read, &ward.code, &ward.borough).await?;
    let courses = courses
        .into_iter()
        .take(COURSES_SHOWN)
        .map(|c| (c.facts.name, c.facts.joining))
        .collect();
    let places = spots(&chrome, &visit, &ward.code, team.as_ref()).await?;
    let paces = vec![
        (
            ward.name.clone(),
            pace::said(tongue, pace::of(&visit, Of::Ward(&ward.code)).await?),
        ),
        (
            ward.borough_name.clone(),
            pace::said(tongue, pace::of(&visit, Of::Borough(&ward.borough)).await?),
        ),
        (
            visit.site.config().force.name.clone(),
            pace::said(tongue, pace::of(&visit, Of::Force).await?),
        ),
    ];
    let (email, phone) = team
        .as_ref()
        .map_or(("", ""), |t| (t.facts.email.as_str(), t.facts.phone.as_str()));
    html(&WardPage {
        crumbs: vec![
            Link::new("/wards", chrome.t("wards-title").into_owned()),
            Link::new(format!("/borough/{}", ward.borough), &ward.borough_name),
            Link::new(ward.href(), &ward.name).current(true),
        ],
        ways: ways(email, phone),
        about: team.as_ref().map_or_else(String::new, |t| t.facts.about.clone()),
        base: team
            .as_ref()
            .map_or_else(String::new, |t| t.facts.base_words.clone()),
        team_badge: team.map(|t| t.confirmed.badge(tongue, visit.now, zone)),
        short,
        team: cards,
        promises,
        ended,
        more_promises,
        paces,
        answers,
        more_answers,
        sessions,
        meetings,
        past,
        groups,
        schools,
        courses,
        places,
        map,
        ward,
        chrome,
    })
}

fn away<'a>(absences: &'a [Absence], member: &Member, today: Date) -> Option<&'a Absence> {
    absences
        .iter()
        .find(|a| a.officer == member.officer.id && a.days.has(today))
}

/// `PC Ada Alder`, or only the rank where the name is not shown.
pub fn public_name(chrome: &Chrome, facts: &crate::officer::NewOfficer) -> String {
    match facts.public_name() {
        Some(name) => {
            let rank = chrome
                .t(&format!("rank-short-{}", facts.rank().as_str()))
                .into_owned();
            format!("{rank} {name}")
        }
        None => chrome.t(&format!("rank-{}", facts.rank().as_str())).into_owned(),
    }
}

fn card(
    chrome: &Chrome,
    visit: &Visit,
    member: &Member,
    away: Option<&Absence>,
    cover: Option<String>,
) -> Card {
    let facts = &member.officer.facts;
    let tongue = &chrome.tongue;
    let until = away
        .and_then(|a| a.days.to)
        .map(|d| tongue.day(d))
        .unwrap_or_default();
    let away = match (away, cover) {
        (None, _) => String::new(),
        (Some(_), Some(who)) if until.is_empty() => {
            tongue.t1("officer-away-open-covered", "who", who.as_str())
        }
        (Some(_), Some(who)) => tongue.ta(
            "officer-away-covered",
            &[("until", until.as_str().into()), ("who", who.as_str().into())],
        ),
        (Some(_), None) if until.is_empty() => tongue.t("officer-away-open").into_owned(),
        (Some(_), None) => tongue.t1("officer-away", "until", until.as_str()),
    };
    let duty = match member.post.duty {
        Duty::Dedicated => "duty-dedicated",
        Duty::Support => "duty-support",
        Duty::Leader => "duty-leader",
    };
    Card {
        name: public_name(chrome, facts),
        duty: chrome.t(duty).into_owned(),
        ways: ways(&facts.email, &facts.phone),
        about: facts.about.clone(),
        languages: facts.languages.clone(),
        hours: facts.hours.clone(),
        away,
        badge: member
            .officer
            .confirmed
            .badge(tongue, visit.now, visit.site.days().zone()),
    }
}

/// The open promises of a ward, and those that ended.
async fn cards_of_promises(
    chrome: &Chrome,
    visit: &Visit,
    ward: &str,
) -> Result<(Vec<PromiseCard>, Vec<PromiseCard>), Fault> {
    let mut read = visit.site.db().read();
    let all = store::promise::of_ward(&mut read, ward).await?;
    let news = store::promise::news(&mut read, ward).await?;
    let (open, ended): (Vec<Promise>, Vec<Promise>) = all.into_iter().partition(|p| p.state == State::Open);
    let cards = |list: Vec<Promise>| {
        list.iter()
            .map(|p| promise_card(chrome, visit, p, &news))
            .collect()
    };
    Ok((cards(open), cards(ended)))
}

pub fn promise_card(chrome: &Chrome, visit: &Visit, promise: &Promise, news: &[News]) -> PromiseCard {
    let tongue = &chrome.tongue;
    let zone = visit.site.days().zone();
    let today = visit.now.date(zone);
    let silent = promise.is_silent(visit.now, zone);
    let (tag, colour) = match promise.state {
        State::Open if promise.is_late(today) => ("promise-late", "red"),
        State::Open => ("promise-open", "blue"),
        State::Kept => ("promise-kept", "green"),
        State::Missed => ("promise-missed", "red"),
        State::Stopped => ("promise-stopped", "grey"),
    };
    let ago = tongue.ago(promise.updated_at.timestamp(), visit.now.timestamp());
    let span = tongue.span(visit.now.seconds_since(promise.updated_at));
    let by = tongue.t(fact::role_key(&promise.updated_by)).into_owned();
    let badge = tongue.ta(
        if silent {
            "promise-silent"
        } else {
            "promise-updated"
        },
        &[
            ("ago", ago.as_str().into()),
            ("span", span.as_str().into()),
            ("by", by.as_str().into()),
        ],
    );
    PromiseCard {
        id: promise.id.as_str().to_owned(),
        problem: promise.facts.problem.clone(),
        evidence: promise.facts.evidence.clone(),
        action: promise.facts.action.clone(),
        owner: promise.facts.owner.clone(),
        due: tongue.date(promise.facts.due_on),
        first_due: promise
            .first_due_on
            .map_or_else(String::new, |day| tongue.date(day)),
        tag: chrome.t(tag).into_owned(),
        colour,
        news: news
            .iter()
            .filter(|n| n.promise == promise.id)
            .map(|n| (tongue.date(n.at.date(zone)), n.words.clone()))
            .collect(),
        outcome: promise.outcome.clone(),
        badge: Badge {
            text: fact::sentence(&badge),
            old: silent,
        },
    }
}

async fn answers_of(
    chrome: &Chrome,
    visit: &Visit,
    ward: &str,
    most: u32,
) -> Result<Vec<(String, String, String)>, Fault> {
    let all = store::question::public(&mut visit.site.db().read(), ward, most).await?;
    let zone = visit.site.days().zone();
    Ok(all
        .into_iter()
        .map(|(question, answer, at)| (question, answer, chrome.tongue.date(at.date(zone))))
        .collect())
}

#[derive(askama::Template)]
#[template(path = "pages/promises.html")]
struct PromisesPage {
    chrome: Chrome,
    ward: WardName,
    promises: Vec<PromiseCard>,
    ended: Vec<PromiseCard>,
}

/// All promises that were ever made.
pub async fn promises(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let ward = match ward_of(&visit, &code) {
        Err(Fault::Missing) => return ended::page(&visit, &code, "/promises"),
        found => found?,
    };
    let chrome = visit.chrome();
    let (promises, ended) = cards_of_promises(&chrome, &visit, &ward.code).await?;
    html(&PromisesPage {
        chrome,
        ward,
        promises,
        ended,
    })
}

#[derive(askama::Template)]
#[template(path = "pages/answers.html")]
struct AnswersPage {
    chrome: Chrome,
    ward: WardName,
    answers: Vec<(String, String, String)>,
}

pub async fn answers(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let ward = match ward_of(&visit, &code) {
        Err(Fault::Missing) => return ended::page(&visit, &code, "/answers"),
        found => found?,
    };
    let chrome = visit.chrome();
    let answers = answers_of(&chrome, &visit, &ward.code, 200).await?;
    html(&AnswersPage {
        chrome,
        ward,
        answers,
    })
}
