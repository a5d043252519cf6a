//! What pages and commands do: load, measure, change, compare; heavy work away from the threads that serve.

mod drafts;

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use atlas::{Areas, Drawing, Gazetteer};
use kernel::site::Site;
use page::Tongue;
use print::Press;
use serde::Serialize;
use travel::Progress;

use crate::ask::{self, Called, Compared, METHOD, Measured, SEED, Side, Stamp};
use crate::at::At;
use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::export;
use crate::load::{self, Around, Dataset, Load, Report};
use crate::pages::changes::{counted, listed};
use crate::pages::{found, picture};
use crate::paper::{self, Paper};
use crate::said::said;
use crate::scenario::{self, BaseId, Edit, ScenarioId, TODAY};
use crate::solve::{Effort, Proposal, solve};
use crate::store::{self, BaseRow, Planner, Scenario, State};
use crate::way::Way;
use crate::wish::Wish;

/// Bases that were opened; what is dropped from it is read again.
#[derive(Debug, Default)]
pub struct Shelf {
    bases: Mutex<Vec<Arc<Base>>>,
    drawing: OnceLock<Drawing>,
}

const MOST_OPEN: usize = 2;

impl Shelf {
    /// The force's map, drawn once.
    pub fn drawing(&self, areas: &Areas) -> &Drawing {
        self.drawing.get_or_init(|| Drawing::new(areas, 600, 1.2))
    }

    fn get(&self, id: &BaseId) -> Option<Arc<Base>> {
        let open = self.bases.lock().unwrap_or_else(PoisonError::into_inner);
        open.iter().find(|b| b.id == *id).cloned()
    }

    fn put(&self, base: Arc<Base>) {
        let mut open = self.bases.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|b| b.id != base.id);
        open.insert(0, base);
        open.truncate(MOST_OPEN);
    }
}

/// A base with what is known of it, ready for questions.
#[derive(Debug, Clone)]
pub struct Desk {
    site: Site,
    pub row: BaseRow,
    pub datasets: Vec<Dataset>,
    pub base: Arc<Base>,
}

/// What became of `plan change`.
#[derive(Debug, Clone, Serialize)]
pub struct Made {
    pub scenario: Called,
    pub edits: Vec<Edit>,
    pub money: ask::Accounts,
    /// Against today, at the usual time by public transport.
    pub compared: Compared,
}

fn plans(site: &Site) -> PathBuf {
    site.data().path().join("plan")
}

/// Work that takes a while, off the threads that serve.
pub async fn away<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(PlanError::broken)?
}

/// Loads files; all of them or nothing.
pub async fn load(
    site: &Site,
    by: &Planner,
    what: Load,
    told: impl Fn(&str, u64, u64) + Send + Sync + 'static,
) -> Result<Report> {
    let ground = site.part::<Gazetteer>().ok();
    let now = site.now();
    let today = now.date(site.days().zone());
    let id = BaseId::new(now, site.random());
    let folder = plans(site);
    let (kept, days) = (folder.clone(), site.days().clone());
    let loaded = away(move || {
        let around = Around {
            areas: ground.as_ref().map(|g| &**g.areas()),
            days: &days,
            today,
        };
        let never = AtomicBool::new(false);
        load::load(&what, id, &folder, &around, &Progress::new(&told, &never))
    })
    .await?;
    let report = loaded.report();
    let keep = async {
        let mut tx = site.db().begin().await?;
        store::insert_base(&mut tx, by, &loaded, now, site.random()).await?;
        tx.commit().await
    };
    if let Err(e) = keep.await {
        load::forget(&kept, &report.base);
        return Err(e.into());
    }
    Ok(report)
}

/// The one scenario of a name; where there are more nobody knows which is meant.
fn only(mut all: Vec<Scenario>, which: &str) -> Result<Option<Scenario>> {
    if all.len() > 1 {
        let ids: Vec<&str> = all.iter().map(|s| s.id.as_str()).collect();
        return Err(PlanError::Question(said!(
            "planner-said-name-of-many",
            name = which.chars().take(100).collect::<String>(),
            ids = ids.join(", ")
        )));
    }
    Ok(all.pop())
}

