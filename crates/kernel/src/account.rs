//! People who work for the force, and how they sign in: password, then a time-based code.
//!
//! `begin_sign_in` is the seam for other ways (OpenID Connect): whatever proves who someone is ends there with a
//! staff id; nothing else of the program knows how it was proved.

use std::time::Duration;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use totp_rs::{Algorithm as TotpAlgorithm, Totp};

use crate::args;
use crate::audit;
use crate::clock::Moment;
use crate::db::{DbError, FromRow, Query, Row, Tx};
use crate::id;
use crate::seal::{Keys, hex, sha256};
use crate::site::Site;

id!(
    /// Someone who works for the force.
    StaffId,
    "stf"
);

/// Hours that a sign-in lasts, and minutes without use after which it ends.
const LASTS_HOURS: i64 = 12;
const IDLE_MINUTES: i64 = 60;
/// Wrong passwords or codes before an account waits a quarter of an hour.
const MOST_FAILURES: i64 = 8;
const LOCK_MINUTES: i64 = 15;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    Handler,
    Investigator,
    Officer,
    Supervisor,
    Admin,
}

impl Role {
    pub const ALL: [Self; 5] = [
        Self::Handler,
        Self::Investigator,
        Self::Officer,
        Self::Supervisor,
        Self::Admin,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Handler => "handler",
            Self::Investigator => "investigator",
            Self::Officer => "officer",
            Self::Supervisor => "supervisor",
            Self::Admin => "admin",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }
}

/// Someone who works for the force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    pub id: StaffId,
    pub login: String,
    pub name: String,
    pub role: Role,
    /// `desk`, `tdiu`, or the code of a ward or borough.
    pub team: String,
    pub area: Option<String>,
}

impl Staff {
    /// The name in audit rows.
    pub fn actor(&self) -> String {
        format!("staff:{}", self.id)
    }

    /// Handlers of the desk, supervisors and administrators see every report; others those of their team.
    pub fn sees_all(&self) -> bool {
        matches!(self.role, Role::Supervisor | Role::Admin)
            || (self.role == Role::Handler && self.team == "desk")
    }
}

impl FromRow for Staff {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            login: row.get("login")?,
            name: row.get("name")?,
            role: row.parse("role", Role::parse)?,
            team: row.get("team")?,
            area: row.get("area")?,
        })
    }
}

/// A new member of staff. The password is hashed here; the code's secret is shown once to its owner.
#[derive(Debug, Clone)]
pub struct NewStaff<'a> {
    pub login: &'a str,
    pub name: &'a str,
    pub role: Role,
    pub team: &'a str,
    pub area: Option<&'a str>,
    pub password_hash: &'a str,
    pub totp_secret: &'a [u8],
}

pub async fn add(tx: &mut Tx, keys: &Keys, id: &StaffId, new: &NewStaff<'_>) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO account_staff (id, login, name, role, team, area, password, totp)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id,
            new.login,
            new.name,
            new.role.as_str(),
            new.team,
            new.area,
            new.password_hash,
            keys.seal("totp", new.totp_secret)
        ],
    )
    .await?;
    Ok(())
}

const STAFF: &str = "id, login, name, role, team, area";

pub async fn find(q: &mut impl Query, id: &StaffId) -> Result<Option<Staff>, DbError> {
    q.opt(
        &format!("SELECT {STAFF} FROM account_staff WHERE id = $1"),
        args![id],
    )
    .await
}

/// Everyone who works for the force now, by login.
pub async fn all(q: &mut impl Query) -> Result<Vec<Staff>, DbError> {
    q.all(
        &format!("SELECT {STAFF} FROM account_staff WHERE left_at IS NULL ORDER BY login"),
        args![],
    )
    .await
}

/// Someone by the name that they sign in with.
pub async fn by_login(q: &mut impl Query, login: &str) -> Result<Option<Staff>, DbError> {
    q.opt(
        &format!("SELECT {STAFF} FROM account_staff WHERE login = $1 AND left_at IS NULL"),
        args![login.trim().to_lowercase()],
    )
    .await
}

