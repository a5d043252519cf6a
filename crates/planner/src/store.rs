//! All the SQL of this slice.

mod bases;
mod loading;

use kernel::Moment;
use kernel::args;
use kernel::audit;
use kernel::db::{DbError, FromRow, Query, Row, Tx};
use kernel::id::Random;
use serde::de::DeserializeOwned;

use crate::evidence::Evidence;
use crate::scenario::{BaseId, Edit, Money, ScenarioId};

pub use bases::{BaseRow, base, bases, datasets, insert_base, newest_base, take_base};
pub use loading::{
    Loading, LoadingId, Problem, Stands, Typed, begin_loading, end_loading, loading, tell_loading,
};

/// Who plans: a name for the audit log, and one for people.
#[derive(Debug, Clone)]
pub struct Planner {
    actor: String,
    name: String,
}

impl Planner {
    /// A supervisor or administrator; the routes let nobody else come.
    pub fn staff(staff: &kernel::account::Staff) -> Self {
        Self {
            actor: staff.actor(),
            name: staff.name.clone(),
        }
    }

    /// Whoever runs the program has its data in their hands anyway.
    pub fn operator() -> Self {
        Self {
            actor: "system".to_owned(),
            name: "the command line".to_owned(),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

fn json<T: DeserializeOwned>(row: &Row, column: &str) -> Result<T, DbError> {
    row.parse(column, |text| serde_json::from_str(text).ok())
}

fn text(value: &impl serde::Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|e| DbError::Broken(e.to_string()))
}

/// Where a scenario stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Draft,
    Published,
    Withdrawn,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Draft, Self::Published, Self::Withdrawn]
            .into_iter()
            .find(|s| s.as_str() == text)
    }

    /// What the public has seen is never a draft again.
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Draft | Self::Withdrawn, Self::Published) | (Self::Published, Self::Withdrawn)
        )
    }
}

/// A scenario as its row tells.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub id: ScenarioId,
    pub base: BaseId,
    pub name: String,
    pub why: String,
    pub edits: Vec<Edit>,
    pub money: Vec<Money>,
    pub state: State,
    pub slug: Option<String>,
    pub version: i64,
    pub made_at: Moment,
    pub made_by: String,
    pub published_at: Option<Moment>,
    /// How the planner found its places, if it did.
    pub evidence: Option<Evidence>,
}

impl FromRow for Scenario {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            base: row.get("base")?,
            name: row.get("name")?,
            why: row.get("why")?,
            edits: json(row, "edits")?,
            money: json(row, "money")?,
            state: row.parse("state", State::parse)?,
            slug: row.get("slug")?,
            version: row.get("version")?,
            made_at: row.get("made_at")?,
            made_by: row.get("made_by")?,
            published_at: row.get("published_at")?,
            evidence: match row.get::<Option<String>>("evidence")? {
                Some(_) => Some(json(row, "evidence")?),
                None => None,
            },
        })
    }
}

/// A scenario good enough to keep: its edits were tried on the base.
#[derive(Debug, Clone)]
pub struct NewScenario {
    pub base: BaseId,
    pub name: String,
    pub why: String,
    pub edits: Vec<Edit>,
    pub money: Vec<Money>,
}

pub async fn insert_scenario(
    tx: &mut Tx,
    by: &Planner,
    id: &ScenarioId,
    new: &NewScenario,
    evidence: Option<&Evidence>,
    now: Moment,
    random: Random,
) -> Result<(), DbError> {
    let broken = |e: serde_json::Error| DbError::Broken(e.to_string());
    let evidence = evidence.map(Evidence::kept).transpose().map_err(broken)?;
    tx.exec(
        "INSERT INTO plan_scenario (id, base, name, why, edits, money, state, version, made_at, made_by, changed_at,
         evidence) VALUES ($1, $2, $3, $4, $5, $6, 'draft', 1, $7, $8, $9, $10)",
        args![
            id,
            &new.base,
            new.name.as_str(),
            new.why.as_str(),
            text(&new.edits)?,
            text(&new.money)?,
            now,
            by.name.as_str(),
            now,
            evidence
        ],
    )
    .await?;
    audit::write(
        tx,
        &by.actor,
        "plan.scenario-made",
        id.as_str(),
        &new.name,
        now,
        random,
    )
    .await
}

const SCENARIO: &str = "SELECT id, base, name, why, edits, money, state, slug, version, made_at, made_by, published_at, evidence FROM plan_scenario";

pub async fn scenario(q: &mut impl Query, id: &ScenarioId) -> Result<Option<Scenario>, DbError> {
    q.opt(&format!("{SCENARIO} WHERE id = $1"), args![id]).await
}

/// The scenarios of a name, of whichever base, newest first.
pub async fn of_name(q: &mut impl Query, name: &str) -> Result<Vec<Scenario>, DbError> {
    q.all(
        &format!("{SCENARIO} WHERE name = $1 ORDER BY made_at DESC, id DESC LIMIT 20"),
        args![name],
    )
    .await
}

