use std::sync::LazyLock;

use print::{Fact, Language, Picture, Poster, Press, PrintError, Size};

use crate::document::Read;
use crate::samples::{address, arabic, hostile, poster};

static PRESS: LazyLock<Press> = LazyLock::new(Press::new);

fn printed(poster: &Poster) -> Read {
    Read::new(&PRESS.poster(poster).expect("a poster"))
}

#[test]
fn an_a4_poster_is_one_page_that_says_when_where_what_and_who() {
    let read = printed(&poster(Size::A4));
    assert_eq!(read.pages(), 1);
    let text = read.text();
    for said in [
        "Saltway contact session",
        "Tuesday 1 December 2026",
        "Saltway Library",
        "PC Robin Example",
        "Easy Read",
        "Come and talk to them.",
        "farside.example/session/ses_01k9x7m2q4",
        "call 101",
    ] {
        assert!(text.contains(said), "{said} is not in: {text}");
    }
}

#[test]
fn a_screen_reader_can_read_it() {
    let read = printed(&poster(Size::A4));
    assert!(read.is_tagged() && read.is_accessible());
    assert_eq!(read.language(), "en");
    assert_eq!(read.count("H1"), 1, "{:?}", read.elements());
    assert_eq!(read.count("H2"), 6, "five facts and the Easy Read");
    let described = read.descriptions();
    assert!(
        described.iter().any(|d| d.starts_with("A map: Saltway")),
        "{described:?}"
    );
    assert!(
        described.iter().any(|d| d.starts_with("A code that leads to")),
        "{described:?}"
    );
}

#[test]
fn the_same_poster_has_the_same_bytes() {
    let once = PRESS.poster(&poster(Size::A4)).unwrap();
    PRESS.poster(&arabic()).unwrap();
    assert_eq!(once, PRESS.poster(&poster(Size::A4)).unwrap());
    assert_eq!(once, Press::new().poster(&poster(Size::A4)).unwrap());
}

#[test]
fn a_long_address_stays_on_the_paper() {
    let mut address = address();
    // As long as the addresses of sessions are.
    address.url = "https://farside.example/session/ses_01m2z7j3w0hqdjfg32ar9xtvzp".into();
    for size in [Size::A4, Size::Large] {
        let mut poster = poster(size);
        poster.address = Some(address.clone());
        let read = printed(&poster);
        let links = read.links();
        assert!(!links.is_empty());
        for (left, right) in links {
            assert!(
                left >= 30.0 && right <= 595.0 - 30.0,
                "{size:?}: {left} to {right}"
            );
        }
        let text = read.text().replace(' ', "");
        assert!(
            text.contains("farside.example/session/ses_01m2z7j3w0hqdjfg32ar9xtvzp"),
            "{text}"
        );
    }
}

#[test]
fn large_print_takes_the_pages_it_needs() {
    let read = printed(&poster(Size::Large));
    assert!(read.pages() > 1, "{}", read.pages());
    assert!(read.text().contains("A private room is there."));
}

#[test]
fn a_poster_with_much_to_say_gets_smaller_type_and_then_more_pages() {
    let long = |many: usize| Poster {
        facts: (0..many)
            .map(|i| {
                Fact::new(
                    format!("Fact {i}"),
                    ["Some words about it that go on for more than a line of the poster."],
                )
            })
            .collect(),
        ..poster(Size::A4)
    };
    assert_eq!(printed(&long(5)).pages(), 1);
    let read = printed(&long(40));
    assert!(read.pages() > 1);
    assert!(read.text().contains("Fact 39"));
}

#[test]
fn arabic_runs_from_right_to_left_and_its_address_from_left_to_right() {
    let read = printed(&arabic());
    assert_eq!((read.pages(), read.language().as_str()), (1, "ar"));
    assert!(read.text().contains("farside.example/session"), "{}", read.text());
}

