//! The forms that come with the designer, when they are on this machine.

use forms::{Answers, Definition, Ending, PageKind, Posted, Step, html, report, sample};
use serde_json::json;

use crate::examples::TODAY;

/// Name and text of every sample form; empty, with a word about it, when they are not here.
fn samples() -> Vec<(String, String)> {
    let base = std::env::var_os("BLUELAMP_SHARED").map_or_else(
        || std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        std::path::PathBuf::from,
    );
    let Ok(dir) = std::fs::read_dir(base.join("data/08_forms/defra_forms")) else {
        eprintln!("skipped: the sample forms are not here");
        return Vec::new();
    };
    let mut found: Vec<(String, String)> = dir
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_name()?.to_string_lossy().into_owned();
            (name.ends_with(".json") || name.ends_with(".yaml"))
                .then(|| Some((name, std::fs::read_to_string(&path).ok()?)))?
        })
        .collect();
    found.sort();
    found
}

fn sample_form(name: &str) -> Option<Definition> {
    let (name, text) = samples().into_iter().find(|(n, _)| n == name)?;
    Some(Definition::parse(&name, &text, &|_| None).unwrap())
}

fn choices(seed: usize) -> impl FnMut(usize) -> usize {
    let mut n = seed;
    move |_| {
        n = n
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        n >> 33
    }
}

