//! The table: a line for each piece of work, the figure beside its aim.

use serde::Serialize;
use serde_json::Value;

/// One line.
#[derive(Debug, Default, Serialize)]
pub struct Row {
    pub work: String,
    pub cpu_s: Option<f64>,
    pub memory_mb: Option<f64>,
    pub objective: Option<f64>,
    pub bound: Option<f64>,
    pub gap_percent: Option<f64>,
    pub proved: Option<bool>,
    pub aim: String,
    /// Whether the aim is met; nothing where it was not measured.
    pub met: Option<bool>,
    pub note: String,
    pub peers: Vec<String>,
}

struct Figures<'a>(&'a [Value]);

fn number(figure: &Value, key: &str) -> Option<f64> {
    figure.get(key)?.as_f64()
}

impl<'a> Figures<'a> {
    fn all(&self, begin: &str) -> Vec<&'a Value> {
        let named = |f: &&Value| f["work"].as_str().is_some_and(|w| w.starts_with(begin));
        self.0.iter().filter(named).collect()
    }

    /// One figure as a line; `met` judges it.
    fn row(&self, work: &str, begin: &str, aim: &str, met: impl Fn(&Row) -> Option<bool>) -> Row {
        let mut row = Row {
            work: work.to_owned(),
            aim: aim.to_owned(),
            ..Row::default()
        };
        let Some(figure) = self.all(begin).first().copied() else {
            "not measured: its data are not at hand".clone_into(&mut row.note);
            return row;
        };
        row.cpu_s = number(figure, "cpu_s");
        row.memory_mb = number(figure, "peak_mb");
        row.objective = number(figure, "objective");
        row.bound = number(figure, "bound");
        row.gap_percent = number(figure, "gap_percent");
        row.proved = figure
            .get("proved")
            .and_then(Value::as_bool)
            .filter(|_| row.bound.is_some());
        row.met = met(&row);
        row
    }

    /// Many figures as one line: their times together, the most memory, the widest gap.
    fn sum(&self, work: &str, begin: &str, aim: &str, met: impl Fn(&Row, &[&Value]) -> Option<bool>) -> Row {
        let all = self.all(begin);
        let mut row = self.row(work, begin, aim, |_| None);
        if all.is_empty() {
            return row;
        }
        let most = |key: &str| all.iter().filter_map(|f| number(f, key)).reduce(f64::max);
        row.cpu_s = Some(all.iter().filter_map(|f| number(f, "cpu_s")).sum());
        row.memory_mb = most("peak_mb");
        row.gap_percent = most("gap_percent");
        (row.objective, row.bound, row.proved) = (None, None, None);
        let proved = all.iter().filter(|f| f["proved"] == true).count();
        let best = all
            .iter()
            .filter(|f| over_best(f).is_some_and(|o| o <= 1e-6))
            .count();
        row.note = format!(
            "{best} of {} as good as the best known, {proved} proved",
            all.len()
        );
        row.met = met(&row, &all);
        row
    }
}

/// How far an answer is above the best known, in per cent.
fn over_best(figure: &Value) -> Option<f64> {
    let (found, best) = (number(figure, "objective")?, number(figure, "known_best")?);
    Some((found - best) / best.abs() * 100.0)
}

fn within(row: &Row, cpu_s: f64, memory_mb: f64) -> Option<bool> {
    Some(row.cpu_s? <= cpu_s && row.memory_mb? <= memory_mb)
}

const ANY: f64 = f64::INFINITY;

pub fn rows(figures: &[Value], peers: &[Value], travel: bool, siting: bool) -> Vec<Row> {
    let figures = Figures(figures);
    let mut rows = Vec::new();
    if travel {
        of_travel(&figures, peers, &mut rows);
    }
    if siting {
        of_siting(&figures, peers, &mut rows);
    }
    rows
}

fn of_travel(figures: &Figures<'_>, peers: &[Value], rows: &mut Vec<Row>) {
    let mut add = |mut row: Row, key: &str| {
        row.peers = said(peers, key);
        rows.push(row);
    };
    add(
        figures.row(
            "minutes 4,835 x 100, London's size",
            "London: 4835 x 100 minutes with",
            "0.10 s",
            |r| within(r, 0.10, ANY),
        ),
        "london-minutes",
    );
    let ready = |r: &Row| within(r, 3.0, 200.0);
    let aim = "3 s, 200 MB";
    add(
        figures.row("  its preparation", "London: prepare", aim, ready),
        "",
    );
    for shape in ["full grid", "star", "wheel", "random, 3", "random, 400"] {
        let row = figures.row(
            &format!("  preparation, {shape}"),
            &format!("prepare {shape}"),
            aim,
            ready,
        );
        add(row, "");
    }
    add(
        figures.row(
            "minutes 4,835 x 100, Porto",
            "Porto by car: 4835 x 100",
            "0.05 s",
            |r| within(r, 0.05, ANY),
        ),
        "porto-minutes",
    );
    add(
        figures.row("  Porto's file loaded", "Porto: load", "1 s", |r| {
            within(r, 1.0, ANY)
        }),
        "",
    );
    add(
        figures.row(
            "public transport 1,227 x 100, 60 minutes",
            "public transport, 1227 x 100 every minute, 2 threads",
            "5 s, two cores, 1,000 MB",
            |r| within(r, 5.0, 1_000.0),
        ),
        "",
    );
}

