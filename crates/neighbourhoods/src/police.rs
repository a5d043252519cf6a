//! What the police data API tells of a neighbourhood: a ward by its code, its team, its priorities.

use atlas::Areas;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::db::{DbError, Query};

use crate::officer::Rank;
use crate::promise::State;
use crate::store;
use crate::team::Team;

/// A neighbourhood of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbourhood {
    pub id: String,
    pub name: String,
}

/// Someone of the team; no name where it is not safe to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: Option<String>,
    pub rank: Rank,
    pub bio: String,
    pub email: String,
    pub phone: String,
}

/// A promise as a priority: the problem, and what was done last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priority {
    pub issue: String,
    pub issue_on: Date,
    pub action: Option<String>,
    pub action_on: Option<Date>,
}

/// All wards, by code.
pub fn list(areas: &Areas) -> Vec<Neighbourhood> {
    areas
        .wards()
        .iter()
        .map(|w| Neighbourhood {
            id: w.code.as_str().to_owned(),
            name: w.name.clone(),
        })
        .collect()
}

/// How a team is reached, if it has said so.
pub async fn contact(q: &mut impl Query, ward: &str) -> Result<Option<Team>, DbError> {
    store::team::find(q, ward).await
}

/// Who serves in a ward on this day.
pub async fn people(q: &mut impl Query, ward: &str, day: Date) -> Result<Vec<Person>, DbError> {
    let team = store::officer::team(q, ward, day).await?;
    Ok(team
        .into_iter()
        .filter(|m| m.post.days.has(day))
        .map(|m| Person {
            name: m.officer.facts.public_name().map(str::to_owned),
            rank: m.officer.facts.rank,
            bio: m.officer.facts.about,
            email: m.officer.facts.email,
            phone: m.officer.facts.phone,
        })
        .collect())
}

/// The promises of a ward, open ones first, with the newest of what was done.
pub async fn priorities(q: &mut impl Query, ward: &str, zone: &TimeZone) -> Result<Vec<Priority>, DbError> {
    let news = store::promise::news(q, ward).await?;
    let promises = store::promise::of_ward(q, ward).await?;
    Ok(promises
        .into_iter()
        .map(|p| {
            let last = news.iter().rev().find(|n| n.promise == p.id);
            let (action, action_on) = match (p.state, last) {
                (State::Kept | State::Missed | State::Stopped, _) => (Some(p.outcome), p.ended_on),
                (State::Open, Some(n)) => (Some(n.words.clone()), Some(n.at.date(zone))),
                (State::Open, None) => (None, None),
            };
            Priority {
                issue: p.facts.problem,
                issue_on: p.made_on,
                action,
                action_on,
            }
        })
        .collect())
}
