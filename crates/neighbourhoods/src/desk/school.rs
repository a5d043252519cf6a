//! Schools at the desk: who has which, gaps, enquiries, and the reports that name a school.

use axum::extract::Path;
use axum::response::Response;
use contact::{Authority, ReportId};
use jiff::civil::Date;
use kernel::account::Role;
use kernel::audit;
use kernel::web::{Fault, Posted, UrlQuery, Visit, html, html_with, see};
use page::{Choice, Chrome, Link, Problems};
use serde::Deserialize;

use super::form::{Fields, Form, HistoryLine, history_lines};
use super::question::clock;
use super::{keeper, keeper_of_school, kept, ward_of};
use crate::keeper::Keeper;
use crate::officer::OfficerId;
use crate::question::QuestionId;
use crate::school::{NewSchool, Phase, School, SchoolDuty, SchoolId, named_on};
use crate::store;
use crate::ward::{WardName, boroughs, ground};
use crate::whereabouts::tie;
use crate::written::{Reading, Written, Wrongs};

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    borough: String,
    /// Only those without an officer.
    #[serde(default)]
    gaps: String,
}

struct Line {
    href: String,
    name: String,
    phase: String,
    ward: String,
    officer: String,
    since: String,
}

#[derive(askama::Template)]
#[template(path = "desk/schools.html")]
struct SchoolsPage {
    chrome: Chrome,
    boroughs: Vec<Link>,
    borough: String,
    code: String,
    gaps_only: bool,
    count: String,
    schools: Vec<Line>,
    /// Reports that name a school nobody could find: (link, what it was called, when).
    unconnected: Vec<(String, String, String)>,
}

fn today(visit: &Visit) -> Date {
    visit.now.date(visit.site.days().zone())
}

pub async fn list(visit: Visit, UrlQuery(asked): UrlQuery<Asked>) -> Result<Response, Fault> {
    let staff = visit.desk()?;
    let ground = ground(&visit.site)?;
    let areas = ground.areas();
    let lang = visit.lang();
    let chrome = visit.chrome();
    let today = today(&visit);
    let all = boroughs(areas, lang);
    let own = staff
        .area
        .as_deref()
        .and_then(|a| WardName::find(areas, a, lang))
        .map(|w| w.borough);
    let wanted = if asked.borough.is_empty() {
        own.unwrap_or_default()
    } else {
        asked.borough.clone()
    };
    let chosen = all.iter().find(|b| b.code == wanted).or(all.first());
    let mut read = visit.site.db().read();
    let counts = store::school::counts(&mut read, today).await?;
    let (total, named) = counts
        .iter()
        .fold((0, 0), |(all, named), (_, a, n)| (all + a, named + n));
    let mut schools = Vec::new();
    if let Some(borough) = chosen {
        let charges = store::school::charges_of_borough(&mut read, &borough.code, today).await?;
        let names = store::officer::names(&mut read).await?;
        for school in store::school::of_borough(&mut read, &borough.code).await? {
            let own: Vec<_> = charges
                .iter()
                .filter(|c| c.school == school.id)
                .cloned()
                .collect();
            let charge = named_on(&own, today);
            if !asked.gaps.is_empty() && charge.is_some() {
                continue;
            }
            let officer = charge.and_then(|c| names.get(&c.officer)).cloned();
            schools.push(Line {
                href: format!("/desk/wards/{}/schools/{}", school.facts.ward, school.id),
                phase: chrome
                    .t(&format!("phase-{}", school.facts.phase.as_str()))
                    .into_owned(),
                ward: WardName::find(areas, &school.facts.ward, lang)
                    .map_or_else(|| school.facts.ward.clone(), |w| w.name),
                officer: officer.unwrap_or_default(),
                since: charge
                    .map(|c| chrome.tongue.date(c.days.from))
                    .unwrap_or_default(),
                name: school.facts.name,
            });
        }
    }
    let unconnected = if staff.role >= Role::Supervisor {
        unconnected(&visit, &chrome).await?
    } else {
        Vec::new()
    };
    html(&SchoolsPage {
        boroughs: all
            .iter()
            .map(|b| {
                Link::new(format!("/desk/schools?borough={}", b.code), &b.name)
                    .current(Some(&b.code) == chosen.map(|c| &c.code))
            })
            .collect(),
        borough: chosen.map_or_else(String::new, |b| b.name.clone()),
        code: chosen.map_or_else(String::new, |b| b.code.clone()),
        gaps_only: !asked.gaps.is_empty(),
        count: chrome.tongue.ta(
            "schools-count",
            &[("total", total.into()), ("gaps", (total - named).into())],
        ),
        schools,
        unconnected,
        chrome,
    })
}

