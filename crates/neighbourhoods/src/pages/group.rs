//! A group: what it does, who sits, how to join, when it meets, its papers.

use axum::extract::Path;
use axum::response::Response;
use kernel::file::{self, FileId};
use kernel::web::{Fault, Visit, download, html};
use page::{Chrome, Link};

use super::ways;
use crate::area::Area;
use crate::fact::Badge;
use crate::group::{Group, GroupId, SeatRole};
use crate::meeting::{Bid, Meeting};
use crate::store;
use crate::ward::{WardName, ground};

/// A group on the page of its ward or borough.
pub struct Line {
    pub href: String,
    pub name: String,
    pub kind: String,
    pub does: String,
    pub next: String,
}

pub fn line(chrome: &Chrome, now: kernel::Moment, group: &Group) -> Line {
    Line {
        href: format!("/group/{}", group.id),
        name: group.facts.name.clone(),
        kind: chrome
            .t(&format!("group-kind-{}", group.facts.kind.as_str()))
            .into_owned(),
        does: group.facts.does.lines().next().unwrap_or_default().to_owned(),
        next: next_words(chrome, now, group),
    }
}

/// `Thursday 3 December at 7pm, Mill Library`; "" when nothing is planned.
fn next_words(chrome: &Chrome, now: kernel::Moment, group: &Group) -> String {
    let Some(at) = group.next(now) else {
        return String::new();
    };
    let when = chrome.tongue.day_time(at.timestamp());
    match group.facts.next_where.as_str() {
        "" => when,
        place => format!("{when}, {place}"),
    }
}

struct MeetingLine {
    when: String,
    came: String,
    /// "" where the group has not said how many it needs.
    quorum: String,
    enough: bool,
    decided: String,
}

/// `Lights on the footpath: asked the Mayor's fund for £2,500 on 1 June 2026. Granted £1,800.`
pub fn bid_words(chrome: &Chrome, bid: &Bid) -> String {
    let tongue = &chrome.tongue;
    let pounds = |n: i64| format!("£{}", tongue.number(n));
    let facts = &bid.facts;
    let key = if facts.fund.is_empty() {
        "bid-said"
    } else {
        "bid-said-fund"
    };
    let asked = tongue.ta(
        key,
        &[
            ("what", facts.what.as_str().into()),
            ("fund", facts.fund.as_str().into()),
            ("pounds", pounds(facts.pounds).as_str().into()),
            ("day", tongue.date(facts.asked_on).as_str().into()),
        ],
    );
    let granted = facts.granted.map_or_else(String::new, pounds);
    let came = tongue.t1(
        &format!("bid-came-{}", facts.state.as_str()),
        "pounds",
        granted.as_str(),
    );
    format!("{asked} {came}")
}

struct SeatLine {
    role: String,
    stands_for: String,
    name: String,
}

struct PaperLine {
    href: String,
    text: String,
}

#[derive(askama::Template)]
#[template(path = "pages/group.html")]
struct GroupPage {
    chrome: Chrome,
    area: String,
    back: String,
    kind: String,
    group: Group,
    next: String,
    ways: Vec<Link>,
    /// Where someone asks to join: the team of the ward, or of each ward of the borough.
    join: Vec<Link>,
    seats: Vec<SeatLine>,
    papers: Vec<PaperLine>,
    /// How many must be there to decide, in words; "" where the group has not said.
    quorum: String,
    meetings: Vec<MeetingLine>,
    /// What was asked for, and what the money did.
    bids: Vec<(String, String)>,
    badge: Badge,
}

async fn found(visit: &Visit, id: &str) -> Result<Group, Fault> {
    let id = GroupId::parse(id).ok_or(Fault::Missing)?;
    let found = store::group::find(&mut visit.site.db().read(), &id).await?;
    found.filter(|g| g.ended_on.is_none()).ok_or(Fault::Missing)
}

