//! Where arrests come from: of each borough its middle, and its part of them.

use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::said::said;
use crate::wish::Custody;

/// Where arrests come from: of each borough its most central point, arrests a day, its name.
pub fn boroughs(base: &Base, wish: &Custody) -> Result<(Vec<usize>, Vec<f64>, Vec<String>)> {
    let people = &base.people;
    if people.boroughs.is_empty() {
        return Err(PlanError::question("planner-said-custody-no-boroughs"));
    }
    let mut points = Vec::new();
    let mut arrests = Vec::new();
    let mut names = Vec::new();
    for (code, _) in &wish.arrivals.by_borough {
        if !people.boroughs.iter().any(|b| b.code == *code) {
            return Err(PlanError::Question(said!(
                "planner-said-custody-no-borough",
                code = code
            )));
        }
    }
    let whole: f64 = if wish.arrivals.by_borough.is_empty() {
        people.all()
    } else {
        wish.arrivals.by_borough.iter().map(|b| b.1).sum()
    };
    for (number, borough) in (0_u32..).zip(&people.boroughs) {
        let own: Vec<usize> = (0..people.len())
            .filter(|i| people.borough.get(*i) == Some(&Some(number)))
            .collect();
        let count = |i: &usize| people.people.get(*i).copied().unwrap_or(0.0);
        let residents: f64 = own.iter().map(count).sum();
        let part = if wish.arrivals.by_borough.is_empty() {
            residents
        } else {
            wish.arrivals
                .by_borough
                .iter()
                .filter(|(c, _)| *c == borough.code)
                .map(|b| b.1)
                .sum()
        };
        let Some(middle) = middle(base, &own) else {
            continue;
        };
        if part > 0.0 && whole > 0.0 {
            points.push(middle);
            arrests.push(wish.arrivals.a_day * part / whole);
            names.push(borough.name.clone());
        }
    }
    if points.is_empty() {
        return Err(PlanError::question("planner-said-custody-no-arrest"));
    }
    Ok((points, arrests, names))
}

fn middle(base: &Base, own: &[usize]) -> Option<usize> {
    let people = &base.people;
    let weight = |i: &usize| people.people.get(*i).copied().unwrap_or(0.0).max(1e-6);
    let all: f64 = own.iter().map(weight).sum();
    let sum = |of: &dyn Fn(&travel::geo::Place) -> f64| -> f64 {
        own.iter()
            .filter_map(|i| Some(of(people.at.get(*i)?) * weight(i)))
            .sum::<f64>()
            / all
    };
    let centre = travel::geo::Place::new(sum(&|p| p.lat), sum(&|p| p.lon))?;
    let away = |i: &usize| people.at.get(*i).map_or(f64::INFINITY, |p| p.metres_to(centre));
    own.iter()
        .copied()
        .min_by(|a, b| away(a).total_cmp(&away(b)).then(a.cmp(b)))
}