#[test]
fn whatever_is_written_stays_text() {
    for (i, text) in hostile().into_iter().enumerate() {
        let read = printed(&Poster {
            from: text.clone(),
            over: text.clone(),
            title: text.clone(),
            notice: Some(text.clone()),
            facts: vec![Fact::new(text.clone(), [text.clone()])],
            foot: vec![text.clone()],
            ..poster(Size::A4)
        });
        let said = read.text();
        for word in text.split_whitespace().filter(|w| w.is_ascii() && w.len() < 24) {
            if !word.chars().any(char::is_control) {
                assert!(said.contains(word), "{i}: {word} is not in: {said}");
            }
        }
    }
}

#[test]
fn letters_that_no_font_has_are_named() {
    let bengali = Poster {
        language: Language::new("bn", false),
        title: "সভা".into(),
        ..poster(Size::A4)
    };
    match PRESS.poster(&bengali) {
        Err(PrintError::Letters(letters)) => assert!(letters.contains(&'স'), "{letters:?}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(Press::new().lacks("a সা ہے"), ['ہ', 'ے', 'স', 'া']);
    assert!(
        Press::new()
            .lacks("Łódź, Žižek, ŵŷ, تحية, שלום, привет ☎")
            .is_empty()
    );
}

#[test]
fn a_little_picture_that_no_font_has_is_left_out() {
    let read = printed(&Poster {
        title: "\u{1F9E0}\u{FE0F} Thinking together".into(),
        ..poster(Size::A4)
    });
    assert!(read.text().contains("Thinking together"));
}

#[test]
fn what_cannot_be_printed_well_is_refused() {
    let refused = |change: &dyn Fn(&mut Poster)| {
        let mut poster = poster(Size::A4);
        change(&mut poster);
        PRESS.poster(&poster).expect_err("it was printed")
    };
    assert!(matches!(
        refused(&|p| p.title = " \u{202E}".into()),
        PrintError::Empty("the title")
    ));
    assert!(matches!(
        refused(&|p| p.map = Some(Picture {
            svg: "<svg/>".into(),
            description: " ".into(),
            caption: String::new()
        })),
        PrintError::NoDescription
    ));
    assert!(matches!(
        refused(&|p| p.map = Some(Picture {
            svg: "no drawing".into(),
            description: "A map".into(),
            caption: String::new()
        })),
        PrintError::Picture(_)
    ));
    assert!(matches!(
        refused(&|p| p.map = Some(Picture {
            svg: "<svg <<".into(),
            description: "A map".into(),
            caption: String::new()
        })),
        PrintError::Picture(_) | PrintError::Broken(_)
    ));
    for url in [
        "javascript:alert(1)",
        "https://",
        "https://a b",
        &format!("https://a.example/{}", "x".repeat(400)),
    ] {
        let with = |p: &mut Poster| {
            p.address = Some(print::Address {
                url: url.to_owned(),
                ..address()
            })
        };
        assert!(matches!(refused(&with), PrintError::Address(_)), "{url}");
    }
    assert!(matches!(
        refused(&|p| p.language = Language::new("#x", false)),
        PrintError::Language(_)
    ));
    assert!(matches!(
        refused(&|p| p.foot = vec!["word ".repeat(2_000)]),
        PrintError::TooLong { .. }
    ));
}

#[test]
fn fonts_of_a_folder_are_used_and_a_broken_one_is_named() {
    let folder = std::env::temp_dir().join(format!("print-fonts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.ttf"), dejavu::sans_mono::regular()).unwrap();
    let press = Press::with_folder(&folder).unwrap();
    assert!(press.poster(&poster(Size::A4)).is_ok());
    std::fs::write(folder.join("b.ttf"), b"no font").unwrap();
    let why = Press::with_folder(&folder).expect_err("a broken font was taken");
    assert!(why.to_string().contains("b.ttf"), "{why}");
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(Press::with_folder(&folder).is_err(), "a folder that is not there");
}