async fn unconnected(visit: &Visit, chrome: &Chrome) -> Result<Vec<(String, String, String)>, Fault> {
    let site = &visit.site;
    let mut lines = Vec::new();
    for one in store::school::unconnected(&mut site.db().read()).await? {
        let called = site.keys().open(store::school::SEALED_AS, &one.named)?;
        lines.push((
            format!("/desk/reports/{}", one.report),
            String::from_utf8_lossy(&called).into_owned(),
            chrome.tongue.day_time(one.at.timestamp()),
        ));
    }
    Ok(lines)
}

fn fields(chrome: &Chrome) -> Fields<'_> {
    let phases: Vec<_> = Phase::ALL.iter().map(|p| p.as_str()).collect();
    Fields::new(chrome)
        .line("name", "school-name")
        .choice("phase", "school-phase", "phase", &phases)
        .line("address", "school-address")
        .line("postcode", "school-postcode")
        .line("urn", "school-urn")
}

/// The ward of a school is that of its page; a postcode says where in it.
fn parse(visit: &Visit, ward: &WardName, written: &Written) -> Result<NewSchool, Wrongs> {
    let ground = ground(&visit.site).map_err(|_| Wrongs::one("postcode", "school-no-ward"))?;
    NewSchool::parse(written, |w| {
        let at = match w.of("postcode") {
            "" => None,
            text => ground.locate(text).at,
        };
        Some((ward.code.clone(), ward.borough.clone(), at))
    })
}

pub async fn new(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let (ward, _) = kept(&visit, &code).await?;
    show_new(&visit, &ward, Written::default(), &Wrongs::default())
}

fn show_new(visit: &Visit, ward: &WardName, written: Written, wrong: &Wrongs) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    Form {
        title: chrome.t("school-new").into_owned(),
        caption: ward.name.clone(),
        back: ward.desk(),
        action: format!("{}/schools/new", ward.desk()),
        button: chrome.t("wards-keep-button").into_owned(),
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
    let new = match parse(&visit, &ward, &written) {
        Ok(new) => new,
        Err(wrong) => return show_new(&visit, &ward, written, &wrong),
    };
    let mut tx = visit.site.db().begin().await?;
    let same_urn = match &new.urn {
        Some(urn) => store::school::by_urn(&mut tx, urn).await?,
        None => None,
    };
    let wrong = if same_urn.is_some() {
        Some(Wrongs::one("urn", "school-urn-twice"))
    } else if !store::school::by_name(&mut tx, &ward.code, &new.name)
        .await?
        .is_empty()
    {
        Some(Wrongs::one("name", "school-name-twice"))
    } else {
        None
    };
    if let Some(wrong) = wrong {
        return show_new(&visit, &ward, written, &wrong);
    }
    let id = store::school::add(&mut tx, &visit.site, &by, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see(&format!("{}/schools/{id}", ward.desk())))
}

struct ChargeLine {
    id: String,
    words: String,
    open: bool,
}

struct Report {
    href: String,
    reference: String,
    when: String,
}