fn of_siting(figures: &Figures<'_>, peers: &[Value], rows: &mut Vec<Row>) {
    let mut add = |mut row: Row, key: &str| {
        row.peers = said(peers, key);
        rows.push(row);
    };
    add(
        figures.sum("pmed1-40, heuristic", "pmed-fast", "40 of 40 in 2 s", |r, all| {
            let best = all.iter().all(|f| over_best(f).is_some_and(|o| o <= 1e-6));
            Some(best && all.len() == 40 && r.cpu_s? <= 2.0)
        }),
        "pmed-fast",
    );
    add(
        figures.sum(
            "pmed1-40, proved",
            "pmed-proof",
            "all 40 in 60 s, 300 MB",
            |r, all| {
                Some(all.len() == 40 && all.iter().all(|f| f["proved"] == true) && within(r, 60.0, 300.0)?)
            },
        ),
        "pmed-proof",
    );
    let near = |f: &Value| {
        over_best(f).is_some_and(|o| o <= 0.05) && number(f, "gap_percent").is_some_and(|g| g < 0.5)
    };
    let aim = "best known + 0.05 %, gap 0.5 %";
    add(
        figures.sum("TSPLIB table, 3 s each", "tsplib", aim, |_, all| {
            Some(all.iter().all(|f| near(f)))
        }),
        "",
    );
    for figure in figures.all("tsplib") {
        let name = figure["work"].as_str().unwrap_or_default();
        let mut row = figures.row(
            &format!("  {}", name.trim_start_matches("tsplib ")),
            name,
            aim,
            |_| Some(near(figure)),
        );
        row.note = over_best(figure).map_or(String::new(), |o| format!("{o:.4} % above the best known"));
        add(row, "");
    }
    add(
        figures.sum(
            "London 1,002 x 184, p 16, 32, 73, 150",
            "msoa",
            "proved, 5 s together",
            |r, all| Some(all.len() == 4 && all.iter().all(|f| f["proved"] == true) && r.cpu_s? <= 5.0),
        ),
        "",
    );
    add(
        figures.row(
            "p-median 4,835 x 73, p 32",
            "median 4835x73",
            "proved in 2 s, 200 MB",
            |r| Some(r.proved? && within(r, 2.0, 200.0)?),
        ),
        "median-73",
    );
    for p in [73, 150] {
        let (work, begin) = (
            format!("p-median 4,835 x 600, p {p}"),
            format!("median 4835x600 {p}"),
        );
        add(
            figures.row(&work, &begin, "gap 0.1 % in 10 s", |r| {
                Some(r.gap_percent? < 0.1 && r.cpu_s? <= 10.5)
            }),
            "",
        );
    }
    add(
        figures.row("set cover 4,835 x 600", "set-cover", "35 proved in 1 s", |r| {
            Some(r.proved? && r.cpu_s? <= 1.0)
        }),
        "set-cover",
    );
    add(
        figures.row(
            "maximal cover 4,835 x 600, p 32, fast",
            "max-cover 4835x600 fast",
            "8,153,286 in 0.5 s",
            |r| Some(r.objective? >= 8_153_286.0 && r.cpu_s? <= 0.5),
        ),
        "",
    );
    let mut slow: Vec<&Value> = figures.all("max-cover 4835x600");
    slow.retain(|f| f["work"] == "max-cover 4835x600");
    let slow: Vec<Value> = slow.into_iter().cloned().collect();
    add(
        Figures(&slow).row(
            "maximal cover 4,835 x 600, p 32",
            "max-cover",
            "gap 0.02 % in 10 s",
            |r| Some(r.gap_percent? <= 0.02 && r.cpu_s? <= 10.5),
        ),
        "max-cover",
    );
    add(
        figures.row("p-centre 4,835 x 150, p 32", "center 4835x150", "0.3 s", |r| {
            within(r, 0.3, ANY)
        }),
        "center-150",
    );
    let quick = |r: &Row| Some(r.cpu_s? <= 0.5e-6);
    add(
        figures.row(
            "staffing, an interval, Erlang C",
            "staffing, nobody",
            "0.5 µs",
            quick,
        ),
        "staffing-c",
    );
    add(
        figures.row(
            "staffing, an interval, Erlang A",
            "staffing, callers",
            "0.5 µs",
            quick,
        ),
        "",
    );
    add(
        figures.row("what-if, one place, London's size", "what-if", "50 ms", |r| {
            within(r, 0.05, ANY)
        }),
        "",
    );
}

