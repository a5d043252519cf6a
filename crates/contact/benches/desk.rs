//! `cargo bench -p contact`: the desk's lists and a look-up with a thousand and with a million reports.
//! Aim: within 1.5 times of each other. Prints a table; asserts nothing.

use std::io::Write;
use std::time::Instant;

use contact::{Authority, Filter, by_reference, queue};
use kernel::account::{Role, Staff, StaffId};
use kernel::args;
use kernel::db::Query;
use kernel::id::Reference;
use kernel::seal::sha256;
use kernel::testing::{TestSite, site};

type Made<T> = Result<T, Box<dyn std::error::Error>>;

/// The reference of the report of this number.
fn reference(n: i64) -> Reference {
    let mut bytes = [0; 16];
    for (byte, hashed) in bytes.iter_mut().zip(sha256(&[&n.to_le_bytes()])) {
        *byte = hashed;
    }
    Reference::new(bytes)
}

/// Reports without words: the lists read only what is in the row.
async fn filled(many: i64) -> Made<TestSite> {
    let site = site(Vec::new).await?;
    let mut tx = site.site.db().begin().await?;
    for n in 1..=many {
        let state = match n % 10 {
            0 => "waiting",
            1 => "accepted",
            _ => "closed",
        };
        // The small team's hundred reports are the oldest of all.
        let team = if n <= 100 { "small" } else { "desk" };
        let draft = n.to_string();
        tx.exec(
            "INSERT INTO contact_report (id, reference, draft, flow, channel, lang, content, role, enhanced, state, grade,
               urgency, suggested, decision, promised_to, team, received_at, due_at)
             VALUES ($1, $2, $3, 'theft', 'web', 'en', $4, 'victim', 0, $5, 'R', $6, 'R', '{}', $7, $8, $7, $7)
             ON CONFLICT (reference) DO NOTHING",
            args![
                format!("rep_{}", 10_000_000 + n),
                &reference(n),
                draft,
                vec![0_u8; 800],
                state,
                1 + n % 4,
                n * 1_000,
                team
            ],
        )
        .await?;
    }
    tx.commit().await?;
    Ok(site)
}

async fn measure(site: &TestSite, what: &str, most: u32) -> Made<f64> {
    let (team, list) = match what.strip_suffix(" of a small team") {
        Some(list) => ("small", list),
        None => ("desk", what),
    };
    let staff = Staff {
        id: StaffId::new(site.now(), [1; 16]),
        login: "bench".to_owned(),
        name: "Bench".to_owned(),
        role: Role::Handler,
        team: team.to_owned(),
        area: None,
    };
    let by = Authority::of(&staff);
    let mut read = site.site.db().read();
    let mut best = f64::MAX;
    for _ in 0..200 {
        let began = Instant::now();
        match list {
            "one by reference" => {
                by_reference(&mut read, &reference(500)).await?;
            }
            list => {
                let filter = Filter::parse(list.split(' ').next().unwrap_or_default());
                let first = queue(&mut read, &by, filter, None, most).await?;
                if list.ends_with("second page") {
                    queue(&mut read, &by, filter, first.last(), most).await?;
                }
            }
        }
        best = best.min(began.elapsed().as_secs_f64() * 1e6);
    }
    Ok(best)
}

#[tokio::main]
async fn main() -> Made<()> {
    let (small, large) = (filled(1_000).await?, filled(1_000_000).await?);
    let counted: i64 = large
        .site
        .db()
        .read()
        .one("SELECT count(*) FROM contact_report", args![])
        .await?;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "{:<26} {:>12} {:>12} {:>7}  aim 1.5 ({counted} reports)",
        "microseconds, best", "1,000", "1,000,000", "times"
    )?;
    for what in [
        "waiting",
        "waiting second page",
        "promised",
        "newest",
        "newest second page",
        "newest of a small team",
        "promised of a small team",
        "one by reference",
    ] {
        let (a, b) = (measure(&small, what, 50).await?, measure(&large, what, 50).await?);
        writeln!(out, "{what:<26} {a:>12.1} {b:>12.1} {:>7.2}", b / a)?;
    }
    Ok(())
}
