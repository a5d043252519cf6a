//! What supervisors read: how many chose what in a quarter that is over, and how many answered at all.

use std::collections::HashMap;

use axum::response::Response;
use kernel::db::DbError;
use kernel::web::{Access, Fault, Routes, UrlQuery, Visit, html};
use page::{Cell, Choice, Chrome, Tongue};
use serde::Deserialize;

use crate::quarter::Quarter;
use crate::questions::Questions;
use crate::store;
use crate::tally::{Column, FEWEST, Tally, tally};

mod table;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/desk/equality", Access::Supervisor, read)
        .get("/desk/equality/answers.csv", Access::Supervisor, table::csv)
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    quarter: String,
    #[serde(default)]
    about: String,
}

/// What there is to choose from, and what was chosen.
struct Chosen {
    this: Quarter,
    /// Sets of answers of this quarter so far.
    so_far: i64,
    /// Quarters that are over and have answers, newest first.
    over: Vec<Quarter>,
    quarter: Option<Quarter>,
}

impl Chosen {
    /// A quarter is read when it is over: who watches numbers grow knows what the last one said who was added.
    async fn of(visit: &Visit, asked: &str) -> Result<Self, Fault> {
        let this = Quarter::of(visit.now.date(visit.site.days().zone()));
        let many = store::many(&mut visit.site.db().read()).await?;
        let so_far = many.iter().filter(|(q, ..)| *q == this).map(|(.., n)| n).sum();
        let mut over: Vec<Quarter> = many.into_iter().map(|(q, ..)| q).filter(|q| *q < this).collect();
        over.dedup();
        let quarter = if asked.is_empty() {
            over.first().copied()
        } else {
            let known = Quarter::parse(asked).filter(|q| over.contains(q));
            Some(known.ok_or(Fault::Missing)?)
        };
        Ok(Self {
            this,
            so_far,
            over,
            quarter,
        })
    }
}

/// What was sent in a quarter, by kind.
async fn sent(visit: &Visit, quarter: Quarter) -> Result<HashMap<String, i64>, DbError> {
    let zone = visit.site.days().zone();
    let (from, to) = (quarter.begins(zone), quarter.after().begins(zone));
    visit.site.sent(from, to).await
}

/// How many were sent of what a column is about.
fn sent_of(sent: &HashMap<String, i64>, column: &Column) -> i64 {
    let one = |name: &String| sent.get(name).copied().unwrap_or(0);
    match column {
        Column::One(name) => one(name),
        Column::Rest(names) => names.iter().map(one).sum(),
        Column::All => sent.values().sum(),
    }
}

fn said_kind(visit: &Visit, name: &str) -> String {
    let subject = visit.site.subject(name, visit.lang().code());
    subject.map_or_else(|| name.to_owned(), |s| s.title)
}

fn said_column(visit: &Visit, column: &Column) -> String {
    let tongue = visit.tongue();
    match column {
        Column::One(name) => said_kind(visit, name),
        Column::Rest(names) => {
            let mut kinds: Vec<String> = names.iter().map(|n| said_kind(visit, n)).collect();
            kinds.sort();
            tongue.t1("equality-desk-rest", "kinds", kinds.join(", "))
        }
        Column::All => tongue.t("equality-desk-all").into_owned(),
    }
}

fn said_number(tongue: &Tongue, number: Option<i64>) -> String {
    number.map_or_else(
        || tongue.t("equality-desk-few").into_owned(),
        |n| tongue.number(n),
    )
}

/// Of a hundred; not where more answered than is known to have been sent.
fn said_share(tongue: &Tongue, answered: i64, sent: i64) -> String {
    if sent == 0 || answered > sent {
        return tongue.t("equality-desk-unknown").into_owned();
    }
    format!("{} %", tongue.number((answered * 100 + sent / 2) / sent))
}

#[derive(askama::Template)]
#[template(path = "desk/equality.html")]
struct EqualityPage {
    chrome: Chrome,
    so_far: String,
    quarters: Vec<Choice>,
    kinds: Vec<Choice>,
    /// The quarter that is read; empty when none is over.
    quarter: String,
    title: String,
    too_few: bool,
    take_up_heads: Vec<Cell>,
    take_up: Vec<Vec<Cell>>,
    heads: Vec<Cell>,
    /// (question, rows)
    tables: Vec<(String, Vec<Vec<Cell>>)>,
    /// Questions of which no number is shown.
    unsaid: Vec<String>,
}

