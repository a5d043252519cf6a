//! An officer of a ward: what the public knows of them, when they are away, when they leave.

use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use kernel::web::{Fault, Posted, Visit, html_with, see};
use page::{Choice, Chrome, Link, Problems};

use super::form::{Fields, Form, HistoryLine, history_lines};
use super::kept;
use crate::officer::{Duty, NewAbsence, NewOfficer, Officer, OfficerId, Post, Rank, Why};
use crate::store;
use crate::store::officer::{Known, Member};
use crate::ward::WardName;
use crate::whereabouts::{absent, tie};
use crate::written::{Reading, Written, Wrongs};

fn today(visit: &Visit) -> Date {
    visit.now.date(visit.site.days().zone())
}

fn fields(chrome: &Chrome) -> Fields<'_> {
    let ranks: Vec<_> = Rank::ALL.iter().map(|r| r.as_str()).collect();
    Fields::new(chrome)
        .line("name", "officer-name")
        .choice("rank", "officer-rank", "rank", &ranks)
        .yes_no("named", "officer-named")
        .email("email", "officer-email")
        .phone("phone", "officer-phone")
        .line("hours", "officer-hours")
        .line("languages", "officer-languages")
        .long("about", "officer-about", 3)
}

pub async fn new(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let (ward, _) = kept(&visit, &code).await?;
    let written = Written::default()
        .with("named", "yes")
        .with("duty", Duty::Dedicated.as_str())
        .with_day("from", Some(today(&visit)));
    show_new(&visit, &ward, written, Wrongs::default())
}

fn show_new(visit: &Visit, ward: &WardName, written: Written, wrong: Wrongs) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let duties: Vec<_> = Duty::ALL.iter().map(|d| d.as_str()).collect();
    Form {
        title: chrome.t("officer-new").into_owned(),
        caption: ward.name.clone(),
        back: ward.desk(),
        action: format!("{}/officers/new", ward.desk()),
        button: chrome.t("officer-add-button").into_owned(),
        lead: chrome.t("officer-new-text").into_owned(),
        fields: fields(&chrome)
            .line("number", "officer-number")
            .choice("duty", "officer-duty", "duty", &duties)
            .day("from", "officer-from")
            .done(),
        problems: wrong.problems(&chrome.tongue),
        written,
        ..Form::default()
    }
    .page(visit)
}

/// Takes an officer into the ward. One who is known by their number already (from another ward) is posted here too.
pub async fn add(visit: Visit, Path(code): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let written = Written::posted(&posted);
    let mut read = Reading::new(&written);
    let number = read.text("number", 20).to_uppercase();
    let duty = read.pick("duty", Duty::parse, "officer-no-duty");
    let from = read.need_day("from", "officer-no-from");
    let post = read.end(duty.zip(from));
    let (new, (duty, from)) = match (NewOfficer::parse(&written), post) {
        (Ok(new), Ok(post)) => (new, post),
        (new, post) => {
            let mut all = new.err().unwrap_or_default();
            all.0.extend(post.err().unwrap_or_default().0);
            return show_new(&visit, &ward, written, all);
        }
    };
    let (site, now) = (&visit.site, visit.now);
    let number = Some(number.as_str()).filter(|n| !n.is_empty());
    let mut tx = site.db().begin().await?;
    let known = match number {
        Some(number) => store::officer::by_number(&mut tx, number).await?,
        None => None,
    };
    match known {
        Some(known) if store::officer::serves(&mut tx, &by, &known.id, today(&visit)).await? => {
            return show_new(
                &visit,
                &ward,
                written,
                Wrongs::one("number", "officer-here-already"),
            );
        }
        Some(known) => {
            store::officer::post(&mut tx, site, &by, &known.id, duty, from, now).await?;
        }
        None => {
            let known = Known { number, staff: None };
            let id = store::officer::add(&mut tx, site, &by, &new, known, duty, from, now).await?;
            if let Some(officer) = store::officer::find(&mut tx, &id).await? {
                tie(&mut tx, site, &by, &officer, now).await?;
            }
        }
    }
    tx.commit().await?;
    Ok(see(&ward.desk()))
}

