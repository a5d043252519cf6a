//! One page with every component, in every edition.

use askama::Template;
use page::{Cell, Choice, Chrome, Happening, Lang, Link, Message, Problems, Row, Words};

#[derive(Template)]
#[template(path = "gallery.html")]
struct Gallery<'a> {
    chrome: &'a Chrome,
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

#[test]
fn a_page_of_another_folder_extends_the_layout() {
    let words = Words::load(&[]).unwrap();
    let chrome = Chrome::new(words.tongue(Lang::EN), "/gallery");
    let page = Gallery {
        chrome: &chrome,
        problems: Problems::default(),
        choices: vec![Choice::new("a", "A")],
        rows: vec![],
        heads: vec![],
        table: vec![],
        links: vec![],
        happenings: vec![],
        messages: vec![],
        email: String::new(),
    };
    let html = page.render().unwrap();
    assert!(html.contains("<title>Gallery – Bluelamp</title>"), "{html}");
}
