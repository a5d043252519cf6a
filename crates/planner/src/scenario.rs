//! A scenario: today with some places closed, opened, moved, added or open at other hours.

use jiff::civil::DateTime;
use kernel::id;
use places::Holidays;
use serde::{Deserialize, Serialize};
use travel::geo::Place;

use crate::error::{PlanError, Result};
use crate::hours::Hours;
use crate::said::said;
use crate::site::{CUSTODY, Site, is_id};
use crate::way::Way;

id!(
    /// A scenario.
    ScenarioId,
    "scn"
);
id!(
    /// People, places and streets that were loaded together.
    BaseId,
    "pbs"
);

/// What every comparison begins with.
pub const TODAY: &str = "today";

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case", deny_unknown_fields)]
pub enum Edit {
    Close {
        site: String,
    },
    Open {
        site: String,
    },
    Hours {
        site: String,
        hours: String,
    },
    Move {
        site: String,
        at: Place,
        /// Where that is, as it was written: an address, a postcode; empty where only degrees are known.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        to: String,
    },
    /// A place that is not on the list: a weekly session, a shared desk.
    Add {
        site: Box<Site>,
    },
}

impl Edit {
    pub fn site(&self) -> &str {
        match self {
            Self::Close { site }
            | Self::Open { site }
            | Self::Hours { site, .. }
            | Self::Move { site, .. } => site,
            Self::Add { site } => &site.id,
        }
    }
}

/// What money it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MoneyKind {
    CostAYear,
    SavingAYear,
    Receipt,
    OneOffCost,
}

impl MoneyKind {
    pub const ALL: [Self; 4] = [
        Self::SavingAYear,
        Self::CostAYear,
        Self::Receipt,
        Self::OneOffCost,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::CostAYear => "cost_a_year",
            Self::SavingAYear => "saving_a_year",
            Self::Receipt => "receipt",
            Self::OneOffCost => "one_off_cost",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == text)
    }
}

/// The source of a figure that the file of places brought.
pub const FROM_FILE: &str = "the file of places";

/// A line of the accounts, with where the figure is from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Money {
    pub kind: MoneyKind,
    pub what: String,
    pub amount: f64,
    pub source: String,
}

/// Where a place's minutes are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// A column of the table that was made of all places.
    Base(usize),
    /// It was moved or added: a column of its own.
    Own,
}

/// What the places that were loaded say of themselves. A column that no place has plays no part: who has not yet
/// asked for hours or steps would otherwise have nothing open at night, or nothing without steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub hours: bool,
    pub steps: bool,
}

impl Known {
    pub fn of(sites: &[Site]) -> Self {
        let any = |known: fn(&Site) -> bool| sites.iter().any(|s| s.kind != CUSTODY && known(s));
        Self {
            hours: any(|s| !s.hours.trim().is_empty()),
            steps: any(|s| s.step_free.is_some()),
        }
    }
}

/// A place as the scenario has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    pub site: Site,
    pub column: Column,
    pub hours: Hours,
    /// Of the data that it belongs to, also where a scenario adds it.
    pub known: Known,
}

impl Spot {
    /// Minutes for which it still serves someone who travels so; none when it is closed, has steps that are in the way, or
    /// is a custody suite, to which nobody goes of their own accord.
    pub fn left(&self, way: Way, moment: DateTime) -> Option<f32> {
        let serves = self.site.open && self.site.kind != CUSTODY && self.lets_in(way);
        serves.then(|| self.open_for(moment)).flatten()
    }

    /// Minutes for which its doors are open still, whoever comes; none when they are shut.
    pub fn open_for(&self, moment: DateTime) -> Option<f32> {
        if self.known.hours || self.hours.is_known() {
            self.hours.left(moment)
        } else {
            Some(f32::INFINITY)
        }
    }

    /// Whether someone who travels so can get in: steps that nobody has said are steps.
    pub fn lets_in(&self, way: Way) -> bool {
        !way.is_step_free() || self.site.step_free.unwrap_or(!self.known.steps)
    }
}

/// The places as they are today.
pub fn today(sites: &[Site], holidays: &Holidays) -> Result<Vec<Spot>> {
    let known = Known::of(sites);
    sites
        .iter()
        .enumerate()
        .map(|(j, site)| {
            Ok(Spot {
                hours: hours_of(site, holidays)?,
                site: site.clone(),
                column: Column::Base(j),
                known,
            })
        })
        .collect()
}

fn hours_of(site: &Site, holidays: &Holidays) -> Result<Hours> {
    Hours::parse(&site.hours, holidays).map_err(|why| {
        PlanError::Question(said!(
            "planner-said-edit-hours",
            place = &site.name,
            hours = &site.hours,
            why = why.said()
        ))
    })
}