/// `Public transport, Tuesday 10am`
impl Desk {
    /// The newest base.
    pub async fn newest(site: &Site) -> Result<Self> {
        let row = store::newest_base(&mut site.db().read()).await?;
        Self::with(site, row.ok_or(PlanError::Nothing)?).await
    }

    /// The base in which a scenario of this id or name was made, which may be an older one; the newest for all else.
    pub async fn holding(site: &Site, which: &str) -> Result<Self> {
        let newest = Self::newest(site).await?;
        let mut read = site.db().read();
        let found = match ScenarioId::parse(which) {
            Some(id) => store::scenario(&mut read, &id).await?,
            None => {
                let all = store::of_name(&mut read, which).await?;
                let (own, older): (Vec<_>, Vec<_>) = all.into_iter().partition(|s| s.base == newest.row.id);
                only(if own.is_empty() { older } else { own }, which)?
            }
        };
        match found.filter(|s| s.base != newest.row.id) {
            Some(older) => Self::of(site, &older.base).await,
            None => Ok(newest),
        }
    }

    /// The base of a scenario, which may be an older one.
    pub async fn of(site: &Site, id: &BaseId) -> Result<Self> {
        let row = store::base(&mut site.db().read(), id).await?;
        Self::with(site, row.ok_or(PlanError::Nothing)?).await
    }

    async fn with(site: &Site, row: BaseRow) -> Result<Self> {
        let datasets = store::datasets(&mut site.db().read(), &row.id).await?;
        let shelf = site
            .part::<Shelf>()
            .map_err(|e| PlanError::broken(format!("{e:?}")))?;
        let base = match shelf.get(&row.id) {
            Some(base) => base,
            None => {
                let folder = plans(site).join(row.id.as_str());
                let sums: Vec<(String, String)> = datasets
                    .iter()
                    .map(|d| (d.kind.clone(), d.kept.clone()))
                    .collect();
                let (id, week) = (row.id.clone(), row.week);
                let holidays = places::Holidays::of(site.days());
                let base = away(move || {
                    let sums: Vec<(&str, &str)> =
                        sums.iter().map(|(k, s)| (k.as_str(), s.as_str())).collect();
                    Base::open(id, week, folder, &sums, holidays).map(Arc::new)
                })
                .await?;
                shelf.put(Arc::clone(&base));
                base
            }
        };
        Ok(Self {
            site: site.clone(),
            row,
            datasets,
            base,
        })
    }

    /// What was loaded before, newest first.
    pub async fn others(&self) -> Result<Vec<BaseRow>> {
        let mut all = store::bases(&mut self.site.db().read()).await?;
        all.retain(|b| b.id != self.row.id);
        Ok(all)
    }

    /// Makes this, which was loaded before, that of which questions are asked.
    pub async fn take(&self, by: &Planner) -> Result<()> {
        let (now, random) = (self.site.now(), self.site.random());
        let mut tx = self.site.db().begin().await?;
        store::take_base(&mut tx, by, &self.row, now, random).await?;
        Ok(tx.commit().await?)
    }

    pub fn stamp(&self) -> Stamp {
        Stamp {
            base: self.row.id.to_string(),
            base_name: self.row.name.clone(),
            week: self.row.week.to_string(),
            method: METHOD.to_owned(),
            seed: SEED,
            data: self.datasets.iter().map(Into::into).collect(),
        }
    }

    /// Today, or a scenario of this base by its id or name.
    pub async fn side(&self, which: &str) -> Result<Side> {
        if which.is_empty() || which.eq_ignore_ascii_case(TODAY) {
            return Ok(Side {
                called: Called {
                    id: TODAY.to_owned(),
                    name: "Today".to_owned(),
                },
                spots: self.base.today()?.to_vec(),
                money: Vec::new(),
                evidence: None,
            });
        }
        let found = self.find(which).await?;
        self.side_of(&found)
    }