/// Gives someone another team and area, as when a boundary moved or they did. `by` is who does it, as in audit rows.
pub async fn move_to(
    tx: &mut Tx,
    site: &Site,
    by: &str,
    id: &StaffId,
    team: &str,
    area: Option<&str>,
    now: Moment,
) -> Result<bool, DbError> {
    let moved = tx
        .exec(
            "UPDATE account_staff SET team = $1, area = $2 WHERE id = $3 AND left_at IS NULL",
            args![team, area, id],
        )
        .await?;
    if moved == 1 {
        let detail = format!("{team} {}", area.unwrap_or(""));
        audit::write(
            tx,
            by,
            "staff.moved",
            id.as_str(),
            detail.trim_end(),
            now,
            site.random(),
        )
        .await?;
    }
    Ok(moved == 1)
}

/// Someone leaves the force: they are signed out and cannot sign in again. What they did stays under their name.
pub async fn leave(tx: &mut Tx, site: &Site, by: &str, id: &StaffId, now: Moment) -> Result<bool, DbError> {
    let left = tx
        .exec(
            "UPDATE account_staff SET left_at = $1 WHERE id = $2 AND left_at IS NULL",
            args![now, id],
        )
        .await?;
    if left == 1 {
        tx.exec("DELETE FROM account_sign_in WHERE staff = $1", args![id])
            .await?;
        audit::write(tx, by, "staff.left", id.as_str(), "", now, site.random()).await?;
    }
    Ok(left == 1)
}

/// Who works in this area now, such as the officers of a ward, by name.
pub async fn of_area(q: &mut impl Query, area: &str) -> Result<Vec<Staff>, DbError> {
    q.all(
        &format!("SELECT {STAFF} FROM account_staff WHERE area = $1 AND left_at IS NULL ORDER BY name, id"),
        args![area],
    )
    .await
}

/// The teams that there are, for handing over.
pub async fn teams(q: &mut impl Query) -> Result<Vec<String>, DbError> {
    let rows = q
        .rows(
            "SELECT DISTINCT team FROM account_staff WHERE left_at IS NULL ORDER BY team",
            args![],
        )
        .await?;
    rows.iter().map(Row::only).collect()
}

/// Argon2id as OWASP advises it (19 MiB, two passes); tests use a light one.
pub fn hash_password(password: &str, salt: &[u8; 16], light: bool) -> Result<String, DbError> {
    let wrong = |e: String| DbError::Broken(e);
    let params = if light {
        Params::new(8, 1, 1, None)
    } else {
        Params::new(19_456, 2, 1, None)
    };
    let hasher = Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        params.map_err(|e| wrong(e.to_string()))?,
    );
    let salt = SaltString::encode_b64(salt).map_err(|e| wrong(e.to_string()))?;
    Ok(hasher
        .hash_password(password.as_bytes(), &salt)
        .map_err(|e| wrong(e.to_string()))?
        .to_string())
}

fn verify_password(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|parsed| {
        Argon2::default()
            .verify_password(password.as_bytes(), &parsed)
            .is_ok()
    })
}

/// A hash nobody's password has, checked when the login is unknown so that both take the same time.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keS0x$pmDBtm6IH0W7jBYjHCMVEPTtL1jSQLNNQyuKqxjHqKM";

fn totp(secret: &[u8]) -> Option<Totp> {
    let builder = totp_rs::Builder::new()
        .with_algorithm(TotpAlgorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30);
    builder.with_secret(secret.to_vec()).build().ok()
}

/// The code of this moment, for the demo's start page and for tests.
pub fn code_now(secret: &[u8], now: Moment) -> Option<String> {
    totp(secret).map(|t| {
        t.generate(u64::try_from(now.millis() / 1_000).unwrap_or(0))
            .to_string()
    })
}

/// What came of a try to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// The token for the cookie. After the password alone it opens only the page that asks for the code.
    Token(String),
    Wrong,
    /// Too many tries: not before this moment.
    Locked(Moment),
}

