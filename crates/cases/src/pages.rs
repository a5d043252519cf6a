//! What the person sees who made the report: it is opened with its reference and a code sent to them.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contact::{Outcome, State};
use kernel::Moment;
use kernel::account;
use kernel::audit;
use kernel::file::{self, FileId, NewFile};
use kernel::id::Reference;
use kernel::job;
use kernel::seal::hex;
use kernel::web::{
    Access, Fault, Posted, Routes, Visit, WITH_FILES, download, html, html_with, see, set_cookie,
};
use page::{Chrome, Happening, Message as Said, Problems, Tongue};

use crate::case::{Case, Clock, ClockKind, is_told};
use crate::jobs::{SendCode, ensure_open};
use crate::store::{self, CaseKey, Review};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .get("/track", Access::Anyone, ask)
        .post("/track", Access::Anyone, send_code)
        .post("/track/code", Access::Anyone, take_code)
        .get("/track/case", Access::Resident, case)
        .post("/track/case/message", Access::Resident, message)
        .post_files("/track/case/files", Access::Resident, WITH_FILES, files)
        .get("/track/case/files/{file}", Access::Resident, case_file)
        .post("/track/case/review", Access::Resident, ask_review)
        .post("/track/case/withdraw", Access::Resident, withdraw)
        .post("/track/leave", Access::Resident, leave)
}

const COOKIE: &str = "bl_case";

#[derive(askama::Template)]
#[template(path = "pages/ask.html")]
struct AskPage {
    chrome: Chrome,
    problems: Problems,
    reference: String,
}

async fn ask(visit: Visit, headers: HeaderMap) -> Result<Response, Fault> {
    if opened(&visit, &headers).await?.is_some() {
        return Ok(see("/track/case"));
    }
    html(&AskPage {
        chrome: visit.chrome(),
        problems: Problems::default(),
        reference: String::new(),
    })
}

#[derive(askama::Template)]
#[template(path = "pages/code.html")]
struct CodePage {
    chrome: Chrome,
    problems: Problems,
    reference: String,
}

/// The browser for which a code is made.
fn browser(visit: &Visit) -> String {
    visit.site.keys().lookup("case-browser", &visit.csrf())
}

/// The answer is the same, and takes as long, whether the reference is known, has a channel, or is a guess.
async fn send_code(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let tongue = visit.tongue();
    let typed = posted.text("reference").trim().to_owned();
    let again = |key: &str| {
        let mut problems = Problems::default();
        problems.add("reference", tongue.t(key));
        html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &AskPage {
                chrome: visit.chrome(),
                problems,
                reference: typed.clone(),
            },
        )
    };
    if typed.is_empty() {
        return again("track-no-reference");
    }
    let Some(reference) = Reference::parse(&typed) else {
        return again("track-wrong-reference");
    };
    let (site, now) = (&visit.site, visit.now);
    // Nobody who knows a reference keeps its person out: tries are counted for each place they come from, and only
    // then for all.
    let here = format!("{} {}", reference.as_str(), visit.ip());
    if !account::may_try(site, "track", &visit.ip(), 20, 600, now).await?
        || !account::may_try(site, "track-here", &here, 5, 3_600, now).await?
        || !account::may_try(site, "track-reference", reference.as_str(), 30, 3_600, now).await?
    {
        return again("track-too-often");
    }
    let job = SendCode {
        reference: reference.as_str().to_owned(),
        browser: browser(&visit),
        seed: hex(&visit.random()),
        lang: visit.lang().code().to_owned(),
    };
    let mut tx = site.db().begin().await?;
    job::queue(&mut tx, &job, None, now, visit.random()).await?;
    tx.commit().await?;
    html(&CodePage {
        chrome: visit.chrome(),
        problems: Problems::default(),
        reference: reference.to_string(),
    })
}

