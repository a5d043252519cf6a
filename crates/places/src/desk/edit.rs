//! One place at the desk: what is said of it, whether it is still right, who changed what.

use std::collections::HashMap;
use std::sync::Arc;

use atlas::Gazetteer;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::account::{self, StaffId};
use kernel::audit;
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Choice, Chrome, Happening, Problems, Tongue};

use super::{found, keeps_any, kept, may_keep, problems};
use crate::alike::alike;
use crate::hours::Holidays;
use crate::pages::wall;
use crate::place::{FIELDS, Facts, Kind, Known, Offer, Place, PlaceId};
use crate::store::{self, By};

/// Changes that are shown.
const HISTORY: u32 = 50;

#[derive(askama::Template)]
#[template(path = "desk/edit.html")]
struct EditPage {
    chrome: Chrome,
    problems: Problems,
    title: String,
    /// "" for a new place.
    id: String,
    version: String,
    may: bool,
    fields: HashMap<&'static str, String>,
    kinds: Vec<Choice>,
    offers: Vec<Choice>,
    known: Vec<(&'static str, String, Vec<Choice>)>,
    days: Vec<(&'static str, String, [String; 3])>,
    standing: String,
    colour: &'static str,
    confirmed: String,
    history: Vec<Happening>,
    overtaken: bool,
    sure: bool,
}

impl EditPage {
    fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

pub(super) async fn new(visit: Visit) -> Result<Response, Fault> {
    if !keeps_any(visit.desk()?) {
        return Err(Fault::Forbidden);
    }
    show(&visit, None, HashMap::new(), Problems::default(), Again::No).await
}

pub(super) async fn edit(visit: Visit, Path(id): Path<String>) -> Result<Response, Fault> {
    let place = found(&visit, &id).await?;
    let fields = FIELDS.iter().map(|f| (*f, place.facts.field(f))).collect();
    show(&visit, Some(&place), fields, Problems::default(), Again::No).await
}

/// What was posted, the three parts of a date and the ticked boxes put together.
fn posted_fields(posted: &Posted) -> HashMap<&'static str, String> {
    let one = |name: &'static str| match name {
        "opens_on" | "closes_on" => date_field(posted, name),
        "offers" => {
            let ticked = posted.fields().iter().filter(|(n, _)| n == name);
            ticked.map(|(_, v)| v.as_str()).collect::<Vec<_>>().join(" ")
        }
        _ => posted.text(name).to_owned(),
    };
    FIELDS.iter().map(|name| (*name, one(name))).collect()
}

/// `2027-03-02` of day, month and year as typed; what is no date stays as it was typed.
pub(super) fn date_field(posted: &Posted, name: &str) -> String {
    let part = |what: &str| posted.text(&format!("{name}__{what}")).trim().to_owned();
    let (day, month, year) = (part("day"), part("month"), part("year"));
    match (day.parse::<u8>(), month.parse::<u8>(), year.parse::<u16>()) {
        (Ok(d), Ok(m), Ok(y)) => format!("{y:04}-{m:02}-{d:02}"),
        _ if day.is_empty() && month.is_empty() && year.is_empty() => String::new(),
        _ => format!("{year}-{month}-{day}"),
    }
}

pub(super) async fn new_take(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let staff = visit.desk()?;
    if !keeps_any(staff) {
        return Err(Fault::Forbidden);
    }
    let (site, now, tongue) = (&visit.site, visit.now, visit.tongue());
    let fields = posted_fields(&posted);
    let facts = match read(&visit, &fields) {
        Ok(facts) => facts,
        Err(wrong) => return show(&visit, None, fields, wrong, Again::No).await,
    };
    if !may_keep(staff, &facts) {
        let mut wrong = Problems::default();
        wrong.add("postcode", tongue.t("place-not-yours"));
        return show(&visit, None, fields, wrong, Again::No).await;
    }
    let directory = crate::directory::directory(site).await?;
    let like = directory
        .all()
        .iter()
        .find(|p| alike(&p.facts, &facts) && !p.is_gone(now.date(site.days().zone())));
    if let Some(like) = like.filter(|_| posted.text("sure") != "yes") {
        let mut wrong = Problems::default();
        let what = format!("{} ({})", like.facts.name, like.whole_address());
        wrong.add("name", tongue.t1("place-like-this", "what", what));
        return show(&visit, None, fields, wrong, Again::Sure).await;
    }
    let actor = staff.actor();
    let by = By {
        actor: &actor,
        role: staff.role.as_str(),
    };
    let id = PlaceId::new(now, visit.random());
    let mut tx = site.db().begin().await?;
    if !store::add(&mut tx, site, by, &id, &facts, now).await? {
        let mut wrong = Problems::default();
        wrong.add("code", tongue.t("place-code-taken"));
        return show(&visit, None, fields, wrong, Again::No).await;
    }
    tx.commit().await?;
    Ok(see(&format!("/desk/places/{id}")))
}

fn read(visit: &Visit, fields: &HashMap<&'static str, String>) -> Result<Facts, Problems> {
    let ground = visit.site.part::<Gazetteer>().unwrap_or_default();
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let holidays = Holidays::of(visit.site.days());
    Facts::parse(field, &ground, &holidays).map_err(|troubles| problems(&troubles, &visit.tongue()))
}

pub(super) async fn take(visit: Visit, Path(id): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (place, staff) = kept(&visit, &id).await?;
    let (site, now, tongue) = (&visit.site, visit.now, visit.tongue());
    let fields = posted_fields(&posted);
    let facts = match read(&visit, &fields) {
        Ok(facts) => facts,
        Err(wrong) => return show(&visit, Some(&place), fields, wrong, Again::No).await,
    };
    let mut wrong = Problems::default();
    if !may_keep(staff, &facts) {
        wrong.add("postcode", tongue.t("place-not-yours"));
        return show(&visit, Some(&place), fields, wrong, Again::No).await;
    }
    let other = crate::directory::directory(site).await?;
    let taken = |p: &Arc<Place>| !facts.code.is_empty() && p.facts.code == facts.code && p.id != place.id;
    if other.all().iter().any(taken) {
        wrong.add("code", tongue.t("place-code-taken"));
        return show(&visit, Some(&place), fields, wrong, Again::No).await;
    }
    let seen = posted.text("version").parse() == Ok(place.version);
    let actor = staff.actor();
    let by = By {
        actor: &actor,
        role: staff.role.as_str(),
    };
    let mut tx = site.db().begin().await?;
    if !seen || !store::change(&mut tx, site, by, &place, &facts, now).await? {
        wrong.add("", tongue.t("place-overtaken"));
        let newest = found(&visit, &id).await?;
        return show(&visit, Some(&newest), fields, wrong, Again::Overtaken).await;
    }
    tx.commit().await?;
    Ok(see(&format!("/desk/places/{id}")))
}

pub(super) async fn confirm(
    visit: Visit,
    Path(id): Path<String>,
    _posted: Posted,
) -> Result<Response, Fault> {
    let (place, staff) = kept(&visit, &id).await?;
    let actor = staff.actor();
    let by = By {
        actor: &actor,
        role: staff.role.as_str(),
    };
    let mut tx = visit.site.db().begin().await?;
    store::confirm(&mut tx, &visit.site, by, &place.id, visit.now).await?;
    tx.commit().await?;
    Ok(see(&format!("/desk/places/{id}")))
}

/// Why the form is shown once more, besides what is wrong.
#[derive(PartialEq)]
enum Again {
    No,
    /// Someone else saved meanwhile.
    Overtaken,
    /// It looks like another place: saved again it is taken.
    Sure,
}

async fn show(
    visit: &Visit,
    place: Option<&Arc<Place>>,
    fields: HashMap<&'static str, String>,
    problems: Problems,
    again: Again,
) -> Result<Response, Fault> {
    let (tongue, staff) = (visit.tongue(), visit.desk()?);
    let text = |name: &str| fields.get(name).map_or("", String::as_str);
    let kinds = std::iter::once(Choice::new("", tongue.t("choose-one"))).chain(Kind::ALL.iter().map(|k| {
        let name = k.as_str();
        Choice::new(name, tongue.t(&format!("place-kind-{name}"))).checked(text("kind") == name)
    }));
    let ticked: Vec<&str> = text("offers").split_whitespace().collect();
    let offers = Offer::ALL.iter().map(|o| {
        let name = o.as_str();
        Choice::new(name, tongue.t(&format!("place-offer-{name}"))).checked(ticked.contains(&name))
    });
    let known = [
        ("step_free", "place-step-free"),
        ("private_room", "place-room"),
        ("parking", "place-parking"),
        ("bsl", "place-bsl"),
    ]
    .map(|(field, key)| {
        let now = Known::read(text(field)).unwrap_or(Known::Unknown);
        let choices = Known::ALL
            .iter()
            .map(|k| Choice::new(k.as_str(), tongue.t(&format!("known-{}", k.as_str()))).checked(now == *k));
        (field, tongue.t(key).into_owned(), choices.collect())
    });
    let days = [("opens_on", "place-opens-on"), ("closes_on", "place-closes-on")].map(|(field, key)| {
        let mut parts = text(field)
            .splitn(3, '-')
            .map(|p| p.trim_start_matches('0').to_owned());
        let [year, month, day] = [parts.next(), parts.next(), parts.next()].map(Option::unwrap_or_default);
        (field, tongue.t(key).into_owned(), [day, month, year])
    });
    let wall = wall(visit);
    let standing = place.map(|p| {
        (
            p.say_standing(&tongue, &p.standing(wall), wall),
            p.colour(&p.standing(wall)),
        )
    });
    let history = match place {
        Some(place) => history(visit, &tongue, &place.id).await?,
        None => Vec::new(),
    };
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = EditPage {
        chrome: visit.chrome(),
        title: place.map_or_else(|| tongue.t("places-add").into_owned(), |p| p.facts.name.clone()),
        id: place.map(|p| p.id.to_string()).unwrap_or_default(),
        version: place.map(|p| p.version.to_string()).unwrap_or_default(),
        may: place.is_none_or(|p| may_keep(staff, &p.facts)),
        kinds: kinds.collect(),
        offers: offers.collect(),
        known: known.into(),
        days: days.into(),
        confirmed: place.and_then(|p| p.confirmed.as_ref()).map_or_else(
            || tongue.t("place-not-confirmed").into_owned(),
            |c| {
                tongue.t1(
                    "place-confirmed-ago",
                    "ago",
                    tongue.ago(c.at.timestamp(), visit.now.timestamp()),
                )
            },
        ),
        colour: standing.as_ref().map_or("grey", |s| s.1),
        standing: standing.map(|s| s.0).unwrap_or_default(),
        history,
        problems,
        fields,
        overtaken: again == Again::Overtaken,
        sure: again == Again::Sure,
    };
    html_with(status, &page)
}

/// Who changed what, newest first.
async fn history(visit: &Visit, tongue: &Tongue, id: &PlaceId) -> Result<Vec<Happening>, Fault> {
    let entries = audit::about(&mut visit.site.db().read(), id.as_str(), None, HISTORY).await?;
    let mut names: HashMap<String, String> = HashMap::new();
    let mut history = Vec::new();
    for entry in entries {
        if !names.contains_key(&entry.actor) {
            let staff = entry.actor.strip_prefix("staff:").and_then(StaffId::parse);
            let staff = match staff {
                Some(staff) => account::find(&mut visit.site.db().read(), &staff).await?,
                None => None,
            };
            let name = staff.map_or_else(|| tongue.t("places-by-program").into_owned(), |s| s.name);
            names.insert(entry.actor.clone(), name);
        }
        let key = entry.action.replace("place.", "places-did-");
        history.push(Happening {
            title: tongue.t(&key).into_owned(),
            by: names.get(&entry.actor).cloned().unwrap_or_default(),
            when: tongue.date_time(entry.at.timestamp()),
            machine_when: entry.at.to_string(),
            text: changes(tongue, &entry.action, &entry.detail),
        });
    }
    Ok(history)
}

/// A line for each field that was changed: what it was, and what it became.
fn changes(tongue: &Tongue, action: &str, detail: &str) -> String {
    if action != "place.changed" {
        return detail.to_owned();
    }
    let list: Vec<(String, String, String)> = serde_json::from_str(detail).unwrap_or_default();
    let lines: Vec<String> = list
        .iter()
        .map(|(field, before, after)| {
            let field = tongue
                .t(&format!("place-field-{}", field.replace('_', "-")))
                .into_owned();
            let nothing = tongue.t("places-nothing").into_owned();
            let shown = |text: &str| {
                if text.is_empty() {
                    nothing.clone()
                } else {
                    text.replace('\n', " ")
                }
            };
            tongue.ta(
                "places-became",
                &[
                    ("field", field.as_str().into()),
                    ("before", shown(before).into()),
                    ("after", shown(after).into()),
                ],
            )
        })
        .collect();
    lines.join("\n")
}
