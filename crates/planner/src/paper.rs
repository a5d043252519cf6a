//! The report of a plan on paper: summary, map, tables, the equality annex, method, sources.

use page::{Cell, Tongue};
use print::{Column, Language, Part, Picture, Press, PrintError, Report, Section, Table};

use crate::ask::Compared;
use crate::error::{PlanError, Result};
use crate::pages::accounts;
use crate::pages::shown::{self, Shown};
use crate::said::said;

/// What a report is made of, in the reader's words.
pub struct Paper {
    pub force: String,
    pub title: String,
    pub under: Vec<String>,
    pub why: Vec<String>,
    pub changes: Vec<String>,
    pub map: String,
    pub address: String,
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

/// As PDF. The same plan, data and language give the same bytes.
pub fn pdf(press: &Press, tongue: &Tongue, paper: Paper, c: &Compared) -> Result<Vec<u8>> {
    let t = |key: &str| tongue.t(key).into_owned();
    let section = |key: &str, parts: Vec<Part>| Section {
        heading: t(key),
        parts,
    };
    let mut first: Vec<Part> = paper.why.into_iter().map(Part::Text).collect();
    if c.estimate {
        first.push(Part::Text(t("planner-estimate")));
    }
    first.push(Part::Text(shown::told(tongue, c)));
    first.push(table(shown::summary_of_change(tongue, c)));
    let mut sections = vec![section(
        "planner-what-is-proposed",
        vec![Part::Points(paper.changes)],
    )];
    if let Some(money) = accounts::accounts(tongue, &c.money_b) {
        sections.push(section("planner-money", vec![table(money)]));
    }
    sections.push(section(
        "planner-map",
        vec![Part::Picture(Picture {
            svg: paper.map,
            description: t("planner-map-alt"),
            caption: t("planner-map-marks"),
        })],
    ));
    let areas = shown::tables_of_change(
        tongue,
        &Compared {
            groups: Vec::new(),
            deciles: Vec::new(),
            ..c.clone()
        },
    );
    // Each table says it by itself: tables are cut out and handed on.
    let labelled = |shown: Shown| {
        let caption = match c.estimate {
            true => tongue.t1("planner-caption-estimate", "caption", shown.caption.as_str()),
            false => shown.caption,
        };
        table(Shown { caption, ..shown })
    };
    let limits = shown::limits(tongue, "planner-table-limits", &c.boroughs);
    sections.push(section(
        "planner-table-boroughs",
        areas.into_iter().chain(limits).map(labelled).collect(),
    ));
    let mut annex: Vec<Part> = shown::who_pays(tongue, &c.groups, &c.deciles, &[])
        .into_iter()
        .map(labelled)
        .collect();
    annex.extend(shown::newly(tongue, c).map(labelled));
    if !annex.is_empty() {
        sections.push(section("planner-equality", annex));
    }
    let method = [
        "people", "places", "ways", "times", "estimate", "streets", "count", "limits", "propose", "again",
    ];
    sections.push(section(
        "planner-method-title",
        method
            .iter()
            .map(|m| Part::Text(t(&format!("planner-method-{m}"))))
            .collect(),
    ));
    let mut sources = vec![Part::Text(shown::stamp(tongue, &c.stamp))];
    sources.push(Part::Points(
        c.stamp
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
    sources.push(Part::Link {
        text: t("planner-how-made"),
        url: paper.address,
    });
    let lang = tongue.lang();
    let report = Report {
        language: Language::new(lang.html(), lang.dir() == "rtl"),
        from: paper.force,
        title: paper.title,
        under: paper.under,
        summary: section("planner-summary", first),
        contents: Some(t("planner-contents")),
        sections,
        sources: section("planner-sources", sources),
        page_words: t("planner-page-words"),
    };
    press.report(&report).map_err(of_print)
}
