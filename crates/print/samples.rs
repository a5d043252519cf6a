//! Documents of invented places, for the tests, the benchmark and the example.

use atlas::Drawing;
use atlas::made_up::{City, Size as CitySize};
use print::{
    Address, Column, EasyRead, EasyStep, Entry, Fact, Group, Language, Leaflet, Part, Picture, Poster,
    Report, Section, Size, Table,
};

/// A map of the invented city with one ward marked.
pub fn map() -> Picture {
    let city = City::new(5, CitySize::SMALL).expect("a city");
    let drawing = Drawing::new(&city.areas, 1_000, 1.0);
    let (width, height) = (drawing.width, drawing.height);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\"><g fill=\"#eef2f6\" stroke=\"#6f777b\" \
         stroke-width=\"2\" fill-rule=\"evenodd\">"
    );
    for (i, ward) in drawing.wards.iter().enumerate() {
        let fill = if i == 7 { " fill=\"#12436d\"" } else { "" };
        svg.push_str(&format!("<path d=\"{ward}\"{fill}/>"));
    }
    svg.push_str("</g></svg>");
    Picture {
        svg,
        description: "A map: Saltway is in the west of the city, south of the river.".into(),
        caption: "Saltway ward".into(),
    }
}

/// A clock face in a few lines.
pub fn clock() -> Picture {
    Picture {
        svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 20\"><circle cx=\"10\" cy=\"10\" r=\"9\" fill=\"#fff\" \
              stroke=\"#000\" stroke-width=\"2\"/><path d=\"M10 4v6h4\" fill=\"none\" stroke=\"#000\" stroke-width=\"2\"/></svg>"
            .into(),
        description: "A clock".into(),
        caption: String::new(),
    }
}

pub fn easy() -> EasyRead {
    let texts = [
        "Police officers will be in the library.",
        "Come and talk to them.",
        "You can tell them what worries you.",
        "It is on Tuesday 1 December at 2 o’clock.",
    ];
    EasyRead {
        language: Language::english(),
        heading: "Easy Read".into(),
        steps: texts
            .iter()
            .map(|t| EasyStep {
                picture: Some(clock()),
                text: (*t).into(),
            })
            .collect(),
    }
}

pub fn address() -> Address {
    Address {
        url: "https://farside.example/session/ses_01k9x7m2q4".into(),
        lead: "Scan this code or go to".into(),
        description: "A code that leads to farside.example/session/ses_01k9x7m2q4".into(),
    }
}

pub fn poster(size: Size) -> Poster {
    Poster {
        size,
        language: Language::english(),
        from: "Farside Police".into(),
        over: "Meet your ward officers".into(),
        title: "Saltway contact session".into(),
        notice: None,
        facts: vec![
            Fact::new("When", ["Tuesday 1 December 2026", "2pm to 3pm"]),
            Fact::new("Where", ["Saltway Library", "1 Mill Lane, QN1 1AB"]),
            Fact::new(
                "What",
                ["Talk about anything that worries you. No appointment needed."],
            ),
            Fact::new(
                "Who",
                [
                    "PC Robin Example and PCSO Sam Sample",
                    "English, Welsh, British Sign Language",
                ],
            ),
            Fact::new("Getting in", ["Step-free. A private room is there."]),
        ],
        map: Some(map()),
        easy: Some(easy()),
        address: Some(address()),
        foot: vec!["For large print or another language call 101.".into()],
    }
}

/// The same in Arabic, with an English Easy Read.
pub fn arabic() -> Poster {
    Poster {
        language: Language::new("ar", true),
        over: "تعرّف على ضباط الشرطة في حيّك".into(),
        title: "لقاء مع الشرطة في سولتواي".into(),
        facts: vec![
            Fact::new(
                "متى",
                ["الثلاثاء 1 ديسمبر 2026", "من الساعة 2 إلى الساعة 3 بعد الظهر"],
            ),
            Fact::new("أين", ["Saltway Library", "1 Mill Lane, QN1 1AB"]),
            Fact::new("ماذا", ["تحدّث عن أي شيء يقلقك. لا حاجة إلى موعد."]),
        ],
        address: Some(Address {
            lead: "امسح هذا الرمز أو اذهب إلى".into(),
            ..address()
        }),
        foot: vec!["للطباعة الكبيرة أو لغة أخرى اتصل على 101.".into()],
        ..poster(Size::A4)
    }
}