/// What the peers needed for a row, in short; the many runs of one row are added up.
fn said(peers: &[Value], row: &str) -> Vec<String> {
    let mine: Vec<&Value> = peers
        .iter()
        .filter(|p| !row.is_empty() && p["row"] == row)
        .collect();
    let time = |p: &Value| -> Option<f64> {
        let keys = ["solve_cpu_s", "matrix_cpu_s", "cpu_s"];
        let each = number(p, "us_per_interval").map(|us| us / 1e6);
        each.or_else(|| keys.iter().find_map(|k| number(p, k)))
    };
    let name = |p: &Value| {
        let named = p.get("engine").or_else(|| p.get("peer"));
        named.and_then(Value::as_str).unwrap_or("a peer").to_owned()
    };
    if let [first, _, ..] = mine[..]
        && mine.iter().all(|p| name(p) == name(first))
    {
        let all: f64 = mine.iter().filter_map(|p| time(p)).sum();
        let best = mine
            .iter()
            .filter(|p| number(p, "gap_pct").is_some_and(|g| g < 1e-6))
            .count();
        return vec![format!(
            "{} {} in all, {best} of {} the best known",
            name(first),
            seconds(all),
            mine.len()
        )];
    }
    mine.iter()
        .map(|p| {
            let mut text = format!("{} {}", name(p), time(p).map_or("?".to_owned(), seconds));
            for (key, word) in [("obj", "found"), ("bound", "bound")] {
                if let Some(value) = number(p, key) {
                    text += &format!(", {word} {value}");
                }
            }
            text
        })
        .collect()
}

fn seconds(s: f64) -> String {
    match s {
        s if s < 1e-4 => format!("{:.2} µs", s * 1e6),
        s if s < 0.1 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}

pub fn text(rows: &[Row]) -> String {
    let mut text = format!(
        "{:<42} {:>10} {:>7} {:>16} {:>16} {:>9}  {:<32} \n",
        "work", "CPU", "MB", "found", "bound", "gap %", "aim"
    );
    for row in rows {
        let show = |x: Option<f64>, digits: usize| x.map_or(String::new(), |x| format!("{x:.digits$}"));
        let met = match row.met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "-",
        };
        text += &format!(
            "{:<42} {:>10} {:>7} {:>16} {:>16} {:>9}  {:<32} {met}{}{}\n",
            row.work,
            row.cpu_s.map_or(String::new(), seconds),
            show(row.memory_mb, 0),
            show(row.objective, 0),
            show(row.bound, 0),
            show(row.gap_percent, 4),
            row.aim,
            if row.proved == Some(true) { ", proved" } else { "" },
            if row.note.is_empty() {
                String::new()
            } else {
                format!("; {}", row.note)
            },
        );
        for peer in &row.peers {
            text += &format!("{:<42} {peer}\n", "    beside it");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_missed_aim_is_said_and_what_was_not_measured_is_not_met() {
        let figures = [
            json!({"work": "set-cover 4835x600", "objective": 35.0, "bound": 35.0, "gap_percent": 0.0, "proved": true, "cpu_s": 7.5, "peak_mb": 50}),
            json!({"work": "tsplib a 5", "objective": 100.04, "known_best": 100.0, "bound": 99.8, "gap_percent": 0.2, "cpu_s": 3.0, "peak_mb": 50}),
            json!({"work": "tsplib b 5", "objective": 100.06, "known_best": 100.0, "bound": 99.8, "gap_percent": 0.2, "cpu_s": 3.0, "peak_mb": 50}),
        ];
        let rows = rows(
            &figures,
            &[json!({"row": "set-cover", "engine": "highspy", "solve_cpu_s": 15.8})],
            false,
            true,
        );
        let met = |name: &str| rows.iter().find(|r| r.work.trim() == name).unwrap().met;
        assert_eq!(met("set cover 4,835 x 600"), Some(false));
        assert_eq!(
            (met("a 5"), met("b 5"), met("TSPLIB table, 3 s each")),
            (Some(true), Some(false), Some(false))
        );
        assert_eq!(met("what-if, one place, London's size"), None);
        let text = text(&rows);
        assert!(
            text.contains("highspy 15.80 s") && text.contains("not measured"),
            "{text}"
        );
    }
}
