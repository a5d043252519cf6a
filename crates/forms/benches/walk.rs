//! `cargo bench -p forms`: what one page of a report costs the engine.
//! Budget: a page shown in about 10 µs, a page checked with the next one found in about 10 µs, a
//! definition loaded in a few milliseconds, all on a form of forty pages.

use divan::{Bencher, black_box};
use forms::{Answers, Definition, Posted, html, sample};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

fn main() {
    divan::main();
}

const TODAY: Date = date(2026, 11, 25);

/// A report of this many pages, every fourth under a condition, the same on every machine.
fn source(pages: usize) -> String {
    let items: Vec<Value> = ["yes", "no", "unsure"]
        .iter()
        .map(|v| json!({"id": format!("i-{v}"), "text": format!("The answer {v}"), "value": v, "hint": {"text": "A hint"}}))
        .collect();
    let mut all = Vec::new();
    for n in 0..pages {
        let name = format!("q{}", letters(n));
        let components = match n % 4 {
            0 => {
                json!([{"id": format!("c{n}"), "type": "RadiosField", "name": name, "title": "What kind of thing was it?",
                "shortDescription": "Kind of thing", "hint": "Choose the most important", "list": "answers"}])
            }
            1 => {
                json!([{"id": format!("c{n}"), "type": "TextField", "name": name, "title": "What is its name?",
                "shortDescription": "Name", "schema": {"max": 70}},
                {"id": format!("d{n}"), "type": "MultilineTextField", "name": format!("{name}more"), "title": "Tell us more",
                 "options": {"required": false}, "schema": {"max": 4000}}])
            }
            2 => {
                json!([{"id": format!("m{n}"), "type": "Markdown", "content": "Some **words** to read first.\n\n* one\n* two"},
                {"id": format!("c{n}"), "type": "DatePartsField", "name": name, "title": "When was it?", "shortDescription": "Date",
                 "options": {"maxDaysInFuture": 0}}])
            }
            _ => {
                json!([{"id": format!("c{n}"), "type": "UkAddressField", "name": name, "title": "Where was it?"}])
            }
        };
        let mut page = json!({"id": format!("p{n}"), "path": format!("/page-{n}"), "title": "", "components": components});
        if n % 4 == 3
            && let Some(page) = page.as_object_mut()
        {
            page.insert("condition".into(), json!(format!("k{}", n - 3)));
        }
        all.push(page);
    }
    all.push(json!({"id": "ps", "path": "/summary", "title": "", "controller": "SummaryPageController"}));
    let conditions: Vec<Value> = (0..pages)
        .step_by(4)
        .map(|n| {
            json!({"id": format!("k{n}"), "displayName": format!("k{n}"), "items": [{"id": "x", "componentId": format!("c{n}"),
            "operator": "is", "type": "ListItemRef", "value": {"listId": "answers", "itemId": ["i-yes"]}}]})
        })
        .collect();
    json!({"schema": 2, "engine": "V2", "name": "A report", "pages": all, "sections": [], "conditions": conditions,
        "lists": [{"id": "answers", "name": "answers", "title": "Answers", "type": "string", "items": items}]})
    .to_string()
}

fn letters(mut n: usize) -> String {
    let mut out = String::new();
    for _ in 0..3 {
        out.push(char::from(b'a' + u8::try_from(n % 26).unwrap_or_default()));
        n /= 26;
    }
    out
}

fn form(pages: usize) -> Definition {
    match Definition::parse("bench.json", &source(pages), &|_| None) {
        Ok(form) => form,
        Err(error) => unreachable!("{error}"),
    }
}

fn answers(form: &Definition) -> Answers {
    sample::complete(form, TODAY, &mut |_| 0)
}

#[divan::bench(args = [10, 40, 160])]
fn load(bench: Bencher<'_, '_>, pages: usize) {
    let text = source(pages);
    bench.bench(|| Definition::parse("bench.json", black_box(&text), &|_| None));
}

/// 0 radios, 1 text, 2 Markdown and date, 3 address.
#[divan::bench(args = [0, 1, 2, 3])]
fn show_a_page(bench: Bencher<'_, '_>, kind: usize) {
    let form = form(40);
    let answers = answers(&form);
    let path = format!("/page-{}", 20 + kind);
    bench.bench(|| {
        form.view(&path, &answers, "en", TODAY)
            .map(|view| html::fragment(&view))
    });
}

#[divan::bench(args = [0, 1, 2, 3])]
fn send_a_page(bench: Bencher<'_, '_>, kind: usize) {
    let form = form(40);
    let answers = answers(&form);
    let path = format!("/page-{}", 20 + kind);
    let fields = sample::posted(&form, &path, &answers);
    bench
        .with_inputs(|| answers.clone())
        .bench_refs(|answers| form.submit(answers, &path, Posted::fields(&fields), "en", TODAY, false));
}

#[divan::bench]
fn send_a_page_with_mistakes(bench: Bencher<'_, '_>) {
    let form = form(40);
    let answers = answers(&form);
    bench
        .with_inputs(|| answers.clone())
        .bench_refs(|answers| form.submit(answers, "/page-23", Posted::default(), "en", TODAY, false));
}

#[divan::bench(args = [10, 40, 160])]
fn walk(bench: Bencher<'_, '_>, pages: usize) {
    let form = form(pages);
    let answers = answers(&form);
    bench.bench(|| form.walk(black_box(&answers), TODAY));
}

/// May the last page be opened: every page before it is looked at.
#[divan::bench(args = [10, 40, 160])]
fn open_the_last_page(bench: Bencher<'_, '_>, pages: usize) {
    let form = form(pages);
    let answers = answers(&form);
    bench.bench(|| form.open("/summary", black_box(&answers), TODAY));
}

#[divan::bench(args = [10, 40, 160])]
fn finish(bench: Bencher<'_, '_>, pages: usize) {
    let form = form(pages);
    let answers = answers(&form);
    bench.bench(|| form.finish(black_box(&answers), "en", TODAY));
}