pub async fn group(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let group = found(&visit, &id).await?;
    let chrome = visit.chrome();
    let zone = visit.site.days().zone();
    let ground = ground(&visit.site)?;
    let area = Area::find(ground.areas(), group.area(), visit.lang());
    let mut read = visit.site.db().read();
    let seats = store::group::seats(&mut read, &group.id, visit.now.date(zone)).await?;
    let papers = store::group::papers(&mut read, &group.id).await?;
    let meetings = store::meeting::of_group(&mut read, &group.id).await?;
    let bids = store::meeting::bids(&mut read, &group.id).await?;
    html(&GroupPage {
        area: area.as_ref().map_or_else(
            || group.area().to_owned(),
            |a| a.name(&visit.site.config().force.name).to_owned(),
        ),
        back: match &area {
            Some(Area::Ward(ward)) => ward.href(),
            Some(Area::Borough(borough)) => format!("/borough/{}", borough.code),
            _ => "/wards".to_owned(),
        },
        kind: chrome
            .t(&format!("group-kind-{}", group.facts.kind.as_str()))
            .into_owned(),
        next: next_words(&chrome, visit.now, &group),
        ways: ways(&group.facts.email, &group.facts.phone),
        join: match &area {
            Some(Area::Ward(ward)) => vec![join(ward, &group)],
            Some(Area::Borough(borough)) => borough
                .wards(ground.areas(), visit.lang())
                .iter()
                .map(|ward| join(ward, &group))
                .collect(),
            _ => Vec::new(),
        },
        seats: seats
            .into_iter()
            .map(|s| SeatLine {
                role: chrome
                    .t(match s.role {
                        SeatRole::Chair => "seat-chair",
                        SeatRole::ViceChair => "seat-vice-chair",
                        SeatRole::Member => "seat-member",
                        SeatRole::Guest => "seat-guest",
                    })
                    .into_owned(),
                stands_for: s.stands_for,
                name: s.name,
            })
            .collect(),
        papers: papers
            .into_iter()
            .map(|p| PaperLine {
                text: format!(
                    "{}: {}, {}",
                    chrome.t(&format!("paper-kind-{}", p.kind.as_str())),
                    p.title,
                    chrome.tongue.date(p.day)
                ),
                href: if p.file.is_some() {
                    format!("/group/{}/papers/{}", group.id, p.id)
                } else {
                    p.web
                },
            })
            .collect(),
        quorum: match group.facts.quorum {
            Some(count) => chrome.t1("group-quorum-said", "count", count),
            None => String::new(),
        },
        meetings: meetings.iter().map(|m| meeting_line(&chrome, m)).collect(),
        bids: bids
            .iter()
            .map(|b| (bid_words(&chrome, b), b.facts.outcome.clone()))
            .collect(),
        badge: group.confirmed.badge(&chrome.tongue, visit.now, zone),
        chrome,
        group,
    })
}

fn join(ward: &WardName, group: &Group) -> Link {
    Link::new(format!("{}/ask?group={}", ward.href(), group.id), &ward.name)
}

fn meeting_line(chrome: &Chrome, meeting: &Meeting) -> MeetingLine {
    let held = &meeting.held;
    let day = chrome.tongue.date(held.day);
    let key = match meeting.is_quorate() {
        Some(true) => "meeting-enough",
        Some(false) => "meeting-too-few",
        None => "",
    };
    MeetingLine {
        when: if held.place.is_empty() {
            day
        } else {
            format!("{day}, {}", held.place)
        },
        came: chrome.ta(
            "meeting-came-members",
            &[("count", held.came.into()), ("members", held.members.into())],
        ),
        quorum: if key.is_empty() {
            String::new()
        } else {
            chrome.t1(key, "quorum", meeting.quorum.unwrap_or_default())
        },
        enough: meeting.is_quorate() != Some(false),
        decided: held.decided.clone(),
    }
}

/// A paper that is a file of ours.
pub async fn paper(visit: Visit, Path((id, paper)): Path<(String, String)>) -> Result<Response, Fault> {
    let group = found(&visit, &id).await?;
    let mut read = visit.site.db().read();
    let papers = store::group::papers(&mut read, &group.id).await?;
    let file = papers.into_iter().find(|p| p.id == paper).and_then(|p| p.file);
    let file = file.and_then(|f| FileId::parse(&f)).ok_or(Fault::Missing)?;
    let kept = file::find(&mut read, &file).await?.ok_or(Fault::Missing)?;
    let bytes = file::shown(&visit.site, &kept).await?;
    Ok(download(&kept.name(&visit.site), &kept.kind, bytes, false))
}