async fn take_code(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let (site, now, tongue) = (&visit.site, visit.now, visit.tongue());
    let reference = posted.text("reference").trim().to_owned();
    let again = |key: &str| {
        let mut problems = Problems::default();
        problems.add("code", tongue.t(key));
        html_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            &CodePage {
                chrome: visit.chrome(),
                problems,
                reference: reference.clone(),
            },
        )
    };
    if posted.text("code").trim().is_empty() {
        return again("track-no-code");
    }
    if !account::may_try(site, "track-code", &visit.ip(), 20, 600, now).await? {
        return again("track-too-often");
    }
    let Some(parsed) = Reference::parse(&reference) else {
        return Ok(see("/track"));
    };
    let known = contact::by_reference(&mut site.db().read(), &parsed).await?;
    let mut tx = site.db().begin().await?;
    let Some(report) = known else {
        // As much is written for a guess, so that it takes as long.
        audit::write(
            &mut tx,
            "resident",
            "case.wrong-code",
            "none",
            "",
            now,
            visit.random(),
        )
        .await?;
        tx.commit().await?;
        return again("track-wrong-code");
    };
    let typed = posted.text("code");
    let token = if contact::is_paper_code(site.keys(), &report.id, typed) {
        Some(store::open_here(&mut tx, &report.id, now).await?)
    } else {
        store::use_code(&mut tx, site.keys(), &report.id, &browser(&visit), typed, now).await?
    };
    let action = if token.is_some() {
        "case.opened"
    } else {
        "case.wrong-code"
    };
    audit::write(
        &mut tx,
        "resident",
        action,
        report.id.as_str(),
        "",
        now,
        visit.random(),
    )
    .await?;
    tx.commit().await?;
    let Some(token) = token else {
        return again("track-wrong-code");
    };
    let mut answer = see("/track/case");
    set_cookie(&mut answer, site, COOKIE, &token, 3_600);
    Ok(answer)
}

async fn opened(visit: &Visit, headers: &HeaderMap) -> Result<Option<(CaseKey, Case)>, Fault> {
    let Some(token) = visit.cookie(headers, COOKIE) else {
        return Ok(None);
    };
    Ok(store::by_token(&mut visit.site.db().read(), token, visit.now).await?)
}

/// The case of this browser, or the way to open one.
macro_rules! opened_or_leave {
    ($visit:expr, $headers:expr) => {
        match opened(&$visit, &$headers).await? {
            Some(found) => found,
            None => return Ok(see("/track")),
        }
    };
}

struct ClockLine {
    title: String,
    standing: String,
    colour: &'static str,
    when: String,
}

#[derive(askama::Template)]
#[template(path = "pages/case.html")]
struct CasePage {
    chrome: Chrome,
    case: Case,
    title: String,
    problems: Problems,
    state: String,
    promised: String,
    /// Something is arranged with them: they can say when it does not suit.
    arranged: bool,
    /// Who deals with it instead, and how to reach them.
    body: Vec<String>,
    clocks: Vec<ClockLine>,
    timeline: Vec<Happening>,
    messages: Vec<Said>,
    files: Vec<(String, String, bool)>,
    views: Vec<(String, String)>,
    review: Option<Review>,
    review_words: String,
    may_review: bool,
    may_withdraw: bool,
    message: String,
    danger: bool,
    review_text: String,
}

async fn case(visit: Visit, headers: HeaderMap) -> Result<Response, Fault> {
    let (key, case) = opened_or_leave!(visit, headers);
    let mut tx = visit.site.db().begin().await?;
    ensure_open(&mut tx, &visit.site, key.report(), visit.now).await?;
    audit::write(
        &mut tx,
        "resident",
        "case.viewed",
        key.report().as_str(),
        "",
        visit.now,
        visit.random(),
    )
    .await?;
    tx.commit().await?;
    show(&visit, &key, case, Shown::default()).await
}

#[derive(Debug, Default)]
struct Shown {
    problems: Problems,
    message: String,
    danger: bool,
    review_text: String,
}