/// Checks a password; the answer is the same for an unknown login and a wrong password.
pub async fn check_password(
    site: &Site,
    login: &str,
    password: &str,
    now: Moment,
) -> Result<SignIn, DbError> {
    let row: Option<Row> = site
        .db()
        .read()
        .opt(
            "SELECT id, password, locked_until FROM account_staff WHERE login = $1 AND left_at IS NULL",
            args![login.trim().to_lowercase()],
        )
        .await?;
    let known = row.as_ref().map(|r| {
        Ok::<_, DbError>((
            r.get::<StaffId>("id")?,
            r.get::<String>("password")?,
            r.get::<Moment>("locked_until")?,
        ))
    });
    let known = known.transpose()?;
    let hash = known
        .as_ref()
        .map_or_else(|| NOBODY.to_owned(), |(_, hash, _)| hash.clone());
    let password = password.to_owned();
    let right = tokio::task::spawn_blocking(move || verify_password(&password, &hash))
        .await
        .map_err(|e| DbError::Broken(e.to_string()))?;
    let id = known.as_ref().map(|(id, ..)| id);
    let mut tx = site.db().begin().await?;
    let Some(id) = id.filter(|_| right) else {
        // For an unknown name the same is done as for a known one, so that the time tells nothing.
        let about = id.map_or("nobody", StaffId::as_str);
        audit::write(
            &mut tx,
            "system",
            "staff.sign-in-failed",
            about,
            "password",
            now,
            site.random(),
        )
        .await?;
        tx.commit().await?;
        return Ok(SignIn::Wrong);
    };
    // Codes are guessed only by those who have the password: they lock the account, wrong passwords do not.
    if let Some((_, _, locked)) = known.as_ref().filter(|(_, _, locked)| *locked > now) {
        return Ok(SignIn::Locked(*locked));
    }
    let token = begin_sign_in(&mut tx, id, "password", now.plus_minutes(10), now).await?;
    tx.commit().await?;
    Ok(SignIn::Token(token))
}

/// Checks the code that follows the password. A code opens one door once. The old token ends: whoever knew it
/// before has nothing.
pub async fn check_code(site: &Site, token: &str, code: &str, now: Moment) -> Result<SignIn, DbError> {
    let mut tx = site.db().begin().await?;
    let row: Option<Row> = tx
        .opt(
            "SELECT s.id, s.totp, s.totp_last, s.locked_until FROM account_sign_in i JOIN account_staff s ON s.id = i.staff
             WHERE i.token_hash = $1 AND i.stage = 'password' AND i.ends_at > $2 AND s.left_at IS NULL",
            args![token_hash(token), now],
        )
        .await?;
    let Some(row) = row else { return Ok(SignIn::Wrong) };
    let id: StaffId = row.get("id")?;
    let locked: Moment = row.get("locked_until")?;
    if locked > now {
        return Ok(SignIn::Locked(locked));
    }
    let secret = site
        .keys()
        .open("totp", &row.get::<Vec<u8>>("totp")?)
        .map_err(|e| DbError::Broken(e.to_string()))?;
    let step = now.millis() / 30_000;
    let typed: String = code.chars().filter(char::is_ascii_digit).collect();
    let last: i64 = row.get("totp_last")?;
    let matching = (step - 1..=step + 1).filter(|s| *s > last).find(|s| {
        code_now(&secret, Moment::from_millis(s * 30_000)).is_some_and(|c| crate::seal::same(&c, &typed))
    });
    let Some(used) = matching else {
        note_failure(&mut tx, site, &id, now).await?;
        tx.commit().await?;
        return Ok(SignIn::Wrong);
    };
    tx.exec(
        "UPDATE account_staff SET totp_last = $1, failures = 0 WHERE id = $2",
        args![used, &id],
    )
    .await?;
    tx.exec(
        "DELETE FROM account_sign_in WHERE token_hash = $1",
        args![token_hash(token)],
    )
    .await?;
    let token = begin_sign_in(&mut tx, &id, "full", now.plus_minutes(60 * LASTS_HOURS), now).await?;
    audit::write(
        &mut tx,
        &format!("staff:{id}"),
        "staff.signed-in",
        id.as_str(),
        "",
        now,
        site.random(),
    )
    .await?;
    tx.commit().await?;
    Ok(SignIn::Token(token))
}

async fn note_failure(tx: &mut Tx, site: &Site, id: &StaffId, now: Moment) -> Result<(), DbError> {
    tx.exec(
        "UPDATE account_staff SET failures = failures + 1,
           locked_until = CASE WHEN failures + 1 >= $1 THEN $2 ELSE locked_until END
         WHERE id = $3",
        args![MOST_FAILURES, now.plus_minutes(LOCK_MINUTES), id],
    )
    .await?;
    tx.exec(
        "UPDATE account_staff SET failures = 0 WHERE id = $1 AND failures >= $2",
        args![id, MOST_FAILURES],
    )
    .await?;
    audit::write(
        tx,
        "system",
        "staff.sign-in-failed",
        id.as_str(),
        "",
        now,
        site.random(),
    )
    .await
}

