//! The letter that reminds a ward's team of facts that nobody confirmed for three months: once in a month, in the
//! language that the team chose, until the facts are looked at or the team wants no such letters.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Moment;
use kernel::db::Tx;
use kernel::job::{Job, JobError};
use kernel::mail::{self, Channel, Letter};
use kernel::site::Site;
use page::{Lang, Tongue};
use serde::{Deserialize, Serialize};

use crate::fact::{Kind, SURELY_DAYS, is_stale};
use crate::store;
use crate::ward::{WardName, ground};

/// Instead of a language: no letters.
pub const NONE: &str = "none";
/// Names in one letter; the rest is behind its links.
const NAMED: usize = 20;
/// A letter of a month leaves from this hour of its first day on.
const FROM_HOUR: i8 = 7;

/// Writes what is due. Run again, it finds that the letters of the month were written.
#[derive(Debug, Serialize, Deserialize)]
pub struct Remind {}

impl Job for Remind {
    const NAME: &'static str = "neighbourhoods.remind";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let zone = site.days().zone().clone();
        let local = now.timestamp().to_zoned_datetime(zone.clone());
        let today = local.date();
        if today.day() == 1 && local.hour() < FROM_HOUR {
            return Ok(());
        }
        let month = today.strftime("%Y-%m").to_string();
        let places = old_places(&site, now, today).await?;
        let mut read = site.db().read();
        let facts = store::fact::old_counts(&mut read, now.plus_days(-SURELY_DAYS), today).await?;
        let settled = store::reminder::settled(&mut read, &month).await?;
        drop(read);
        let mut wards: Vec<&String> = facts.iter().map(|(ward, _)| ward).chain(places.keys()).collect();
        wards.sort();
        wards.dedup();
        for ward in wards.into_iter().filter(|w| !settled.contains(w)) {
            let names = places.get(ward).map_or(&[][..], Vec::as_slice);
            let mut tx = site.db().begin().await?;
            if write(&mut tx, &site, ward, names, &month, now).await? {
                tx.commit().await?;
            }
        }
        Ok(())
    }
}

/// Places of the directory that nobody confirmed for three months, by the ward whose officers keep them.
async fn old_places(
    site: &Site,
    now: Moment,
    today: Date,
) -> Result<BTreeMap<String, Vec<String>>, JobError> {
    let zone = site.days().zone();
    let directory = places::directory(site).await?;
    let mut old: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for place in directory.all().iter().filter(|p| !p.is_gone(today)) {
        let fresh = place
            .confirmed
            .as_ref()
            .is_some_and(|c| !is_stale(c.at, now, zone));
        if let Some(ward) = place.facts.ward.clone().filter(|_| !fresh) {
            old.entry(ward).or_default().push(place.facts.name.clone());
        }
    }
    Ok(old)
}

/// Queues the letters of one ward; false where there is nothing to say, or nobody to say it to.
async fn write(
    tx: &mut Tx,
    site: &Site,
    ward: &str,
    places: &[String],
    month: &str,
    now: Moment,
) -> Result<bool, JobError> {
    let zone = site.days().zone();
    let ground = ground(site).map_err(|e| JobError::Later(e.to_string()))?;
    let chosen = store::reminder::lang(tx, ward).await?;
    let lang = chosen
        .as_deref()
        .and_then(|l| site.words().offered(l))
        .unwrap_or(Lang::EN);
    // A ward that ended has its facts on the list of those to be given to another.
    let Some(name) = WardName::find(ground.areas(), ward, lang) else {
        return Ok(false);
    };
    let today = now.date(zone);
    let mut old = store::fact::old(tx, ward, now.plus_days(-SURELY_DAYS), today).await?;
    old.retain(|o| is_stale(o.confirmed.at, now, zone));
    if old.is_empty() && places.is_empty() {
        return Ok(false);
    }
    let addresses = addresses(tx, ward, today).await?;
    if addresses.is_empty() || !store::reminder::due(tx, ward, month).await? {
        return Ok(false);
    }
    let tongue = site.words().tongue(lang);
    let mut facts: Vec<String> = Vec::new();
    if old.iter().any(|o| o.kind == Kind::Team) {
        facts.push(tongue.t("team-title").into_owned());
    }
    // Not by name: of some it is not safe to say.
    let officers = old.iter().filter(|o| o.kind == Kind::Officer).count();
    if officers > 0 {
        facts.push(tongue.t1("remind-officers", "count", officers));
    }
    let named = old
        .iter()
        .filter(|o| !matches!(o.kind, Kind::Team | Kind::Officer));
    facts.extend(named.map(|o| o.name.clone()));
    let desk = format!("{}{}", site.public_url(), name.desk());
    let mut parts = Vec::new();
    if !facts.is_empty() {
        parts.push(tongue.t1("letter-remind", "ward", name.name.as_str()));
        parts.push(list(&tongue, &facts));
        parts.push(tongue.t1("letter-remind-look", "link", format!("{desk}#old")));
    }
    if !places.is_empty() {
        let key = if facts.is_empty() {
            "letter-remind-places-only"
        } else {
            "letter-remind-places"
        };
        parts.push(tongue.t1(key, "ward", name.name.as_str()));
        parts.push(list(&tongue, places));
        let link = format!("{}/desk/places?show=stale", site.public_url());
        parts.push(tongue.t1("letter-remind-look", "link", link));
    }
    parts.push(tongue.t1("letter-remind-end", "link", format!("{desk}/reminders")));
    parts.push(site.config().force.name.clone());
    let text = parts.join("\n\n");
    let subject = tongue.t1("letter-remind-subject", "ward", name.name.as_str());
    for (n, to) in addresses.into_iter().enumerate() {
        let letter = Letter {
            to,
            subject: subject.clone(),
            text: text.clone(),
            html: None,
        };
        let key = format!("facts-old {ward} {month} {n}");
        mail::queue(tx, site, &key, Channel::Email, "facts-old", ward, &letter, now).await?;
    }
    Ok(true)
}

/// The team's own address; without one, those of the officers who serve in the ward today.
async fn addresses(tx: &mut Tx, ward: &str, today: Date) -> Result<Vec<String>, JobError> {
    let team = store::team::find(tx, ward).await?;
    if let Some(team) = team.filter(|t| !t.facts.email().is_empty()) {
        return Ok(vec![team.facts.email().to_owned()]);
    }
    let members = store::officer::team(tx, ward, today).await?;
    let mut all: Vec<String> = members
        .into_iter()
        .filter(|m| m.post.days.has(today))
        .map(|m| m.officer.facts.email)
        .filter(|e| !e.is_empty())
        .collect();
    all.sort();
    all.dedup();
    Ok(all)
}

fn list(tongue: &Tongue, names: &[String]) -> String {
    let mut lines: Vec<String> = names.iter().take(NAMED).map(|n| format!("- {n}")).collect();
    if names.len() > NAMED {
        lines.push(tongue.t1("remind-more", "count", names.len() - NAMED));
    }
    lines.join("\n")
}