async fn show(visit: &Visit, key: &CaseKey, case: Case, shown: Shown) -> Result<Response, Fault> {
    let site = &visit.site;
    let tongue = visit.tongue();
    let mut read = site.db().read();
    let id = key.report();
    let book = site.part::<contact::Book>()?;
    let flow = book.flow(&case.report.flow);
    let steps = contact::steps(&mut read, site.keys(), id).await?;
    let messages = store::messages(&mut read, site.keys(), id).await?;
    let kept = file::of_owner(&mut read, id.as_str()).await?;
    let review = store::review(&mut read, site.keys(), id).await?;
    let clocks = if case.is_victim() {
        store::clocks(&mut read, id).await?
    } else {
        Vec::new()
    };
    let views = audit::about(&mut read, id.as_str(), None, 200).await?;
    let views = views
        .iter()
        .filter(|e| matches!(e.action.as_str(), "report.viewed" | "case.viewed"));
    let views = views.take(20).map(|e| {
        let who = if e.actor == "resident" {
            "views-you"
        } else {
            "views-police"
        };
        (tongue.t(who).into_owned(), tongue.day_time(e.at.timestamp()))
    });
    let may_review = may_review(visit, &case, &steps);
    let page = CasePage {
        title: flow.map_or_else(String::new, |f| f.title(tongue.lang().code())),
        state: tongue.t(state_key(&case, review.as_ref())).into_owned(),
        promised: promised(&tongue, &case, told_by(visit, &book, &case)),
        arranged: case.report.state == State::Accepted
            && case.report.kept_at.is_none()
            && matches!(
                case.report.outcome,
                Some(Outcome::Appointment | Outcome::Callback)
            ),
        body: body_of(&book, &case, tongue.lang().code()),
        clocks: clocks.iter().map(|c| clock_line(&tongue, c, visit)).collect(),
        timeline: timeline(&tongue, &case, &steps, review.as_ref()),
        messages: messages
            .into_iter()
            .map(|m| Said {
                id: m.id,
                by: if m.from_police {
                    m.by_name
                } else {
                    tongue.t("message-you").into_owned()
                },
                when: tongue.day_time(m.at.timestamp()),
                machine_when: m.at.to_string(),
                text: m.words,
                sent: !m.from_police,
            })
            .collect(),
        files: kept
            .iter()
            .map(|f| (f.name(site), format!("/track/case/files/{}", f.id), f.is_shown()))
            .collect(),
        views: views.collect(),
        review_words: review
            .as_ref()
            .map(|r| review_words(&tongue, r))
            .unwrap_or_default(),
        may_review: may_review && review.is_none(),
        may_withdraw: case.report.state.is_open(),
        chrome: visit.chrome_with_exit(flow.is_none_or(|f| f.sensitive)),
        problems: shown.problems,
        message: shown.message,
        danger: shown.danger,
        review_text: shown.review_text,
        review,
        case,
    };
    let status = if page.problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    html_with(status, &page)
}

/// The other body that a report was referred to: its name, and where it can be reached.
fn body_of(book: &contact::Book, case: &Case, lang: &str) -> Vec<String> {
    let referred = case.report.state == State::Referred;
    let body = case
        .report
        .body
        .as_deref()
        .filter(|_| referred && case.is_victim());
    let Some(matter) = body.and_then(|b| book.matter(b)) else {
        return Vec::new();
    };
    let mut lines = vec![matter.body.of(lang).to_owned()];
    lines.extend([&matter.phone, &matter.link].into_iter().flatten().cloned());
    lines
}

/// Whether a review can be asked for: by a victim, of a decision, while its months last.
fn may_review(visit: &Visit, case: &Case, steps: &[contact::Step]) -> bool {
    let decided = steps.iter().rev();
    let decided = decided.filter(|s| matches!(s.kind.as_str(), "outcome" | "closed"));
    let months = i64::from(visit.site.config().force.review_months);
    let in_time = |s: &contact::Step| visit.now <= s.at.plus_days(31 * months);
    case.is_victim()
        && matches!(case.report.state, State::Closed | State::Referred)
        && decided.take(1).any(in_time)
}

