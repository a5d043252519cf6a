//! Which page comes after which.

use std::collections::{HashMap, HashSet};

use super::{Loader, MOST_PAGES, str_of};
use crate::definition::{Link, Page};
use crate::spine::Sources;

impl<'s> Loader<'s> {
    pub(super) fn links(&mut self, s: &Sources, pages: &mut [Page]) {
        let by_path: HashMap<String, usize> = pages
            .iter()
            .enumerate()
            .map(|(i, p)| (p.path.clone(), i))
            .collect();
        for (number, (file, value)) in s.pages.iter().enumerate() {
            let Some(path) = pages.get(number).map(|p| p.path.clone()) else {
                return;
            };
            let Some(next) = value.get("next") else { continue };
            let Some(next) = next.as_array() else {
                self.problem(file, &path, "", "next must be a list of links");
                continue;
            };
            if next.len() > MOST_PAGES {
                self.problem(file, &path, "", "too many links");
                continue;
            }
            let mut links = Vec::new();
            for link in next {
                let to = str_of(link, "path");
                if !str_of(link, "redirect").is_empty() {
                    self.problem(
                        file,
                        &path,
                        "",
                        "a link that redirects to another site is not offered",
                    );
                    continue;
                }
                let condition = self.condition_of(file, &path, "", link.get("condition"));
                match by_path.get(to) {
                    Some(to) => links.push(Link { to: *to, condition }),
                    None => self.problem(file, &path, "", format!("a link to {to}, which is no page")),
                }
            }
            if let Some(page) = pages.get_mut(number) {
                page.links = links;
            }
        }
    }

    /// V2 forms run in the order of their pages; the older engine follows links.
    pub(super) fn is_ordered(&self, s: &Sources, pages: &[Page]) -> bool {
        match s.engine.as_str() {
            "V2" => true,
            _ => pages.iter().all(|p| p.links.is_empty()),
        }
    }

    pub(super) fn check_link_cycles(&mut self, pages: &[Page]) {
        // 0 not seen, 1 on the way, 2 done; a loop of our own instead of recursion, as depth is the file's.
        let mut state = vec![0_u8; pages.len()];
        for start in 0..pages.len() {
            let mut stack = vec![(start, 0_usize)];
            while let Some((at, next)) = stack.pop() {
                let Some(page) = pages.get(at) else { continue };
                if next == 0 {
                    match state.get(at) {
                        Some(0) => {
                            if let Some(s) = state.get_mut(at) {
                                *s = 1;
                            }
                        }
                        _ => continue,
                    }
                }
                match page.links.get(next) {
                    Some(link) => {
                        stack.push((at, next + 1));
                        if state.get(link.to) == Some(&1) {
                            let to = pages.get(link.to).map(|p| p.path.clone()).unwrap_or_default();
                            self.problem(
                                &page.file,
                                &page.path,
                                "",
                                format!("its link to {to} leads round in a circle"),
                            );
                        } else {
                            stack.push((link.to, 0));
                        }
                    }
                    None => {
                        if let Some(s) = state.get_mut(at) {
                            *s = 2;
                        }
                    }
                }
            }
        }
    }

    pub(super) fn first_page(
        &mut self,
        s: &Sources,
        pages: &[Page],
        ordered: bool,
        by_path: &HashMap<String, usize>,
    ) -> usize {
        if ordered {
            return 0;
        }
        if !s.start_page.is_empty() {
            if let Some(i) = by_path.get(&s.start_page) {
                return *i;
            }
            self.problem("", &s.start_page, "", "startPage is no page");
            return 0;
        }
        let linked: HashSet<usize> = pages.iter().flat_map(|p| p.links.iter().map(|l| l.to)).collect();
        let mut starts = (0..pages.len()).filter(|i| !linked.contains(i));
        match (starts.next(), starts.next()) {
            (Some(only), None) => only,
            _ => {
                self.problem(
                    "",
                    "",
                    "",
                    "the form does not say which page is the first (startPage)",
                );
                0
            }
        }
    }
}
