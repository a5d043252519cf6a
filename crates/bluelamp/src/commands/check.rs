//! `check`: is everything there and right? One line for each thing, and the exit code.

use std::io::Write;

use kernel::db::{Db, pending};
use kernel::seal::Keys;

use crate::start::{Place, Steps, book, database, ground, questions, site, ways};

pub async fn run(place: &Place, out: &mut impl Write) -> anyhow::Result<bool> {
    let mut report = Report { out, right: true };
    let config = match place.config() {
        Ok(config) => config,
        Err(e) => {
            report.say("config", Err(format!("{e:#}")))?;
            return Ok(false);
        }
    };
    report.say(
        "config",
        Ok(format!(
            "{}, listens on {}",
            config.force.name, config.server.listen
        )),
    )?;
    let data = place.data();
    if !data.path().is_dir() {
        report.say(
            "data",
            Err(format!("there is no folder {}", data.path().display())),
        )?;
        return Ok(false);
    }
    report.say("data", Ok(data.path().display().to_string()))?;
    let keys = Keys::load(&data.keys());
    report.say(
        "keys",
        keys.map(|k| format!("key {} seals", k.current()))
            .map_err(|e| e.to_string()),
    )?;
    let database = match database(&config, &data, false).await {
        Ok(db) => state(&db).await,
        Err(e) => Err(format!("{e:#}")),
    };
    let book = ground(&data)
        .and_then(|g| book(&data, g))
        .map_err(|e| e.to_string());
    let questions = questions(&data).map_err(|e| e.to_string());
    let usable = database.is_ok() && book.is_ok() && questions.is_ok() && report.right;
    report.say("database", database)?;
    report.say(
        "forms",
        book.map(|b| {
            let areas = b.ground().areas();
            let places = if areas.wards().is_empty() {
                "no places imported".to_owned()
            } else {
                format!(
                    "{} boroughs, {} wards",
                    areas.boroughs().len(),
                    areas.wards().len()
                )
            };
            format!(
                "{} forms, {} rules of urgency, {places}",
                b.flows().len(),
                b.triage().rule_count()
            )
        }),
    )?;
    report.say(
        "equality",
        questions.map(|q| format!("{} questions about the person", q.counted("en").len())),
    )?;
    let ways = ways(&data);
    if !ways.is_empty() || !ways.skipped().is_empty() {
        // The program goes on without them, so this alone stops nothing.
        report.say(
            "travel",
            if ways.skipped().is_empty() {
                Ok(format!("{} networks", ways.len()))
            } else {
                Err(format!("left out: {}", ways.skipped().join("; ")))
            },
        )?;
    }
    // Words, forms, tables, the mail settings and the file store are read as the program starts.
    if usable {
        match site(config, data, Steps::Leave, false).await {
            Ok((site, _)) => {
                report.say("words", Ok("all messages can be read".to_owned()))?;
                report.say("routes", Ok(format!("{} routes", site.routes().len())))?;
                report.say(
                    "jobs",
                    Ok(format!("{} kinds of work", site.jobs().names().count())),
                )?;
            }
            Err(e) => report.say("site", Err(format!("{e:#}")))?,
        }
    }
    Ok(report.right)
}

async fn state(db: &Db) -> Result<String, String> {
    let missing = pending(db).await.map_err(|e| e.to_string())?.len();
    if missing > 0 {
        return Err(format!(
            "{}: {missing} steps are missing, run `bluelamp migrate`",
            db.engine()
        ));
    }
    db.is_whole().map_err(|e| e.to_string())?;
    Ok(format!("{}, up to date", db.engine()))
}

struct Report<'a, W> {
    out: &'a mut W,
    right: bool,
}

impl<W: Write> Report<'_, W> {
    fn say(&mut self, what: &str, found: Result<String, String>) -> std::io::Result<()> {
        match found {
            Ok(text) => writeln!(self.out, "ok     {what:<9} {text}"),
            Err(text) => {
                self.right = false;
                writeln!(self.out, "wrong  {what:<9} {text}")
            }
        }
    }
}