#[test]
fn every_sample_form_loads_walks_and_finishes() {
    for (name, text) in samples() {
        let form = match Definition::parse(&name, &text, &|_| None) {
            Ok(form) => form,
            Err(error) => panic!("{name}: {:#?}", error.problems()),
        };
        let summary = report::check(&name, &text, &|_| None).unwrap();
        assert_eq!(summary.pages, form.pages().len());
        for seed in 0..40 {
            let answers = sample::complete(&form, TODAY, &mut choices(seed));
            let walk = form.walk(&answers, TODAY);
            for page in &walk.pages {
                let shown = html::fragment(&form.view(page.path(), &answers, "cy", TODAY).unwrap());
                assert!(
                    !shown.is_empty() || page.kind() == PageKind::Summary,
                    "{name} {}",
                    page.path()
                );
            }
            match form.finish(&answers, "en", TODAY) {
                Ok(_) => assert_eq!(walk.ending, Ending::Check),
                Err(unfinished) if unfinished.problems.is_empty() => assert_eq!(walk.ending, Ending::Stopped),
                Err(unfinished) => {
                    // All that can be in the way is payment.
                    assert!(name.contains("payment"), "{name}: {unfinished:?}");
                    assert!(
                        unfinished.problems[0].message.starts_with("You cannot pay here"),
                        "{unfinished:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn every_sample_form_can_be_sent_page_by_page_as_a_browser_does() {
    for (name, text) in samples() {
        let form = Definition::parse(&name, &text, &|_| None).unwrap();
        let made_up = sample::complete(&form, TODAY, &mut choices(7));
        let mut answers = Answers::default();
        let mut path = form.walk(&answers, TODAY).pages[0].path().to_owned();
        let mut seen = Vec::new();
        for _ in 0..200 {
            seen.push(path.clone());
            let fields = sample::posted(&form, &path, &made_up);
            let page = form.page(&path).unwrap();
            let files: Vec<(String, forms::FileRef)> = form
                .components(page)
                .filter(|c| c.type_name() == "FileUploadField")
                .flat_map(|c| {
                    let files: Vec<forms::FileRef> =
                        serde_json::from_value(made_up.get(c.name()).cloned().unwrap_or_default())
                            .unwrap_or_default();
                    files
                        .into_iter()
                        .map(|f| (c.name().to_owned(), f))
                        .collect::<Vec<_>>()
                })
                .collect();
            let posted = Posted {
                fields: &fields,
                files: &files,
            };
            match form
                .submit(&mut answers, &path, posted, "en", TODAY, false)
                .unwrap()
            {
                Step::Next(next) if next == path => break,
                Step::Next(next) => path = next,
                Step::Check(_) => break,
                Step::Problems(problems) => {
                    assert!(name.contains("payment"), "{name} {path}: {problems:?}");
                    break;
                }
            }
        }
        let walked: Vec<&str> = form
            .walk(&answers, TODAY)
            .pages
            .iter()
            .map(|p| p.path())
            .collect();
        assert!(
            walked.starts_with(&seen.iter().map(String::as_str).collect::<Vec<_>>()),
            "{name}: {seen:?} {walked:?}"
        );
    }
}

#[test]
fn a_linked_form_follows_its_links() {
    let Some(form) = sample_form("engine_test.json") else {
        return;
    };
    let walk = |answers: serde_json::Value| report::walk(&form, &answers, "en", TODAY);
    let person = |n: &str| {
        let section = format!("applicant{n}Details");
        json!({
            format!("{section}.firstName"): "Ada", format!("{section}.lastName"): "Example",
            format!("{section}.address"): {"addressLine1": "1 Example Street", "town": "Sampleton", "postcode": "AA3 1AB"},
        })
    };
    let mut answers = json!({"ukPassport": true, "numberOfApplicants": 2, "phoneNumber": "07700 900 982", "emailAddress": "ada@example.com"});
    for n in ["One", "Two"] {
        answers
            .as_object_mut()
            .unwrap()
            .extend(person(n).as_object().unwrap().clone());
    }
    let report = walk(answers);
    assert_eq!(
        report.pages,
        [
            "/start",
            "/uk-passport",
            "/how-many-people",
            "/applicant-one",
            "/applicant-one-address",
            "/applicant-two",
            "/applicant-two-address",
            "/contact-details",
            "/summary"
        ]
    );
    assert!(report.finished, "{:?}", report.problems);
    let report = walk(json!({"ukPassport": "no"}));
    assert_eq!(report.pages, ["/start", "/uk-passport", "/no-uk-passport"]);
    assert!(report.stopped && !report.finished);
}

#[test]
fn references_left_behind_by_the_designers_renaming_are_found() {
    let Some(form) = sample_form("runner_report-a-terrorist.json") else {
        return;
    };
    let report = report::walk(
        &form,
        &json!({"doyouhavealink": "yes", "blarGGH": "https://example.com", "LUSRMD": "no"}),
        "en",
        TODAY,
    );
    assert_eq!(
        report.pages,
        [
            "/do-you-have-a-link-to-the-evidence",
            "/yes-i-have-a-link-to-the-material",
            "/do-you-have-any-evidence",
            "/is-there-anything-else-you-can-tell-us",
            "/summary"
        ]
    );
    assert!(report.finished, "{:?}", report.problems);
    assert_eq!(report.rows[0].text, "Yes, I do have a link");
}

#[test]
fn a_title_holds_an_earlier_answer_in_both_languages() {
    let Some(form) = sample_form("engine_simple-form.yaml") else {
        return;
    };
    let mut answers = Answers::default();
    answers.set("applicantFirstName", json!("Ada"));
    answers.set("applicantLastName", json!("Example"));
    let view = |lang| {
        form.view("/date-of-birth", &answers, lang, TODAY)
            .unwrap()
            .title()
    };
    assert_eq!(view("en"), "When is Ada Example's birthday?");
    assert_eq!(view("cy"), "Pryd yw pen-blwydd Ada Example?");
}

#[test]
fn payment_is_asked_only_of_those_who_would_pay() {
    let Some(form) = sample_form("engine_payment-v2-test.yaml") else {
        return;
    };
    let walk = |kind: &str| {
        report::walk(
            &form,
            &json!({"fullName": "Ada Example", "phoneNumber": "07700 900 982", "emailAddress": "ada@example.com",
                    "rodLicenceNumber": "12345", "permitDuration": "8-day", "permitType": kind}),
            "en",
            TODAY,
        )
    };
    let adult = walk("Adult");
    assert_eq!(adult.pages.last().map(String::as_str), Some("/payment-required"));
    assert_eq!(
        adult.problems[0].message,
        "You cannot pay here. We do not take payments online"
    );
    assert!(walk("Junior").finished);
}
