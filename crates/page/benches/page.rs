//! What a page costs before it has any content: words, the layout, a form's parts.
#![allow(clippy::unwrap_used)]

use askama::Template;
use divan::{Bencher, black_box};
use page::{Choice, Chrome, Lang, Problems, Tongue, Words};

fn main() {
    divan::main();
}

fn tongue(lang: Lang) -> Tongue {
    Words::load(&[]).unwrap().tongue(lang)
}

#[divan::bench]
fn fixed_message(bencher: Bencher) {
    let tongue = tongue(Lang::CY);
    bencher.bench(|| black_box(tongue.t(black_box("emergency-link"))).len());
}

#[divan::bench]
fn message_with_a_number(bencher: Bencher) {
    let tongue = tongue(Lang::CY);
    bencher.bench(|| tongue.t1("span-minutes", "n", black_box(7)));
}

#[divan::bench]
fn day_and_time(bencher: Bencher) {
    let tongue = tongue(Lang::EN);
    bencher.bench(|| tongue.day_time(page::at_ms(black_box(1_803_999_900_000))));
}

#[derive(Template)]
#[template(path = "question.html")]
struct Question {
    chrome: Chrome,
    problems: Problems,
    choices: Vec<Choice>,
}

#[divan::bench(args = ["en", "cy", "en-simple"])]
fn question_page(bencher: Bencher, code: &str) {
    let page = Question {
        chrome: Chrome::new(tongue(Lang::parse(code).unwrap()), "/report/theft/what"),
        problems: Problems::default(),
        choices: (0..5)
            .map(|n| Choice::new(n.to_string(), format!("Choice {n}")))
            .collect(),
    };
    bencher.bench(|| black_box(&page).render().unwrap().len());
}

#[divan::bench]
fn find_an_asset(bencher: Bencher) {
    let name = page::assets::url("bluelamp.css");
    let name = name.strip_prefix("/assets/").unwrap();
    bencher.bench(|| page::asset(black_box(name)).unwrap().bytes.len());
}