async fn read(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let chosen = Chosen::of(&visit, &asked.quarter).await?;
    let chrome = visit.chrome();
    let tongue = visit.tongue();
    let starts = tongue.day(chosen.this.after().first_day());
    let so_far = chrome.ta(
        "equality-desk-so-far",
        &[
            ("count", chosen.so_far.into()),
            (
                "sent",
                sent(&visit, chosen.this).await?.values().sum::<i64>().into(),
            ),
            ("quarter", chosen.this.said(&tongue).into()),
            ("day", starts.into()),
        ],
    );
    let mut page = EqualityPage {
        so_far,
        quarters: Vec::new(),
        kinds: Vec::new(),
        quarter: String::new(),
        title: String::new(),
        too_few: false,
        take_up_heads: Vec::new(),
        take_up: Vec::new(),
        heads: Vec::new(),
        tables: Vec::new(),
        unsaid: Vec::new(),
        chrome,
    };
    if let Some(quarter) = chosen.quarter {
        let questions = visit.site.part::<Questions>()?;
        let tally = tally(&visit.site, &questions, quarter).await?;
        let choices = chosen.over.iter().map(|q| {
            let text = q.said(&tongue);
            Choice::new(q.to_string(), text).checked(*q == quarter)
        });
        page.quarters = choices.collect();
        page.quarter = quarter.to_string();
        page.title = quarter.said(&tongue);
        page.too_few = tally.columns.is_empty();
        fill(&visit, &mut page, &questions, &tally, quarter, &asked.about).await?;
    }
    html(&page)
}

async fn fill(
    visit: &Visit,
    page: &mut EqualityPage,
    questions: &Questions,
    tally: &Tally,
    quarter: Quarter,
    about: &str,
) -> Result<(), Fault> {
    let tongue = visit.tongue();
    let last = tally.columns.len().saturating_sub(1);
    let kinds = || tally.columns.iter().take(last).map(|(column, _)| column);
    // A kind that was counted with others in this quarter is read with them.
    let at = kinds().position(|column| column.is(about));
    let head = |key: &str| Cell::text(tongue.t(key).into_owned());
    let number_head = |text: String| Cell::number(text);
    page.kinds
        .push(Choice::new("", tongue.t("equality-desk-all").into_owned()).checked(at.is_none()));
    for (i, column) in kinds().enumerate() {
        page.kinds
            .push(Choice::new(column.name(), said_column(visit, column)).checked(at == Some(i)));
    }
    let sent = sent(visit, quarter).await?;
    page.take_up_heads = vec![
        head("equality-desk-kind"),
        number_head(tongue.t("equality-desk-sent").into_owned()),
        number_head(tongue.t("equality-desk-answered").into_owned()),
        number_head(tongue.t("equality-desk-share").into_owned()),
    ];
    for (column, answered) in &tally.columns {
        let sent = sent_of(&sent, column);
        page.take_up.push(vec![
            Cell::text(said_column(visit, column)),
            Cell::number(tongue.number(sent)),
            Cell::number(tongue.number(*answered)),
            Cell::number(said_share(&tongue, *answered, sent)),
        ]);
    }
    let shown: Vec<usize> = at.into_iter().chain([last]).collect();
    page.heads = vec![head("equality-desk-option")];
    for at in &shown {
        if let Some((column, _)) = tally.columns.get(*at) {
            page.heads.push(number_head(said_column(visit, column)));
        }
    }
    let counted = questions.counted(visit.lang().code());
    for (question, rows) in counted.into_iter().zip(&tally.shown) {
        let said = |at: &usize| {
            rows.iter()
                .any(|numbers| numbers.get(*at).is_some_and(Option::is_some))
        };
        if !shown.iter().any(said) {
            page.unsaid.push(question.title);
            continue;
        }
        let lines = question.options.iter().zip(rows).map(|((_, words), numbers)| {
            let mut line = vec![Cell::text(words.clone())];
            let number = |at: &usize| numbers.get(*at).copied().flatten();
            line.extend(
                shown
                    .iter()
                    .map(|at| Cell::number(said_number(&tongue, number(at)))),
            );
            line
        });
        page.tables.push((question.title, lines.collect()));
    }
    Ok(())
}

/// The least that is counted by itself, for the page's words.
impl EqualityPage {
    fn fewest(&self) -> i64 {
        FEWEST
    }
}
