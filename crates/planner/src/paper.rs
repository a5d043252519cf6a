//! The report of a plan on paper: summary, map, tables, the equality annex, method, sources.

use page::{Cell, Row, Tongue};
use print::{Column, Language, Part, Picture, Press, PrintError, Report, Section, Table};

use crate::ask::{Compared, Measured, Stamp};
use crate::error::{PlanError, Result};
use crate::pages::accounts;
use crate::pages::found::HowFound;
use crate::pages::shown::{self, Shown};
use crate::said::said;

/// What a report is made of, in the reader's words.
pub struct Paper {
    pub force: String,
    pub title: String,
    pub under: Vec<String>,
    pub why: Vec<String>,
    /// How many places close, open and so on.
    pub counted: String,
    pub changes: Vec<String>,
    pub map: String,
    /// Where people find it; none where the force has no address of its own.
    pub address: Option<String>,
}

fn table(shown: Shown) -> Part {
    let text = |c: &Cell| c.text.clone();
    Part::Table(Table {
        caption: shown.caption,
        head: shown
            .heads
            .iter()
            .map(|c| Column {
                name: c.text.clone(),
                figures: c.number,
            })
            .collect(),
        rows: shown.rows.iter().map(|r| r.iter().map(text).collect()).collect(),
    })
}

/// Letters and lengths can be put right by whoever wrote the plan.
fn of_print(error: PrintError) -> PlanError {
    match error {
        PrintError::Letters(letters) => {
            let letters: Vec<String> = letters.iter().take(20).map(char::to_string).collect();
            PlanError::Question(said!("planner-said-print-letters", letters = letters.join(" ")))
        }
        PrintError::TooLong { .. } => PlanError::question("planner-said-print-long"),
        other => PlanError::broken(other),
    }
}

/// The parts of a report that are made of what it is about.
struct Body {
    first: Vec<Part>,
    sections: Vec<Section>,
}

fn section(tongue: &Tongue, key: &str, parts: Vec<Part>) -> Section {
    Section {
        heading: tongue.t(key).into_owned(),
        parts,
    }
}

fn map(tongue: &Tongue, svg: &str) -> Section {
    let picture = Part::Picture(Picture {
        svg: svg.to_owned(),
        description: tongue.t("planner-map-alt").into_owned(),
        caption: tongue.t("planner-map-marks").into_owned(),
    });
    section(tongue, "planner-map", vec![picture])
}

/// Each table says by itself that it is an estimate: tables are cut out and handed on.
fn labelled(tongue: &Tongue, estimate: bool, shown: Shown) -> Part {
    let caption = match estimate {
        true => tongue.t1("planner-caption-estimate", "caption", shown.caption.as_str()),
        false => shown.caption,
    };
    table(Shown { caption, ..shown })
}

/// Lines with their answers as a table.
fn lines(tongue: &Tongue, caption: String, head: &str, rows: Vec<Row>) -> Part {
    table(Shown {
        caption,
        heads: vec![Cell::text(tongue.t("planner-what")), Cell::text(head)],
        rows: rows
            .into_iter()
            .map(|r| vec![Cell::text(r.key), Cell::text(r.lines.join(", "))])
            .collect(),
        chart: String::new(),
    })
}

fn how_found(tongue: &Tongue, h: HowFound) -> Section {
    let t = |key: &str| tongue.t(key).into_owned();
    let mut parts: Vec<Part> = h.since.into_iter().map(Part::Text).collect();
    parts.push(Part::Text(h.weighs));
    parts.push(Part::Text(t(if h.proved {
        "planner-proved"
    } else {
        "planner-not-proved"
    })));
    parts.push(lines(tongue, t("planner-how-near"), &t("planner-answer"), h.rows));
    parts.extend(h.told.into_iter().map(Part::Text));
    if !h.notes.is_empty() {
        parts.push(Part::Points(h.notes));
    }
    if !h.binding.is_empty() {
        parts.push(Part::Heading(t("planner-binding")));
        parts.push(Part::Points(h.binding));
    }
    let tables = h.alternatives.into_iter().chain(h.suites).chain(h.further);
    parts.extend(tables.map(table));
    parts.push(Part::Text(h.stamp));
    section(tongue, "planner-how-found", parts)
}

