//! `demo`: an invented force that can be looked at from every side.

mod counters;
mod equality;
mod fill;
mod neighbourhoods;
mod places;
mod planner;
mod sessions;
mod stories;
mod suggestions;

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;
use kernel::Site;
use kernel::account::{self, Role};
use kernel::clock::Clock;

use crate::commands::serve::{bind, run as serve, stop};
use crate::commands::staff::base32;
use crate::start::{Place, Steps, folder, site};

/// What is written into an empty folder, so that every other command finds the same force there.
const CONFIG: &str = "\
# A demonstration: invented people in an invented city.
demo = true

[force]
name = \"Doggerham Police\"
address = \"Police Headquarters, 1 Lantern Square, Doggerham\"

[[force.chief_officers]]
name = \"Morwenna Tarn\"
rank = \"Chief Constable\"
bio = \"Leads the force, and answers for it to everyone who lives here.\"

[[force.chief_officers]]
name = \"Gethin Quill\"
rank = \"Deputy Chief Constable\"

[server]
# People who try out what happens when a force is busy are not asked to wait.
posts_a_minute = 60000
";

/// Everyone's password in the demonstration.
const PASSWORD: &str = "lamp-and-whistle";

struct Person {
    login: &'static str,
    name: &'static str,
    role: Role,
    team: &'static str,
    does: &'static str,
}

const STAFF: &[Person] = &[
    Person {
        login: "hana",
        name: "Hana Brook",
        role: Role::Handler,
        team: "desk",
        does: "contact handler",
    },
    Person {
        login: "idris",
        name: "Idris Vale",
        role: Role::Handler,
        team: "desk",
        does: "contact handler",
    },
    Person {
        login: "tamsin",
        name: "Tamsin Reed",
        role: Role::Investigator,
        team: "tdiu",
        does: "investigator",
    },
    Person {
        login: "owen",
        name: "Owen Marsh",
        role: Role::Officer,
        team: "response",
        does: "response officer",
    },
    Person {
        login: "sunita",
        name: "Sunita Crane",
        role: Role::Supervisor,
        team: "desk",
        does: "supervisor",
    },
    Person {
        login: "ada",
        name: "Ada Heron",
        role: Role::Admin,
        team: "desk",
        does: "administrator",
    },
];

pub async fn run(listen: &str, data: PathBuf, seed: u64, out: &mut impl Write) -> anyhow::Result<bool> {
    let listener = bind(listen).await?;
    let address = listener.local_addr()?;
    folder(&data)?;
    let place = Place { data, config: None };
    let file = place.data.join("bluelamp.toml");
    if !file.exists() {
        std::fs::write(&file, CONFIG).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    let mut config = place.config()?;
    config.demo = true;
    config.server.listen = address.to_string();
    fill::city(&place.data, seed)?;
    let (site, routes) = site(config, place.data(), Steps::TakeIfEmbedded, true).await?;
    fill::force(&site, seed).await?;
    tell(&site, address, out)?;
    let stop = stop()?;
    writeln!(out, "ready http://{address}")?;
    out.flush()?;
    serve(site, routes, listener, true, stop).await
}

/// The secret of a person's codes: no secret at all, so that anyone can try the demonstration.
fn secret(login: &str) -> [u8; 20] {
    let hash = kernel::seal::sha256(&[b"bluelamp demo ", login.as_bytes()]);
    let mut secret = [0; 20];
    secret.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    secret
}

fn tell(site: &Site, address: std::net::SocketAddr, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(
        out,
        "{} is an invented force. Its website: http://{address}",
        site.config().force.name
    )?;
    writeln!(out, "Letters that it sends: http://{address}/mailbox")?;
    writeln!(
        out,
        "Its desk: http://{address}/desk   password of everyone: {PASSWORD}"
    )?;
    writeln!(
        out,
        "  {:<8} {:<18} {:<8} {:<7} secret for an authenticator app",
        "sign-in", "who", "team", "code"
    )?;
    for person in STAFF {
        let secret = secret(person.login);
        let code = account::code_now(&secret, site.now()).context("no code can be made")?;
        writeln!(
            out,
            "  {:<8} {:<18} {:<8} {:<7} {}",
            person.login,
            person.does,
            person.team,
            code,
            base32(&secret)
        )?;
    }
    writeln!(
        out,
        "A code lasts 30 seconds: `bluelamp demo --codes` prints the codes of this moment."
    )?;
    Ok(())
}

/// The codes of this moment and nothing else.
pub fn codes(out: &mut impl Write) -> anyhow::Result<bool> {
    for person in STAFF {
        let code =
            account::code_now(&secret(person.login), Clock::system().now()).context("no code can be made")?;
        writeln!(out, "{:<8} {code}", person.login)?;
    }
    Ok(true)
}