/// Where the report stands, in one sentence that nothing else on the page contradicts.
fn state_key(case: &Case, review: Option<&Review>) -> &'static str {
    match case.report.state {
        State::Waiting if review.is_some_and(|r| r.decision.as_deref() == Some("changed")) => {
            "case-state-again"
        }
        State::Waiting if case.report.outcome.is_some() => "case-state-more",
        State::Waiting => "case-state-waiting",
        State::Accepted if case.report.kept_at.is_some() => "case-state-kept",
        State::Accepted => "case-state-accepted",
        State::Referred => "case-state-referred",
        State::Closed => "case-state-closed",
        State::Withdrawn => "case-state-withdrawn",
    }
}

/// The time of the receipt by which we decide, and whether it has passed.
fn told_by(visit: &Visit, book: &contact::Book, case: &Case) -> (Moment, bool) {
    let told = contact::promise(&visit.site, book, &case.report.suggested, case.report.received_at);
    (told.answer_by, told.answer_by < visit.now)
}

/// What still comes, and when. An appointment or a call is told to whoever it is with.
fn promised(tongue: &Tongue, case: &Case, (told, late): (Moment, bool)) -> String {
    let when = |m: Moment| tongue.day_time(m.timestamp());
    if case.report.state == State::Waiting && case.report.outcome.is_none() {
        let key = if late {
            "case-decide-late"
        } else {
            "case-decide-by"
        };
        return tongue.t1(key, "when", when(told).as_str());
    }
    let coming = case.report.state == State::Accepted && case.report.kept_at.is_none();
    let Some(outcome) = case.report.outcome.filter(|o| coming && case.may_know(*o)) else {
        return String::new();
    };
    let what = tongue.t(&format!("case-{}", outcome.key())).into_owned();
    match (case.report.promised_from, case.report.promised_to) {
        (Some(from), Some(to)) if to.seconds_since(from) >= 3_600 => {
            let between = tongue.ta(
                "case-between",
                &[
                    ("from", when(from).as_str().into()),
                    ("to", when(to).as_str().into()),
                ],
            );
            format!("{what} {between}")
        }
        (_, Some(to)) => format!("{what} {}", tongue.t1("case-by", "when", when(to).as_str())),
        _ => what,
    }
}

fn clock_line(tongue: &Tongue, clock: &Clock, visit: &Visit) -> ClockLine {
    let standing = clock.standing(visit.now);
    let date = |m: kernel::Moment| tongue.day(m.date(visit.site.days().zone()));
    let when = match clock.met_at {
        Some(met) => tongue.ta(
            "clock-when-met",
            &[
                ("due", date(clock.due_at).as_str().into()),
                ("met", date(met).as_str().into()),
            ],
        ),
        None => tongue.t1("clock-when-due", "due", date(clock.due_at).as_str()),
    };
    ClockLine {
        title: tongue.t(&format!("clock-{}", clock.kind.as_str())).into_owned(),
        standing: tongue.t(standing).into_owned(),
        colour: match standing {
            "clock-met" => "green",
            "clock-due" => "blue",
            "clock-met-late" => "yellow",
            _ => "red",
        },
        when,
    }
}

fn review_words(tongue: &Tongue, review: &Review) -> String {
    match (review.decision.as_deref(), review.acknowledged_at) {
        (Some(decision), _) => tongue.t(&format!("review-{decision}")).into_owned(),
        (None, Some(_)) => tongue.t("review-taken-up").into_owned(),
        (None, None) => tongue.t("review-asked").into_owned(),
    }
}