#[derive(askama::Template)]
#[template(path = "desk/officer.html")]
struct OfficerPage {
    chrome: Chrome,
    ward: WardName,
    title: String,
    problems: Problems,
    form: Form,
    away: Form,
    leave: Form,
    /// (id, words)
    absences: Vec<(String, String)>,
    posts: Vec<String>,
    /// Whether the officer serves here; otherwise they did.
    serves: bool,
    promised: Promised,
    base: String,
    history: Vec<HistoryLine>,
}

/// Where an officer is still expected who will not be there: sessions, and schools that have nobody else.
#[derive(Debug, Default)]
struct Promised {
    sessions: Vec<Link>,
    schools: Vec<Link>,
}

async fn promised(
    visit: &Visit,
    chrome: &Chrome,
    ward: &WardName,
    officer: &Officer,
    posts: &[Post],
) -> Result<Promised, Fault> {
    let (today, now) = (today(visit), visit.now);
    let zone = visit.site.days().zone();
    let ground = crate::ward::ground(&visit.site)?;
    let mut read = visit.site.db().read();
    let absences = store::officer::absences_of(&mut read, &officer.id, today).await?;
    let staff = store::officer::sign_in(&mut read, &officer.id).await?;
    let name = officer.facts.name.as_str();
    let coming = sessions::naming(&mut read, staff.as_ref(), name, &ward.code, now).await?;
    let missed = coming
        .iter()
        .filter(|s| absent(posts, &absences, &s.ward, s.starts_at.date(zone)).is_some());
    let sessions = missed.map(|session| {
        let said = sessions::Said {
            session,
            areas: ground.areas(),
            tongue: &chrome.tongue,
        };
        let words = format!("{}, {}, {}", said.title(), said.when(), said.ward());
        Link::new(format!("/desk/sessions/{}", session.id), words)
    });
    // A school keeps an officer who serves in any ward; leave is for whoever covers.
    let last = posts
        .iter()
        .map(|p| p.days.to)
        .max_by_key(|to| to.unwrap_or(Date::MAX));
    let leaves = last.flatten().is_some();
    let away = absences.iter().any(|a| a.cover.is_none());
    let schools = match leaves || away {
        true => store::school::of_officer(&mut read, &officer.id, today).await?,
        false => Vec::new(),
    };
    let schools = schools.into_iter().map(|s| {
        let href = format!("/desk/wards/{}/schools/{}", s.facts.ward, s.id);
        Link::new(href, s.facts.name)
    });
    Ok(Promised {
        sessions: sessions.collect(),
        schools: schools.collect(),
    })
}

/// The name with the ward, which tells namesakes apart.
pub fn with_ward(visit: &Visit, member: &Member) -> Result<String, Fault> {
    let ground = crate::ward::ground(&visit.site)?;
    let ward = WardName::find(ground.areas(), &member.post.ward, visit.lang());
    let ward = ward.map_or_else(|| member.post.ward.clone(), |w| w.name);
    Ok(format!("{}, {ward}", member.officer.facts.name))
}

/// An officer who serves in this ward, or did: to look at.
async fn found_ever(visit: &Visit, by: &crate::Keeper, id: &str) -> Result<Officer, Fault> {
    let id = OfficerId::parse(id).ok_or(Fault::Missing)?;
    let mut read = visit.site.db().read();
    if !store::officer::served(&mut read, by, &id).await? {
        return Err(Fault::Missing);
    }
    store::officer::find(&mut read, &id).await?.ok_or(Fault::Missing)
}

/// An officer who serves in this ward.
async fn found(visit: &Visit, by: &crate::Keeper, id: &str) -> Result<Officer, Fault> {
    let id = OfficerId::parse(id).ok_or(Fault::Missing)?;
    let mut read = visit.site.db().read();
    if !store::officer::serves(&mut read, by, &id, today(visit)).await? {
        return Err(Fault::Missing);
    }
    store::officer::find(&mut read, &id).await?.ok_or(Fault::Missing)
}

