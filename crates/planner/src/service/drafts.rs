//! Scenarios at the desk: made, changed, published, made anew.

use atlas::Gazetteer;

use super::{Desk, Made};
use crate::ask::{Called, Side};
use crate::at::At;
use crate::error::{PlanError, Result};
use crate::evidence::Evidence;
use crate::load;
use crate::said::said;
use crate::scenario::{self, Edit, Money, ScenarioId, TODAY};
use crate::store::{self, BaseRow, NewScenario, Outcome, Planner, Scenario, State};
use crate::way::Way;

fn fit_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.eq_ignore_ascii_case(TODAY) {
        return Err(PlanError::question("planner-said-name"));
    }
    Ok(name.to_owned())
}

fn fit_why(why: &str) -> String {
    why.trim().chars().take(4_000).collect()
}

fn told_stale(done: Outcome) -> Result<()> {
    match done {
        Outcome::Done => Ok(()),
        Outcome::Stale => Err(PlanError::Stale),
    }
}

impl Desk {
    /// Scenarios that were made with data loaded before, each with what those were called.
    pub async fn earlier(&self) -> Result<Vec<(Scenario, BaseRow)>> {
        let mut read = self.site.db().read();
        let mut bases: Vec<BaseRow> = Vec::new();
        let mut list = Vec::new();
        for scenario in store::earlier_scenarios(&mut read, &self.row.id).await? {
            let known = bases.iter().find(|b| b.id == scenario.base).cloned();
            let base = match known {
                Some(base) => Some(base),
                None => store::base(&mut read, &scenario.base).await?,
            };
            let Some(base) = base else { continue };
            bases.push(base.clone());
            list.push((scenario, base));
        }
        Ok(list)
    }

    /// A name that no other scenario of this base has: the second of a name gets a number.
    async fn free_name(&self, name: &str) -> Result<String> {
        let name = fit_name(name)?;
        let mut read = self.site.db().read();
        let mut free = name.clone();
        let mut number = 2;
        while store::of_name(&mut read, &free)
            .await?
            .iter()
            .any(|s| s.base == self.row.id)
        {
            let short: String = name.chars().take(94).collect();
            free = format!("{short} ({number})");
            number += 1;
        }
        Ok(free)
    }

    /// What a place is called, by its id.
    pub fn name_of(&self, id: &str) -> String {
        let own = self.base.sites.iter().find(|s| s.id == id);
        own.map_or_else(|| id.to_owned(), |s| s.name.clone())
    }

    /// Edits whose places lie where places can be, with ward and borough of those that are added.
    fn fitted(&self, edits: Vec<Edit>) -> Result<Vec<Edit>> {
        let ground = self.site.part::<Gazetteer>().ok();
        let areas = ground.as_ref().map(|g| &**g.areas());
        let name = |id: &str| self.name_of(id);
        let fitted = edits.into_iter().map(|edit| match edit {
            Edit::Add { mut site } => {
                let (ward, borough) = load::home(&self.base, areas, &site.name, site.at)?;
                site.ward = ward.or(site.ward);
                site.borough = borough.or(site.borough);
                Ok(Edit::Add { site })
            }
            Edit::Move { site, at, to } => {
                load::home(&self.base, areas, &name(&site), at)?;
                Ok(Edit::Move { site, at, to })
            }
            other => Ok(other),
        });
        let fitted = fitted.collect::<Result<Vec<Edit>>>()?;
        self.base.apply(&fitted)?;
        Ok(fitted)
    }

    /// Changes a draft, after trying its edits.
    pub async fn amend(&self, by: &Planner, seen: &Scenario, new: NewScenario) -> Result<()> {
        let name = fit_name(&new.name)?;
        let new = NewScenario {
            name: if name == seen.name {
                name
            } else {
                self.free_name(&name).await?
            },
            why: fit_why(&new.why),
            edits: self.fitted(new.edits)?,
            ..new
        };
        let (now, random) = (self.site.now(), self.site.random());
        let mut tx = self.site.db().begin().await?;
        let done = store::change_scenario(&mut tx, by, seen, &new, now, random).await?;
        tx.commit().await?;
        told_stale(done)
    }

    /// Deletes a draft.
    pub async fn delete(&self, by: &Planner, seen: &Scenario) -> Result<()> {
        let (now, random) = (self.site.now(), self.site.random());
        let mut tx = self.site.db().begin().await?;
        let done = store::delete_scenario(&mut tx, by, seen, now, random).await?;
        tx.commit().await?;
        told_stale(done)
    }

