//! The list of wards: how each is covered, and what waits there.

use std::collections::HashMap;

use axum::response::Response;
use kernel::account::Role;
use kernel::web::{Fault, UrlQuery, Visit, html, see};
use page::{Chrome, Link};
use serde::Deserialize;

use crate::area::Area;
use crate::fact::STALE_MONTHS;
use crate::keeper::Keeper;
use crate::officer::{Absence, LEAST, Post, cover_on, gaps};
use crate::pages::ended;
use crate::store;
use crate::ward::{BoroughName, WardName, boroughs, ground};

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    borough: String,
    /// Every ward, not only one's own.
    #[serde(default)]
    all: String,
    /// Only the wards of the whole force that one of the sums counts.
    #[serde(default)]
    only: String,
}

/// What the sums count, as addresses name it, and the message of each.
const ONLY: [(&str, &str); 5] = [
    ("uncovered", "desk-wards-uncovered"),
    ("no-base", "desk-wards-no-base"),
    ("silent", "desk-wards-silent"),
    ("late", "desk-wards-late"),
    ("old", "desk-wards-old"),
];

struct WardLine {
    href: String,
    name: String,
    there: usize,
    enough: bool,
    gap: String,
    base: bool,
    open: i64,
    silent: i64,
    waiting: i64,
    late: i64,
    /// Facts that nobody confirmed for long.
    old: i64,
}

#[derive(askama::Template)]
#[template(path = "desk/wards.html")]
struct WardsPage {
    chrome: Chrome,
    boroughs: Vec<Link>,
    borough: String,
    /// Wards that are no more and have facts; "" for none, or for who may not give them away.
    lost: String,
    /// For an officer whose own ward is not on the map: why, in words, and the wards that lie there now.
    own_ended: String,
    /// Whether to offer officers and schools as tables.
    tables: bool,
    own_now: Vec<Link>,
    groups: Vec<(String, String)>,
    /// Where a group of the borough is made; "" for who may not.
    new_group: String,
    wards: Vec<WardLine>,
    /// Wards of the whole force that are not covered today, that have no base, whose promises are silent; late questions;
    /// and facts that nobody confirmed for long.
    sums: Vec<Sum>,
}

/// A number of the whole force, and where the wards are that it counts.
struct Sum {
    what: String,
    number: usize,
    href: String,
}