fn token_hash(token: &str) -> String {
    hex(&sha256(&[token.as_bytes()]))
}

/// Makes a sign-in with a token that nobody knew before.
async fn begin_sign_in(
    tx: &mut Tx,
    id: &StaffId,
    stage: &str,
    ends: Moment,
    now: Moment,
) -> Result<String, DbError> {
    let token = hex(&crate::seal::random::<24>());
    tx.exec(
        "INSERT INTO account_sign_in (token_hash, staff, stage, made_at, seen_at, ends_at) VALUES ($1, $2, $3, $4, $4, $5)",
        args![token_hash(&token), id, stage, now, ends],
    )
    .await?;
    Ok(token)
}

/// Who is signed in with this token.
pub async fn signed_in(site: &Site, token: &str, now: Moment) -> Result<Option<Staff>, DbError> {
    let idle = now.plus_minutes(-IDLE_MINUTES);
    let mut read = site.db().read();
    let row: Option<Row> = read
        .opt(
            "SELECT s.id, s.login, s.name, s.role, s.team, s.area, i.seen_at
             FROM account_sign_in i JOIN account_staff s ON s.id = i.staff
             WHERE i.token_hash = $1 AND i.stage = 'full' AND i.ends_at > $2 AND i.seen_at > $3 AND s.left_at IS NULL",
            args![token_hash(token), now, idle],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    if now.seconds_since(row.get("seen_at")?) > 60 {
        // Whoever reads goes on reading while nothing can be written.
        let noted = tokio::time::timeout(Duration::from_secs(1), seen(site, &token_hash(token), now)).await;
        if !matches!(noted, Ok(Ok(()))) {
            tracing::warn!("That someone is at the desk could not be noted");
        }
    }
    Staff::from_row(&row).map(Some)
}

async fn seen(site: &Site, token_hash: &str, now: Moment) -> Result<(), DbError> {
    let mut tx = site.db().begin().await?;
    tx.exec(
        "UPDATE account_sign_in SET seen_at = $1 WHERE token_hash = $2 AND seen_at < $1",
        args![now, token_hash],
    )
    .await?;
    tx.commit().await
}

/// Whether the password was right and the code is awaited.
pub async fn awaits_code(site: &Site, token: &str, now: Moment) -> Result<bool, DbError> {
    let many: i64 = site
        .db()
        .read()
        .one(
            "SELECT count(*) FROM account_sign_in WHERE token_hash = $1 AND stage = 'password' AND ends_at > $2",
            args![token_hash(token), now],
        )
        .await?;
    Ok(many == 1)
}

pub async fn sign_out(tx: &mut Tx, token: &str) -> Result<(), DbError> {
    tx.exec(
        "DELETE FROM account_sign_in WHERE token_hash = $1",
        args![token_hash(token)],
    )
    .await?;
    Ok(())
}

/// Forgets the tries: the right one was among them.
pub async fn forget_tries(site: &Site, what: &str, who: &str) -> Result<(), DbError> {
    let mut tx = site.db().begin().await?;
    tx.exec(
        "DELETE FROM attempt WHERE what = $1 AND who = $2",
        args![what, site.keys().lookup("attempt", who)],
    )
    .await?;
    tx.commit().await
}

/// How often `who` may try `what`: counted in the database, so that all processes count together.
///
/// Counts this try; the answer is whether it is still within `most` in the last `seconds`.
pub async fn may_try(
    site: &Site,
    what: &str,
    who: &str,
    most: i64,
    seconds: i64,
    now: Moment,
) -> Result<bool, DbError> {
    let who = site.keys().lookup("attempt", who);
    let mut tx = site.db().begin().await?;
    tx.alone_with(&format!("attempt {what} {who}")).await?;
    let many: i64 = tx
        .one(
            "SELECT count(*) FROM attempt WHERE what = $1 AND who = $2 AND at > $3",
            args![what, who.as_str(), now.plus_seconds(-seconds)],
        )
        .await?;
    if many >= most {
        return Ok(false);
    }
    tx.exec(
        "INSERT INTO attempt (what, who, at)
         SELECT $1, $2, coalesce(max(at) + 1, $3) FROM attempt WHERE what = $1 AND who = $2 AND at >= $3",
        args![what, who.as_str(), now],
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}
