//! Every ward by its name: whoever looks for their own finds it, however it ranks.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, UrlQuery, Visit, html};
use page::{Choice, Chrome, Link, encode};

use super::desk::{self, holding};
use super::shown::{self, Shown};
use super::tried::{self, compared, tried};
use super::{How, InWords};
use crate::people::People;

#[derive(askama::Template)]
#[template(path = "pages/wards.html")]
struct WardsPage {
    chrome: Chrome,
    title: String,
    back: Link,
    action: String,
    along: Vec<(&'static str, String)>,
    boroughs: Vec<Choice>,
    modes: Vec<Choice>,
    times: Vec<Choice>,
    estimate: bool,
    table: Option<Shown>,
    stamp: String,
}

/// More wards than this are shown by borough, the first by name unless another is chosen.
const TOGETHER: usize = 120;

/// The boroughs to choose from, and the code of the one that is chosen; none for all of the wards.
fn choose(visit: &Visit, people: &People, asked: &str) -> (Vec<Choice>, Option<String>) {
    let mut list: Vec<(&str, &str)> = people
        .boroughs
        .iter()
        .map(|b| (b.name.as_str(), b.code.as_str()))
        .collect();
    list.sort_unstable();
    let all = people.wards.len() <= TOGETHER;
    let first = list.first().filter(|_| !all).map(|b| b.1);
    let chosen = list.iter().map(|b| b.1).find(|code| *code == asked).or(first);
    let every =
        all.then(|| Choice::new("", visit.tongue().t("planner-every-borough")).checked(chosen.is_none()));
    let choices = list
        .iter()
        .map(|(name, code)| Choice::new(*code, *name).checked(Some(*code) == chosen));
    (
        every.into_iter().chain(choices).collect(),
        chosen.map(str::to_owned),
    )
}

/// Whether a ward lies in the borough that is chosen.
fn within(people: &People, borough: Option<&str>, ward: &str) -> bool {
    let Some(code) = borough else { return true };
    let number = people.boroughs.iter().position(|b| b.code == code);
    let own = people
        .wards
        .iter()
        .find(|w| w.code == ward)
        .and_then(|w| w.borough);
    own.and_then(|b| usize::try_from(b).ok()) == number
}

/// `/plans/{slug}/wards`
pub(super) async fn public(
    visit: Visit,
    Path(slug): Path<String>,
    UrlQuery(asked): UrlQuery<tried::Asked>,
) -> Result<Response, Fault> {
    let tried = match tried(&visit, &slug, &asked).await? {
        Ok(tried) => tried,
        Err(gone) => return Ok(gone),
    };
    let tongue = visit.tongue();
    let how = asked.how();
    let mut c = compared(&visit, &tried, how).await?;
    let people = &tried.desk.base.people;
    let (boroughs, chosen) = choose(&visit, people, &asked.borough);
    c.wards.retain(|w| within(people, chosen.as_deref(), &w.code));
    let (on, off) = tried.switches.words();
    let along = [("q", asked.q.clone()), ("on", on), ("off", off)];
    html(&WardsPage {
        chrome: visit.chrome(),
        title: tried.plan.called.name.clone(),
        back: Link::new(
            tried::Asked {
                borough: String::new(),
                ..asked.clone()
            }
            .address(&slug, &tried.switches, "#figures"),
            tongue.t("planner-ground-back"),
        ),
        action: format!("/plans/{slug}/wards"),
        along: along.into_iter().filter(|(_, v)| !v.is_empty()).collect(),
        boroughs,
        modes: how.modes(&visit),
        times: how.times(&visit),
        estimate: c.estimate,
        table: shown::all_wards_of_change(&tongue, &c.wards),
        stamp: shown::stamp(&tongue, &c.stamp),
    })
}

/// `/desk/plan/wards`: of one scenario, or of the change between two.
pub(super) async fn desk(visit: Visit, UrlQuery(asked): UrlQuery<desk::Asked>) -> Result<Response, Fault> {
    let desk = holding(&visit, &asked).await?;
    let tongue = visit.tongue();
    let how: How = asked.how();
    let people = &desk.base.people;
    let (boroughs, chosen) = choose(&visit, people, &asked.borough);
    let chosen = chosen.as_deref();
    let (title, estimate, table, stamp) = if asked.a.is_empty() {
        let mut m = desk.measure(&asked.b, how.way, how.at).await.for_reader(&visit)?;
        m.told.wards.retain(|w| within(people, chosen, &w.code));
        let table = shown::all_wards(&tongue, &m.told.wards);
        (m.scenario.name, m.estimate, table, m.stamp)
    } else {
        let c = desk.compare(&asked.a, &asked.b, how.way, how.at).await;
        let mut c = c.for_reader(&visit)?;
        c.wards.retain(|w| within(people, chosen, &w.code));
        let table = shown::all_wards_of_change(&tongue, &c.wards);
        (c.b.name, c.estimate, table, c.stamp)
    };
    let back = match asked.a.is_empty() {
        true => format!("/desk/plan?scenario={}&{}#measure", encode(&asked.b), how.query()),
        false => format!(
            "/desk/plan/compare?a={}&b={}&{}",
            encode(&asked.a),
            encode(&asked.b),
            how.query()
        ),
    };
    html(&WardsPage {
        chrome: visit.chrome(),
        title,
        back: Link::new(back, tongue.t("planner-ground-back")),
        action: "/desk/plan/wards".to_owned(),
        along: [("a", asked.a), ("b", asked.b)]
            .into_iter()
            .filter(|(_, v)| !v.is_empty())
            .collect(),
        boroughs,
        modes: how.modes(&visit),
        times: how.times(&visit),
        estimate,
        table,
        stamp: shown::stamp(&tongue, &stamp),
    })
}
