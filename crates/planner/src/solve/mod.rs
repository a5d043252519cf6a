//! Proposals: the engines search, and say how near to the best possible their answer is.

mod best;
mod custody;
mod fair;
mod fewest;
mod further;
mod handlers;
mod hubs;
mod idle;
mod instance;
mod nights;
mod others;
mod sessions;

use std::time::Instant;

use serde::{Deserialize, Serialize};
use siting::{Limit, Settings};

use crate::ask::{Called, Change, Compared, METHOD, Side, Stamp, compare};
use crate::base::Base;
use crate::error::Result;
use crate::said::Said;
use crate::scenario::{Edit, TODAY, accounts};
use crate::wish::Wish;

pub use custody::CustodyAnswer;
pub use further::Further;
pub use handlers::LineTold;
pub use others::Nearly;

/// A place that a proposal opens or keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picked {
    pub id: String,
    pub name: String,
    pub borough: String,
    pub open_today: bool,
}

/// The night's question inside a day's: which of the places is open round the clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Nights {
    pub open: Vec<Picked>,
    /// Mean minutes at night.
    pub objective: Option<f64>,
    pub bound: Option<f64>,
    pub gap: Option<f64>,
    pub proved: bool,
}

/// An answer to a wish.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    pub ask: String,
    pub wish: Wish,
    pub found: bool,
    /// What was made as small or as large as can be, in words; its unit; and that a larger figure is better.
    pub weighs: Said,
    pub unit: String,
    pub larger_is_better: bool,
    pub objective: Option<f64>,
    /// No answer can be better than this.
    pub bound: Option<f64>,
    /// How far the answer may be from the best possible, as a share of it; 0 when it is proved to be the best.
    pub gap: Option<f64>,
    /// The bound meets the answer, and a checker that shares nothing with the search agreed.
    pub proved: bool,
    pub method: Said,
    pub open: Vec<Picked>,
    pub opens: Vec<String>,
    pub closes: Vec<String>,
    pub alternatives: Vec<Nearly>,
    /// What stands in the way of a better answer.
    pub binding: Vec<Said>,
    /// Rules that cannot hold together, where there is no answer.
    pub conflict: Vec<Said>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nights: Option<Nights>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custody: Option<CustodyAnswer>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<LineTold>,
    /// What makes a scenario of it.
    pub edits: Vec<Edit>,
    /// Who pays for it and who gains, worst off first.
    pub groups: Vec<Change>,
    pub deciles: Vec<Change>,
    pub boroughs: Vec<Change>,
    /// The same where residents go nowhere: teams to their hubs, arrests to a suite.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Further>,
    pub notes: Vec<Said>,
    pub estimate: bool,
    pub seed: u64,
    pub stamp: Stamp,
}

/// How long to search, and from which seed.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    pub seconds: f64,
    pub seed: u64,
    /// Branches of the proof; a search that ends by itself within them is the same on every machine.
    pub branches: usize,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            seconds: 60.0,
            seed: crate::ask::SEED,
            branches: 2_000,
        }
    }
}

impl Effort {
    fn settings(self) -> Settings {
        self.settings_of(self.branches)
    }

    fn settings_of(self, branches: usize) -> Settings {
        Settings {
            seed: self.seed,
            branches,
            ..Settings::default()
        }
    }

    /// A limit on the time of one of `parts` searches.
    fn limit(self, parts: f64) -> Limit<impl Fn() -> f64> {
        let began = Instant::now();
        Limit::new(self.seconds / parts.max(1.0), move || {
            began.elapsed().as_secs_f64()
        })
    }
}

impl Proposal {
    fn new(wish: &Wish, stamp: Stamp, effort: Effort) -> Self {
        Self {
            ask: wish.name().to_owned(),
            wish: wish.clone(),
            found: false,
            weighs: Said::default(),
            unit: String::new(),
            larger_is_better: false,
            objective: None,
            bound: None,
            gap: None,
            proved: false,
            method: Said::default(),
            open: Vec::new(),
            opens: Vec::new(),
            closes: Vec::new(),
            alternatives: Vec::new(),
            binding: Vec::new(),
            conflict: Vec::new(),
            nights: None,
            custody: None,
            lines: Vec::new(),
            edits: Vec::new(),
            groups: Vec::new(),
            deciles: Vec::new(),
            boroughs: Vec::new(),
            further: Vec::new(),
            notes: Vec::new(),
            estimate: false,
            seed: effort.seed,
            stamp,
        }
    }

    fn judged_by(&mut self, compared: Compared) {
        self.groups = compared.groups;
        self.deciles = compared.deciles;
        self.boroughs = compared.boroughs;
    }
}

/// Answers a wish about call handlers, for which nothing need be loaded; another is not answered.
pub fn of_calls(wish: &Wish, effort: Effort) -> Result<Proposal> {
    // It rests on the calls of the wish, not on people and places.
    let stamp = Stamp {
        base: String::new(),
        base_name: String::new(),
        week: String::new(),
        method: METHOD.to_owned(),
        seed: effort.seed,
        data: Vec::new(),
    };
    let mut proposal = Proposal::new(wish, stamp, effort);
    if let Wish::Handlers(w) = wish {
        handlers::solve(w, effort, &mut proposal)?;
    }
    Ok(proposal)
}

/// Answers a wish as well as it can in the time.
pub fn solve(base: &Base, wish: &Wish, stamp: Stamp, effort: Effort) -> Result<Proposal> {
    if matches!(wish, Wish::Handlers(_)) {
        return of_calls(wish, effort);
    }
    let mut proposal = Proposal::new(wish, stamp.clone(), effort);
    match wish {
        Wish::Fewest(w) => fewest::solve(base, w, effort, &mut proposal)?,
        Wish::Best(w) => best::solve(base, w, effort, &mut proposal)?,
        Wish::Hubs(w) => hubs::solve(base, w, effort, &mut proposal)?,
        Wish::Custody(w) => custody::solve(base, w, effort, &mut proposal)?,
        Wish::Sessions(w) => sessions::solve(base, w, effort, &mut proposal)?,
        Wish::Handlers(_) => {}
    }
    others::note_none(proposal.found, &proposal.alternatives, &mut proposal.notes);
    let (way, at) = match wish {
        Wish::Fewest(w) => (w.mode, w.at),
        Wish::Best(w) => (w.mode, w.at),
        Wish::Sessions(w) => (w.mode, w.at),
        Wish::Hubs(_) | Wish::Custody(_) | Wish::Handlers(_) => return Ok(proposal),
    };
    if proposal.found && !proposal.edits.is_empty() {
        let called = |id: &str| Called {
            id: id.to_owned(),
            name: id.to_owned(),
        };
        let before = Side {
            called: called(TODAY),
            spots: base.today()?.to_vec(),
            money: Vec::new(),
            evidence: None,
        };
        let after = Side {
            called: called("proposal"),
            spots: base.apply(&proposal.edits)?,
            money: accounts(&base.sites, &proposal.edits, &[]),
            evidence: None,
        };
        let compared = compare(base, &before, &after, way, at, stamp, &travel::Progress::none())?;
        proposal.judged_by(compared);
    }
    Ok(proposal)
}

#[cfg(test)]
mod tests;
