//! One page with every component, in every edition. Written below the target folder for eyes:
//! `target/tmp/gallery/`, to be served by any file server.

use std::fs;
use std::path::Path;

use askama::Template;
use page::{
    Cell, Choice, Chrome, Happening, Lang, Link, Message, Problems, Row, Section, SignedIn, Words, assets,
};

#[derive(Template)]
#[template(path = "gallery.html")]
struct Gallery {
    chrome: Chrome,
    problems: Problems,
    choices: Vec<Choice>,
    rows: Vec<Row>,
    heads: Vec<Cell>,
    table: Vec<Vec<Cell>>,
    links: Vec<Link>,
    happenings: Vec<Happening>,
    messages: Vec<Message>,
    email: String,
}

fn gallery(lang: Lang, problems: Problems) -> Gallery {
    let words = Words::load(&[]).unwrap();
    let mut chrome = Chrome::new(words.tongue(lang), "/gallery");
    chrome.query = "page=2&of=3".to_owned();
    chrome.csrf = "t0ken".to_owned();
    chrome.demo = true;
    chrome.exit = true;
    chrome.year = 2027;
    Gallery {
        chrome,
        problems,
        choices: vec![
            Choice::new("yes", "Yes, I am safe").picture("tick"),
            Choice::new("no", "No")
                .hint("We show you who can help now.")
                .picture("warning")
                .checked(true),
            Choice::new("unsure", "I am not sure")
                .divider("or")
                .picture("question"),
        ],
        rows: vec![
            Row::new("What happened", "A window was broken.\nThe bicycle is gone.")
                .change("/report/what", "what happened"),
            Row::new("Where", "12 Larkspur Row <script>").change("/report/where", "where it happened"),
            Row::new("Reference", "BL-7K3M-Q2P9-X"),
        ],
        heads: vec![
            Cell::text("Report"),
            Cell::text("What"),
            Cell::text("Urgency"),
            Cell::number("Minutes"),
        ],
        table: vec![
            vec![
                Cell::link("BL-7K3M-Q2P9-X", "/desk/1"),
                Cell::text("Burglary"),
                Cell::tag("Immediate", "red"),
                Cell::number("4"),
            ],
            vec![
                Cell::link("BL-9ZZ4-AA11-2", "/desk/2"),
                Cell::text("Antisocial behaviour at night"),
                Cell::tag("Standard", "blue"),
                Cell::number("1,204"),
            ],
        ],
        links: vec![
            Link::new("/", "Start"),
            Link::new("/gallery", "Gallery").current(true),
        ],
        happenings: vec![
            Happening {
                title: "An officer was sent".into(),
                by: "PC Odalys Fenwick-Marsh".into(),
                when: "Tuesday 2 March at 3:05pm".into(),
                machine_when: "2027-03-02T15:05:00Z".into(),
                text: "They will be with you within the hour.\nStay inside.".into(),
            },
            Happening {
                title: "We got your report".into(),
                when: "Tuesday 2 March at 3pm".into(),
                ..Happening::default()
            },
        ],
        messages: vec![
            Message {
                by: "PC Odalys Fenwick-Marsh".into(),
                when: "Tuesday 2 March at 3:10pm".into(),
                text: "Did you see the person?".into(),
                ..Message::default()
            },
            Message {
                by: "You".into(),
                when: "Tuesday 2 March at 3:12pm".into(),
                text: "Yes. They had a red coat.".into(),
                sent: true,
                ..Message::default()
            },
        ],
        email: "ann.invented@example.com".into(),
    }
}

fn problems() -> Problems {
    let mut problems = Problems::default();
    problems.add("email", "Enter an email address like name@example.com");
    problems.add("what", "Tell us what happened");
    problems.add("safe", "Say whether you are safe");
    problems.add("", "The form was open for too long");
    problems
}

#[test]
fn a_page_of_another_folder_extends_the_layout() {
    let html = gallery(Lang::EN, Problems::default()).render().unwrap();
    assert!(html.contains("<title>Gallery – Bluelamp</title>"), "{html}");
    assert!(html.contains("<html lang=\"en\" dir=\"ltr\""));
    assert!(html.contains("href=\"/emergency\""));
}

#[test]
fn every_edition_is_written_for_eyes() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    for lang in [Lang::EN, Lang::CY, Lang::EN_SIMPLE] {
        fs::create_dir_all(&folder).unwrap();
        fs::write(
            folder.join(format!("{lang}.html")),
            gallery(lang, Problems::default()).render().unwrap(),
        )
        .unwrap();
        let wrong = gallery(lang, problems()).render().unwrap();
        fs::write(folder.join(format!("{lang}-problems.html")), wrong).unwrap();
    }
    let mut desk = gallery(Lang::EN, Problems::default());
    desk.chrome.section = Section::Desk;
    desk.chrome.exit = false;
    desk.chrome.sign_in = Some(SignedIn {
        name: "Odalys Fenwick-Marsh".into(),
        team: "Contact desk, blue".into(),
    });
    desk.chrome.navigation = vec![
        Link::new("/desk", "Waiting").current(true),
        Link::new("/desk/cases", "Cases"),
    ];
    fs::write(folder.join("desk.html"), desk.render().unwrap()).unwrap();
    for each in assets::all() {
        for name in [each.name, each.fingerprinted] {
            let file = folder.join("assets").join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, each.bytes).unwrap();
        }
    }
}

