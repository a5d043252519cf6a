//! Suggestions at the desk: what waits, sorted and answered by those who keep the area.

use std::collections::HashMap;

use atlas::{BoroughCode, Gazetteer, WardCode};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::account::{Role, Staff};
use kernel::mail::{self, Channel, Letter};
use kernel::web::{Fault, Posted, Visit, html, html_with, see};
use page::{Cell, Choice, Chrome, Lang, Problems, Row};

use crate::store::{self, By};
use crate::suggestion::{Said, State, Suggestion, SuggestionId, Verdict};

const SHOWN: u32 = 200;

/// Supervisors all; an officer those of their ward or borough.
fn may_answer(staff: &Staff, one: &Suggestion) -> bool {
    match staff.role {
        Role::Supervisor | Role::Admin => true,
        Role::Officer => {
            let area = staff.area.as_deref();
            area.is_some() && (area == one.ward.as_deref() || area == one.borough.as_deref())
        }
        Role::Handler | Role::Investigator => false,
    }
}

fn area(ground: &Gazetteer, one: &Suggestion) -> String {
    let areas = ground.areas();
    let ward = one.ward.as_deref().and_then(WardCode::parse);
    let ward = ward
        .and_then(|c| areas.ward(areas.ward_by_code(&c)?))
        .map(|w| w.name.as_str());
    let borough = one.borough.as_deref().and_then(BoroughCode::parse);
    let borough = borough
        .and_then(|c| areas.borough(areas.borough_by_code(&c)?))
        .map(|b| b.name.as_str());
    [ward, borough]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

#[derive(askama::Template)]
#[template(path = "desk/suggestions.html")]
struct ListPage {
    chrome: Chrome,
    heads: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
}

pub(super) async fn list(visit: Visit) -> Result<Response, Fault> {
    let (staff, tongue) = (visit.desk()?.clone(), visit.tongue());
    let ground = visit.site.part::<Gazetteer>()?;
    let all = store::suggestions_in(&mut visit.site.db().read(), [State::New, State::Looking], SHOWN).await?;
    let rows = all.iter().filter(|one| may_answer(&staff, one)).map(|one| {
        let made = tongue.ago(one.made_at.timestamp(), visit.now.timestamp());
        vec![
            Cell::link(made, format!("/desk/suggestions/{}", one.id)),
            Cell::text(tongue.t(&format!("suggest-wish-{}", one.wish.as_str()))),
            Cell::text(area(&ground, one)),
            Cell::text(tongue.t(&format!("suggest-state-{}", one.state.as_str()))),
        ]
    });
    let rows = rows.collect();
    html(&ListPage {
        chrome: visit.chrome(),
        heads: [
            "suggest-col-when",
            "suggest-col-wish",
            "suggest-col-area",
            "suggest-col-state",
        ]
        .map(|k| Cell::text(tongue.t(k)))
        .into(),
        rows,
    })
}

#[derive(askama::Template)]
#[template(path = "desk/suggestion.html")]
struct OnePage {
    chrome: Chrome,
    problems: Problems,
    id: String,
    version: String,
    rows: Vec<Row>,
    states: Vec<Choice>,
    same: Vec<Choice>,
    title: String,
    answer: String,
}

/// The suggestion of an address, if it is theirs to answer.
async fn opened(visit: &Visit, id: &str) -> Result<(Suggestion, Said), Fault> {
    let id = SuggestionId::parse(id).ok_or(Fault::Missing)?;
    let found = store::suggestion(&mut visit.site.db().read(), visit.site.keys(), &id).await?;
    let (one, said) = found.ok_or(Fault::Missing)?;
    if may_answer(visit.desk()?, &one) {
        Ok((one, said))
    } else {
        Err(Fault::Forbidden)
    }
}

pub(super) async fn one(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let (one, said) = opened(&visit, &id).await?;
    let staff = visit.desk()?;
    let actor = staff.actor();
    let by = By {
        actor: &actor,
        role: staff.role.as_str(),
    };
    let mut tx = visit.site.db().begin().await?;
    store::seen(&mut tx, &visit.site, by, &one.id, visit.now).await?;
    tx.commit().await?;
    let fields = HashMap::from([
        ("state", one.state.as_str().to_owned()),
        ("title", one.title.clone()),
        ("answer", one.answer.clone()),
        (
            "same_as",
            one.same_as.as_ref().map(ToString::to_string).unwrap_or_default(),
        ),
    ]);
    show(&visit, &one, &said, &fields, Problems::default()).await
}

async fn show(
    visit: &Visit,
    one: &Suggestion,
    said: &Said,
    fields: &HashMap<&'static str, String>,
    problems: Problems,
) -> Result<Response, Fault> {
    let (tongue, ground) = (visit.tongue(), visit.site.part::<Gazetteer>()?);
    let text = |name: &str| fields.get(name).map_or("", String::as_str);
    let mut rows = vec![
        Row::new(
            tongue.t("suggest-col-wish"),
            tongue.t(&format!("suggest-wish-{}", one.wish.as_str())),
        ),
        Row::new(tongue.t("suggest-place"), &said.place),
        Row::new(tongue.t("suggest-col-area"), area(&ground, one)),
        Row::new(tongue.t("suggest-why"), &said.why),
    ];
    if !said.name.is_empty() {
        rows.push(Row::new(tongue.t("suggest-name"), &said.name));
    }
    if !said.email.is_empty() {
        rows.push(Row::new(tongue.t("suggest-email"), &said.email));
    }
    let states = State::ALL.iter().filter(|s| one.state.may_become(**s)).map(|s| {
        let name = s.as_str();
        Choice::new(name, tongue.t(&format!("suggest-state-{name}"))).checked(text("state") == name)
    });
    let states = states.collect();
    let mut q = visit.site.db().read();
    let mut others = store::suggestions_in(&mut q, [State::New, State::Looking], SHOWN).await?;
    others.extend(store::suggestions_in(&mut q, [State::Yes, State::No], SHOWN).await?);
    let mut same = vec![Choice::new("", tongue.t("suggest-same-none"))];
    let like = others
        .iter()
        .filter(|o| o.id != one.id && o.same_as.is_none() && o.borough == one.borough && o.wish == one.wish);
    same.extend(like.map(|o| {
        let made = tongue.date(o.made_at.date(visit.site.days().zone()));
        let label = if o.title.is_empty() {
            format!("{made}, {}", area(&ground, o))
        } else {
            o.title.clone()
        };
        Choice::new(o.id.as_str(), label).checked(text("same_as") == o.id.as_str())
    }));
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = OnePage {
        chrome: visit.chrome(),
        problems,
        id: one.id.to_string(),
        version: one.version.to_string(),
        rows,
        states,
        same,
        title: text("title").to_owned(),
        answer: text("answer").to_owned(),
    };
    html_with(status, &page)
}

pub(super) async fn take(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (one, said) = opened(&visit, &id).await?;
    let (site, tongue, staff) = (&visit.site, visit.tongue(), visit.desk()?);
    let names = ["state", "title", "answer", "same_as"];
    let fields: HashMap<&'static str, String> =
        names.iter().map(|n| (*n, posted.text(n).to_owned())).collect();
    let mut problems = Problems::default();
    let verdict = match Verdict::parse(|name| posted.text(name), one.state, &tongue) {
        Ok(verdict) => verdict,
        Err(problems) => return show(&visit, &one, &said, &fields, problems).await,
    };
    // One that says the same has the other's answer.
    let verdict = match &verdict.same_as {
        None => verdict,
        Some(other) => {
            let found = store::suggestion(&mut site.db().read(), site.keys(), other).await?;
            let fitting =
                found.filter(|(o, _)| o.id != one.id && o.same_as.is_none() && may_answer(staff, o));
            let Some((other, _)) = fitting else {
                problems.add("same_as", tongue.t("suggest-same-wrong"));
                return show(&visit, &one, &said, &fields, problems).await;
            };
            Verdict {
                state: if other.state == State::New {
                    State::Looking
                } else {
                    other.state
                },
                title: other.title,
                answer: other.answer,
                ..verdict
            }
        }
    };
    let actor = staff.actor();
    let by = By {
        actor: &actor,
        role: staff.role.as_str(),
    };
    let seen = posted.text("version").parse() == Ok(one.version);
    let mut tx = site.db().begin().await?;
    let decided = if seen {
        store::decide(&mut tx, site, by, &one, &verdict, visit.now).await?
    } else {
        None
    };
    let Some(decided) = decided else {
        problems.add("", tongue.t("place-overtaken"));
        return show(&visit, &one, &said, &fields, problems).await;
    };
    if verdict.state.is_answered() {
        for id in &decided {
            let Some((one, said)) = store::suggestion(&mut tx, site.keys(), id).await? else {
                continue;
            };
            tell(&mut tx, &visit, &one, &said).await?;
        }
    }
    tx.commit().await?;
    Ok(see("/desk/suggestions"))
}

/// The answer by e-mail to who asked for it.
async fn tell(tx: &mut kernel::db::Tx, visit: &Visit, one: &Suggestion, said: &Said) -> Result<(), Fault> {
    if said.email.is_empty() {
        return Ok(());
    }
    let site = &visit.site;
    let tongue = site.words().tongue(Lang::parse(&one.lang).unwrap_or(Lang::EN));
    let state = tongue
        .t(&format!("suggest-state-{}", one.state.as_str()))
        .into_owned();
    let link = format!("{}/suggestions", site.public_url());
    let values = [
        ("title", one.title.as_str().into()),
        ("state", state.as_str().into()),
        ("answer", one.answer.as_str().into()),
        ("link", link.as_str().into()),
        ("force", site.config().force.name.as_str().into()),
    ];
    let letter = Letter {
        to: said.email.clone(),
        subject: tongue.t("letter-suggestion-subject").into_owned(),
        text: tongue.ta("letter-suggestion", &values),
        html: None,
    };
    let key = format!("suggestion {} {}", one.id, one.version);
    mail::queue(
        tx,
        site,
        &key,
        Channel::Email,
        "suggestion",
        one.id.as_str(),
        &letter,
        visit.now,
    )
    .await?;
    Ok(())
}
