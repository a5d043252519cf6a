//! Bars drawn on the server: they need no script, and a table with the same figures stands beside them.

use std::fmt::Write;

/// One line of a chart: what it is, and one or two figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub label: String,
    pub before: Option<f64>,
    pub after: Option<f64>,
}

const WIDE: f64 = 340.0;
const ROOM: f64 = 300.0;

/// What the two kinds of bars are, with their unit; where no bar has a figure before, the second alone is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Legend {
    pub before: String,
    pub after: String,
}

const BEFORE: &str = "#858f96";
const AFTER: &str = "#1a65a6";
/// One line of the key.
const KEY: f64 = 18.0;

/// Bars from left to right, the first of each pair grey, the second blue, below a key. `title` is read out in the
/// picture's place.
pub fn bars(id: &str, title: &str, legend: &Legend, bars: &[Bar]) -> String {
    let two = bars.iter().any(|b| b.before.is_some());
    let keys: &[(&str, &str)] = &[(BEFORE, &legend.before), (AFTER, &legend.after)];
    let keys = if two { keys } else { keys.get(1..).unwrap_or(keys) };
    let above = KEY * keys.len() as f64 + 6.0;
    let tall = if two { 44.0 } else { 32.0 };
    let most = bars
        .iter()
        .flat_map(|b| [b.before, b.after])
        .flatten()
        .filter(|x| x.is_finite())
        .fold(0.0_f64, f64::max)
        .max(1e-9);
    let height = above + tall * bars.len() as f64 + 4.0;
    let mut out = format!(
        "<svg class=\"bl-chart\" viewBox=\"0 0 {WIDE} {height}\" role=\"img\" aria-labelledby=\"{id}\" \
         xmlns=\"http://www.w3.org/2000/svg\" font-family=\"Arial, sans-serif\" font-size=\"12\" fill=\"#0b0c0c\">\
         <title id=\"{id}\">{}</title>",
        escaped(title)
    );
    for (row, (colour, text)) in keys.iter().enumerate() {
        let top = KEY * row as f64;
        let _ = write!(
            out,
            "<rect x=\"0\" y=\"{:.0}\" width=\"12\" height=\"12\" fill=\"{colour}\"/><text x=\"18\" y=\"{:.0}\">{}</text>",
            top + 2.0,
            top + 12.0,
            escaped(text)
        );
    }
    for (row, bar) in bars.iter().enumerate() {
        let top = above + tall * row as f64;
        // Writing into a text cannot fail.
        let _ = write!(
            out,
            "<text x=\"0\" y=\"{:.0}\">{}</text>",
            top + 13.0,
            escaped(&bar.label)
        );
        let mut y = top + 17.0;
        for (value, colour) in [(bar.before, BEFORE), (bar.after, AFTER)] {
            let Some(value) = value else { continue };
            let long = (value / most * ROOM).max(1.0);
            let _ = write!(
                out,
                "<rect x=\"0\" y=\"{y:.0}\" width=\"{long:.1}\" height=\"10\" fill=\"{colour}\"/>\
                 <text x=\"{:.1}\" y=\"{:.0}\" font-size=\"11\">{value:.1}</text>",
                long + 4.0,
                y + 9.0
            );
            y += 12.0;
        }
    }
    out.push_str("</svg>");
    out
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_text_and_the_longest_bar_fills_the_room() {
        let bar = |label: &str, before, after| Bar {
            label: label.to_owned(),
            before,
            after,
        };
        let legend = Legend {
            before: "minutes before".to_owned(),
            after: "minutes <after>".to_owned(),
        };
        let svg = bars(
            "c",
            "A <b>",
            &legend,
            &[bar("<script>", Some(10.0), Some(20.0)), bar("x", None, None)],
        );
        assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;") && svg.contains("A &lt;b&gt;"));
        assert!(svg.contains("width=\"300.0\"") && svg.contains("width=\"150.0\""));
        // What the colours mean stands in sight, not only in the title.
        let (_, seen) = svg.split_once("</title>").unwrap();
        assert!(seen.contains("minutes before") && seen.contains("minutes &lt;after&gt;"));
        let one = bars("c", "A", &legend, &[bar("x", None, Some(1.0))]);
        assert!(one.contains("minutes &lt;after&gt;") && !one.contains("minutes before"));
    }
}