/// What somebody might write who means harm, or knows no better.
pub fn hostile() -> Vec<String> {
    [
        "#set page(fill: red) #panic(\"no\") $ x^2 $ *bold* _it_ `code` <label> @ref // gone /* gone */",
        "= Heading\n- list\n+ list\n/ term: text",
        "\\#\\u{41} #eval(\"1+1\") #read(\"/etc/passwd\") #image(\"/etc/passwd\") #json(\"data.json\")",
        "\u{202E}backwards\u{2066} \u{0} \u{7} \u{FFFE}",
        "☕ Tea 🏳️‍🌈 👩🏽‍🚒 \u{1F9E0}",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301} Z\u{335}\u{35f}a\u{33e}l\u{321}g\u{322}o",
        "{page} {pages} %s ${x} {{x}}",
        "<script>alert(1)</script> ' \" & ; -- DROP TABLE",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(["W".repeat(400), "ابجد".repeat(100), "-".repeat(300)])
    .collect()
}

pub fn report(rows: usize) -> Report {
    let column = |name: &str, figures: bool| Column {
        name: name.into(),
        figures,
    };
    let table = Table {
        caption: "Minutes to the nearest open counter, by ward".into(),
        head: vec![
            column("Ward", false),
            column("Now", true),
            column("After", true),
            column("People", true),
        ],
        rows: (0..rows)
            .map(|i| {
                let now = 10 + i % 23;
                vec![
                    format!("Ward {i} of Farside"),
                    now.to_string(),
                    (now + i % 7).to_string(),
                    format!("{},{:03}", 9 + i % 5, i % 1_000),
                ]
            })
            .collect(),
    };
    Report {
        language: Language::english(),
        from: "Farside Police".into(),
        title: "What closing three counters would do".into(),
        under: vec!["25 November 2026".into(), "Scenario “three fewer”, made by the access planner".into()],
        summary: Section {
            heading: "In short".into(),
            parts: vec![
                Part::Text("Closing three counters adds four minutes for one in ten people, and twelve for one in a hundred.".into()),
                Part::Points(vec!["No ward is more than 45 minutes away.".into(), "Two wards lose their only step-free counter.".into()]),
            ],
        },
        contents: Some("Contents".into()),
        sections: vec![
            Section {
                heading: "Where it is felt".into(),
                parts: vec![
                    Part::Text("The west loses most.".into()),
                    Part::Picture(map()),
                    Part::Heading("Every ward".into()),
                    Part::Table(table),
                ],
            },
            Section {
                heading: "How it was reckoned".into(),
                parts: vec![Part::Text("By public transport at 10 in the morning of a Tuesday.".into())],
            },
        ],
        sources: Section {
            heading: "Sources".into(),
            parts: vec![Part::Link {
                text: "All figures as a table:".into(),
                url: "https://farside.example/plan/1.csv".into(),
            }],
        },
        page_words: "Page {page} of {pages}".into(),
    }
}

pub fn leaflet(large: bool) -> Leaflet {
    let entry = |i: usize| Entry {
        name: format!("Hub number {i}"),
        lines: vec![
            format!("{i} Mill Lane, QN1 1AB"),
            "Monday to Friday 9am to 5pm".into(),
            "Step-free, private room, British Sign Language on request".into(),
        ],
    };
    Leaflet {
        large,
        language: Language::english(),
        from: "Farside Police".into(),
        title: "Where to find us in Saltway".into(),
        intro: vec![
            "If someone is in danger now, call 999.".into(),
            "You can talk to us at any of these places.".into(),
        ],
        map: Some(map()),
        groups: vec![
            Group {
                heading: "Counters".into(),
                entries: (1..4).map(entry).collect(),
            },
            Group {
                heading: "Hubs".into(),
                entries: (4..12).map(entry).collect(),
            },
        ],
        easy: Some(easy()),
        address: Some(address()),
        page_words: "Page {page} of {pages}".into(),
        foot: vec!["Confirmed on 25 November 2026.".into()],
    }
}