/// The places of today as the edits leave them; every problem is named with its place.
pub fn apply(mut spots: Vec<Spot>, edits: &[Edit], holidays: &Holidays) -> Result<Vec<Spot>> {
    let known = spots.first().map_or_else(|| Known::of(&[]), |s| s.known);
    let any = |spots: &[Spot], visited: bool| {
        let open = spots.iter().filter(|s| s.site.open);
        open.filter(|s| !visited || s.site.kind != CUSTODY).count() > 0
    };
    // Of custody suites alone nobody asks where residents go.
    let visited = any(&spots, true);
    for edit in edits {
        let id = edit.site();
        let at = spots.iter().position(|s| s.site.id == id);
        if let Edit::Add { site } = edit {
            if at.is_some() {
                return Err(PlanError::Question(said!("planner-said-edit-taken", id = id)));
            }
            if !is_id(id) {
                return Err(PlanError::Question(said!("planner-said-row-no-id", found = id)));
            }
            spots.push(Spot {
                hours: hours_of(site, holidays)?,
                site: Site {
                    open: true,
                    ..(**site).clone()
                },
                column: Column::Own,
                known,
            });
            continue;
        }
        let spot = at
            .and_then(|a| spots.get_mut(a))
            .ok_or_else(|| PlanError::Question(said!("planner-said-edit-no-place", id = id)))?;
        match edit {
            Edit::Close { .. } if !spot.site.open => {
                return Err(PlanError::Question(said!(
                    "planner-said-edit-not-open",
                    place = &spot.site.name
                )));
            }
            Edit::Close { .. } => spot.site.open = false,
            Edit::Open { .. } if spot.site.open => {
                return Err(PlanError::Question(said!(
                    "planner-said-edit-open",
                    place = &spot.site.name
                )));
            }
            Edit::Open { .. } => spot.site.open = true,
            Edit::Hours { hours, .. } => {
                spot.site.hours.clone_from(hours);
                spot.hours = hours_of(&spot.site, holidays)?;
            }
            Edit::Move { at, .. } => {
                spot.site.at = *at;
                spot.site.grid = None;
                spot.column = Column::Own;
            }
            Edit::Add { .. } => {}
        }
    }
    if !any(&spots, visited) {
        return Err(PlanError::question("planner-said-edit-none"));
    }
    Ok(spots)
}

/// The accounts: what the places' own figures say, then what was entered.
pub fn accounts(sites: &[Site], edits: &[Edit], entered: &[Money]) -> Vec<Money> {
    let site = |id: &str| sites.iter().find(|s| s.id == id);
    let mut lines = Vec::new();
    for edit in edits {
        let own = match edit {
            Edit::Add { site } => Some(&**site),
            other => site(other.site()),
        };
        let Some(own) = own else { continue };
        let mut line = |kind, amount: Option<f64>| {
            if let Some(amount) = amount {
                lines.push(Money {
                    kind,
                    what: own.name.clone(),
                    amount,
                    source: match edit {
                        // Its cost was entered with it, and so was where that is from.
                        Edit::Add { site } => site.cost_source.clone(),
                        _ => FROM_FILE.to_owned(),
                    },
                });
            }
        };
        match edit {
            Edit::Close { .. } => {
                line(MoneyKind::SavingAYear, own.cost);
                line(MoneyKind::Receipt, own.receipt);
            }
            Edit::Open { .. } | Edit::Add { .. } => line(MoneyKind::CostAYear, own.cost),
            Edit::Hours { .. } | Edit::Move { .. } => {}
        }
    }
    lines.extend(entered.iter().cloned());
    lines
}