pub async fn form(visit: Visit, Path((code, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let officer = found_ever(&visit, &by, &id).await?;
    show(
        &visit,
        &ward,
        &officer,
        Part::None,
        Written::default(),
        Wrongs::default(),
    )
    .await
}

/// Which of the page's forms had something wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    Facts,
    Away,
    Leave,
}

async fn show(
    visit: &Visit,
    ward: &WardName,
    officer: &Officer,
    part: Part,
    typed: Written,
    wrong: Wrongs,
) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let tongue = &chrome.tongue;
    let mut read = visit.site.db().read();
    let base = format!("{}/officers/{}", ward.desk(), officer.id);
    let problems = wrong.problems(tongue);
    let of = |p: Part| {
        if p == part {
            problems.clone()
        } else {
            Problems::default()
        }
    };
    let said = |p: Part, otherwise: Written| if p == part { typed.clone() } else { otherwise };
    let team = store::officer::team(&mut read, &ward.code, today(visit)).await?;
    let mut covers = vec![Choice::new("", chrome.t("away-nobody").into_owned())];
    covers.extend(
        team.iter()
            .filter(|m| m.officer.id != officer.id)
            .map(|m| Choice::new(m.officer.id.as_str(), m.officer.facts.name.clone())),
    );
    for one in store::officer::of_borough(&mut read, &neighbours(visit, ward)?, today(visit)).await? {
        let id = one.officer.id.clone();
        if id != officer.id && !covers.iter().any(|c| c.value == id.as_str()) {
            covers.push(Choice::new(id.as_str(), with_ward(visit, &one)?));
        }
    }
    let whys: Vec<_> = Why::ALL.iter().map(|w| w.as_str()).collect();
    let mut absences = Vec::new();
    for one in store::officer::absences(&mut read, &ward.code, today(visit)).await? {
        if one.officer != officer.id {
            continue;
        }
        let cover = match &one.cover {
            Some(id) => store::officer::find(&mut read, id).await?.map(|o| o.facts.name),
            None => None,
        };
        let cover = cover.unwrap_or_else(|| chrome.t("away-nobody").into_owned());
        let to = one.days.to.map_or_else(String::new, |to| tongue.date(to));
        let words = tongue.ta(
            if to.is_empty() {
                "away-line-open"
            } else {
                "away-line"
            },
            &[
                ("from", tongue.date(one.days.from).as_str().into()),
                ("to", to.as_str().into()),
                ("why", chrome.t(&format!("why-{}", one.why.as_str())).into()),
                ("cover", cover.as_str().into()),
            ],
        );
        absences.push((one.id, words));
    }
    let posts = store::officer::posts_of(&mut read, &officer.id).await?;
    let promised = promised(visit, &chrome, ward, officer, &posts).await?;
    let serves = posts
        .iter()
        .any(|p| p.ward == ward.code && p.days.to.is_none_or(|to| to >= today(visit)));
    let ground = crate::ward::ground(&visit.site)?;
    let posts = posts
        .iter()
        .map(|p| {
            let name = WardName::find(ground.areas(), &p.ward, visit.lang());
            post_words(&chrome, p, &name.map_or_else(|| p.ward.clone(), |w| w.name))
        })
        .collect();
    let history = store::history::of_thing(&mut read, officer.id.as_str(), 30).await?;
    let mut page = OfficerPage {
        ward: ward.clone(),
        title: officer.facts.name.clone(),
        form: Form {
            action: base.clone(),
            button: chrome.t("officer-save").into_owned(),
            fields: fields(&chrome).done(),
            written: said(Part::Facts, officer.facts.written()),
            problems: of(Part::Facts),
            ..Form::default()
        },
        away: Form {
            action: format!("{base}/away"),
            button: chrome.t("away-button").into_owned(),
            fields: Fields::new(&chrome)
                .choice("why", "away-why", "why", &whys)
                .day("from", "away-from")
                .day("to", "away-to")
                .select("cover", "away-cover", covers)
                .done(),
            written: said(Part::Away, Written::default()),
            problems: of(Part::Away),
            ..Form::default()
        },
        leave: Form {
            action: format!("{base}/leave"),
            button: chrome.t("leave-button").into_owned(),
            fields: Fields::new(&chrome).day("last", "leave-last").done(),
            written: said(Part::Leave, Written::default()),
            problems: of(Part::Leave),
            ..Form::default()
        },
        absences,
        posts,
        serves,
        promised,
        base,
        history: history_lines(&chrome, visit, history),
        problems,
        chrome,
    };
    page.form.check();
    page.away.check();
    let status = Form {
        problems: page.problems.clone(),
        ..Form::default()
    }
    .status();
    html_with(status, &page)
}