#[derive(askama::Template)]
#[template(path = "desk/school.html")]
struct SchoolPage {
    chrome: Chrome,
    ward: WardName,
    base: String,
    school: School,
    gap: bool,
    /// The visitor keeps the whole ward, not this school alone.
    keeps: bool,
    problems: Problems,
    form: Form,
    give: Form,
    charges: Vec<ChargeLine>,
    enquiries: Vec<(String, String, String)>,
    reports: Vec<Report>,
    more_reports: usize,
    /// The link, shown once.
    link: String,
    history: Vec<HistoryLine>,
}

/// Which of the page's forms had something wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    None,
    Facts,
    Give,
}

async fn found(visit: &Visit, ward: &WardName, id: &str) -> Result<School, Fault> {
    let id = SchoolId::parse(id).ok_or(Fault::Missing)?;
    let found = store::school::find(&mut visit.site.db().read(), &id).await?;
    found
        .filter(|s| s.facts.ward == ward.code && s.ended_on.is_none())
        .ok_or(Fault::Missing)
}

/// A school of a ward, for whoever keeps the ward or has the school.
async fn kept_school(visit: &Visit, code: &str, id: &str) -> Result<(WardName, Keeper, School), Fault> {
    let ward = ward_of(visit, code)?;
    // A stranger is not told what there is.
    let by = match SchoolId::parse(id) {
        Some(id) => keeper_of_school(visit, &ward.code, &id).await?,
        None => keeper(visit, &ward.code).await?,
    };
    let by = by.ok_or(Fault::Forbidden)?;
    let school = found(visit, &ward, id).await?;
    Ok((ward, by, school))
}

pub async fn form(visit: Visit, Path((code, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let (ward, _, school) = kept_school(&visit, &code, &id).await?;
    show(&visit, &ward, school, Shown::default()).await
}

/// What a page of a school shows besides the school.
struct Shown {
    part: Part,
    typed: Written,
    wrong: Wrongs,
    link: String,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            part: Part::None,
            typed: Written::default(),
            wrong: Wrongs::default(),
            link: String::new(),
        }
    }
}

async fn show(visit: &Visit, ward: &WardName, school: School, shown: Shown) -> Result<Response, Fault> {
    let site = &visit.site;
    let chrome = visit.chrome();
    let tongue = &chrome.tongue;
    let today = today(visit);
    let base = format!("{}/schools/{}", ward.desk(), school.id);
    let mut read = site.db().read();
    let charges = store::school::charges(&mut read, &school.id).await?;
    let mut lines = Vec::new();
    for charge in &charges {
        let officer = store::officer::find(&mut read, &charge.officer).await?;
        let name = officer.map_or_else(String::new, |o| o.facts.name);
        let duty = chrome.t(&format!("charge-{}", charge.duty.as_str())).into_owned();
        let from = tongue.date(charge.days.from);
        let words = match charge.days.to {
            Some(to) => tongue.ta(
                "charge-ended",
                &[
                    ("who", name.as_str().into()),
                    ("duty", duty.as_str().into()),
                    ("from", from.as_str().into()),
                    ("to", tongue.date(to).as_str().into()),
                ],
            ),
            None => tongue.ta(
                "charge-since",
                &[
                    ("who", name.as_str().into()),
                    ("duty", duty.as_str().into()),
                    ("from", from.as_str().into()),
                ],
            ),
        };
        lines.push(ChargeLine {
            id: charge.id.clone(),
            words,
            open: charge.days.to.is_none_or(|to| to >= today),
        });
    }
    let wards = super::officer::neighbours(visit, ward)?;
    let officers: Vec<Choice> = store::officer::of_borough(&mut read, &wards, today)
        .await?
        .into_iter()
        .map(|m| {
            Ok(Choice::new(
                m.officer.id.as_str(),
                super::officer::with_ward(visit, &m)?,
            ))
        })
        .collect::<Result<_, Fault>>()?;
    let mut enquiries = Vec::new();
    for id in store::school::enquiries(&mut read, &school.id).await? {
        let Some(id) = QuestionId::parse(&id) else {
            continue;
        };
        if let Some(question) = store::question::find(&mut read, &id).await? {
            enquiries.push((
                format!("{}/questions/{id}", ward.desk()),
                tongue.day_time(question.asked_at.timestamp()),
                clock(&chrome, visit, &question),
            ));
        }
    }
    let (reports, more_reports) = connected(visit, &school.id).await?;
    let history = store::history::of_thing(&mut read, school.id.as_str(), 30).await?;
    let problems = shown.wrong.problems(tongue);
    let of = |p: Part| {
        if p == shown.part {
            problems.clone()
        } else {
            Problems::default()
        }
    };
    let said = |p: Part, otherwise: Written| {
        if p == shown.part {
            shown.typed.clone()
        } else {
            otherwise
        }
    };
    let duties: Vec<_> = SchoolDuty::ALL.iter().map(|d| d.as_str()).collect();
    let mut page = SchoolPage {
        ward: ward.clone(),
        gap: named_on(
            &store::school::serving(&mut read, &school.id, today).await?,
            today,
        )
        .is_none(),
        keeps: super::keeper(visit, &ward.code).await?.is_some(),
        form: Form {
            action: base.clone(),
            button: chrome.t("wards-confirm-button").into_owned(),
            fields: fields(&chrome).done(),
            written: said(Part::Facts, school.facts.written()),
            problems: of(Part::Facts),
            ..Form::default()
        },
        give: Form {
            action: format!("{base}/give"),
            button: chrome.t("charge-give").into_owned(),
            fields: Fields::new(&chrome)
                .select("officer", "charge-officer", officers)
                .choice("duty", "charge-duty", "charge", &duties)
                .day("from", "charge-from")
                .done(),
            written: said(Part::Give, Written::default().with_day("from", Some(today))),
            problems: of(Part::Give),
            ..Form::default()
        },
        charges: lines,
        enquiries,
        reports,
        more_reports,
        link: shown.link,
        history: history_lines(&chrome, visit, history),
        problems,
        base,
        school,
        chrome,
    };
    page.form.check();
    page.give.check();
    let status = Form {
        problems: page.problems.clone(),
        ..Form::default()
    }
    .status();
    html_with(status, &page)
}