/// What the person may know of what happened: no grades, no notes, no teams; a witness sees less than a victim.
fn timeline(
    tongue: &Tongue,
    case: &Case,
    steps: &[contact::Step],
    review: Option<&Review>,
) -> Vec<Happening> {
    let shown = steps.iter().filter_map(|step| {
        let of_victim = |words: &str| {
            if case.is_victim() {
                words.to_owned()
            } else {
                String::new()
            }
        };
        let (key, text) = match step.kind.as_str() {
            "received" => ("case-step-received".to_owned(), String::new()),
            "outcome" => match Outcome::parse(&step.became) {
                Some(o) if case.may_know(o) => {
                    let told = if is_told(&step.became) {
                        step.words.clone()
                    } else {
                        String::new()
                    };
                    (format!("case-{}", o.key()), told)
                }
                _ => ("case-step-dealt-with".to_owned(), String::new()),
            },
            "arranged" => ("case-step-arranged".to_owned(), step.words.clone()),
            "kept" => ("case-step-kept".to_owned(), String::new()),
            "withdrawn" => ("case-step-withdrawn".to_owned(), String::new()),
            "added" if step.became.is_empty() => ("case-step-added".to_owned(), String::new()),
            // Nobody proved who it was.
            "added" => ("case-step-added-outside".to_owned(), String::new()),
            "closed" => ("case-step-closed".to_owned(), of_victim(&step.words)),
            _ => return None,
        };
        Some((step.at, tongue.t(&key).into_owned(), text))
    });
    let mut shown: Vec<(Moment, String, String)> = shown.collect();
    if let Some(review) = review {
        let mut add = |at: Option<Moment>, key: &str| {
            shown.extend(at.map(|at| (at, tongue.t(key).into_owned(), String::new())));
        };
        add(Some(review.asked_at), "case-step-review");
        add(review.acknowledged_at, "case-step-review-taken");
        match review.decision.as_deref() {
            Some("stands") => add(review.decided_at, "review-stands"),
            Some(_) => add(review.decided_at, "review-changed"),
            None => {}
        }
    }
    // Newest first; what happened at the same moment stays in its order.
    shown.sort_by_key(|(at, ..)| *at);
    shown.reverse();
    let happening = |(at, title, text): (Moment, String, String)| Happening {
        title,
        by: String::new(),
        when: tongue.day_time(at.timestamp()),
        machine_when: at.to_string(),
        text,
    };
    shown.into_iter().map(happening).collect()
}

const LONGEST: usize = 10_000;

async fn message(visit: Visit, headers: HeaderMap, posted: Posted) -> Result<Response, Fault> {
    let (key, case) = opened_or_leave!(visit, headers);
    let (site, now, tongue) = (&visit.site, visit.now, visit.tongue());
    let words = posted.text("message").trim().to_owned();
    let mut shown = Shown {
        message: words.clone(),
        ..Shown::default()
    };
    if words.is_empty() {
        shown.problems.add("message", tongue.t("message-needed"));
        return show(&visit, &key, case, shown).await;
    }
    if words.chars().count() > LONGEST {
        shown.problems.add("message", tongue.t("message-too-long"));
        return show(&visit, &key, case, shown).await;
    }
    let book = site.part::<contact::Book>()?;
    let urgency = book.urgency_of(&case.report.flow, &words);
    if urgency.danger && posted.text("sure") != "yes" {
        shown.danger = true;
        shown.problems.add("message", tongue.t("message-danger"));
        return show(&visit, &key, case, shown).await;
    }
    let mut tx = site.db().begin().await?;
    let raised = urgency.danger.then_some((urgency.grade.as_str(), urgency.order));
    store::person_wrote(&mut tx, site, key.report(), &words, raised, now)
        .await
        .map_err(|e| e.told(&tongue))?;
    tx.commit().await?;
    Ok(see("/track/case#messages"))
}