/// The wards of the same borough: whoever serves there can cover.
pub fn neighbours(visit: &Visit, ward: &WardName) -> Result<Vec<String>, Fault> {
    let ground = crate::ward::ground(&visit.site)?;
    let areas = ground.areas();
    let wards = areas
        .borough(ward.borough_ix)
        .map(|b| b.wards.as_slice())
        .unwrap_or_default();
    Ok(wards
        .iter()
        .filter_map(|w| areas.ward(*w))
        .map(|w| w.code.as_str().to_owned())
        .collect())
}

fn post_words(chrome: &Chrome, post: &Post, ward: &str) -> String {
    let tongue = &chrome.tongue;
    let duty = chrome.t(&format!("duty-{}", post.duty.as_str())).into_owned();
    let from = tongue.date(post.days.from);
    match post.days.to {
        Some(to) => tongue.ta(
            "post-ended",
            &[
                ("ward", ward.into()),
                ("duty", duty.into()),
                ("from", from.as_str().into()),
                ("to", tongue.date(to).as_str().into()),
            ],
        ),
        None => tongue.ta(
            "post-since",
            &[
                ("ward", ward.into()),
                ("duty", duty.into()),
                ("from", from.as_str().into()),
            ],
        ),
    }
}

/// Saved without a change it means: this is still right.
pub async fn take(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let officer = found(&visit, &by, &id).await?;
    let written = Written::posted(&posted);
    let new = match NewOfficer::parse(&written) {
        Ok(new) => new,
        Err(wrong) => return show(&visit, &ward, &officer, Part::Facts, written, wrong).await,
    };
    let mut tx = visit.site.db().begin().await?;
    store::officer::change(&mut tx, &visit.site, &by, &officer, &new, visit.now).await?;
    if let Some(officer) = store::officer::find(&mut tx, &officer.id).await? {
        tie(&mut tx, &visit.site, &by, &officer, visit.now).await?;
    }
    tx.commit().await?;
    Ok(see(&ward.desk()))
}

pub async fn away(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let officer = found(&visit, &by, &id).await?;
    let written = Written::posted(&posted);
    let new = match NewAbsence::parse(&written, &officer.id) {
        Ok(new) => new,
        Err(wrong) => return show(&visit, &ward, &officer, Part::Away, written, wrong).await,
    };
    let mut tx = visit.site.db().begin().await?;
    tie(&mut tx, &visit.site, &by, &officer, visit.now).await?;
    if let Some(cover) = &new.cover {
        match store::officer::find(&mut tx, cover).await? {
            // From now on they can act here, where their sign-in is known.
            Some(cover) => tie(&mut tx, &visit.site, &by, &cover, visit.now).await?,
            None => {
                let wrong = Wrongs::one("cover", "away-no-cover");
                return show(&visit, &ward, &officer, Part::Away, written, wrong).await;
            }
        }
    }
    store::officer::away(&mut tx, &visit.site, &by, &officer.id, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see(&format!("{}/officers/{}", ward.desk(), officer.id)))
}

pub async fn back(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let officer = found(&visit, &by, &id).await?;
    let mut tx = visit.site.db().begin().await?;
    store::officer::back(
        &mut tx,
        &visit.site,
        &by,
        &officer.id,
        posted.text("absence"),
        visit.now,
    )
    .await?;
    tx.commit().await?;
    Ok(see(&format!("{}/officers/{}", ward.desk(), officer.id)))
}

pub async fn leave(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let officer = found(&visit, &by, &id).await?;
    let written = Written::posted(&posted);
    let mut read = Reading::new(&written);
    let last = read.need_day("last", "leave-no-last");
    let last = match read.end(last) {
        Ok(last) => last,
        Err(wrong) => return show(&visit, &ward, &officer, Part::Leave, written, wrong).await,
    };
    let mut tx = visit.site.db().begin().await?;
    tie(&mut tx, &visit.site, &by, &officer, visit.now).await?;
    store::officer::end_post(&mut tx, &visit.site, &by, &officer.id, last, visit.now).await?;
    tx.commit().await?;
    // Their page says where they are still expected.
    Ok(see(&format!("{}/officers/{}", ward.desk(), officer.id)))
}
