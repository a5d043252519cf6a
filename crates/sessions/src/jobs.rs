//! Letters to followers: at once when a session is cancelled or moved, and once a week what is on.

use atlas::Gazetteer;
use jiff::Span;
use jiff::civil::Weekday;
use kernel::Moment;
use kernel::db::Tx;
use kernel::job::{self, Job, JobError};
use kernel::mail::{self, Letter};
use kernel::site::Site;
use page::Tongue;
use serde::{Deserialize, Serialize};

use crate::area::Area;
use crate::follower::Follower;
use crate::session::{Session, SessionId};
use crate::store;
use crate::view::Said;

/// Followers in one go.
const BATCH: u32 = 200;

/// Tells who follows the ward, the borough or the force. A letter's key names the step and the address, so nobody is
/// told twice: neither by a second run nor because they follow the ward and the borough.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellFollowers {
    pub session: SessionId,
    pub step: String,
    /// How many that follow in the same series were cancelled or moved with it: they are told of in the same letter.
    #[serde(default)]
    pub later: usize,
    /// The areas that are not told yet, and the last follower of the first one who was.
    pub areas: Vec<String>,
    #[serde(default)]
    pub after: String,
}

/// Queues the news of a step in the transaction that made it.
pub async fn tell(
    tx: &mut Tx,
    site: &Site,
    session: &Session,
    step: &str,
    later: usize,
    now: Moment,
) -> Result<(), kernel::db::DbError> {
    let news = TellFollowers {
        session: session.id.clone(),
        step: step.to_owned(),
        later,
        areas: vec![
            session.ward.clone(),
            session.borough.clone(),
            Area::Force.key().to_owned(),
        ],
        after: String::new(),
    };
    job::queue(tx, &news, Some(&format!("tell {step}")), now, site.random()).await
}

fn gazetteer(site: &Site) -> Result<std::sync::Arc<Gazetteer>, JobError> {
    site.part::<Gazetteer>()
        .map_err(|e| JobError::Later(e.to_string()))
}

impl Job for TellFollowers {
    const NAME: &'static str = "sessions.tell-followers";