async fn files(visit: Visit, headers: HeaderMap, mut posted: Posted) -> Result<Response, Fault> {
    let (key, case) = opened_or_leave!(visit, headers);
    let (site, now, tongue) = (&visit.site, visit.now, visit.tongue());
    let limits = &site.config().files;
    let mut problems = Problems::default();
    let have = file::of_owner(&mut site.db().read(), key.report().as_str())
        .await?
        .len();
    let mut new = Vec::new();
    for upload in posted.take_files() {
        match NewFile::of_upload(upload, limits, &tongue) {
            Ok(file) => new.push(file),
            Err(why) => problems.add("files", why),
        }
    }
    if problems.is_empty() && new.is_empty() {
        problems.add("files", tongue.t("files-needed"));
    }
    if have + new.len() > 5 * limits.most {
        problems.add("files", tongue.t("files-too-many"));
    }
    if !problems.is_empty() {
        return show(
            &visit,
            &key,
            case,
            Shown {
                problems,
                ..Shown::default()
            },
        )
        .await;
    }
    for file in &new {
        let id = FileId::new(now, visit.random());
        file::put(site, &id, file).await?;
        let mut tx = site.db().begin().await?;
        file::insert(&mut tx, site, &id, file, key.report().as_str(), now).await?;
        contact::add_words(&mut tx, site, key.report(), None, now)
            .await
            .map_err(|e| e.told(&tongue))?;
        tx.commit().await?;
    }
    Ok(see("/track/case#files"))
}

async fn case_file(visit: Visit, headers: HeaderMap, Path(wanted): Path<String>) -> Result<Response, Fault> {
    let (key, _) = opened_or_leave!(visit, headers);
    let wanted = FileId::parse(&wanted).ok_or(Fault::Missing)?;
    let found = file::find(&mut visit.site.db().read(), &wanted).await?;
    let found = found
        .filter(|f| f.owner == key.report().as_str())
        .ok_or(Fault::Missing)?;
    let bytes = file::shown(&visit.site, &found).await?;
    Ok(download(&found.name(&visit.site), &found.kind, bytes, false))
}

async fn ask_review(visit: Visit, headers: HeaderMap, posted: Posted) -> Result<Response, Fault> {
    let (key, case) = opened_or_leave!(visit, headers);
    let (site, now, tongue) = (&visit.site, visit.now, visit.tongue());
    let words = posted.text("review").trim().to_owned();
    if words.is_empty() || words.chars().count() > LONGEST {
        let mut shown = Shown {
            review_text: words,
            ..Shown::default()
        };
        shown.problems.add("review", tongue.t("review-needed"));
        return show(&visit, &key, case, shown).await;
    }
    let steps = contact::steps(&mut site.db().read(), site.keys(), key.report()).await?;
    if !may_review(&visit, &case, &steps) {
        return Err(Fault::Refused(tongue.t("review-not-possible").into_owned()));
    }
    let force = &site.config().force;
    let clock = |kind, days| Clock {
        kind,
        starts_at: now,
        due_at: site.days().after(now, days),
        met_at: None,
    };
    let clocks = [
        clock(ClockKind::ReviewAcknowledge, force.review_acknowledge_days),
        clock(ClockKind::Review, force.review_days),
    ];
    let mut tx = site.db().begin().await?;
    store::ask_review(&mut tx, site, &key, &words, &clocks, now).await?;
    tx.commit().await?;
    Ok(see("/track/case#review"))
}

async fn withdraw(visit: Visit, headers: HeaderMap, posted: Posted) -> Result<Response, Fault> {
    let (key, _) = opened_or_leave!(visit, headers);
    let tongue = visit.tongue();
    let mut tx = visit.site.db().begin().await?;
    let why: String = posted.text("why").trim().chars().take(LONGEST).collect();
    contact::withdraw(&mut tx, &visit.site, key.report(), &why, visit.now)
        .await
        .map_err(|e| e.told(&tongue))?;
    tx.commit().await?;
    Ok(see("/track/case"))
}

async fn leave(visit: Visit, headers: HeaderMap, _posted: Posted) -> Result<Response, Fault> {
    if let Some(token) = visit.cookie(&headers, COOKIE) {
        let mut tx = visit.site.db().begin().await?;
        store::leave(&mut tx, token).await?;
        tx.commit().await?;
    }
    let mut answer = see("/");
    set_cookie(&mut answer, &visit.site, COOKIE, "", 0);
    Ok(answer)
}