/// The reports that name this school and that this visitor may know of; and how many more there are. Looking is written
/// down.
async fn connected(visit: &Visit, school: &SchoolId) -> Result<(Vec<Report>, usize), Fault> {
    let by = Authority::of(visit.desk()?);
    let mut read = visit.site.db().read();
    let today = today(visit);
    let own = store::lent::with_school(&mut read, &visit.desk()?.id, school, today).await?;
    let own = !own.areas().is_empty();
    let all = store::school::connected(&mut read, school).await?;
    let mut seen = Vec::new();
    for one in &all {
        let Some(id) = ReportId::parse(&one.report) else {
            continue;
        };
        // Whoever has the school knows which reports name it; what they say is for those whose reports they are.
        if let Some(report) = contact::find(&mut read, &id)
            .await?
            .filter(|r| own || by.may_see(r))
        {
            seen.push(Report {
                href: match by.may_see(&report) {
                    true => format!("/desk/reports/{id}"),
                    false => String::new(),
                },
                reference: report.reference.to_string(),
                when: visit.tongue().day_time(one.at.timestamp()),
            });
        }
    }
    if !seen.is_empty() {
        let mut tx = visit.site.db().begin().await?;
        let (now, random) = (visit.now, visit.random());
        audit::write(
            &mut tx,
            by.actor(),
            "school.reports-viewed",
            school.as_str(),
            "",
            now,
            random,
        )
        .await?;
        tx.commit().await?;
    }
    let more = all.len() - seen.len();
    Ok((seen, more))
}

