//! Wards that are no more: which wards lie where they were, and how much of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::areas::{Areas, Ward};
use crate::code::WardCode;
use crate::point::LatLon;

/// Points looked at along each side of a ward's box.
const GRID: i64 = 40;
/// A successor with less of the old ward than this is an unevenness of the outlines.
const LEAST_PERCENT: usize = 5;

/// The wards that ended with a change of boundaries, by their codes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ended(BTreeMap<WardCode, EndedWard>);

/// A ward that ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EndedWard {
    pub name: String,
    /// Most of it first.
    pub successors: Vec<Successor>,
}

/// A ward that lies where another was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Successor {
    pub code: WardCode,
    /// How much of the old ward it has.
    pub percent: u8,
}

impl Ended {
    /// The wards of `before` whose codes are not in `after`.
    pub fn between(before: &Areas, after: &Areas) -> Self {
        let gone = before
            .wards()
            .iter()
            .filter(|w| after.ward_by_code(&w.code).is_none());
        Self(
            gone.map(|ward| {
                let ended = EndedWard {
                    name: ward.name.clone(),
                    successors: successors(ward, after),
                };
                (ward.code, ended)
            })
            .collect(),
        )
    }

    /// With those that had ended before: a successor that has ended itself gives way to its own successors. A code that
    /// is in use again is no longer ended.
    #[must_use]
    pub fn after(self, older: &Self, areas: &Areas) -> Self {
        let mut all = self.0;
        for (code, ended) in &older.0 {
            if areas.ward_by_code(code).is_some() || all.contains_key(code) {
                continue;
            }
            let mut shares: BTreeMap<WardCode, u32> = BTreeMap::new();
            for old in &ended.successors {
                match all.get(&old.code) {
                    None => *shares.entry(old.code).or_default() += u32::from(old.percent) * 100,
                    Some(next) => {
                        for new in &next.successors {
                            *shares.entry(new.code).or_default() +=
                                u32::from(old.percent) * u32::from(new.percent);
                        }
                    }
                }
            }
            let mut successors: Vec<Successor> = shares
                .into_iter()
                .map(|(code, share)| Successor {
                    code,
                    percent: u8::try_from(share / 100).unwrap_or(100),
                })
                .filter(|s| usize::from(s.percent) >= LEAST_PERCENT)
                .collect();
            successors.sort_by(|a, b| b.percent.cmp(&a.percent).then(a.code.cmp(&b.code)));
            all.insert(
                *code,
                EndedWard {
                    name: ended.name.clone(),
                    successors,
                },
            );
        }
        Self(all)
    }

    pub fn get(&self, code: &WardCode) -> Option<&EndedWard> {
        self.0.get(code)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Which wards hold the points of a grid over this one.
fn successors(ward: &Ward, after: &Areas) -> Vec<Successor> {
    let bounds = ward.shape.bounds();
    let (low, high) = (bounds.south_west(), bounds.north_east());
    let between = |a: i32, b: i32, n: i64| {
        let (a, b) = (i64::from(a), i64::from(b));
        i32::try_from(a + (b - a) * (2 * n + 1) / (2 * GRID)).ok()
    };
    let mut found: BTreeMap<WardCode, usize> = BTreeMap::new();
    let mut inside = 0_usize;
    let grid = (0..GRID).flat_map(|x| (0..GRID).map(move |y| (x, y)));
    let points = grid.filter_map(|(x, y)| {
        LatLon::from_steps(between(low.y(), high.y(), y)?, between(low.x(), high.x(), x)?)
    });
    for point in points.filter(|p| ward.shape.contains(*p)) {
        inside += 1;
        if let Some(there) = after.find(point).and_then(|ix| after.ward(ix)) {
            *found.entry(there.code).or_default() += 1;
        }
    }
    let mut all: Vec<Successor> = found
        .into_iter()
        .map(|(code, points)| (code, points * 100 / inside.max(1)))
        .filter(|(_, percent)| *percent >= LEAST_PERCENT)
        .map(|(code, percent)| Successor {
            code,
            percent: u8::try_from(percent).unwrap_or(100),
        })
        .collect();
    all.sort_by(|a, b| b.percent.cmp(&a.percent).then(a.code.cmp(&b.code)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::areas::{AreasDraft, DraftBorough, DraftWard};
    use crate::code::BoroughCode;
    use crate::shape::Shape;

    fn square(west: f64, south: f64, east: f64, north: f64) -> Shape {
        let p = |lat, lon| LatLon::new(lat, lon).unwrap();
        let ring = vec![p(south, west), p(south, east), p(north, east), p(north, west)];
        Shape::new(vec![vec![ring]]).unwrap()
    }

    fn areas(wards: &[(&str, Shape)]) -> Areas {
        let mut draft = AreasDraft::default();
        let borough = BoroughCode::parse("ZZ").unwrap();
        draft.put_borough(
            borough,
            DraftBorough {
                name: "Zed".to_owned(),
                name_cy: None,
                shape: None,
            },
        );
        for (code, shape) in wards {
            draft.put_ward(
                WardCode::parse(code).unwrap(),
                DraftWard {
                    name: format!("Ward {code}"),
                    name_cy: None,
                    borough: Some(borough),
                    shape: shape.clone(),
                    population: None,
                },
            );
        }
        draft.build().unwrap().0
    }

    fn codes(ended: &Ended, code: &str) -> Vec<(String, u8)> {
        let ward = ended.get(&WardCode::parse(code).unwrap()).unwrap();
        ward.successors
            .iter()
            .map(|s| (s.code.to_string(), s.percent))
            .collect()
    }

    #[test]
    fn a_ward_that_was_split_leads_to_its_parts_and_a_chain_of_changes_to_the_last() {
        let first = areas(&[
            ("ZZ-1", square(0.0, 50.0, 1.0, 51.0)),
            ("ZZ-2", square(1.0, 50.0, 2.0, 51.0)),
        ]);
        let second = areas(&[
            ("ZZ-2", square(1.0, 50.0, 2.0, 51.0)),
            ("ZZ-3", square(0.0, 50.0, 0.25, 51.0)),
            ("ZZ-4", square(0.25, 50.0, 1.0, 51.0)),
        ]);
        let ended = Ended::between(&first, &second);
        assert_eq!(ended.len(), 1, "ZZ-2 goes on");
        assert_eq!(
            codes(&ended, "zz-1"),
            [("ZZ-4".to_owned(), 75), ("ZZ-3".to_owned(), 25)]
        );
        let third = areas(&[
            ("ZZ-3", square(0.0, 50.0, 0.25, 51.0)),
            ("ZZ-5", square(0.25, 50.0, 2.0, 51.0)),
        ]);
        let later = Ended::between(&second, &third).after(&ended, &third);
        assert_eq!(
            codes(&later, "zz-1"),
            [("ZZ-5".to_owned(), 75), ("ZZ-3".to_owned(), 25)]
        );
        assert_eq!(codes(&later, "zz-2"), [("ZZ-5".to_owned(), 100)]);
        let back = Ended::between(&third, &first).after(&later, &first);
        assert!(
            back.get(&WardCode::parse("ZZ-1").unwrap()).is_none(),
            "in use again"
        );
    }
}