    pub fn side_of(&self, found: &Scenario) -> Result<Side> {
        Ok(Side {
            called: Called {
                id: found.id.to_string(),
                name: found.name.clone(),
            },
            spots: self.base.apply(&found.edits)?,
            money: scenario::accounts(&self.base.sites, &found.edits, &found.money),
            evidence: found
                .evidence
                .clone()
                .map(|e| e.beside(&found.edits, &self.stamp())),
        })
    }

    async fn find(&self, which: &str) -> Result<Scenario> {
        let none = || PlanError::NoScenario(which.chars().take(60).collect());
        let mut read = self.site.db().read();
        if let Some(id) = ScenarioId::parse(which)
            && let Some(found) = store::scenario(&mut read, &id).await?
        {
            return if found.base == self.row.id {
                Ok(found)
            } else {
                Err(PlanError::Question(said!(
                    "planner-said-older",
                    name = &found.name,
                    id = id.as_str()
                )))
            };
        }
        let mut all = store::of_name(&mut read, which).await?;
        all.retain(|s| s.base == self.row.id);
        only(all, which)?.ok_or_else(none)
    }

    pub async fn measure(&self, which: &str, way: Way, at: At) -> Result<Measured> {
        way.of_people()?;
        let side = self.side(which).await?;
        let (base, stamp) = (Arc::clone(&self.base), self.stamp());
        away(move || ask::measure(&base, side.called, &side.spots, way, at, stamp, &Progress::none())).await
    }

    pub async fn compare(&self, a: &str, b: &str, way: Way, at: At) -> Result<Compared> {
        let (a, b) = (self.side(a).await?, self.side(b).await?);
        self.compare_sides(a, b, way, at).await
    }

    pub async fn compare_sides(&self, a: Side, b: Side, way: Way, at: At) -> Result<Compared> {
        way.of_people()?;
        let (base, stamp) = (Arc::clone(&self.base), self.stamp());
        away(move || ask::compare(&base, &a, &b, way, at, stamp, &Progress::none())).await
    }

    /// Every figure of a scenario against today, by the four ways at the five times, as a table.
    pub async fn csv(&self, which: &str) -> Result<String> {
        self.csv_of(self.side(TODAY).await?, self.side(which).await?)
            .await
    }

    pub async fn csv_of(&self, a: Side, b: Side) -> Result<String> {
        let (base, stamp) = (Arc::clone(&self.base), self.stamp());
        away(move || {
            let mut all = Vec::new();
            for way in Way::FOUR {
                for at in At::FIVE {
                    all.push(ask::compare(
                        &base,
                        &a,
                        &b,
                        way,
                        at,
                        stamp.clone(),
                        &Progress::none(),
                    )?);
                }
            }
            export::csv(all.iter())
        })
        .await
    }

    /// The places and points of a scenario as a map.
    pub async fn geojson(&self, which: &str, way: Way, at: At) -> Result<String> {
        let (a, b) = (self.side(TODAY).await?, self.side(which).await?);
        self.geojson_of(a, b, way, at).await
    }

    pub async fn geojson_of(&self, a: Side, b: Side, way: Way, at: At) -> Result<String> {
        way.of_people()?;
        let (base, stamp) = (Arc::clone(&self.base), self.stamp());
        away(move || {
            let none = Progress::none();
            let how = ask::compare(&base, &a, &b, way, at, stamp, &none)?;
            let (before, after) = (
                base.reach(&a.spots, way, at, &none)?,
                base.reach(&b.spots, way, at, &none)?,
            );
            Ok(export::geojson(&base, (&a, &before), (&b, &after), &how))
        })
        .await
    }