    async fn run(mut self, site: Site, now: Moment) -> Result<(), JobError> {
        let gazetteer = gazetteer(&site)?;
        let Some(area) = self.areas.first().cloned() else {
            return Ok(());
        };
        let mut tx = site.db().begin().await?;
        let Some(session) = store::find(&mut tx, &self.session).await? else {
            return Ok(());
        };
        // Moved and cancelled within a moment, it is told of once: by the last step, as it stands.
        if store::last_told(&mut tx, &self.session)
            .await?
            .is_some_and(|last| last != self.step)
        {
            return Ok(());
        }
        let followers = store::of_area(&mut tx, site.keys(), &area, &self.after, BATCH).await?;
        for follower in &followers {
            let tongue = site.words().tongue(follower.lang);
            let said = Said {
                session: &session,
                areas: gazetteer.areas(),
                tongue: &tongue,
            };
            let link = format!("{}/session/{}", site.public_url(), session.id);
            let subject = tongue.ta(
                "letter-session-subject",
                &[
                    ("title", said.headline().as_str().into()),
                    ("ward", said.ward().as_str().into()),
                ],
            );
            let mut words = said.text();
            if self.later > 0 {
                let key = if session.is_cancelled() {
                    "letter-session-later"
                } else {
                    "letter-session-later-moved"
                };
                words = format!("{words}\n\n{}", tongue.t1(key, "count", self.later));
            }
            let text = tongue.ta(
                "letter-session",
                &[
                    ("title", said.headline().as_str().into()),
                    ("text", words.as_str().into()),
                    ("link", link.as_str().into()),
                    ("end", end(&site, &gazetteer, &tongue, follower).as_str().into()),
                ],
            );
            let key = format!("session {} {}", self.step, follower.email_key);
            send(&mut tx, &site, &key, "session", follower, subject, text, now).await?;
        }
        let full = followers.len() >= BATCH as usize;
        match followers.last().filter(|_| full) {
            Some(last) => self.after = last.id.to_string(),
            None => {
                self.areas.remove(0);
                self.after.clear();
            }
        }
        if !self.areas.is_empty() {
            let key = format!("tell {} {} {}", self.step, self.areas.len(), self.after);
            job::queue(&mut tx, &self, Some(&key), now, site.random()).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

#[allow(clippy::too_many_arguments)]
async fn send(
    tx: &mut Tx,
    site: &Site,
    key: &str,
    template: &str,
    follower: &Follower,
    subject: String,
    text: String,
    now: Moment,
) -> Result<(), JobError> {
    let letter = Letter {
        to: follower.email.clone(),
        subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
        text,
        html: None,
    };
    let leave = format!("{}/follow/{}/leave", site.public_url(), follower.token);
    mail::queue_news(
        tx,
        site,
        key,
        template,
        follower.id.as_str(),
        &letter,
        &leave,
        now,
    )
    .await?;
    Ok(())
}

/// Why they get it and how it ends.
fn end(site: &Site, gazetteer: &Gazetteer, tongue: &Tongue, follower: &Follower) -> String {
    let name = area_name(site, gazetteer, tongue, &follower.area);
    let link = format!("{}/follow/{}", site.public_url(), follower.token);
    tongue.ta(
        "letter-follow-end",
        &[("area", name.as_str().into()), ("link", link.as_str().into())],
    )
}

fn area_name(site: &Site, gazetteer: &Gazetteer, tongue: &Tongue, area: &str) -> String {
    match Area::parse(area, gazetteer.areas()) {
        Some(area) => area.name(gazetteer.areas(), tongue, &site.config().force.name),
        None => area.to_owned(),
    }
}

/// The letter of the week: from Monday at seven, to each follower once; to a new one as soon as they are. What is on in
/// the next two weeks; where nothing is, there is no letter.
#[derive(Debug, Serialize, Deserialize)]
pub struct WriteWeek {}

/// The most sessions that a letter lists; the rest is behind its link.
const LISTED: u32 = 25;

impl Job for WriteWeek {
    const NAME: &'static str = "sessions.write-week";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let Some(week) = week(&site, now) else {
            return Ok(());
        };
        let gazetteer = gazetteer(&site)?;
        loop {
            let mut tx = site.db().begin().await?;
            let followers = store::without_week(&mut tx, site.keys(), &week, BATCH).await?;
            for follower in &followers {
                write(&mut tx, &site, &gazetteer, follower, &week, now).await?;
                store::wrote_week(&mut tx, &follower.id, &week).await?;
            }
            tx.commit().await?;
            if followers.is_empty() {
                return Ok(());
            }
        }
    }
}

/// The Monday whose letters are due.
fn week(site: &Site, now: Moment) -> Option<String> {
    let zone = site.days().zone();
    let local = now.timestamp().to_zoned_datetime(zone.clone());
    let early = local.weekday() == Weekday::Monday && local.hour() < 7;
    let day = local.date();
    let back = i64::from(day.weekday().to_monday_zero_offset()) + if early { 7 } else { 0 };
    day.checked_sub(Span::new().try_days(back).ok()?)
        .ok()
        .map(|d| d.to_string())
}

async fn write(
    tx: &mut Tx,
    site: &Site,
    gazetteer: &Gazetteer,
    follower: &Follower,
    week: &str,
    now: Moment,
) -> Result<(), JobError> {
    let Some(area) = Area::parse(&follower.area, gazetteer.areas()) else {
        return Ok(());
    };
    let sessions = store::between(tx, &area, now, now.plus_days(14), LISTED).await?;
    if sessions.is_empty() {
        return Ok(());
    }
    let tongue = site.words().tongue(follower.lang);
    let lines: Vec<String> = sessions
        .iter()
        .map(|session| {
            let said = Said {
                session,
                areas: gazetteer.areas(),
                tongue: &tongue,
            };
            let (title, when, place) = (said.headline(), said.when(), said.place());
            format!(
                "{title}, {}\n{when}\n{place}\n{}/session/{}",
                said.ward(),
                site.public_url(),
                session.id
            )
        })
        .collect();
    let name = area_name(site, gazetteer, &tongue, &follower.area);
    let link = format!("{}{}/sessions", site.public_url(), area.path());
    let text = tongue.ta(
        "letter-week",
        &[
            ("area", name.as_str().into()),
            ("list", lines.join("\n\n").as_str().into()),
            ("link", link.as_str().into()),
            ("end", end(site, gazetteer, &tongue, follower).as_str().into()),
        ],
    );
    let subject = tongue.t1("letter-week-subject", "area", name.as_str());
    let key = format!("week {week} {}", follower.id);
    send(tx, site, &key, "week", follower, subject, text, now).await
}

/// Who asked to follow and did not confirm it within three days is forgotten. Run twice, there is nothing left to do.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgetUnconfirmed {}

impl Job for ForgetUnconfirmed {
    const NAME: &'static str = "sessions.forget-unconfirmed";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let mut tx = site.db().begin().await?;
        store::forget_unconfirmed(&mut tx, now.plus_days(-3)).await?;
        tx.commit().await?;
        Ok(())
    }
}
