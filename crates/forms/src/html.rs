//! A page as HTML, in the markup of GOV.UK Frontend 6. Works without script; a script that is there
//! finds what it knows (`data-module`).
//!
//! The caller gives the `<form>` around it, the anti-forgery field and the buttons.

use std::fmt::Write as _;

use crate::component::{Component, Kind};
use crate::display::place_text;
use crate::entered::{Entered, last_segment};
use crate::prose::escape;
use crate::text::{Template, Text};
use crate::view::{Item, PageView};
use crate::walk::{Problem, Row};
use crate::words::{Label, Words};

mod choice;
mod content;
mod files;
mod parts;
mod text;

/// The components of a page with their values and problems.
pub fn fragment(view: &PageView<'_>) -> String {
    let mut page = Writer::new(view);
    page.page();
    page.out
}

/// The box at the top that lists what is wrong; each line leads to its field. Empty without problems.
pub fn error_summary(problems: &[Problem], lang: &str) -> String {
    if problems.is_empty() {
        return String::new();
    }
    let words = Words::of(lang);
    let mut out = String::with_capacity(400 + problems.len() * 120);
    out.push_str(
        "<div class=\"govuk-error-summary\" data-module=\"govuk-error-summary\"><div role=\"alert\">\
         <h2 class=\"govuk-error-summary__title\">",
    );
    out.push_str(words.label(Label::ThereIsAProblem));
    out.push_str(
        "</h2><div class=\"govuk-error-summary__body\"><ul class=\"govuk-list govuk-error-summary__list\">",
    );
    for problem in problems {
        out.push_str("<li><a href=\"#");
        escape(&mut out, &problem.field);
        out.push_str("\">");
        escape(&mut out, &problem.message);
        out.push_str("</a></li>");
    }
    out.push_str("</ul></div></div></div>\n");
    out
}

/// Check answers: one list for each section. `base` is put before each page's path in a "Change" link,
/// `query` after it (`?change=yes`; joined with `&` where the path has a query already). Without a base
/// there are no links.
pub fn summary_list(rows: &[Row], base: Option<&str>, query: &str, lang: &str) -> String {
    let words = Words::of(lang);
    let mut out = String::with_capacity(200 + rows.len() * 400);
    let mut section: Option<&str> = None;
    for row in rows {
        if section != Some(row.section.as_str()) {
            if section.is_some() {
                out.push_str("</dl>\n");
            }
            if !row.section.is_empty() {
                out.push_str("<h2 class=\"govuk-heading-m\">");
                escape(&mut out, &row.section);
                out.push_str("</h2>");
            }
            out.push_str("<dl class=\"govuk-summary-list\">");
            section = Some(&row.section);
        }
        out.push_str("<div class=\"govuk-summary-list__row\"><dt class=\"govuk-summary-list__key\">");
        escape(&mut out, &row.title);
        if let Some(item) = row.item {
            let _ = write!(out, " ({item})");
        }
        out.push_str("</dt><dd class=\"govuk-summary-list__value\">");
        if row.text.is_empty() {
            out.push_str(words.label(Label::NotAnswered));
        } else {
            lines(&mut out, &row.text);
        }
        out.push_str("</dd>");
        if let Some(base) = base {
            out.push_str("<dd class=\"govuk-summary-list__actions\"><a class=\"govuk-link\" href=\"");
            escape(&mut out, base);
            escape(&mut out, &row.change);
            let query = query.trim_start_matches(['?', '&']);
            if !query.is_empty() {
                out.push_str(if row.change.contains('?') { "&amp;" } else { "?" });
                escape(&mut out, query);
            }
            out.push_str("\">");
            out.push_str(words.label(Label::Change));
            out.push_str("<span class=\"govuk-visually-hidden\"> ");
            escape(&mut out, &crate::text::lower_first(&row.title));
            out.push_str("</span></a></dd>");
        }
        out.push_str("</div>");
    }
    if section.is_some() {
        out.push_str("</dl>\n");
    }
    out
}

/// Text of several lines.
fn lines(out: &mut String, text: &str) {
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push_str("<br>");
        }
        escape(out, line);
    }
}

/// The part a component plays on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Its label is the page's heading.
    Heading,
    Plain,
}

struct Writer<'v, 'a> {
    out: String,
    view: &'v PageView<'a>,
}

