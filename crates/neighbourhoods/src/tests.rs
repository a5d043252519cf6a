//! The slice through its front doors, in a made-up city of four boroughs.

mod ask;
mod desk;
mod imports;
mod keep;
mod mend;
mod more;
mod remind;

use std::sync::{Arc, OnceLock};

use atlas::made_up::{City, Size};
use atlas::{Ended, Gazetteer};
use contact::Book;
use kernel::Feature;
use kernel::account::Role;
use kernel::testing::{TestSite, site};

/// A ward of the city, its neighbour in the same borough, and one elsewhere.
const WARD: &str = "DH-01-01";
const NEXT: &str = "DH-01-02";
const BOROUGH: &str = "DH-01";

fn ground() -> Arc<Gazetteer> {
    static GROUND: OnceLock<Arc<Gazetteer>> = OnceLock::new();
    Arc::clone(GROUND.get_or_init(|| {
        let city = City::new(3, Size::SMALL).unwrap();
        Arc::new(Gazetteer::new(
            Arc::new(city.areas),
            Arc::new(city.postcodes),
            city.places,
        ))
    }))
}

/// A ward that ended: where it was lie the first two.
fn ended() -> Arc<Ended> {
    static ENDED: OnceLock<Arc<Ended>> = OnceLock::new();
    Arc::clone(ENDED.get_or_init(|| {
        let ended = serde_json::json!({ "E05000026": { "name": "Old Ward", "successors": [
            { "code": WARD, "percent": 61 }, { "code": NEXT, "percent": 38 } ] } });
        Arc::new(serde_json::from_value(ended).unwrap())
    }))
}

fn book() -> Arc<Book> {
    static BOOK: OnceLock<Arc<Book>> = OnceLock::new();
    Arc::clone(
        BOOK.get_or_init(|| Book::load(None, ground()).unwrap_or_else(|all| panic!("{}", all.join("\n")))),
    )
}

async fn a_site() -> TestSite {
    let map = Feature {
        name: "ground",
        parts: vec![ground()],
        ..Feature::default()
    };
    site(|| {
        vec![
            map,
            contact::feature(book()),
            sessions::feature(Arc::default()),
            places::feature(Arc::default()),
            places::finder(vec![places::SOURCE, crate::SOURCE]),
            places::beside(vec![crate::NEAR]),
            crate::feature(ended()),
        ]
    })
    .await
    .unwrap()
}

/// An officer of the ward at the desk.
async fn an_officer(site: &TestSite) -> TestSite {
    site.signed_in("ward-1", Role::Officer, WARD).await.unwrap()
}

const PROMISE: [(&str, &str); 7] = [
    ("problem", "Mopeds race along the river every evening"),
    (
        "evidence",
        "41 calls since June, and what residents said in October",
    ),
    (
        "action",
        "Patrols on Friday and Saturday evenings, signs with the council",
    ),
    ("owner", "Ward sergeant"),
    ("due__day", "31"),
    ("due__month", "1"),
    ("due__year", "2027"),
];

const OFFICER: [(&str, &str); 9] = [
    ("name", "Ada Fennick"),
    ("rank", "constable"),
    ("named", "yes"),
    ("email", "ada.fennick@police.example"),
    ("duty", "dedicated"),
    ("from__day", "1"),
    ("from__month", "9"),
    ("from__year", "2026"),
    ("number", "pc 1234"),
];

/// The first address on the page that begins so.
fn link(body: &str, begins: &str) -> String {
    let at = body
        .find(&format!("href=\"{begins}"))
        .unwrap_or_else(|| panic!("no link to {begins} in {body}"));
    body[at + 6..].chars().take_while(|c| *c != '"').collect()
}

#[test]
fn every_message_is_there_in_every_language() {
    assert_eq!(page::check_words(crate::WORDS), Vec::<String>::new());
}

#[test]
fn the_easy_read_words_are_easy_to_read() {
    assert_eq!(page::easy::check_words(crate::WORDS), Vec::<String>::new());
}

#[tokio::test]
async fn a_resident_finds_the_ward_by_postcode_by_name_and_by_the_list() {
    let mut site = a_site().await;
    let ground = ground();
    let ward = &ground.areas().wards()[0];
    let at = ground
        .postcodes()
        .iter()
        .find(|p| p.ward == Some(atlas::WardIx(0)))
        .unwrap();
    let here = format!("/ward/{}", ward.code);
    let path = format!("/wards?q={}", page::encode(&at.postcode.to_string()));
    assert_eq!(
        site.get(&path).await.unwrap().location.as_deref(),
        Some(here.as_str())
    );
    let path = format!("/wards?q={}", page::encode(&ward.name));
    assert_eq!(
        site.get(&path).await.unwrap().location.as_deref(),
        Some(here.as_str())
    );
    let list = site.get("/wards").await.unwrap();
    let borough = site.get(&link(&list.body, "/borough/")).await.unwrap();
    assert_eq!(borough.status, 200);
    assert_eq!(
        site.get(&link(&borough.body, "/ward/")).await.unwrap().status,
        200
    );
    let lost = site.get("/wards?q=nowhere+at+all+zz").await.unwrap();
    assert!(lost.body.contains("could not find") && lost.body.contains("nowhere at all zz"));
}

#[tokio::test]
async fn a_ward_that_is_not_there_is_missing_and_one_in_small_letters_is_found() {
    let mut site = a_site().await;
    for path in ["/ward/E05099999", "/ward/x", "/ward/DH-01", "/borough/DH-01-01"] {
        assert_eq!(site.get(path).await.unwrap().status, 404, "{path}");
    }
    let answer = site.get("/ward/dh-01-01").await.unwrap();
    assert_eq!(answer.location.as_deref(), Some("/ward/DH-01-01"));
}

#[tokio::test]
async fn a_ward_page_is_light_and_says_what_is_missing() {
    let mut site = a_site().await;
    for language in ["en", "cy", "en-simple"] {
        site.get(&format!("/language/{language}?to=/")).await.unwrap();
        let page = site.get(&format!("/ward/{WARD}")).await.unwrap();
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.body.len() < 60_000, "{}", page.body.len());
        assert!(page.body.contains("<svg class=\"bl-map\""));
        assert!(!page.body.contains(">ward-"), "{}", page.body);
    }
    site.get("/language/en?to=/").await.unwrap();
    let page = site.get(&format!("/ward/{WARD}")).await.unwrap();
    assert!(
        page.body
            .contains("should have at least 2 officers. Today it has 0")
    );
}
