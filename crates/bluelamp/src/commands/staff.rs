//! `staff`: who works for the force and can sign in. For whoever runs the program; there is no page for it.

use std::io::Write;

use anyhow::{Context, anyhow, bail};
use atlas::{Ended, Gazetteer, WardCode};
use kernel::Site;
use kernel::account::{self, NewStaff, Role, Staff, StaffId};
use kernel::audit;
use kernel::seal::{hex, random};

use crate::start::{Place, Steps, site};

/// As audit rows name whoever runs this command.
const BY: &str = "operator";

#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Someone new: prints a password and the secret for an authenticator app, once
    Add {
        /// The name that they sign in with
        login: String,
        #[arg(long)]
        name: String,
        /// handler, investigator, officer, supervisor or admin
        #[arg(long, value_parser = role)]
        role: Role,
        /// Whose reports they see: desk, tdiu, or a code; that of the area when none is given
        #[arg(long)]
        team: Option<String>,
        /// The ward or borough that they keep, by its code
        #[arg(long)]
        area: Option<String>,
    },
    /// Everyone, and whose area is not on the map any more
    List,
    /// Another ward or borough for someone, and the team of the same name
    Area { login: String, code: String },
    /// Someone leaves: they are signed out and cannot sign in again
    Leave { login: String },
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let all: Vec<&str> = Role::ALL.iter().map(|r| r.as_str()).collect();
        format!("one of {}", all.join(", "))
    })
}

pub async fn run(place: &Place, command: &Command, out: &mut impl Write) -> anyhow::Result<bool> {
    // The first of the staff may be there before anything else is.
    let first = matches!(command, Command::Add { .. });
    let (site, _) = site(place.config()?, place.data(), Steps::TakeIfEmbedded, first).await?;
    match command {
        Command::Add {
            login,
            name,
            role,
            team,
            area,
        } => {
            let area = area.as_deref().map(|code| on_the_map(&site, code)).transpose()?;
            let team = team.clone().or(area.clone()).unwrap_or_else(|| "desk".to_owned());
            let staff = Staff {
                id: StaffId::new(site.now(), site.random()),
                login: login.trim().to_lowercase(),
                name: name.trim().to_owned(),
                role: *role,
                team,
                area,
            };
            add(&site, &staff, out).await
        }
        Command::List => list(&site, out).await,
        Command::Area { login, code } => {
            let staff = known(&site, login).await?;
            let code = on_the_map(&site, code)?;
            let mut tx = site.db().begin().await?;
            account::move_to(&mut tx, &site, BY, &staff.id, &code, Some(&code), site.now()).await?;
            tx.commit().await?;
            writeln!(out, "{} keeps {code} now", staff.login)?;
            Ok(true)
        }
        Command::Leave { login } => {
            let staff = known(&site, login).await?;
            let mut tx = site.db().begin().await?;
            account::leave(&mut tx, &site, BY, &staff.id, site.now()).await?;
            tx.commit().await?;
            writeln!(out, "{} is signed out and cannot sign in again", staff.login)?;
            Ok(true)
        }
    }
}

async fn known(site: &Site, login: &str) -> anyhow::Result<Staff> {
    let found = account::by_login(&mut site.db().read(), login).await?;
    found.ok_or_else(|| anyhow!("nobody signs in as {login}"))
}

async fn add(site: &Site, staff: &Staff, out: &mut impl Write) -> anyhow::Result<bool> {
    if staff.login.is_empty() || staff.name.is_empty() || staff.login.contains(char::is_whitespace) {
        bail!("a login is one word, and a name is not empty");
    }
    let (password, secret) = (hex(&random::<9>()), random::<20>());
    let (typed, salt) = (password.clone(), site.random());
    let hash = tokio::task::spawn_blocking(move || account::hash_password(&typed, &salt, false)).await??;
    let mut tx = site.db().begin().await?;
    if account::by_login(&mut tx, &staff.login).await?.is_some() {
        bail!("someone signs in as {} already", staff.login);
    }
    let new = NewStaff {
        login: &staff.login,
        name: &staff.name,
        role: staff.role,
        team: &staff.team,
        area: staff.area.as_deref(),
        password_hash: &hash,
        totp_secret: &secret,
    };
    account::add(&mut tx, site.keys(), &staff.id, &new)
        .await
        .context("the login was used before by someone who left")?;
    let detail = format!("{} {}", staff.role.as_str(), staff.team);
    audit::write(
        &mut tx,
        BY,
        "staff.added",
        staff.id.as_str(),
        &detail,
        site.now(),
        site.random(),
    )
    .await?;
    tx.commit().await?;
    writeln!(out, "sign-in   {}", staff.login)?;
    writeln!(out, "password  {password}")?;
    writeln!(out, "secret    {}   for an authenticator app", base32(&secret))?;
    writeln!(out, "Both are shown this once.")?;
    Ok(true)
}

async fn list(site: &Site, out: &mut impl Write) -> anyhow::Result<bool> {
    let mut lost = 0;
    for staff in account::all(&mut site.db().read()).await? {
        let area = staff.area.as_deref().unwrap_or("");
        let note = if area.is_empty() {
            String::new()
        } else {
            why_lost(site, area)?
        };
        lost += usize::from(!note.is_empty());
        writeln!(
            out,
            "{:<16} {:<24} {:<12} {:<10} {area}{note}",
            staff.login,
            staff.name,
            staff.role.as_str(),
            staff.team
        )?;
    }
    if lost > 0 {
        writeln!(
            out,
            "{lost} keep an area that is not on the map: give them another with `bluelamp staff area`"
        )?;
    }
    Ok(lost == 0)
}

/// "" for an area of the map; else what became of it.
fn why_lost(site: &Site, code: &str) -> anyhow::Result<String> {
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow!(e))?;
    if neighbourhoods::Area::find(ground.areas(), code, page::Lang::EN).is_some() {
        return Ok(String::new());
    }
    let ended = site.part::<Ended>().map_err(|e| anyhow!(e))?;
    let gone = WardCode::parse(code).and_then(|c| ended.get(&c).cloned());
    Ok(match gone {
        Some(gone) => {
            let now: Vec<String> = gone
                .successors
                .iter()
                .map(|s| format!("{} ({}%)", s.code, s.percent))
                .collect();
            format!("  {} ended; now there: {}", gone.name, now.join(", "))
        }
        None => "  not on the map".to_owned(),
    })
}

/// The code as the map writes it.
fn on_the_map(site: &Site, code: &str) -> anyhow::Result<String> {
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow!(e))?;
    if let Some(area) = neighbourhoods::Area::find(ground.areas(), code, page::Lang::EN) {
        return Ok(area.code().to_owned());
    }
    let why = why_lost(site, code)?;
    bail!("{code}:{why}")
}

/// As authenticator apps take it (RFC 4648); 20 bytes need no padding.
pub fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            let at = usize::try_from(held >> bits & 31).unwrap_or(0);
            text.push(char::from(LETTERS.get(at).copied().unwrap_or(b'A')));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_that_of_the_standard() {
        assert_eq!(base32(b"fooba"), "MZXW6YTB");
        assert_eq!(
            base32(b"12345678901234567890"),
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        );
    }
}
