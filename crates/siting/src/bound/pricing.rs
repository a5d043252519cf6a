//! What sites are worth under given prices, with and without a cost of being served.

use super::View;
use crate::arcs::Columns;

/// What a site is worth under given prices, and how far the chosen sites serve each demand.
pub(crate) trait Pricing {
    /// Adds to `worth` what the demands would pay each site beyond cost (negative is good).
    fn worths(&self, view: &View, prices: &[f64], worth: &mut [f64]);
    /// One minus the times each demand is served by the chosen sites.
    fn slope(&self, view: &View, prices: &[f64], chosen: &[bool], slope: &mut [f64]);
    /// True where a site can be full, so that demands may pass their nearest one.
    fn full(&self) -> bool {
        false
    }
}

/// Sites without capacities: every demand that would pay is served.
pub(crate) struct Roomy;

impl Pricing for Roomy {
    fn worths(&self, view: &View, prices: &[f64], worth: &mut [f64]) {
        for (bounds, &price) in view.start.windows(2).zip(prices) {
            let range = bounds[0]..bounds[1];
            for (&c, &j) in view.cost[range.clone()].iter().zip(&view.site[range]) {
                if c >= price {
                    break;
                }
                worth[j as usize] += c - price;
            }
        }
    }
    fn slope(&self, view: &View, prices: &[f64], chosen: &[bool], slope: &mut [f64]) {
        for (((bounds, &price), g), &roof) in view.start.windows(2).zip(prices).zip(slope).zip(&view.roof) {
            let range = bounds[0]..bounds[1];
            if roof == 0.0 {
                *g = 0.0;
                continue;
            }
            let mut served = 0u32;
            for (&c, &j) in view.cost[range.clone()].iter().zip(&view.site[range]) {
                if c >= price {
                    break;
                }
                served += u32::from(chosen[j as usize]);
            }
            *g = 1.0 - f64::from(served);
        }
    }
}

/// Covers: being reached costs nothing, so a price is paid whole to every site that reaches.
#[derive(Clone, Copy)]
pub(crate) struct Reaching<'a>(pub &'a Columns);

impl Pricing for Reaching<'_> {
    fn worths(&self, view: &View, prices: &[f64], worth: &mut [f64]) {
        for (bounds, &price) in view.start.windows(2).zip(prices) {
            if price > 0.0 {
                for &j in &view.site[bounds[0]..bounds[1]] {
                    worth[j as usize] -= price;
                }
            }
        }
    }
    fn slope(&self, view: &View, _: &[f64], chosen: &[bool], slope: &mut [f64]) {
        slope.fill(1.0);
        for (j, _) in chosen.iter().enumerate().filter(|(_, c)| **c) {
            for &(_, i) in self.0.of(j) {
                slope[i as usize] -= 1.0;
            }
        }
        for (g, &roof) in slope.iter_mut().zip(&view.roof) {
            if roof == 0.0 {
                *g = 0.0;
            }
        }
    }
}