/// Scenarios of the bases before, newest first.
pub async fn earlier_scenarios(q: &mut impl Query, base: &BaseId) -> Result<Vec<Scenario>, DbError> {
    q.all(
        &format!("{SCENARIO} WHERE base <> $1 ORDER BY made_at DESC, id DESC LIMIT 200"),
        args![base],
    )
    .await
}

/// The scenarios of a base, newest first.
pub async fn scenarios(q: &mut impl Query, base: &BaseId) -> Result<Vec<Scenario>, DbError> {
    q.all(
        &format!("{SCENARIO} WHERE base = $1 ORDER BY made_at DESC, id DESC LIMIT 200"),
        args![base],
    )
    .await
}

/// What became of a change to a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Someone else changed it in between, or it is a draft no more.
    Stale,
}

/// Changes a draft, if it is still as it was seen.
pub async fn change_scenario(
    tx: &mut Tx,
    by: &Planner,
    seen: &Scenario,
    new: &NewScenario,
    now: Moment,
    random: Random,
) -> Result<Outcome, DbError> {
    let changed = tx
        .exec(
            "UPDATE plan_scenario SET name = $1, why = $2, edits = $3, money = $4, version = version + 1, changed_at = $5
             WHERE id = $6 AND version = $7 AND state = 'draft'",
            args![
                new.name.as_str(),
                new.why.as_str(),
                text(&new.edits)?,
                text(&new.money)?,
                now,
                &seen.id,
                seen.version
            ],
        )
        .await?;
    if changed == 0 {
        return Ok(Outcome::Stale);
    }
    let detail = format!("{} changes", new.edits.len());
    audit::write(
        tx,
        &by.actor,
        "plan.scenario-changed",
        seen.id.as_str(),
        &detail,
        now,
        random,
    )
    .await?;
    Ok(Outcome::Done)
}

/// Deletes a draft, if it is still as it was seen. What the public has seen is kept.
pub async fn delete_scenario(
    tx: &mut Tx,
    by: &Planner,
    seen: &Scenario,
    now: Moment,
    random: Random,
) -> Result<Outcome, DbError> {
    let gone = tx
        .exec(
            "DELETE FROM plan_scenario WHERE id = $1 AND version = $2 AND state = 'draft'",
            args![&seen.id, seen.version],
        )
        .await?;
    if gone == 0 {
        return Ok(Outcome::Stale);
    }
    audit::write(
        tx,
        &by.actor,
        "plan.scenario-deleted",
        seen.id.as_str(),
        &seen.name,
        now,
        random,
    )
    .await?;
    Ok(Outcome::Done)
}

/// Publishes or withdraws a scenario. Its address stays the same for ever.
pub async fn change_state(
    tx: &mut Tx,
    by: &Planner,
    seen: &Scenario,
    to: State,
    slug: &str,
    now: Moment,
    random: Random,
) -> Result<Outcome, DbError> {
    if !seen.state.may_become(to) {
        return Ok(Outcome::Stale);
    }
    let changed = tx
        .exec(
            "UPDATE plan_scenario SET state = $1, slug = COALESCE(slug, $2), version = version + 1, changed_at = $3,
             published_at = CASE WHEN $1 = 'published' THEN COALESCE(published_at, $3) ELSE published_at END
             WHERE id = $4 AND version = $5 AND state = $6",
            args![to.as_str(), slug, now, &seen.id, seen.version, seen.state.as_str()],
        )
        .await?;
    if changed == 0 {
        return Ok(Outcome::Stale);
    }
    let action = format!("plan.{}", to.as_str());
    audit::write(tx, &by.actor, &action, seen.id.as_str(), &seen.name, now, random).await?;
    Ok(Outcome::Done)
}

/// The scenario at a public address: published, or withdrawn after it was.
pub async fn by_slug(q: &mut impl Query, slug: &str) -> Result<Option<Scenario>, DbError> {
    q.opt(
        &format!("{SCENARIO} WHERE slug = $1 AND state IN ('published', 'withdrawn')"),
        args![slug],
    )
    .await
}

/// Whether an address is taken, by a scenario of any state.
pub async fn slug_is_taken(q: &mut impl Query, slug: &str) -> Result<bool, DbError> {
    let n: i64 = q
        .one("SELECT count(*) FROM plan_scenario WHERE slug = $1", args![slug])
        .await?;
    Ok(n > 0)
}

/// What the public can read, newest first.
pub async fn published(q: &mut impl Query) -> Result<Vec<Scenario>, DbError> {
    q.all(
        &format!("{SCENARIO} WHERE state = 'published' ORDER BY published_at DESC, id DESC LIMIT 100"),
        args![],
    )
    .await
}