impl<'v, 'a> Writer<'v, 'a> {
    fn new(view: &'v PageView<'a>) -> Self {
        Self {
            out: String::with_capacity(4_096),
            view,
        }
    }

    fn page(&mut self) {
        let view = self.view;
        if let (Some(repeat), Item::None) = (&view.page.repeat, view.item) {
            self.repeat_list(repeat);
            return;
        }
        let shown: Vec<&Component> = view
            .page
            .components
            .iter()
            .filter_map(|i| view.definition.components.get(*i))
            .filter(|c| view.holds(c.condition))
            .collect();
        let heading = self.heading_component(&shown);
        let picture = if view.easy_read {
            view.page.picture.as_deref()
        } else {
            None
        };
        if let Some(id) = picture {
            self.open_picture(id);
        }
        self.caption();
        if heading.is_none() {
            self.heading();
        }
        for c in &shown {
            let role = if heading.is_some_and(|h| std::ptr::eq(h, *c)) {
                Role::Heading
            } else {
                Role::Plain
            };
            self.component(c, role);
        }
        match view.item {
            Item::None => {}
            Item::New => self.push("<input type=\"hidden\" name=\"item\" value=\"new\">"),
            Item::At(at) => {
                let _ = write!(
                    self.out,
                    "<input type=\"hidden\" name=\"item\" value=\"{}\">",
                    at + 1
                );
            }
        }
        if picture.is_some() {
            self.push("</div></div>");
        }
    }