/// As PDF. The same plan, data and language give the same bytes.
pub fn of_plan(
    press: &Press,
    tongue: &Tongue,
    paper: Paper,
    c: &Compared,
    found: Option<HowFound>,
) -> Result<Vec<u8>> {
    let t = |key: &str| tongue.t(key).into_owned();
    let mut first: Vec<Part> = paper.why.iter().cloned().map(Part::Text).collect();
    if c.estimate {
        first.push(Part::Text(t("planner-estimate")));
    }
    first.push(Part::Text(shown::told(tongue, c)));
    first.extend(shown::notes(tongue, &c.notes).into_iter().map(Part::Text));
    first.push(table(shown::summary_of_change(tongue, c)));
    let changes = std::iter::once(paper.counted.clone())
        .filter(|text| !text.is_empty())
        .map(Part::Text)
        .chain([Part::Points(paper.changes.clone())])
        .collect();
    let mut sections = vec![section(tongue, "planner-what-is-proposed", changes)];
    sections.extend(found.map(|h| how_found(tongue, h)));
    if let Some(money) = accounts::accounts(tongue, &c.money_b) {
        sections.push(section(tongue, "planner-money", vec![table(money)]));
    }
    sections.push(map(tongue, &paper.map));
    let areas = shown::tables_of_change(
        tongue,
        &Compared {
            groups: Vec::new(),
            deciles: Vec::new(),
            ..c.clone()
        },
    );
    let labelled = |shown: Shown| labelled(tongue, c.estimate, shown);
    let limits = shown::limits(tongue, "planner-table-limits", &c.boroughs);
    sections.push(section(
        tongue,
        "planner-table-boroughs",
        areas.into_iter().chain(limits).map(labelled).collect(),
    ));
    let mut annex: Vec<Part> = shown::who_pays(tongue, &c.groups, &c.deciles, &[])
        .into_iter()
        .map(labelled)
        .collect();
    annex.extend(shown::newly(tongue, c, shown::AREAS).into_iter().map(labelled));
    if !annex.is_empty() {
        sections.push(section(tongue, "planner-equality", annex));
    }
    whole(press, tongue, paper, Body { first, sections }, &c.stamp)
}

/// How things are today, as PDF.
pub fn of_today(press: &Press, tongue: &Tongue, paper: Paper, m: &Measured) -> Result<Vec<u8>> {
    let t = |key: &str| tongue.t(key).into_owned();
    let mut first = Vec::new();
    if m.estimate {
        first.push(Part::Text(t("planner-estimate")));
    }
    if m.quiet {
        first.push(Part::Text(t("planner-quiet")));
    }
    first.extend(m.notes.iter().map(|n| Part::Text(n.told(tongue))));
    let count = i64::try_from(m.places).unwrap_or(0);
    first.push(Part::Text(tongue.t1("planner-places-open", "count", count)));
    first.push(lines(
        tongue,
        t("planner-table-all"),
        &t("planner-today"),
        shown::summary(tongue, m),
    ));
    let labelled = |shown: Shown| labelled(tongue, m.estimate, shown);
    let (groups, areas) = shown::tables_apart(tongue, m);
    let mut sections = vec![map(tongue, &paper.map)];
    for (key, tables) in [("planner-table-boroughs", areas), ("planner-equality", groups)] {
        if !tables.is_empty() {
            let parts = tables.into_iter().map(labelled).collect();
            sections.push(section(tongue, key, parts));
        }
    }
    whole(press, tongue, paper, Body { first, sections }, &m.stamp)
}

/// With the method and the sources, which every report has.
fn whole(press: &Press, tongue: &Tongue, paper: Paper, mut body: Body, stamp: &Stamp) -> Result<Vec<u8>> {
    let t = |key: &str| tongue.t(key).into_owned();
    let method = [
        "people", "places", "ways", "times", "estimate", "streets", "count", "limits", "propose", "again",
    ];
    body.sections.push(section(
        tongue,
        "planner-method-title",
        method
            .iter()
            .map(|m| Part::Text(t(&format!("planner-method-{m}"))))
            .collect(),
    ));
    let mut sources = vec![Part::Text(shown::stamp(tongue, stamp))];
    sources.push(Part::Points(
        stamp
            .data
            .iter()
            .map(|d| {
                let key = format!("planner-data-{}", d.kind);
                let kind = tongue.t(&key);
                let said = [&d.name, &d.date, &d.source, &d.licence];
                let said: Vec<&str> = said
                    .into_iter()
                    .map(String::as_str)
                    .filter(|t| !t.is_empty())
                    .collect();
                format!("{kind}: {} (SHA-256 {})", said.join(", "), d.checksum)
            })
            .collect(),
    ));
    sources.extend(paper.address.map(|url| Part::Link {
        text: t("planner-how-made"),
        url,
    }));
    let lang = tongue.lang();
    let report = Report {
        language: Language::new(lang.html(), lang.dir() == "rtl"),
        from: paper.force,
        title: paper.title,
        under: paper.under,
        summary: section(tongue, "planner-summary", body.first),
        contents: Some(t("planner-contents")),
        sections: body.sections,
        sources: section(tongue, "planner-sources", sources),
        page_words: t("planner-page-words"),
    };
    press.report(&report).map_err(of_print)
}