pub async fn take(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by, school) = kept_school(&visit, &code, &id).await?;
    let written = Written::posted(&posted);
    let again = |wrong: Wrongs, typed: Written| Shown {
        part: Part::Facts,
        typed,
        wrong,
        link: String::new(),
    };
    let new = match parse(&visit, &ward, &written) {
        Ok(new) => new,
        Err(wrong) => return show(&visit, &ward, school, again(wrong, written)).await,
    };
    let mut tx = visit.site.db().begin().await?;
    let same = match &new.urn {
        Some(urn) => store::school::by_urn(&mut tx, urn).await?,
        None => None,
    };
    if same.is_some_and(|s| s.id != school.id) {
        let wrong = Wrongs::one("urn", "school-urn-twice");
        return show(&visit, &ward, school, again(wrong, written)).await;
    }
    store::school::change(&mut tx, &visit.site, &by, &school, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see(&format!("{}/schools/{}", ward.desk(), school.id)))
}

pub async fn give(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let school = found(&visit, &ward, &id).await?;
    let written = Written::posted(&posted);
    let mut read = Reading::new(&written);
    let officer = read.pick("officer", OfficerId::parse, "charge-no-officer");
    let duty = read.pick("duty", SchoolDuty::parse, "charge-no-duty");
    let from = read.need_day("from", "charge-no-from");
    let given = read.end(officer.zip(duty.zip(from)));
    let mut tx = visit.site.db().begin().await?;
    let known = match &given {
        Ok((officer, _)) => store::officer::find(&mut tx, officer).await?.is_some(),
        Err(_) => true,
    };
    let both = match &given {
        Ok((officer, (duty, from))) => store::school::serving(&mut tx, &school.id, *from)
            .await?
            .iter()
            .any(|c| c.officer == *officer && c.duty != *duty),
        Err(_) => false,
    };
    let (officer, (duty, from)) = match given {
        Ok(_) if both => {
            let shown = Shown {
                part: Part::Give,
                typed: written,
                wrong: Wrongs::one("officer", "charge-both"),
                link: String::new(),
            };
            return show(&visit, &ward, school, shown).await;
        }
        Ok(given) if known => given,
        other => {
            let wrong = other
                .err()
                .unwrap_or_else(|| Wrongs::one("officer", "charge-no-officer"));
            let shown = Shown {
                part: Part::Give,
                typed: written,
                wrong,
                link: String::new(),
            };
            return show(&visit, &ward, school, shown).await;
        }
    };
    // From now on they can open the school's page, where their sign-in is known.
    if let Some(officer) = store::officer::find(&mut tx, &officer).await? {
        tie(&mut tx, &visit.site, &by, &officer, visit.now).await?;
    }
    store::school::give(
        &mut tx,
        &visit.site,
        &by,
        &school.id,
        &officer,
        duty,
        from,
        visit.now,
    )
    .await?;
    tx.commit().await?;
    Ok(see(&format!("{}/schools/{}", ward.desk(), school.id)))
}

pub async fn take_away(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let school = found(&visit, &ward, &id).await?;
    let last = today(&visit).yesterday().unwrap_or_else(|_| today(&visit));
    let mut tx = visit.site.db().begin().await?;
    store::school::take(
        &mut tx,
        &visit.site,
        &by,
        &school.id,
        posted.text("charge"),
        last,
        visit.now,
    )
    .await?;
    tx.commit().await?;
    Ok(see(&format!("{}/schools/{}", ward.desk(), school.id)))
}

/// A new link for the school: shown on this page once, and never again.
pub async fn link(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    _posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by, school) = kept_school(&visit, &code, &id).await?;
    let mut tx = visit.site.db().begin().await?;
    let token = store::school::new_link(&mut tx, &visit.site, &by, &school.id, visit.now).await?;
    tx.commit().await?;
    let school = found(&visit, &ward, &id).await?;
    let shown = Shown {
        link: format!("{}/school/{token}", visit.site.public_url()),
        ..Shown::default()
    };
    show(&visit, &ward, school, shown).await
}

pub async fn end(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    _posted: Posted,
) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let school = found(&visit, &ward, &id).await?;
    let mut tx = visit.site.db().begin().await?;
    store::school::end(&mut tx, &visit.site, &by, &school.id, today(&visit), visit.now).await?;
    tx.commit().await?;
    Ok(see(&ward.desk()))
}
