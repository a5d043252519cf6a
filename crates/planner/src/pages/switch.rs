//! Which places a reader switched on and off: it travels in the address of the page, and nowhere else.

use crate::scenario::{Edit, Spot};

/// So many switches and no more are read from an address.
const MOST: usize = 400;

/// Numbers of places in the plan's own list, which does not change once it is published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Switches {
    on: Vec<usize>,
    off: Vec<usize>,
}

impl Switches {
    /// Reads what an address says: places by their ids (`a,b`) or by their numbers (`~3~17`). A place that is not there,
    /// or is so already, is left out: an old link still works.
    pub fn read(on: &str, off: &str, spots: &[Spot]) -> Self {
        let list = |text: &str, open: bool| {
            let mut found = Vec::new();
            let mut take = |number: Option<usize>| {
                let fits = number.filter(|n| spots.get(*n).is_some_and(|s| s.site.open != open));
                if let Some(n) = fits.filter(|n| found.len() < MOST && !found.contains(n)) {
                    found.push(n);
                }
            };
            for part in text.split(',').filter(|p| !p.is_empty()).take(MOST) {
                match spots.iter().position(|s| s.site.id == part) {
                    Some(number) => take(Some(number)),
                    None => part.split('~').take(MOST).for_each(|n| take(n.parse().ok())),
                }
            }
            found.sort_unstable();
            found
        };
        Self {
            on: list(on, true),
            off: list(off, false),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.on.is_empty() && self.off.is_empty()
    }

    /// With one place switched over.
    pub fn with(&self, number: usize, is_open: bool) -> Self {
        let mut new = self.clone();
        let (back, to) = if is_open {
            (&mut new.on, &mut new.off)
        } else {
            (&mut new.off, &mut new.on)
        };
        if back.contains(&number) {
            back.retain(|n| *n != number);
        } else {
            to.push(number);
            to.sort_unstable();
        }
        new
    }

    /// Opens one place again that was switched off, and gives its number.
    pub fn reopen(&mut self) -> Option<usize> {
        self.off.pop()
    }

    /// As the address says it: what is on, what is off.
    pub fn words(&self) -> (String, String) {
        let list = |numbers: &[usize]| numbers.iter().map(|n| format!("~{n}")).collect();
        (list(&self.on), list(&self.off))
    }

    pub fn edits(&self, spots: &[Spot]) -> Vec<Edit> {
        let id = |n: &usize| spots.get(*n).map(|s| s.site.id.clone());
        let open = self.on.iter().filter_map(id).map(|site| Edit::Open { site });
        let close = self.off.iter().filter_map(id).map(|site| Edit::Close { site });
        open.chain(close).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::site;
    use crate::scenario::today;

    fn spots() -> Vec<Spot> {
        let sites: Vec<_> = (0..5)
            .map(|i| {
                let mut s = site(i, (51.5, -0.1), "24/7", None);
                s.open = i < 3;
                s
            })
            .collect();
        today(&sites, &places::Holidays::default()).unwrap()
    }

    #[test]
    fn an_address_is_read_by_ids_and_by_numbers_and_says_the_same_again() {
        let spots = spots();
        let by_id = Switches::read("s3,s4", "s1,nowhere,s3", &spots);
        let by_number = Switches::read("~3~4~4", "~1~99~3", &spots);
        assert_eq!(by_id, by_number);
        assert_eq!(by_id.words(), ("~3~4".to_owned(), "~1".to_owned()));
        assert_eq!(by_id.edits(&spots).len(), 3);
        assert!(Switches::read("s0,,~", "~x,4", &spots).is_empty());
    }

    #[test]
    fn switching_a_place_twice_leaves_it_as_it_was() {
        let first = Switches::read("~3", "", &spots());
        let second = first.with(0, true);
        assert_eq!(second.words(), ("~3".to_owned(), "~0".to_owned()));
        assert_eq!(second.with(0, false), first);
        assert!(first.with(3, true).is_empty());
    }
}
