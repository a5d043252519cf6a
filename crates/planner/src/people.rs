//! A force's people: points on the map with how many live there and who they are.

use serde::{Deserialize, Serialize};
use travel::geo::Place;

/// Groups whose time is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Group {
    #[serde(rename = "aged_65")]
    Aged65,
    #[serde(rename = "disabled")]
    Disabled,
    #[serde(rename = "no_car")]
    NoCar,
    #[serde(rename = "little_english")]
    LittleEnglish,
}

impl Group {
    pub const ALL: [Self; 4] = [Self::Aged65, Self::Disabled, Self::NoCar, Self::LittleEnglish];

    pub fn name(self) -> &'static str {
        match self {
            Self::Aged65 => "aged_65",
            Self::Disabled => "disabled",
            Self::NoCar => "no_car",
            Self::LittleEnglish => "little_english",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.name() == text)
    }
}

/// A ward or borough as the planner names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    pub code: String,
    pub name: String,
    /// For a ward: its borough's place in the list of boroughs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub borough: Option<u32>,
}

/// Columns of equal length, one entry for each point.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    pub ids: Vec<String>,
    /// Empty, or one for each point.
    pub names: Vec<String>,
    pub at: Vec<Place>,
    /// Metres east and north, where the file gave them.
    pub grid: Vec<(f64, f64)>,
    pub people: Vec<f64>,
    /// Numbers of people of a group, for the groups that the file counts.
    pub groups: Vec<(Group, Vec<f64>)>,
    /// 1 (most deprived) to 10; 0 where not known; empty when the file has none.
    pub decile: Vec<u8>,
    pub wards: Vec<Area>,
    pub boroughs: Vec<Area>,
    /// Places in the lists above.
    pub ward: Vec<Option<u32>>,
    pub borough: Vec<Option<u32>>,
}

impl People {
    pub fn len(&self) -> usize {
        self.at.len()
    }

    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    pub fn all(&self) -> f64 {
        self.people.iter().sum()
    }

    /// What people call a point.
    pub fn name(&self, point: usize) -> &str {
        self.names
            .get(point)
            .filter(|n| !n.is_empty())
            .or_else(|| self.ids.get(point))
            .map_or("", String::as_str)
    }

    pub fn group(&self, group: Group) -> Option<&[f64]> {
        self.groups
            .iter()
            .find(|(g, _)| *g == group)
            .map(|(_, counts)| counts.as_slice())
    }

    pub fn ward_of(&self, point: usize) -> Option<&Area> {
        let at = (*self.ward.get(point)?)?;
        self.wards.get(usize::try_from(at).ok()?)
    }

    pub fn borough_of(&self, point: usize) -> Option<&Area> {
        let at = (*self.borough.get(point)?)?;
        self.boroughs.get(usize::try_from(at).ok()?)
    }

    /// Leaves out the points that are not to be kept.
    pub(crate) fn keep(&mut self, keep: &[bool]) {
        fn thin<T>(list: &mut Vec<T>, keep: &[bool]) {
            let mut at = 0;
            list.retain(|_| {
                at += 1;
                keep.get(at - 1) == Some(&true)
            });
        }
        thin(&mut self.ids, keep);
        thin(&mut self.names, keep);
        thin(&mut self.at, keep);
        thin(&mut self.grid, keep);
        thin(&mut self.people, keep);
        thin(&mut self.decile, keep);
        thin(&mut self.ward, keep);
        thin(&mut self.borough, keep);
        for (_, counts) in &mut self.groups {
            thin(counts, keep);
        }
    }

    /// Whether every column has its length and every number makes sense: a file that was changed does not pass.
    pub fn is_whole(&self) -> bool {
        let n = self.len();
        let fits = |len: usize| len == n;
        let within = |places: &[Option<u32>], list: usize| {
            places
                .iter()
                .flatten()
                .all(|p| usize::try_from(*p).is_ok_and(|p| p < list))
        };
        let sane = |counts: &[f64]| counts.iter().all(|c| c.is_finite() && *c >= 0.0);
        n > 0
            && [
                self.ids.len(),
                self.people.len(),
                self.ward.len(),
                self.borough.len(),
            ]
            .into_iter()
            .all(fits)
            && [self.names.len(), self.grid.len(), self.decile.len()]
                .into_iter()
                .all(|len| len == 0 || fits(len))
            && self.groups.iter().all(|(_, c)| fits(c.len()) && sane(c))
            && sane(&self.people)
            && self.decile.iter().all(|d| *d <= 10)
            && within(&self.ward, self.wards.len())
            && within(&self.borough, self.boroughs.len())
    }
}