    /// The question whose label is the heading: the only one, where the page has no title of its own or
    /// the same; else the first where the page has none.
    fn heading_component<'c>(&self, shown: &[&'c Component]) -> Option<&'c Component> {
        let mut questions = shown
            .iter()
            .filter(|c| c.is_question() && !matches!(c.kind, Kind::Hidden | Kind::Payment { .. }));
        let first = *questions.next()?;
        // An address without its title has nothing to be a heading.
        if matches!(first.kind, Kind::Address { hide_title: true }) {
            return None;
        }
        if self.view.page.title.is_empty() {
            return Some(first);
        }
        let only = questions.next().is_none();
        let same = || {
            let page = self.words(&self.view.page.title);
            page.trim().eq_ignore_ascii_case(self.words(&first.title).trim())
        };
        (only && same()).then_some(first)
    }

    fn push(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn text(&mut self, text: &str) {
        escape(&mut self.out, text);
    }

    fn label(&self, label: Label) -> &'static str {
        self.view.lang.words.label(label)
    }

    fn words<'t>(&self, text: &'t Text) -> std::borrow::Cow<'t, str> {
        text.get(self.view.lang).fill(&|name| self.view.answer(name))
    }

    fn push_words(&mut self, text: &Text) {
        match text.get(self.view.lang) {
            Template::Plain(plain) => escape(&mut self.out, plain),
            parts @ Template::Parts(_) => {
                let filled = parts.fill(&|name| self.view.answer(name));
                escape(&mut self.out, &filled);
            }
        }
    }

    fn open_picture(&mut self, id: &str) {
        self.push("<div class=\"bl-easy\"><img class=\"bl-easy__picture\" src=\"/assets/pictures/");
        // Only letters, digits and signs that need no escape get past loading.
        self.push(id);
        self.push(".svg\" alt=\"\"><div class=\"bl-easy__words\">");
    }

    fn caption(&mut self) {
        let view = self.view;
        if let Some(repeat) = &view.page.repeat {
            let number = match view.item {
                Item::At(at) => at + 1,
                _ => view.answers.items(&repeat.name).len() + 1,
            };
            self.push("<span class=\"govuk-caption-l\">");
            self.push_words(&repeat.title);
            let _ = write!(self.out, " {number}");
            self.push("</span>");
            return;
        }
        let section = view.page.section.and_then(|s| view.definition.sections.get(s));
        if let Some(section) = section.filter(|s| !s.hide_title) {
            self.push("<span class=\"govuk-caption-l\">");
            self.push_words(&section.title);
            self.push("</span>");
        }
    }

    fn heading(&mut self) {
        if self.view.page.title.is_empty() {
            // Content alone, from a designer who gave it no title: the form's name stands in.
            if self.view.definition.name.is_empty() {
                return;
            }
            self.push("<h1 class=\"govuk-heading-l\">");
            self.push_words(&self.view.definition.name);
        } else {
            self.push("<h1 class=\"govuk-heading-l\">");
            self.push_words(&self.view.page.title);
        }
        self.push("</h1>\n");
    }

    // ---- one component -----------------------------------------------------------------------

    fn component(&mut self, c: &Component, role: Role) {
        let picture = if self.view.easy_read {
            c.picture.as_deref()
        } else {
            None
        };
        if let Some(id) = picture {
            self.open_picture(id);
        }
        if c.is_question() {
            self.question(c, role);
        } else {
            self.content(c);
        }
        if picture.is_some() {
            self.push("</div></div>");
        }
    }

    fn question(&mut self, c: &Component, role: Role) {
        let name = last_segment(&c.name);
        let entered = self.view.entered(c);
        let error = self.view.problems.iter().find(|p| p.component == c.name);
        match &c.kind {
            Kind::Hidden => {
                self.push("<input type=\"hidden\" name=\"");
                self.push(name);
                self.push("\" value=\"");
                self.text(entered.text());
                self.push("\">\n");
            }
            Kind::Payment { description, .. } => {
                self.push("<div class=\"govuk-inset-text\" id=\"");
                self.push(name);
                self.push("\" tabindex=\"-1\">");
                if !description.is_empty() {
                    self.push("<p class=\"govuk-body\">");
                    self.push_words(description);
                    self.push("</p>");
                }
                self.push("<p class=\"govuk-body\">");
                self.push(self.label(Label::PaymentNotOffered));
                self.push("</p></div>\n");
            }
            Kind::YesNo => {
                self.open_group(c, name, error, role, "");
                self.push("<div class=\"govuk-radios\" data-module=\"govuk-radios\">");
                for (number, yes) in [(0, true), (1, false)] {
                    let value = if yes { "true" } else { "false" };
                    self.open_choice(
                        "radio",
                        name,
                        number,
                        value,
                        entered.text() == value,
                        false,
                        false,
                    );
                    self.push(self.view.yes_no(yes));
                    self.push("</label></div>");
                }
                self.push("</div></fieldset></div>\n");
            }
            Kind::Radios { list } => self.choices(c, name, *list, "radio", &entered, error, role),
            Kind::Checkboxes { list, .. } => self.choices(c, name, *list, "checkbox", &entered, error, role),
            Kind::Date { .. } | Kind::MonthYear { .. } => self.date(c, name, &entered, role),
            Kind::Address { hide_title } => self.address(c, name, &entered, role, *hide_title),
            Kind::EastingNorthing { .. } => {
                self.numbers(c, name, &entered, role, [Label::Easting, Label::Northing]);
            }
            Kind::LatLong { .. } => {
                self.numbers(c, name, &entered, role, [Label::Latitude, Label::Longitude]);
            }
            Kind::Declaration { label } => {
                self.open_group(c, name, error, role, "");
                if let Some(prose) = &c.content {
                    let html = prose.html(self.view.lang, &|n| self.view.answer(n)).into_owned();
                    self.push(&html);
                }
                self.push("<div class=\"govuk-checkboxes\" data-module=\"govuk-checkboxes\">");
                self.open_choice(
                    "checkbox",
                    name,
                    0,
                    "true",
                    entered.text() == "true",
                    false,
                    false,
                );
                if label.is_empty() {
                    self.push(self.label(Label::Agree));
                } else {
                    self.push_words(label);
                }
                self.push("</label></div></div></fieldset></div>\n");
            }
            Kind::Select { list, autocomplete } => {
                self.select(c, name, *list, &entered, error, role, autocomplete, false);
            }
            Kind::Autocomplete { list } => self.select(c, name, *list, &entered, error, role, "", true),
            Kind::Files { accept, counts, .. } => {
                let many = counts.exactly.or(counts.max).is_none_or(|m| m > 1);
                self.files(c, name, &entered, error, role, accept, many);
            }
            Kind::Text { rules, .. } if rules.rows.is_some() => {
                let limit = rules.max_words.map(|n| (Label::WordsLeft, n));
                let limit = limit.or(rules.length.max.map(|n| (Label::Characters, n)));
                self.textarea(
                    c,
                    name,
                    entered.text(),
                    error,
                    role,
                    rules.rows.unwrap_or(5),
                    limit,
                );
            }
            Kind::Places { .. } => {
                let text = match &entered {
                    Entered::Places(serde_json::Value::Array(places)) => {
                        places.iter().map(place_text).collect::<Vec<_>>().join("\n")
                    }
                    other => other.text().to_owned(),
                };
                self.textarea(c, name, &text, error, role, 4, None);
            }
            Kind::Text { autocomplete, .. } => {
                self.input(c, name, entered.text(), error, role, "text", autocomplete, "");
            }
            Kind::Email => {
                self.input(
                    c,
                    name,
                    entered.text(),
                    error,
                    role,
                    "email",
                    "email",
                    "\" spellcheck=\"false",
                );
            }
            Kind::Phone(_) => self.input(c, name, entered.text(), error, role, "tel", "tel", ""),
            Kind::Number { rules, autocomplete } => {
                let mode = if rules.precision.is_none_or(|p| p > 0) {
                    "decimal"
                } else {
                    "numeric"
                };
                let mode = format!("\" inputmode=\"{mode}");
                self.input(c, name, entered.text(), error, role, "text", autocomplete, &mode);
            }
            Kind::OsGridRef | Kind::GridField => {
                self.input(
                    c,
                    name,
                    entered.text(),
                    error,
                    role,
                    "text",
                    "",
                    "\" spellcheck=\"false",
                );
            }
            Kind::Details
            | Kind::Html
            | Kind::Markdown
            | Kind::Inset
            | Kind::List { .. }
            | Kind::Banner { .. } => {}
        }
    }

    // ---- pieces ------------------------------------------------------------------------------

    fn open_form_group(&mut self, error: bool, more: &str) {
        self.push(if error {
            "<div class=\"govuk-form-group govuk-form-group--error"
        } else {
            "<div class=\"govuk-form-group"
        });
        self.push(more);
        self.push("\">");
    }

    /// The title with "(optional)" where the author did not ask to leave that out.
    fn title(&mut self, c: &Component) {
        self.push_words(&c.title);
        if !c.required && c.optional_text {
            self.push(" ");
            self.push(self.label(Label::Optional));
        }
    }

    fn label_for(&mut self, c: &Component, name: &str, role: Role) {
        if role == Role::Heading {
            self.push("<h1 class=\"govuk-label-wrapper\"><label class=\"govuk-label govuk-label--l\" for=\"");
        } else {
            self.push("<label class=\"govuk-label\" for=\"");
        }
        self.push(name);
        self.push("\">");
        self.title(c);
        self.push(if role == Role::Heading {
            "</label></h1>"
        } else {
            "</label>"
        });
    }

    fn hint(&mut self, c: &Component, name: &str) -> bool {
        let places = matches!(c.kind, Kind::Places { .. });
        if c.hint.get(self.view.lang).is_empty() && !places {
            return false;
        }
        self.push("<div id=\"");
        self.push(name);
        self.push("-hint\" class=\"govuk-hint\">");
        if c.hint.get(self.view.lang).is_empty() {
            self.push(self.label(Label::Places));
        } else {
            let hint = self.words(&c.hint);
            lines(&mut self.out, &hint);
        }
        self.push("</div>");
        true
    }

    fn error(&mut self, id: &str, error: Option<&Problem>) -> bool {
        let Some(problem) = error else { return false };
        self.push("<p id=\"");
        self.push(id);
        self.push("-error\" class=\"govuk-error-message\"><span class=\"govuk-visually-hidden\">");
        self.push(self.label(Label::ErrorPrefix));
        self.push("</span> ");
        self.text(&problem.message);
        self.push("</p>");
        true
    }

    fn instruction(&mut self, c: &Component) {
        if let Some(prose) = &c.instruction {
            let html = prose.html(self.view.lang, &|n| self.view.answer(n)).into_owned();
            self.push(&html);
        }
    }

    /// ` aria-describedby="…"` from the parts that are there.
    fn described_by(&mut self, name: &str, parts: &[(bool, &str)]) {
        let mut first = true;
        for (_, suffix) in parts.iter().filter(|(there, _)| *there) {
            self.push(if first { " aria-describedby=\"" } else { " " });
            first = false;
            self.push(name);
            self.push(suffix);
        }
        if !first {
            self.push("\"");
        }
    }
}

/// `340 KB`.
fn size_in_words(bytes: u64) -> String {
    if bytes >= 1024 * 1024 {
        let tenths = bytes / (1024 * 1024 / 10);
        format!("{}.{} MB", tenths / 10, tenths % 10)
    } else {
        format!("{} KB", (bytes / 1024).max(1))
    }
}