    /// The report of a scenario as PDF, in a language.
    pub async fn pdf(&self, scenario: &Scenario, way: Way, at: At, tongue: &Tongue) -> Result<Vec<u8>> {
        let today = self.side(TODAY).await?;
        let today = Side {
            called: Called {
                name: tongue.t("planner-today").into_owned(),
                ..today.called
            },
            ..today
        };
        let plan = self.side_of(scenario)?;
        let c = self.compare_sides(today.clone(), plan.clone(), way, at).await?;
        let map = picture::picture(
            &self.site,
            &self.base.people,
            scenario.name.clone(),
            (&today.spots, &plan.spots),
            true,
            picture::key_of_change(tongue),
            Ok(&c.wards),
        )
        .map_err(|e| PlanError::broken(format!("{e:?}")))?;
        let day = scenario.published_at.unwrap_or(scenario.made_at);
        let day = tongue.date(day.date(self.site.days().zone()));
        let is_public = scenario.state == State::Published;
        let paper = Paper {
            force: self.site.config().force.name.clone(),
            title: scenario.name.clone(),
            under: vec![
                if is_public {
                    day
                } else {
                    let state = format!("planner-state-{}", scenario.state.as_str());
                    format!("{}, {day}", tongue.t(&state))
                },
                format!("{}, {}", way.words(tongue), at.words(tongue)),
            ],
            why: scenario.why.lines().map(str::to_owned).collect(),
            counted: counted(tongue, &scenario.edits),
            changes: listed(tongue, self, &scenario.edits)
                .into_iter()
                .map(|(_, text)| text)
                .collect(),
            map,
            address: self.address(scenario.slug.as_deref().filter(|_| is_public)),
        };
        let found = c
            .evidence_b
            .as_ref()
            .map(|e| found::how_found(tongue, Some(self), e));
        let (press, tongue) = (self.press()?, tongue.clone());
        away(move || paper::of_plan(&press, &tongue, paper, &c, found)).await
    }

    /// The report of how things are today.
    pub async fn pdf_of_today(&self, way: Way, at: At, tongue: &Tongue) -> Result<Vec<u8>> {
        let side = self.side(TODAY).await?;
        let m = self.measure(TODAY, way, at).await?;
        let title = tongue.t1("planner-measured", "scenario", tongue.t("planner-today"));
        let map = picture::picture(
            &self.site,
            &self.base.people,
            title.clone(),
            (&side.spots, &side.spots),
            true,
            picture::key_of_minutes(tongue),
            Err(&m.told.wards),
        )
        .map_err(|e| PlanError::broken(format!("{e:?}")))?;
        let paper = Paper {
            force: self.site.config().force.name.clone(),
            title,
            under: vec![
                self.row.name.clone(),
                format!("{}, {}", way.words(tongue), at.words(tongue)),
            ],
            why: Vec::new(),
            counted: String::new(),
            changes: Vec::new(),
            map,
            address: self.address(None),
        };
        let (press, tongue) = (self.press()?, tongue.clone());
        away(move || paper::of_today(&press, &tongue, paper, &m)).await
    }

    fn press(&self) -> Result<Arc<Press>> {
        let press = self.site.part::<Press>();
        press.map_err(|e| PlanError::broken(format!("{e:?}")))
    }

    /// Where people find a plan, or how figures are made; none where the force has set no address of its own.
    fn address(&self, slug: Option<&str>) -> Option<String> {
        let is_set = !self.site.config().server.public_url.is_empty();
        // A name can have letters of any writing.
        let page = page::encode(slug.unwrap_or("method"));
        is_set.then(|| format!("{}/plans/{page}", self.site.public_url()))
    }

    /// Answers a wish.
    pub async fn solve(&self, wish: Wish, effort: Effort) -> Result<Proposal> {
        let stamp = Stamp {
            seed: effort.seed,
            ..self.stamp()
        };
        let base = Arc::clone(&self.base);
        away(move || solve(&base, &wish, stamp, effort)).await
    }

    /// A scenario of this base by its id.
    pub async fn scenario(&self, id: &str) -> Result<Scenario> {
        self.find(id).await
    }

    pub async fn scenarios(&self) -> Result<Vec<Scenario>> {
        Ok(store::scenarios(&mut self.site.db().read(), &self.row.id).await?)
    }
}
