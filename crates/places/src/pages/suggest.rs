//! `/suggest`: a resident says where a hub or session should be; `/suggestions`: what was answered.

use atlas::{Gazetteer, WardCode};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, html, html_with, see};
use page::{Cell, Choice, Chrome, Problems};

use crate::store;
use crate::suggestion::{NewSuggestion, Wish};

/// Answers that are shown, and wards that are counted.
const SHOWN: u32 = 100;

#[derive(askama::Template)]
#[template(path = "pages/suggest.html")]
struct SuggestPage {
    chrome: Chrome,
    problems: Problems,
    wishes: Vec<Choice>,
    place: String,
    spot: String,
    why: String,
    who: String,
    email: String,
    danger: bool,
}

pub(super) async fn suggest(visit: Visit) -> Result<Response, Fault> {
    show(&visit, &Posted::default(), Problems::default(), false)
}

fn show(visit: &Visit, posted: &Posted, problems: Problems, danger: bool) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let wishes = Wish::ALL.iter().map(|wish| {
        let name = wish.as_str();
        Choice::new(name, tongue.t(&format!("suggest-wish-{name}")))
            .hint(tongue.t(&format!("suggest-wish-{name}-hint")))
            .checked(posted.text("wish") == name)
    });
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = SuggestPage {
        chrome: visit.chrome(),
        problems,
        wishes: wishes.collect(),
        place: posted.text("place").to_owned(),
        spot: posted.text("where").to_owned(),
        why: posted.text("why").to_owned(),
        who: posted.text("name").to_owned(),
        email: posted.text("email").to_owned(),
        danger,
    };
    html_with(status, &page)
}

pub(super) async fn take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let (site, tongue) = (&visit.site, visit.tongue());
    let ground = site.part::<Gazetteer>()?;
    let new = match NewSuggestion::parse(|name| posted.text(name), &ground, &tongue) {
        Ok(new) => new,
        Err(problems) => return show(&visit, &posted, problems, false),
    };
    if posted.text("sure") != "yes" && site.is_danger(posted.text("why")) {
        let mut problems = Problems::default();
        problems.add("why", tongue.t("danger-problem"));
        return show(&visit, &posted, problems, true);
    }
    let mut tx = site.db().begin().await?;
    store::suggest(&mut tx, site, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see("/suggest/sent"))
}

#[derive(askama::Template)]
#[template(path = "pages/suggest_sent.html")]
struct SentPage {
    chrome: Chrome,
}

pub(super) async fn sent(visit: Visit) -> Result<Response, Fault> {
    html(&SentPage {
        chrome: visit.chrome(),
    })
}

struct Answered {
    title: String,
    state: String,
    colour: &'static str,
    about: String,
    answer: Vec<String>,
}

#[derive(askama::Template)]
#[template(path = "pages/suggestions.html")]
struct SuggestionsPage {
    chrome: Chrome,
    answered: Vec<Answered>,
    heads: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
}

pub(super) async fn suggestions(visit: Visit) -> Result<Response, Fault> {
    let (tongue, ground) = (visit.tongue(), visit.site.part::<Gazetteer>()?);
    let areas = ground.areas();
    let ward = |code: &Option<String>| {
        let ward = code.as_deref().and_then(WardCode::parse);
        ward.and_then(|c| areas.ward(areas.ward_by_code(&c)?))
    };
    let mut q = visit.site.db().read();
    let answered = store::answered(&mut q, SHOWN).await?;
    let answered = answered.iter().map(|(one, people)| {
        let day = one
            .answered_at
            .unwrap_or(one.made_at)
            .date(visit.site.days().zone());
        let day = tongue.date(day);
        let wish = tongue
            .t(&format!("suggest-wish-{}", one.wish.as_str()))
            .into_owned();
        let values = [
            ("wish", wish.as_str().into()),
            ("ward", ward(&one.ward).map_or("", |w| w.name.as_str()).into()),
            ("day", day.as_str().into()),
            ("count", (*people).into()),
        ];
        Answered {
            title: one.title.clone(),
            state: tongue
                .t(&format!("suggest-state-{}", one.state.as_str()))
                .into_owned(),
            colour: if one.state == crate::suggestion::State::Yes {
                "green"
            } else {
                "grey"
            },
            about: tongue.ta("suggest-about", &values),
            answer: one.answer.lines().map(str::to_owned).collect(),
        }
    });
    let answered = answered.collect();
    let counts = store::suggestions_by_ward(&mut q).await?;
    let rows = counts.iter().map(|(code, made, answered)| {
        let name = match ward(code) {
            Some(ward) => Cell::link(ward.name.clone(), format!("/ward/{}", ward.code)),
            None => Cell::text(tongue.t("suggest-no-ward")),
        };
        vec![
            name,
            Cell::number(made.to_string()),
            Cell::number(answered.to_string()),
        ]
    });
    let rows = rows.collect();
    html(&SuggestionsPage {
        chrome: visit.chrome(),
        answered,
        heads: vec![
            Cell::text(tongue.t("find-kind-ward")),
            Cell::number(tongue.t("suggest-made")),
            Cell::number(tongue.t("suggest-answered")),
        ],
        rows,
    })
}