    /// Publishes or withdraws; gives the address.
    pub async fn publish(&self, by: &Planner, seen: &Scenario, to: State) -> Result<String> {
        if to == State::Published && seen.edits.is_empty() {
            return Err(PlanError::question("planner-said-empty"));
        }
        let mut tx = self.site.db().begin().await?;
        let mut slug = seen.slug.clone().unwrap_or_else(|| crate::site::slug(&seen.name));
        if seen.slug.is_none() {
            let first = slug.clone();
            let mut number = 2;
            while slug == "method" || store::slug_is_taken(&mut tx, &slug).await? {
                slug = format!("{first}-{number}");
                number += 1;
            }
        }
        let (now, random) = (self.site.now(), self.site.random());
        let done = store::change_state(&mut tx, by, seen, to, &slug, now, random).await?;
        tx.commit().await?;
        told_stale(done)?;
        Ok(slug)
    }

    /// Makes a draft, with or without edits.
    pub async fn draft(&self, by: &Planner, name: &str, why: &str, edits: Vec<Edit>) -> Result<ScenarioId> {
        self.draft_with(by, name, why, (edits, Vec::new()), None).await
    }

    /// Makes a draft of what the planner proposed, and keeps how it was found.
    pub async fn keep(&self, by: &Planner, name: &str, why: &str, mut found: Evidence) -> Result<ScenarioId> {
        if found.edits.is_empty() {
            return Err(PlanError::question("planner-said-no-change"));
        }
        found.edits = self.fitted(found.edits)?;
        self.draft_with(by, name, why, (found.edits.clone(), Vec::new()), Some(found))
            .await
    }

    /// Makes of a scenario, in whichever state, the same again as a draft with the same data.
    pub async fn copy(&self, by: &Planner, of: &Scenario) -> Result<ScenarioId> {
        let (edits, money) = (of.edits.clone(), of.money.clone());
        self.draft_with(by, &of.name, &of.why, (edits, money), of.evidence.clone())
            .await
    }

    /// Makes of a scenario of data loaded before (`then`) the same again, as a draft with the data of today.
    pub async fn anew(&self, by: &Planner, then: &Self, old: &Scenario) -> Result<ScenarioId> {
        let known = |id: &str| {
            let added = |e: &Edit| matches!(e, Edit::Add { site } if site.id == id);
            self.base.sites.iter().any(|s| s.id == id) || old.edits.iter().any(added)
        };
        let mut missing: Vec<String> = Vec::new();
        for id in old.edits.iter().map(Edit::site).filter(|id| !known(id)) {
            let name = then.name_of(id);
            if !missing.contains(&name) {
                missing.push(name);
            }
        }
        if !missing.is_empty() {
            return Err(PlanError::Question(said!(
                "planner-said-anew-missing",
                places = missing.join(", ")
            )));
        }
        self.copy(by, old).await
    }

    async fn draft_with(
        &self,
        by: &Planner,
        name: &str,
        why: &str,
        (edits, money): (Vec<Edit>, Vec<Money>),
        evidence: Option<Evidence>,
    ) -> Result<ScenarioId> {
        let new = NewScenario {
            base: self.row.id.clone(),
            name: self.free_name(name).await?,
            why: fit_why(why),
            edits: self.fitted(edits)?,
            money,
        };
        let now = self.site.now();
        let id = ScenarioId::new(now, self.site.random());
        let mut tx = self.site.db().begin().await?;
        store::insert_scenario(&mut tx, by, &id, &new, evidence.as_ref(), now, self.site.random()).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Makes a scenario of edits, after trying them, and compares it with today.
    pub async fn change(
        &self,
        by: &Planner,
        name: &str,
        why: &str,
        edits: Vec<Edit>,
        money: Vec<Money>,
    ) -> Result<Made> {
        fit_name(name)?;
        if edits.is_empty() {
            return Err(PlanError::question("planner-said-no-change"));
        }
        let edits = self.fitted(edits)?;
        let name = self.free_name(name).await?;
        let spots = self.base.apply(&edits)?;
        let lines = scenario::accounts(&self.base.sites, &edits, &money);
        let new = NewScenario {
            base: self.row.id.clone(),
            name,
            why: fit_why(why),
            edits,
            money,
        };
        let now = self.site.now();
        let id = ScenarioId::new(now, self.site.random());
        let called = Called {
            id: id.to_string(),
            name: new.name.clone(),
        };
        let side = Side {
            called: called.clone(),
            spots,
            money: lines.clone(),
            evidence: None,
        };
        let compared = self
            .compare_sides(self.side(TODAY).await?, side, Way::USUAL, At::USUAL)
            .await?;
        let mut tx = self.site.db().begin().await?;
        store::insert_scenario(&mut tx, by, &id, &new, None, now, self.site.random()).await?;
        tx.commit().await?;
        Ok(Made {
            scenario: called,
            edits: new.edits,
            money: lines.into(),
            compared,
        })
    }
}