/// Saved less spent a year, and what comes in less what goes out once.
pub fn balance(lines: &[Money]) -> (f64, f64) {
    lines.iter().fold((0.0, 0.0), |(year, once), m| match m.kind {
        MoneyKind::SavingAYear => (year + m.amount, once),
        MoneyKind::CostAYear => (year - m.amount, once),
        MoneyKind::Receipt => (year, once + m.amount),
        MoneyKind::OneOffCost => (year, once - m.amount),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn site(id: &str, open: bool) -> Site {
        Site {
            id: id.to_owned(),
            name: id.to_uppercase(),
            kind: "counter".to_owned(),
            at: Place { lat: 51.5, lon: -0.1 },
            grid: None,
            hours: "24/7".to_owned(),
            open,
            step_free: None,
            address: String::new(),
            ward: None,
            borough: None,
            cost: Some(100.0),
            cost_source: String::new(),
            receipt: Some(2_000.0),
            cells: None,
        }
    }

    fn applied(sites: &[Site], edits: &[Edit]) -> Result<Vec<Spot>> {
        let none = Holidays::default();
        apply(today(sites, &none)?, edits, &none)
    }

    fn close(id: &str) -> Edit {
        Edit::Close { site: id.to_owned() }
    }

    #[test]
    fn edits_are_made_one_after_the_other() {
        let sites = [site("a", true), site("b", false)];
        let edits = [
            Edit::Open { site: "b".into() },
            close("a"),
            Edit::Hours {
                site: "b".into(),
                hours: "Mo-Fr 10:00-12:00".into(),
            },
            Edit::Add {
                site: Box::new(site("c", false)),
            },
        ];
        let spots = applied(&sites, &edits).unwrap();
        let open: Vec<&str> = spots
            .iter()
            .filter(|s| s.site.open)
            .map(|s| s.site.id.as_str())
            .collect();
        assert_eq!(open, ["b", "c"]);
        assert_eq!(spots[2].column, Column::Own);
        assert!(spots[1].hours.left("2026-11-24T13:00".parse().unwrap()).is_none());
    }

    #[test]
    fn what_nobody_has_said_counts_against_a_place_unless_nobody_has_said_it_of_any() {
        let [day, night] = ["2026-11-24T10:00", "2026-11-24T02:00"].map(|t| t.parse().unwrap());
        let step_free = Way::parse("step-free-transit").unwrap();
        let unsaid = |id: &str| Site {
            hours: String::new(),
            ..site(id, true)
        };
        let added = Edit::Add {
            site: Box::new(unsaid("new")),
        };
        let nobody = [unsaid("a"), unsaid("b")];
        let hours = [unsaid("a"), site("b", true)];
        let mut steps = [unsaid("a"), unsaid("b")];
        steps[1].step_free = Some(false);
        // A custody suite is for nobody's visit, and says nothing of the other places.
        let mut custody = [unsaid("a"), site("b", true)];
        (custody[1].kind, custody[1].step_free) = (CUSTODY.to_owned(), Some(true));
        for (sites, at_night, without_steps) in [
            (&nobody, true, true),
            (&hours, false, true),
            (&steps, true, false),
            (&custody, true, true),
        ] {
            let spots = applied(sites, std::slice::from_ref(&added)).unwrap();
            for spot in [&spots[0], &spots[2]] {
                assert!(spot.left(Way::USUAL, day).is_some());
                assert_eq!(spot.left(Way::USUAL, night).is_some(), at_night, "{spot:?}");
                assert_eq!(spot.left(step_free, day).is_some(), without_steps, "{spot:?}");
            }
        }
        let mut known = unsaid("known");
        (known.hours, known.step_free) = ("24/7".to_owned(), Some(false));
        let known = Edit::Add {
            site: Box::new(known),
        };
        let spots = applied(&nobody, &[known]).unwrap();
        assert!(spots[2].left(Way::USUAL, night).is_some() && spots[2].left(step_free, day).is_none());
    }

    #[test]
    fn a_change_that_cannot_be_made_is_named_with_its_place() {
        let sites = [site("a", true), site("b", false)];
        for (edit, why) in [
            (close("x"), "no place x"),
            (close("b"), "B is not open"),
            (Edit::Open { site: "a".into() }, "A is open already"),
            (close("a"), "no place would be open"),
            (
                Edit::Hours {
                    site: "a".into(),
                    hours: "sometimes".into(),
                },
                "A: opening hours sometimes",
            ),
            (
                Edit::Add {
                    site: Box::new(site("a", true)),
                },
                "a place a already",
            ),
        ] {
            let said = applied(&sites, &[edit]).unwrap_err().to_string();
            assert!(said.contains(why), "{said}");
        }
    }

    #[test]
    fn the_accounts_hold_the_places_figures_and_what_was_entered_with_its_source() {
        let sites = [site("a", true), site("b", false)];
        let entered = [Money {
            kind: MoneyKind::OneOffCost,
            what: "Moving".into(),
            amount: 50.0,
            source: "estates team".into(),
        }];
        let edits = [close("a"), Edit::Open { site: "b".into() }];
        let lines = accounts(&sites, &edits, &entered);
        assert_eq!(lines.len(), 4);
        assert_eq!(balance(&lines), (0.0, 1_950.0));
    }

    #[test]
    fn edits_travel_as_json_and_unknown_ones_are_refused() {
        let text = r#"[{"edit":"close","site":"a"},{"edit":"hours","site":"b","hours":"24/7"}]"#;
        let edits: Vec<Edit> = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&edits).unwrap(), text);
        assert!(serde_json::from_str::<Edit>(r#"{"edit":"burn","site":"a"}"#).is_err());
    }
}
