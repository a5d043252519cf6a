//! Words of danger wherever someone types them, and what people are told then.

use super::*;

#[tokio::test]
async fn words_of_danger_in_the_search_are_answered_with_999_too() {
    let mut browser = a_site().await;
    for (words, listens) in [
        ("i want to die", true),
        ("he has a knife", false),
        ("there is a fire", false),
    ] {
        let found = browser
            .get(&format!("/report?q={}", words.replace(' ', "+")))
            .await
            .unwrap();
        assert!(found.body.contains("href=\"tel:999\""), "{words}: {}", found.body);
        assert_eq!(found.body.contains("116 123"), listens, "{words}");
    }
    let calm = browser.get("/report?q=someone+stole+my+bike").await.unwrap();
    assert!(!calm.body.contains("href=\"tel:999\""));
}

#[tokio::test]
async fn peoples_own_words_for_grave_matters_find_a_way_and_nothing_found_says_so() {
    let mut browser = a_site().await;
    for (words, to) in [
        ("raped", "something-else"),
        ("naked pictures", "something-else"),
        ("missing child", "something-else"),
        ("shoplifter", "theft"),
        ("complaint", "add-to-report"),
    ] {
        let found = browser
            .get(&format!("/report?q={}", words.replace(' ', "+")))
            .await
            .unwrap();
        let list = found.body.split("id=\"found\"").nth(1).unwrap();
        let first = list.split("href=\"").nth(1).unwrap();
        assert!(first.starts_with(&format!("/report/{to}\"")), "{words}: {first}");
    }
    let none = browser.get("/report?q=xyzzy").await.unwrap();
    assert!(none.body.contains("We found nothing for these words"));
    assert!(!none.body.contains("This may be what you mean"));
    assert!(none.body.contains("Sexual assault or rape, a missing person"));
}

#[tokio::test]
async fn who_speaks_of_suicide_is_told_who_listens_and_everyone_can_go_on() {
    let mut browser = a_site().await;
    browser.get("/report/theft").await.unwrap();
    browser.post("/report/theft", &[("danger", "no")]).await.unwrap();
    let words = [("whatHappened", "I want to die")];
    let set: Vec<(&str, &str)> = CALM
        .iter()
        .filter(|(n, _)| *n != "whatHappened")
        .chain(&words)
        .copied()
        .collect();
    walk(&mut browser, "theft", &set).await;
    let page = browser
        .get("/report/theft/warning?to=/report/theft/summary")
        .await
        .unwrap();
    assert!(
        page.body.contains("116 123") && page.body.contains("href=\"tel:101\""),
        "{}",
        page.body
    );
    assert!(page.body.contains("Go on with my report") && !page.body.contains("Nobody is in danger"));
}

#[tokio::test]
async fn answers_that_cannot_be_right_are_told_in_words_that_help() {
    let site = a_site().await;
    for (language, path, own, fields, says) in [
        (
            "en",
            "/when-between",
            ("whenKind", "between"),
            &[
                ("whenFrom__day", "25"),
                ("whenFrom__month", "11"),
                ("whenFrom__year", "2026"),
                ("whenTo__day", "20"),
                ("whenTo__month", "11"),
                ("whenTo__year", "2026"),
            ][..],
            "The latest day must be",
        ),
        (
            "en",
            "/when-exactly",
            ("whenKind", "exact"),
            &[
                ("whenDate__day", "1"),
                ("whenDate__month", "3"),
                ("whenDate__year", "1826"),
            ],
            "The day it happened must be",
        ),
        (
            "en",
            "/when-exactly",
            ("whenKind", "exact"),
            &[
                ("whenDate__day", "1"),
                ("whenDate__month", "3"),
                ("whenDate__year", "26"),
            ],
            "Write the year with 4 numbers",
        ),
        (
            "en",
            "/phone",
            ("contactChannel", "phone"),
            &[("phone", "999")],
            "10 to 15 numbers",
        ),
        (
            "en",
            "/phone",
            ("contactChannel", "text"),
            &[("phone", "020 7946 0000")],
            "a landline gets no text messages",
        ),
        (
            "en",
            "/contact",
            ("contactChannel", "email"),
            &[("contactChannel", "email"), ("needs", "none"), ("needs", "bsl")],
            "Choose one or the other",
        ),
        ("cy", "/where", ("role", "victim"), &[], "dewiswch ateb"),
    ] {
        let mut browser = site.other_browser().speaking(language);
        let set: Vec<(&str, &str)> = CALM
            .iter()
            .filter(|(n, _)| *n != own.0)
            .chain([&own, &("phone", "07700 900123")])
            .copied()
            .collect();
        walk(&mut browser, "theft", &set).await;
        let answer = browser
            .post(&format!("/report/theft{path}"), fields)
            .await
            .unwrap();
        assert!(
            answer.status == 422 && answer.body.contains(says),
            "{path} {says}: {}",
            answer.body
        );
    }
}

#[test]
fn a_form_whose_names_are_ours_is_refused_by_name() {
    let folder = tempfile_dir("names");
    let form = |name: &str, path: &str, field: &str| {
        let text = format!(
            "name: A form\nengine: V2\nschema: 2\nstartPage: {path}\npages:\n  - path: {path}\n    title: One\n    components:\n      - type: TextField\n        name: {field}\n        title: One\n        options: {{}}\n        schema: {{}}\n    next: []\n  - path: /summary\n    title: Check\n    controller: SummaryPageController\n    next: []\nconditions: []\nlists: []\nsections: []\n"
        );
        std::fs::write(folder.join("forms").join(name), text).unwrap();
        let loaded = Book::load(Some(&folder), Arc::default());
        std::fs::remove_file(folder.join("forms").join(name)).unwrap();
        loaded.err().unwrap_or_default().join("\n")
    };
    assert_eq!(form("our-own.yaml", "/one", "one"), "");
    assert!(form("our-own.yaml", "/send", "one").contains("page /send"));
    assert!(form("our-own.yaml", "/one", "csrf").contains("component csrf"));
    assert!(form("return.yaml", "/one", "one").contains("address of ours"));
    assert!(form("two words;.yaml", "/one", "one").contains("small letters"));
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A folder of this test alone.
fn tempfile_dir(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("contact-{name}-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("forms")).unwrap();
    folder
}
