//! Keeping a promise: making it, saying what was done, ending it with its outcome.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Chrome, Problems};

use super::form::{Fields, Form, HistoryLine, history_lines};
use super::kept;
use crate::pages::{PromiseCard, promise_card};
use crate::promise::{Ending, NewPromise, Promise, PromiseId, State};
use crate::store;
use crate::ward::WardName;
use crate::written::{Reading, Written, Wrongs};

fn fields(chrome: &Chrome) -> Fields<'_> {
    Fields::new(chrome)
        .long("problem", "promise-problem", 2)
        .long("evidence", "promise-evidence", 3)
        .long("action", "promise-action", 3)
        .line("owner", "promise-owner")
        .day("due", "promise-due")
}

pub async fn new(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let (ward, _) = kept(&visit, &code).await?;
    show_new(&visit, &ward, Written::default(), Wrongs::default())
}

fn show_new(visit: &Visit, ward: &WardName, written: Written, wrong: Wrongs) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    Form {
        title: chrome.t("promise-new").into_owned(),
        caption: ward.name.clone(),
        back: ward.desk(),
        action: format!("{}/promises/new", ward.desk()),
        button: chrome.t("promise-make").into_owned(),
        lead: chrome.t("promise-new-text").into_owned(),
        fields: fields(&chrome).done(),
        problems: wrong.problems(&chrome.tongue),
        written,
        ..Form::default()
    }
    .page(visit)
}

pub async fn make(visit: Visit, Path(code): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let written = Written::posted(&posted);
    let today = visit.now.date(visit.site.days().zone());
    let new = match NewPromise::parse(&written, today) {
        Ok(new) => new,
        Err(wrong) => return show_new(&visit, &ward, written, wrong),
    };
    let mut tx = visit.site.db().begin().await?;
    store::promise::make(&mut tx, &visit.site, &by, &new, today, visit.now).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#promises", ward.desk())))
}

#[derive(askama::Template)]
#[template(path = "desk/promise.html")]
struct PromisePage {
    chrome: Chrome,
    ward: WardName,
    problems: Problems,
    card: PromiseCard,
    open: bool,
    news: Form,
    end: Form,
    form: Form,
    history: Vec<HistoryLine>,
}

/// Which of the page's forms had something wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    News,
    End,
    Facts,
}

/// A promise of this ward.
async fn found(visit: &Visit, ward: &WardName, id: &str) -> Result<Promise, Fault> {
    let id = PromiseId::parse(id).ok_or(Fault::Missing)?;
    let found = store::promise::find(&mut visit.site.db().read(), &id).await?;
    found.filter(|p| p.ward == ward.code).ok_or(Fault::Missing)
}

pub async fn form(visit: Visit, Path((code, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let (ward, _) = kept(&visit, &code).await?;
    let promise = found(&visit, &ward, &id).await?;
    show(
        &visit,
        &ward,
        &promise,
        Part::None,
        Written::default(),
        Wrongs::default(),
    )
    .await
}

async fn show(
    visit: &Visit,
    ward: &WardName,
    promise: &Promise,
    part: Part,
    typed: Written,
    wrong: Wrongs,
) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let mut read = visit.site.db().read();
    let news = store::promise::news(&mut read, &ward.code).await?;
    let history = store::history::of_thing(&mut read, promise.id.as_str(), 30).await?;
    let base = format!("{}/promises/{}", ward.desk(), promise.id);
    let problems = wrong.problems(&chrome.tongue);
    let of = |p: Part| {
        if p == part {
            problems.clone()
        } else {
            Problems::default()
        }
    };
    let said = |p: Part, otherwise: Written| if p == part { typed.clone() } else { otherwise };
    let ends: Vec<_> = State::ALL
        .iter()
        .filter(|s| State::Open.may_become(**s))
        .map(|s| s.as_str())
        .collect();
    let mut page = PromisePage {
        ward: ward.clone(),
        card: promise_card(&chrome, visit, promise, &news),
        open: promise.state == State::Open,
        news: Form {
            action: format!("{base}/news"),
            button: chrome.t("promise-tell").into_owned(),
            fields: Fields::new(&chrome).long("news", "promise-say", 3).done(),
            written: said(Part::News, Written::default()),
            problems: of(Part::News),
            ..Form::default()
        },
        end: Form {
            action: format!("{base}/end"),
            button: chrome.t("promise-end").into_owned(),
            fields: Fields::new(&chrome)
                .choice("state", "promise-how", "promise", &ends)
                .long("outcome", "promise-what-came", 3)
                .done(),
            written: said(Part::End, Written::default()),
            problems: of(Part::End),
            ..Form::default()
        },
        form: Form {
            action: base,
            button: chrome.t("wards-keep-button").into_owned(),
            fields: fields(&chrome).done(),
            written: said(Part::Facts, promise.facts.written()),
            problems: of(Part::Facts),
            ..Form::default()
        },
        history: history_lines(&chrome, visit, history),
        problems,
        chrome,
    };
    page.end.check();
    let status = Form {
        problems: page.problems.clone(),
        ..Form::default()
    }
    .status();
    html_with(status, &page)
}

fn ended_meanwhile(visit: &Visit) -> Fault {
    Fault::Refused(visit.tongue().t("promise-ended-before").into_owned())
}

pub async fn take(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let promise = found(&visit, &ward, &id).await?;
    let written = Written::posted(&posted);
    let new = match NewPromise::parse(&written, promise.made_on) {
        Ok(new) => new,
        Err(wrong) => return show(&visit, &ward, &promise, Part::Facts, written, wrong).await,
    };
    let mut tx = visit.site.db().begin().await?;
    if !store::promise::change(&mut tx, &visit.site, &by, &promise, &new, visit.now).await? {
        return Err(ended_meanwhile(&visit));
    }
    tx.commit().await?;
    Ok(see(&format!("{}#promises", ward.desk())))
}

pub async fn news(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let promise = found(&visit, &ward, &id).await?;
    let written = Written::posted(&posted);
    let mut read = Reading::new(&written);
    let words = read.need("news", 1_000, "promise-no-news");
    let words = match read.end(Some(words)) {
        Ok(words) => words,
        Err(wrong) => return show(&visit, &ward, &promise, Part::News, written, wrong).await,
    };
    let mut tx = visit.site.db().begin().await?;
    if !store::promise::tell(&mut tx, &visit.site, &by, &promise.id, &words, visit.now).await? {
        return Err(ended_meanwhile(&visit));
    }
    tx.commit().await?;
    Ok(see(&format!("{}/promises/{}", ward.desk(), promise.id)))
}

pub async fn end(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let promise = found(&visit, &ward, &id).await?;
    let written = Written::posted(&posted);
    let ending = match Ending::parse(&written) {
        Ok(ending) => ending,
        Err(wrong) => return show(&visit, &ward, &promise, Part::End, written, wrong).await,
    };
    let today = visit.now.date(visit.site.days().zone());
    let mut tx = visit.site.db().begin().await?;
    if !store::promise::end(&mut tx, &visit.site, &by, &promise.id, &ending, today, visit.now).await? {
        return Err(ended_meanwhile(&visit));
    }
    tx.commit().await?;
    Ok(see(&format!("{}#promises", ward.desk())))
}
