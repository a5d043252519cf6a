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

/// Bars from left to right, the first of each pair grey, the second blue. `title` is read out in the picture's place.
pub fn bars(id: &str, title: &str, bars: &[Bar]) -> String {
    let two = bars.iter().any(|b| b.before.is_some());
    let tall = if two { 44.0 } else { 32.0 };
    let most = bars
        .iter()
        .flat_map(|b| [b.before, b.after])
        .flatten()
        .filter(|x| x.is_finite())
        .fold(0.0_f64, f64::max)
        .max(1e-9);
    let height = tall * bars.len() as f64 + 4.0;
    let mut out = format!(
        "<svg class=\"bl-chart\" viewBox=\"0 0 {WIDE} {height}\" role=\"img\" aria-labelledby=\"{id}\" \
         xmlns=\"http://www.w3.org/2000/svg\" font-family=\"Arial, sans-serif\" font-size=\"12\" fill=\"#0b0c0c\">\
         <title id=\"{id}\">{}</title>",
        escaped(title)
    );
    for (row, bar) in bars.iter().enumerate() {
        let top = tall * row as f64;
        // Writing into a text cannot fail.
        let _ = write!(
            out,
            "<text x=\"0\" y=\"{:.0}\">{}</text>",
            top + 13.0,
            escaped(&bar.label)
        );
        let mut y = top + 17.0;
        for (value, colour) in [(bar.before, "#858f96"), (bar.after, "#1a65a6")] {
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
        let svg = bars(
            "c",
            "A <b>",
            &[bar("<script>", Some(10.0), Some(20.0)), bar("x", None, None)],
        );
        assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;") && svg.contains("A &lt;b&gt;"));
        assert!(svg.contains("width=\"300.0\"") && svg.contains("width=\"150.0\""));
    }
}
