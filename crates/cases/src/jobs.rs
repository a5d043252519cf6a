//! What cases do when something happened to a report.

use contact::{ReportId, find};
use kernel::Moment;
use kernel::audit;
use kernel::db::{DbError, Tx};
use kernel::id::Reference;
use kernel::job::{Job, JobError};
use kernel::mail::{self, Channel, Letter};
use kernel::site::Site;
use page::Lang;
use serde::{Deserialize, Serialize};

use crate::case::{ClockKind, first_clocks};
use crate::store;
use crate::todo::{self, How, Todo};

/// A report was accepted: its case is opened, its clocks run from when it was received.
#[derive(Debug, Serialize, Deserialize)]
pub struct OpenCase {
    pub report: ReportId,
}

impl Job for OpenCase {
    const NAME: &'static str = "cases.open";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let mut tx = site.db().begin().await?;
        ensure_open(&mut tx, &site, &self.report, now).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Opens a case if nobody has yet: the job, or the first who looks.
pub async fn ensure_open(tx: &mut Tx, site: &Site, id: &ReportId, now: Moment) -> Result<(), DbError> {
    let Some(report) = find(tx, id).await? else {
        return Ok(());
    };
    let content = contact::content(tx, site.keys(), id).await?.map(|(c, _)| c);
    let wants = content
        .as_ref()
        .is_some_and(|c| c.answers.get("supportReferral").and_then(|v| v.as_str()) == Some("yes"));
    let hand = content.and_then(|c| How::by_hand(&report, c.contact.reach()));
    let (force, days) = (&site.config().force, site.days());
    let clocks = first_clocks(&report, wants, hand.is_some(), force, days);
    if !store::open(tx, id, &clocks, now).await? {
        return Ok(());
    }
    for clock in &clocks {
        let (how, what) = match (clock.kind, hand) {
            (ClockKind::Acknowledge, Some(how)) => (how, "receipt"),
            (ClockKind::Support, _) => (How::Support, "support"),
            _ => continue,
        };
        let todo = Todo {
            report: id.clone(),
            how,
            what: what.to_owned(),
            due_at: clock.due_at,
            key: format!("{what} {id}"),
        };
        todo::add(tx, &todo, &[clock.kind], now).await?;
    }
    Ok(())
}

/// Someone asked for a code: sent when the reference is known and its person can get one. That it is done here, and not
/// while they wait, keeps from them whether there is such a report.
#[derive(Debug, Serialize, Deserialize)]
pub struct SendCode {
    pub reference: String,
    /// The browser in which the code will work.
    pub browser: String,
    pub seed: String,
    pub lang: String,
}

impl Job for SendCode {
    const NAME: &'static str = "cases.send-code";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let mut tx = site.db().begin().await?;
        let reference = Reference::parse(&self.reference);
        let known = match reference {
            Some(reference) => contact::by_reference(&mut tx, &reference).await?,
            None => None,
        };
        let Some(report) = known else {
            // A guess is written down too.
            audit::write(
                &mut tx,
                "system",
                "case.unknown-reference",
                "none",
                "",
                now,
                site.random(),
            )
            .await?;
            tx.commit().await?;
            return Ok(());
        };
        ensure_open(&mut tx, &site, &report.id, now).await?;
        let content = contact::content(&mut tx, site.keys(), &report.id).await?;
        let safe = content.as_ref().filter(|_| report.held_at.is_none());
        if let Some((channel, to)) = safe.and_then(|(c, _)| c.contact.letter_box()) {
            let tongue = site.words().tongue(Lang::parse(&self.lang).unwrap_or(Lang::EN));
            let keys = site.keys();
            let code = store::new_code(&mut tx, keys, &report.id, &self.browser, &self.seed, now).await?;
            let letter = Letter {
                to: to.to_owned(),
                subject: tongue.t("letter-code-subject").into_owned(),
                text: tongue.t1("letter-code", "code", code.as_str()),
                html: None,
            };
            // The person asks for it now: it does not wait for their hours.
            let key = format!("code {} {}", report.id, self.seed);
            mail::queue(
                &mut tx,
                &site,
                &key,
                channel,
                "code",
                report.id.as_str(),
                &letter,
                now,
            )
            .await?;
            audit::write(
                &mut tx,
                "system",
                "case.code-sent",
                report.id.as_str(),
                "",
                now,
                site.random(),
            )
            .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}

/// A handler decided: the clock of the decision is met and the person is told that there is news. What it is
/// they read behind their code.
#[derive(Debug, Serialize, Deserialize)]
pub struct TellOutcome {
    pub report: ReportId,
    #[serde(default)]
    pub outcome: String,
    pub version: i64,
}

impl Job for TellOutcome {
    const NAME: &'static str = "cases.tell-outcome";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let mut tx = site.db().begin().await?;
        ensure_open(&mut tx, &site, &self.report, now).await?;
        let chosen = kernel::audit::about(&mut tx, self.report.as_str(), Some("report.outcome"), 1).await?;
        let at = chosen.first().map_or(now, |e| e.at);
        let key = format!("outcome {} {}", self.report, self.version);
        let news = News {
            key: &key,
            what: "news",
            meets: &[ClockKind::Decision, ClockKind::Again],
            at,
        };
        tell(&mut tx, &site, &self.report, news, now).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Something new for a person.
#[derive(Debug, Clone, Copy)]
pub struct News<'a> {
    /// Tells one from the next: the same is told once.
    pub key: &'a str,
    /// `news` or `message`.
    pub what: &'a str,
    /// The clocks that are met when the person is told.
    pub meets: &'a [ClockKind],
    /// When it happened.
    pub at: Moment,
}

/// Tells the person by their safe channel, in their safe hours, that there is something new: no content, no name
/// of the police when they asked us to be careful. Who wants a call or a letter by post is put on the desk's list, and
/// the clocks are met when that is done. Who asked not to be contacted finds it in their case.
pub async fn tell(
    tx: &mut Tx,
    site: &Site,
    id: &ReportId,
    news: News<'_>,
    now: Moment,
) -> Result<(), DbError> {
    let News { key, what, .. } = news;
    let Some(report) = find(tx, id).await? else {
        return Ok(());
    };
    let Some((content, _)) = contact::content(tx, site.keys(), id).await? else {
        return Ok(());
    };
    if let Some(how) = How::by_hand(&report, content.contact.reach()) {
        let todo = Todo {
            report: id.clone(),
            how,
            what: what.to_owned(),
            due_at: site.days().after(now, 1),
            key: key.to_owned(),
        };
        return todo::add(tx, &todo, news.meets, now).await;
    }
    for kind in news.meets {
        store::meet(tx, id, *kind, news.at).await?;
    }
    let Some((channel, to)) = content.contact.letter_box() else {
        return Ok(());
    };
    let tongue = site.words().tongue(Lang::parse(&report.lang).unwrap_or(Lang::EN));
    let link = format!("{}/track", site.public_url());
    let reference = report.reference.as_str();
    let careful =
        channel == Channel::Text || !content.contact.cautions.is_empty() || is_sensitive(site, &report.flow);
    let values = [
        ("reference", reference.into()),
        ("link", link.as_str().into()),
        ("force", site.config().force.name.as_str().into()),
    ];
    let (subject, text) = if careful {
        (
            tongue.t1("letter-careful-subject", "reference", reference),
            tongue.ta("letter-news-short", &values),
        )
    } else {
        (
            tongue.t1(&format!("letter-{what}-subject"), "reference", reference),
            tongue.ta(&format!("letter-{what}"), &values),
        )
    };
    let letter = Letter {
        to: to.to_owned(),
        subject,
        text,
        html: None,
    };
    let leave = content.contact.safe_from(now, site.days().zone());
    mail::queue_for(tx, site, key, channel, what, id.as_str(), &letter, leave, now).await
}

/// Flows whose very name on a letter could harm.
fn is_sensitive(site: &Site, flow: &str) -> bool {
    site.part::<contact::Book>()
        .is_ok_and(|book| book.flow(flow).is_none_or(|f| f.sensitive))
}