/// An officer comes to their own ward at once.
pub async fn list(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let staff = visit.desk()?;
    let ground = ground(&visit.site)?;
    let areas = ground.areas();
    let lang = visit.lang();
    if staff.role == Role::Officer
        && asked.all.is_empty()
        && asked.only.is_empty()
        && asked.borough.is_empty()
        && let Some(own) = staff.area.as_deref().and_then(|a| WardName::find(areas, a, lang))
    {
        return Ok(see(&own.desk()));
    }
    let chrome = visit.chrome();
    let tongue = &chrome.tongue;
    let today = visit.now.date(visit.site.days().zone());
    let mut read = visit.site.db().read();
    let mut posts: HashMap<String, Vec<Post>> = HashMap::new();
    for post in store::officer::posts(&mut read, today).await? {
        posts.entry(post.ward.clone()).or_default().push(post);
    }
    let absences: Vec<Absence> = store::officer::all_absences(&mut read, today).await?;
    let bases = store::team::with_base(&mut read).await?;
    let stale = visit.now.plus_days(-31 * STALE_MONTHS);
    let promises = counts(store::promise::counts(&mut read, stale).await?);
    let questions = counts(store::question::counts(&mut read, visit.now).await?);
    let old: HashMap<String, i64> = store::fact::old_counts(&mut read, stale, today)
        .await?
        .into_iter()
        .collect();
    let line = |ward: WardName| {
        let none = Vec::new();
        let posts = posts.get(&ward.code).unwrap_or(&none);
        let away: Vec<Absence> = if absences.is_empty() {
            Vec::new()
        } else {
            relevant(posts, &absences)
        };
        let cover = cover_on(today, posts, &away);
        let gap = gaps(today, posts, &away)
            .first()
            .map(|g| tongue.day(g.from))
            .unwrap_or_default();
        let (open, silent) = promises.get(&ward.code).copied().unwrap_or_default();
        let (waiting, late) = questions.get(&ward.code).copied().unwrap_or_default();
        WardLine {
            href: ward.desk(),
            there: cover.there,
            enough: cover.is_enough(),
            gap,
            base: bases.contains(&ward.code),
            open,
            silent,
            waiting,
            late,
            old: old.get(&ward.code).copied().unwrap_or_default(),
            name: ward.name,
        }
    };
    let all = boroughs(areas, lang);
    let chosen = all.iter().find(|b| b.code == asked.borough).or(all.first());
    let only = ONLY.iter().position(|(name, _)| *name == asked.only);
    let mut sums = [0; 5];
    let mut counted = Vec::new();
    for borough in &all {
        for ward in borough.wards(areas, lang) {
            let mut line = line(ward);
            let own = [
                usize::from(!line.enough),
                usize::from(!line.base),
                usize::from(line.silent > 0),
                usize::try_from(line.late).unwrap_or(0),
                usize::try_from(line.old).unwrap_or(0),
            ];
            for (sum, n) in sums.iter_mut().zip(own) {
                *sum += n;
            }
            if only.and_then(|at| own.get(at)).is_some_and(|n| *n > 0) {
                line.name = format!("{}, {}", line.name, borough.name);
                counted.push(line);
            }
        }
    }
    let sums: Vec<Sum> = ONLY
        .iter()
        .zip(sums)
        .map(|((name, key), number)| Sum {
            what: tongue.t1(key, "least", LEAST),
            number,
            href: format!("/desk/wards?only={name}#wards"),
        })
        .collect();
    let wards = match only {
        Some(_) => counted,
        None => chosen
            .map(|b: &BoroughName| b.wards(areas, lang))
            .unwrap_or_default()
            .into_iter()
            .map(line)
            .collect(),
    };
    let borough = match only.and_then(|at| sums.get(at)) {
        Some(sum) => tongue.t1("desk-wards-those", "what", sum.what.as_str()),
        None => chosen.map_or_else(String::new, |b| b.name.clone()),
    };
    let code = chosen.map_or("", |b| b.code.as_str());
    let keeps = Keeper::of(staff, code).is_some() && !code.is_empty();
    let groups = store::group::of_borough(&mut read, code).await?;
    let groups = groups
        .into_iter()
        .map(|g| {
            let href = if keeps {
                format!("/desk/groups/{code}/{}", g.id)
            } else {
                format!("/group/{}", g.id)
            };
            (href, g.facts.name)
        })
        .collect();
    let lost = if staff.role >= Role::Supervisor {
        super::lost::count(&visit).await?
    } else {
        0
    };
    let new_group = if keeps {
        format!("/desk/groups/{code}/new")
    } else {
        String::new()
    };
    let (own_ended, own_now) = own_ended(&visit, &chrome)?;
    html(&WardsPage {
        own_ended,
        own_now,
        tables: staff.role >= Role::Supervisor,
        boroughs: all
            .iter()
            .map(|b| {
                Link::new(format!("/desk/wards?borough={}", b.code), &b.name)
                    .current(only.is_none() && Some(&b.code) == chosen.map(|c| &c.code))
            })
            .collect(),
        borough,
        lost: match lost {
            0 => String::new(),
            many => tongue.t1("lost-link", "count", many),
        },
        groups,
        new_group,
        wards,
        sums,
        chrome: chrome.clone(),
    })
}

fn counts(rows: Vec<(String, i64, i64)>) -> HashMap<String, (i64, i64)> {
    rows.into_iter().map(|(ward, a, b)| (ward, (a, b))).collect()
}

/// The absences of those who serve here, and of those who cover for them.
fn relevant(posts: &[Post], absences: &[Absence]) -> Vec<Absence> {
    let own: Vec<&Absence> = absences
        .iter()
        .filter(|a| posts.iter().any(|p| p.officer == a.officer))
        .collect();
    absences
        .iter()
        .filter(|a| {
            posts.iter().any(|p| p.officer == a.officer)
                || own.iter().any(|o| o.cover.as_ref() == Some(&a.officer))
        })
        .cloned()
        .collect()
}

/// What to tell an officer whose area is no ward of the map (any more).
fn own_ended(visit: &Visit, chrome: &Chrome) -> Result<(String, Vec<Link>), Fault> {
    let staff = visit.desk()?;
    let ground = ground(&visit.site)?;
    let Some(own) = staff.area.as_deref().filter(|_| staff.role == Role::Officer) else {
        return Ok(Default::default());
    };
    if Area::find(ground.areas(), own, visit.lang()).is_some() {
        return Ok(Default::default());
    }
    Ok(match ended::now_there(visit, own)? {
        Some((name, wards)) => {
            let links = wards.iter();
            let links = links.map(|w| Link::new(w.desk(), format!("{}, {}", w.name, w.borough_name)));
            (chrome.t1("own-ended", "ward", name.as_str()), links.collect())
        }
        None => (chrome.t1("own-unknown", "code", own), Vec::new()),
    })
}
