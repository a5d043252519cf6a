//! A map whose places are links: it needs no script, and the list beside it does the same.

use std::fmt::Write;

use crate::chart::escaped;

/// How a place of the map stands in a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stand {
    CouldOpen,
    Stays,
    Closes,
    Opens,
}

impl Stand {
    pub fn of(before: bool, after: bool) -> Self {
        match (before, after) {
            (true, true) => Self::Stays,
            (true, false) => Self::Closes,
            (false, true) => Self::Opens,
            (false, false) => Self::CouldOpen,
        }
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::CouldOpen => "planner-could-open",
            Self::Stays => "planner-stays",
            Self::Closes => "planner-closes",
            Self::Opens => "planner-opens",
        }
    }

    /// The colour of its tag.
    pub fn colour(self) -> &'static str {
        match self {
            Self::CouldOpen => "grey",
            Self::Stays => "blue",
            Self::Closes => "red",
            Self::Opens => "green",
        }
    }

    fn paint(self) -> &'static str {
        match self {
            Self::CouldOpen => "fill=\"#fff\" stroke=\"#383f43\"",
            Self::Stays => "fill=\"#12284c\" stroke=\"#fff\"",
            Self::Closes => "fill=\"#fff\" stroke=\"#0b0c0c\"",
            Self::Opens => "fill=\"#00703c\" stroke=\"#fff\"",
        }
    }
}

/// A place on the paper of the map.
#[derive(Debug, Clone)]
pub struct Mark {
    pub x: f64,
    pub y: f64,
    pub stand: Stand,
    /// What following it does, with the place's name: what a screen reader says.
    pub label: String,
    pub href: String,
    pub chosen: bool,
}

/// Which part of the paper is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    pub x: f64,
    pub y: f64,
    pub wide: f64,
    pub high: f64,
}

impl View {
    /// Around these points with room on every side, and never so near that a street would fill it.
    pub fn around(points: impl Iterator<Item = (f64, f64)>, paper: (f64, f64)) -> Self {
        let (mut west, mut north, mut east, mut south) =
            (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY);
        for (x, y) in points {
            (west, east) = (west.min(x), east.max(x));
            (north, south) = (north.min(y), south.max(y));
        }
        if west > east {
            return Self::whole(paper);
        }
        let side = ((east - west).max(south - north) * 1.2).max(paper.0 / 8.0);
        let (wide, high) = (side.min(paper.0), side.min(paper.1));
        let within =
            |middle: f64, long: f64, most: f64| (middle - long / 2.0).clamp(0.0, (most - long).max(0.0));
        Self {
            x: within(f64::midpoint(west, east), wide, paper.0),
            y: within(f64::midpoint(north, south), high, paper.1),
            wide,
            high,
        }
    }

    pub fn whole(paper: (f64, f64)) -> Self {
        Self {
            x: 0.0,
            y: 0.0,
            wide: paper.0,
            high: paper.1,
        }
    }
}

/// For the page itself. `behind` is the address of the picture below the places.
pub fn svg(title: &str, behind: &str, paper: (f64, f64), view: View, marks: &[Mark]) -> String {
    let r = view.wide * 0.014;
    let mut out = format!(
        "<svg class=\"bl-map-picture\" viewBox=\"{:.1} {:.1} {:.1} {:.1}\" role=\"group\" aria-label=\"{}\" stroke-width=\"{:.2}\">\
         <image href=\"{}\" width=\"{:.0}\" height=\"{:.0}\"/>",
        view.x,
        view.y,
        view.wide,
        view.high,
        escaped(title),
        r / 4.0,
        escaped(behind),
        paper.0,
        paper.1
    );
    let mut sorted: Vec<&Mark> = marks.iter().collect();
    // What changes lies above what stays, and what is chosen above all.
    sorted.sort_by_key(|m| (m.chosen, m.stand));
    for group in sorted.chunk_by(|a, b| a.stand == b.stand && a.chosen == b.chosen) {
        let Some(first) = group.first() else { continue };
        // Writing into a text cannot fail.
        let _ = write!(out, "<g {}>", first.stand.paint());
        for mark in group {
            let (x, y) = (mark.x, mark.y);
            let _ = write!(
                out,
                "<a href=\"{}\" rel=\"nofollow\"><title>{}</title>",
                escaped(&mark.href),
                escaped(&mark.label)
            );
            if mark.chosen {
                let _ = write!(
                    out,
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{:.1}\" fill=\"#fd0\" stroke=\"#0b0c0c\"/>",
                    r * 1.8
                );
            }
            let _ = match mark.stand {
                Stand::Stays | Stand::CouldOpen => {
                    write!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\"/>")
                }
                Stand::Opens => write!(
                    out,
                    "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"/>",
                    x - r,
                    y - r,
                    r * 2.0,
                    r * 2.0
                ),
                Stand::Closes => write!(
                    out,
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\"/>\
                     <path d=\"M{:.1} {:.1}l{d:.1} {d:.1}m0 -{d:.1}l-{d:.1} {d:.1}\"/>",
                    x - r * 0.6,
                    y - r * 0.6,
                    d = r * 1.2
                ),
            };
            out.push_str("</a>");
        }
        out.push_str("</g>");
    }
    out + "</svg>"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(stand: Stand, label: &str) -> Mark {
        Mark {
            x: 10.0,
            y: 20.0,
            stand,
            label: label.to_owned(),
            href: "/plans/a?off=x&on=y".to_owned(),
            chosen: false,
        }
    }

    #[test]
    fn every_place_is_a_link_that_says_what_it_does_and_what_changes_lies_above() {
        let marks = [
            mark(Stand::Opens, "<b>"),
            mark(Stand::CouldOpen, "Saltway: open it"),
        ];
        let paper = (600.0, 400.0);
        let svg = svg("Map", "/m.svg?a=1&b=2", paper, View::whole(paper), &marks);
        assert_eq!(svg.matches("<a href=\"/plans/a?off=x&amp;on=y\"").count(), 2);
        assert!(svg.contains("<title>Saltway: open it</title>") && svg.contains("&lt;b&gt;"));
        assert!(svg.contains("href=\"/m.svg?a=1&amp;b=2\""));
        assert!(svg.find("<circle").unwrap() < svg.find("<rect").unwrap());
    }

    #[test]
    fn the_view_holds_its_places_and_stays_on_the_paper() {
        let paper = (600.0, 400.0);
        assert_eq!(View::around(std::iter::empty(), paper), View::whole(paper));
        for points in [
            vec![(0.0, 0.0)],
            vec![(590.0, 390.0), (560.0, 300.0)],
            vec![(0.0, 0.0), (600.0, 400.0)],
        ] {
            let v = View::around(points.iter().copied(), paper);
            assert!(
                v.x >= 0.0 && v.y >= 0.0 && v.x + v.wide <= 600.1 && v.y + v.high <= 400.1,
                "{v:?}"
            );
            assert!(
                points
                    .iter()
                    .all(|p| p.0 >= v.x && p.0 <= v.x + v.wide && p.1 >= v.y && p.1 <= v.y + v.high)
            );
        }
    }
}