#[test]
fn a_page_has_no_script_or_style_inside_it() {
    for lang in [Lang::EN, Lang::CY, Lang::EN_SIMPLE] {
        let html = gallery(lang, problems()).render().unwrap();
        assert_eq!(
            html.matches("<script").count(),
            html.matches("<script type=\"module\" src=\"/assets/").count()
        );
        for inline in [" style=", " onclick=", "javascript:", "<style"] {
            assert!(!html.contains(inline), "{inline}");
        }
    }
}

#[test]
fn what_a_person_wrote_stays_text() {
    let html = gallery(Lang::EN, Problems::default()).render().unwrap();
    assert!(!html.contains("Row <script>"));
    assert!(html.contains("12 Larkspur Row &#60;script&#62;"), "{html}");
}

#[test]
fn every_page_leads_to_the_other_languages_and_back() {
    let html = gallery(Lang::CY, Problems::default()).render().unwrap();
    assert!(
        html.contains("href=\"/language/en-simple?to=/gallery%3Fpage%3D2%26of%3D3\""),
        "{html}"
    );
    assert!(html.contains("<span aria-current=\"true\" lang=\"cy\">Cymraeg</span>"));
    assert!(html.contains("<html lang=\"cy\""));
}

#[test]
fn easy_read_shows_pictures_beside_words() {
    let full = gallery(Lang::EN, Problems::default()).render().unwrap();
    let easy = gallery(Lang::EN_SIMPLE, Problems::default()).render().unwrap();
    assert!(!full.contains("picture-row__picture"));
    assert!(easy.contains("src=\"/assets/pictures/phone.svg\" alt=\"\""));
    assert!(easy.contains(" easy-read\""));
    assert!(easy.contains("<html lang=\"en\""));
}

#[test]
fn a_problem_is_in_the_title_the_summary_and_at_its_field() {
    let html = gallery(Lang::EN, problems()).render().unwrap();
    assert!(html.contains("<title>Error: Gallery"), "{html}");
    assert!(html.contains("<a href=\"#email\">Enter an email address like name@example.com</a>"));
    assert!(html.contains("id=\"email-error\""));
    assert!(html.contains("aria-describedby=\"email-hint email-error\""));
    assert!(html.contains("value=\"ann.invented@example.com\""));
}

#[test]
fn no_id_stands_twice_and_every_description_is_there() {
    for problems in [Problems::default(), problems()] {
        let html = gallery(Lang::EN_SIMPLE, problems).render().unwrap();
        let mut ids: Vec<&str> = html
            .split(" id=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .collect();
        ids.sort_unstable();
        for pair in ids.windows(2) {
            assert_ne!(pair[0], pair[1]);
        }
        for attribute in [
            " aria-describedby=\"",
            " for=\"",
            " aria-labelledby=\"",
            " href=\"#",
        ] {
            for named in html
                .split(attribute)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
            {
                for id in named.split(' ') {
                    assert!(ids.binary_search(&id).is_ok(), "{attribute}{id}");
                }
            }
        }
    }
}

#[test]
fn a_page_is_lighter_than_a_hundred_kilobytes() {
    let html = gallery(Lang::EN, problems()).render().unwrap().len();
    let packed = |name: &str| assets::asset(name).and_then(|a| a.gzip).map_or(0, <[u8]>::len);
    let whole = html + packed("bluelamp.css") + packed("bluelamp.js") + packed("govuk-frontend.js");
    assert!(whole < 100_000, "{whole}");
}

#[test]
fn a_new_language_is_only_a_file_and_right_to_left_works() {
    let words = Words::load(&[("ur", "page", "emergency-link = ہنگامی صورتحال؟ 999\n")]).unwrap();
    let mut page = gallery(Lang::EN, Problems::default());
    page.chrome.tongue = words.tongue(words.offered("ur").unwrap());
    let html = page.render().unwrap();
    assert!(html.contains("<html lang=\"ur\" dir=\"rtl\""), "{html}");
    assert!(html.contains("ہنگامی صورتحال؟ 999"));
    // What the new language lacks is said in English.
    assert!(html.contains("Skip to main content"));
    assert!(html.contains("<span aria-current=\"true\" lang=\"ur\">اردو</span>"));
}
