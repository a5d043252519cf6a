//! A page as HTML, in the markup of GOV.UK Frontend 6. Works without script; a script that is there
//! finds what it knows (`data-module`).
//!
//! The caller gives the `<form>` around it, the anti-forgery field and the buttons.

use std::fmt::Write as _;

use crate::answers::FileRef;
use crate::component::{Component, Item as Choice, Kind};
use crate::definition::Repeat;
use crate::display::place_text;
use crate::entered::{Entered, last_segment};
use crate::prose::escape;
use crate::text::{Template, Text};
use crate::view::{Item, PageView};
use crate::walk::{Problem, Row};
use crate::words::{Label, Words};

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

    #[expect(clippy::too_many_arguments, reason = "the attributes of one element")]
    fn input(
        &mut self,
        c: &Component,
        name: &str,
        value: &str,
        error: Option<&Problem>,
        role: Role,
        kind: &str,
        autocomplete: &str,
        more: &str,
    ) {
        self.open_form_group(error.is_some(), "");
        self.label_for(c, name, role);
        let hint = self.hint(c, name);
        self.instruction(c);
        let error = self.error(name, error);
        let (prefix, suffix) = match &c.kind {
            Kind::Number { rules, .. } => (rules.prefix.as_str(), rules.suffix.as_str()),
            _ => ("", ""),
        };
        let wrapped = !prefix.is_empty() || !suffix.is_empty();
        if wrapped {
            self.push("<div class=\"govuk-input__wrapper\">");
            self.affix("prefix", prefix);
        }
        self.push("<input class=\"govuk-input");
        if error {
            self.push(" govuk-input--error");
        }
        let classes = if c.classes.is_empty() {
            match c.kind {
                Kind::Phone(_) => "govuk-input--width-20",
                Kind::Number { .. } | Kind::OsGridRef | Kind::GridField => "govuk-input--width-10",
                _ => "",
            }
        } else {
            &c.classes
        };
        if !classes.is_empty() {
            self.push(" ");
            self.push(classes);
        }
        self.push("\" id=\"");
        self.push(name);
        self.push("\" name=\"");
        self.push(name);
        self.push("\" type=\"");
        self.push(kind);
        self.push(more);
        self.push("\"");
        if !value.is_empty() {
            self.push(" value=\"");
            self.text(value);
            self.push("\"");
        }
        self.described_by(name, &[(hint, "-hint"), (error, "-error")]);
        if !autocomplete.is_empty() {
            self.push(" autocomplete=\"");
            self.text(autocomplete);
            self.push("\"");
        }
        self.push(">");
        if wrapped {
            self.affix("suffix", suffix);
            self.push("</div>");
        }
        self.push("</div>\n");
    }

    fn affix(&mut self, which: &str, text: &str) {
        if !text.is_empty() {
            let _ = write!(
                self.out,
                "<div class=\"govuk-input__{which}\" aria-hidden=\"true\">"
            );
            self.text(text);
            self.push("</div>");
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the attributes of one element")]
    fn textarea(
        &mut self,
        c: &Component,
        name: &str,
        value: &str,
        error: Option<&Problem>,
        role: Role,
        rows: usize,
        limit: Option<(Label, usize)>,
    ) {
        match limit {
            None => self.open_form_group(error.is_some(), ""),
            Some((label, most)) => {
                self.open_form_group(error.is_some(), " govuk-character-count");
                self.out.pop();
                let words = label == Label::WordsLeft;
                let _ = write!(
                    self.out,
                    " data-module=\"govuk-character-count\" data-max{}=\"{most}\">",
                    if words { "words" } else { "length" }
                );
            }
        }
        self.label_for(c, name, role);
        let hint = self.hint(c, name);
        let error = self.error(name, error);
        self.push("<textarea class=\"govuk-textarea");
        if error {
            self.push(" govuk-textarea--error");
        }
        if limit.is_some() {
            self.push(" govuk-js-character-count");
        }
        if !c.classes.is_empty() {
            self.push(" ");
            self.push(&c.classes);
        }
        let _ = write!(self.out, "\" id=\"{name}\" name=\"{name}\" rows=\"{rows}\"");
        self.described_by(
            name,
            &[(limit.is_some(), "-info"), (hint, "-hint"), (error, "-error")],
        );
        // The first line break after the tag is not part of the value, so one is given to lose.
        self.push(if value.starts_with('\n') { ">\n" } else { ">" });
        self.text(value);
        self.push("</textarea>");
        if let Some((label, most)) = limit {
            let _ = write!(
                self.out,
                "<div id=\"{name}-info\" class=\"govuk-hint govuk-character-count__message\">{}</div>",
                self.view.lang.words.limit_hint(label, &most.to_string())
            );
        }
        self.push("</div>\n");
    }

    /// A form group with a fieldset, its legend, hint and error.
    fn open_group(
        &mut self,
        c: &Component,
        name: &str,
        error: Option<&Problem>,
        role: Role,
        attributes: &str,
    ) {
        self.open_form_group(error.is_some(), "");
        self.push("<fieldset class=\"govuk-fieldset\"");
        self.push(attributes);
        let hint = !c.hint.get(self.view.lang).is_empty();
        self.described_by(name, &[(hint, "-hint"), (error.is_some(), "-error")]);
        self.push(">");
        if role == Role::Heading {
            self.push(
                "<legend class=\"govuk-fieldset__legend govuk-fieldset__legend--l\"><h1 class=\"govuk-fieldset__heading\">",
            );
            self.title(c);
            self.push("</h1></legend>");
        } else {
            self.push("<legend class=\"govuk-fieldset__legend govuk-fieldset__legend--m\">");
            self.title(c);
            self.push("</legend>");
        }
        self.hint(c, name);
        self.instruction(c);
        self.error(name, error);
    }

    /// The first option has the component's own name as its id, so that an error link leads to it.
    fn option_id(&mut self, name: &str, number: usize) {
        self.push(name);
        if number > 0 {
            let _ = write!(self.out, "-{}", number + 1);
        }
    }

    /// Opens an option up to the words of its label.
    #[expect(clippy::too_many_arguments, reason = "the attributes of one element")]
    fn open_choice(
        &mut self,
        kind: &str,
        name: &str,
        number: usize,
        value: &str,
        chosen: bool,
        hint: bool,
        reveals: bool,
    ) {
        let class = if kind == "radio" { "radios" } else { "checkboxes" };
        let _ = write!(
            self.out,
            "<div class=\"govuk-{class}__item\"><input class=\"govuk-{class}__input\" id=\""
        );
        self.option_id(name, number);
        let _ = write!(self.out, "\" name=\"{name}\" type=\"{kind}\" value=\"");
        self.text(value);
        self.push("\"");
        if chosen {
            self.push(" checked");
        }
        if reveals {
            self.push(" data-aria-controls=\"conditional-");
            self.option_id(name, number);
            self.push("\"");
        }
        if hint {
            self.push(" aria-describedby=\"");
            self.option_id(name, number);
            self.push("-item-hint\"");
        }
        let _ = write!(
            self.out,
            "><label class=\"govuk-label govuk-{class}__label\" for=\""
        );
        self.option_id(name, number);
        self.push("\">");
    }

    #[expect(clippy::too_many_arguments, reason = "the attributes of one element")]
    fn choices(
        &mut self,
        c: &Component,
        name: &str,
        list: usize,
        kind: &str,
        entered: &Entered<'_>,
        error: Option<&Problem>,
        role: Role,
    ) {
        let view = self.view;
        let class = if kind == "radio" { "radios" } else { "checkboxes" };
        self.open_group(c, name, error, role, "");
        let _ = write!(
            self.out,
            "<div class=\"govuk-{class}\" data-module=\"govuk-{class}\">"
        );
        let items: &[Choice] = view.definition.lists.get(list).map_or(&[], |l| &l.items);
        let offered = items
            .iter()
            .enumerate()
            .filter(|(_, item)| view.holds(item.condition));
        for (number, (index, item)) in offered.enumerate() {
            let hint = !item.hint.get(view.lang).is_empty();
            let under: Vec<&Component> = c
                .nested
                .iter()
                .filter(|(i, _)| *i == index)
                .filter_map(|(_, n)| view.definition.components.get(*n))
                .filter(|n| view.holds(n.condition))
                .collect();
            self.open_choice(
                kind,
                name,
                number,
                &item.posted,
                entered.has(&item.posted),
                hint,
                !under.is_empty(),
            );
            self.push_words(&item.text);
            self.push("</label>");
            if hint {
                self.push("<div id=\"");
                self.option_id(name, number);
                let _ = write!(self.out, "-item-hint\" class=\"govuk-hint govuk-{class}__hint\">");
                self.push_words(&item.hint);
                self.push("</div>");
            }
            self.push("</div>");
            if !under.is_empty() {
                // Shown as it stands; a script that hides it until the option is chosen does so itself.
                let _ = write!(
                    self.out,
                    "<div class=\"govuk-{class}__conditional\" id=\"conditional-"
                );
                self.option_id(name, number);
                self.push("\">");
                for n in under {
                    self.component(n, Role::Plain);
                }
                self.push("</div>");
            }
        }
        self.push("</div></fieldset></div>\n");
    }

    #[expect(clippy::too_many_arguments, reason = "the attributes of one element")]
    fn select(
        &mut self,
        c: &Component,
        name: &str,
        list: usize,
        entered: &Entered<'_>,
        error: Option<&Problem>,
        role: Role,
        autocomplete: &str,
        searchable: bool,
    ) {
        let view = self.view;
        self.open_form_group(error.is_some(), "");
        self.label_for(c, name, role);
        let hint = self.hint(c, name);
        let error = self.error(name, error);
        self.push("<select class=\"govuk-select");
        if error {
            self.push(" govuk-select--error");
        }
        if !c.classes.is_empty() {
            self.push(" ");
            self.push(&c.classes);
        }
        let _ = write!(self.out, "\" id=\"{name}\" name=\"{name}\"");
        if searchable {
            self.push(" data-module=\"bl-autocomplete\"");
        }
        self.described_by(name, &[(hint, "-hint"), (error, "-error")]);
        if !autocomplete.is_empty() {
            self.push(" autocomplete=\"");
            self.text(autocomplete);
            self.push("\"");
        }
        self.push("><option value=\"\">");
        self.push(self.label(Label::Select));
        self.push("</option>");
        let items: &[Choice] = view.definition.lists.get(list).map_or(&[], |l| &l.items);
        for item in items.iter().filter(|item| view.holds(item.condition)) {
            self.push("<option value=\"");
            self.text(&item.posted);
            self.push(if entered.has(&item.posted) {
                "\" selected>"
            } else {
                "\">"
            });
            self.push_words(&item.text);
            self.push("</option>");
        }
        self.push("</select></div>\n");
    }

    /// The problem of one part, by its field.
    fn part_error(&self, c: &Component, name: &str, part: &str) -> Option<&'v Problem> {
        self.view.problems.iter().find(|p| {
            p.component == c.name
                && p.field.strip_prefix(name).and_then(|f| f.strip_prefix('-')) == Some(part)
        })
    }

    fn date(&mut self, c: &Component, name: &str, entered: &Entered<'_>, role: Role) {
        let error = self.view.problems.iter().find(|p| p.component == c.name);
        self.open_group(c, name, error, role, " role=\"group\"");
        let _ = write!(self.out, "<div class=\"govuk-date-input\" id=\"{name}\">");
        let marked = error.map(|e| e.field.as_str());
        for (number, part) in c.kind.parts().iter().enumerate() {
            let label = match *part {
                "day" => Label::Day,
                "month" => Label::Month,
                _ => Label::Year,
            };
            // A fault of one part marks it; of the whole date, all.
            let wrong = marked.is_some_and(|f| {
                let own = f.strip_prefix(name).and_then(|f| f.strip_prefix('-'));
                own == Some(*part)
                    || own.is_none()
                    || (own == c.kind.parts().first().copied() && self.is_whole_date_fault(c, entered))
            });
            let _ = write!(
                self.out,
                "<div class=\"govuk-date-input__item\"><div class=\"govuk-form-group\">\
                 <label class=\"govuk-label govuk-date-input__label\" for=\"{name}-{part}\">{}</label>\
                 <input class=\"govuk-input govuk-date-input__input{} govuk-input--width-{}\" id=\"{name}-{part}\" \
                 name=\"{name}__{part}\" type=\"text\"",
                self.label(label),
                if wrong { " govuk-input--error" } else { "" },
                if *part == "year" { 4 } else { 2 },
            );
            let value = entered.part(number);
            if !value.is_empty() {
                self.push(" value=\"");
                self.text(value);
                self.push("\"");
            }
            self.push(" inputmode=\"numeric\"></div></div>");
        }
        self.push("</div></fieldset></div>\n");
    }

    /// All parts are given, or none: then it is the date that is wrong, not its first part.
    fn is_whole_date_fault(&self, c: &Component, entered: &Entered<'_>) -> bool {
        let parts = c.kind.parts().len();
        let given = (0..parts).filter(|i| !entered.part(*i).is_empty()).count();
        given == 0 || given == parts
    }

    fn address(&mut self, c: &Component, name: &str, entered: &Entered<'_>, role: Role, hide_title: bool) {
        self.open_form_group(false, "");
        self.push("<fieldset class=\"govuk-fieldset\"");
        let hint = !c.hint.get(self.view.lang).is_empty();
        self.described_by(name, &[(hint, "-hint")]);
        self.push(if role == Role::Heading {
            "><legend class=\"govuk-fieldset__legend govuk-fieldset__legend--l\"><h1 class=\"govuk-fieldset__heading\">"
        } else if hide_title {
            "><legend class=\"govuk-fieldset__legend govuk-visually-hidden\">"
        } else {
            "><legend class=\"govuk-fieldset__legend govuk-fieldset__legend--m\">"
        });
        self.title(c);
        self.push(if role == Role::Heading {
            "</h1></legend>"
        } else {
            "</legend>"
        });
        self.hint(c, name);
        let rows = [
            (Label::AddressLine1, "", "address-line1", false),
            (Label::AddressLine2, "", "address-line2", true),
            (Label::Town, " govuk-!-width-two-thirds", "address-level2", false),
            (Label::Postcode, " govuk-input--width-10", "postal-code", false),
        ];
        for ((number, part), (label, class, autocomplete, optional)) in
            c.kind.parts().iter().enumerate().zip(rows)
        {
            let error = self.part_error(c, name, part);
            let id = format!("{name}-{part}");
            self.open_form_group(error.is_some(), "");
            let _ = write!(
                self.out,
                "<label class=\"govuk-label\" for=\"{id}\">{}",
                self.label(label)
            );
            if optional && c.required {
                self.push(" ");
                self.push(self.label(Label::Optional));
            }
            self.push("</label>");
            let error = self.error(&id, error);
            let _ = write!(
                self.out,
                "<input class=\"govuk-input{}{class}\" id=\"{id}\" name=\"{name}__{part}\" type=\"text\"",
                if error { " govuk-input--error" } else { "" },
            );
            let value = entered.part(number);
            if !value.is_empty() {
                self.push(" value=\"");
                self.text(value);
                self.push("\"");
            }
            self.described_by(&id, &[(error, "-error")]);
            let _ = write!(self.out, " autocomplete=\"{autocomplete}\"></div>");
        }
        self.push("</fieldset></div>\n");
    }

    fn numbers(&mut self, c: &Component, name: &str, entered: &Entered<'_>, role: Role, labels: [Label; 2]) {
        self.open_group(c, name, None, role, " role=\"group\"");
        for ((number, part), label) in c.kind.parts().iter().enumerate().zip(labels) {
            let error = self.part_error(c, name, part);
            let id = format!("{name}-{part}");
            self.open_form_group(error.is_some(), "");
            let _ = write!(
                self.out,
                "<label class=\"govuk-label\" for=\"{id}\">{}</label>",
                self.label(label)
            );
            let error = self.error(&id, error);
            let _ = write!(
                self.out,
                "<input class=\"govuk-input{} govuk-input--width-10\" id=\"{id}\" name=\"{name}__{part}\" type=\"text\"",
                if error { " govuk-input--error" } else { "" },
            );
            let value = entered.part(number);
            if !value.is_empty() {
                self.push(" value=\"");
                self.text(value);
                self.push("\"");
            }
            self.described_by(&id, &[(error, "-error")]);
            // A longitude can be below nought, which a keypad of digits cannot say.
            self.push(if matches!(c.kind, Kind::EastingNorthing { .. }) {
                " inputmode=\"numeric\"></div>"
            } else {
                "></div>"
            });
        }
        self.push("</fieldset></div>\n");
    }

    #[expect(clippy::too_many_arguments, reason = "the attributes of one element")]
    fn files(
        &mut self,
        c: &Component,
        name: &str,
        entered: &Entered<'_>,
        error: Option<&Problem>,
        role: Role,
        accept: &[String],
        many: bool,
    ) {
        self.open_form_group(error.is_some(), "");
        self.label_for(c, name, role);
        let hint = self.hint(c, name);
        let error = self.error(name, error);
        let _ = write!(
            self.out,
            "<input class=\"govuk-file-upload{}\" id=\"{name}\" name=\"{name}\" type=\"file\"",
            if error { " govuk-file-upload--error" } else { "" },
        );
        if many {
            self.push(" multiple");
        }
        if !accept.is_empty() {
            self.push(" accept=\"");
            self.text(&accept.join(","));
            self.push("\"");
        }
        self.described_by(name, &[(hint, "-hint"), (error, "-error")]);
        self.push("></div>\n");
        let files: &[FileRef] = match entered {
            Entered::Files(files) => files,
            _ => &[],
        };
        if files.is_empty() {
            return;
        }
        self.push("<h2 class=\"govuk-heading-m\">");
        self.push(self.label(Label::UploadedFiles));
        self.push("</h2><dl class=\"govuk-summary-list\">");
        for file in files {
            self.push("<div class=\"govuk-summary-list__row\"><dt class=\"govuk-summary-list__key\">");
            self.text(&file.name);
            let _ = write!(
                self.out,
                "</dt><dd class=\"govuk-summary-list__value\">{}</dd><dd class=\"govuk-summary-list__actions\">",
                size_in_words(file.size)
            );
            self.remove_button("remove", &file.id, &file.name);
            self.push("</dd></div>");
        }
        self.push("</dl>\n");
    }

    fn remove_button(&mut self, field: &str, value: &str, what: &str) {
        let _ = write!(
            self.out,
            "<button type=\"submit\" class=\"govuk-button govuk-button--secondary govuk-!-margin-bottom-0\" \
             name=\"{field}\" value=\""
        );
        self.text(value);
        self.push("\" formnovalidate>");
        self.push(self.label(Label::Remove));
        self.push("<span class=\"govuk-visually-hidden\"> ");
        self.text(what);
        self.push("</span></button>");
    }

    /// What was added so far on a repeat page, each with its ways to change and remove it.
    fn repeat_list(&mut self, repeat: &Repeat) {
        let view = self.view;
        self.heading();
        let items = view.answers.items(&repeat.name).len();
        if items == 0 {
            let text = crate::walk::none_yet(view.lang);
            let _ = write!(self.out, "<p class=\"govuk-body\">{text}</p>");
        } else {
            self.push("<dl class=\"govuk-summary-list\">");
        }
        let title = self.words(&repeat.title).into_owned();
        for at in 0..items {
            let answers = view.definition.with_item(view.page, &view.answers, Some(at));
            let first = view.definition.components(view.page).find(|c| c.is_question());
            let text = first
                .and_then(|c| {
                    Some(
                        view.definition
                            .display(c, answers.get(&c.name)?, view.lang, &|_| String::new()),
                    )
                })
                .unwrap_or_default();
            let called = format!("{title} {}", at + 1);
            self.push("<div class=\"govuk-summary-list__row\"><dt class=\"govuk-summary-list__key\">");
            self.text(&called);
            self.push("</dt><dd class=\"govuk-summary-list__value\">");
            lines(&mut self.out, &text);
            let _ = write!(
                self.out,
                "</dd><dd class=\"govuk-summary-list__actions\"><ul class=\"govuk-summary-list__actions-list\">\
                 <li class=\"govuk-summary-list__actions-list-item\"><a class=\"govuk-link\" href=\"?item={}\">{}\
                 <span class=\"govuk-visually-hidden\"> ",
                at + 1,
                self.label(Label::Change)
            );
            self.text(&called);
            self.push("</span></a></li><li class=\"govuk-summary-list__actions-list-item\">");
            self.remove_button("remove-item", &(at + 1).to_string(), &called);
            self.push("</li></ul></dd></div>");
        }
        if items > 0 {
            self.push("</dl>");
        }
        let error = view.problems.iter().find(|p| p.field == "add-another");
        self.error("add-another", error);
        if items < repeat.max {
            self.push(
                "<button type=\"submit\" id=\"add-another\" class=\"govuk-button govuk-button--secondary\" \
                 name=\"action\" value=\"add-another\">",
            );
            self.push(self.label(Label::AddAnother));
            self.push("<span class=\"govuk-visually-hidden\">: ");
            self.text(&title);
            self.push("</span></button>\n");
        }
    }

    // ---- content -----------------------------------------------------------------------------

    fn content(&mut self, c: &Component) {
        let view = self.view;
        let prose = c.content.as_ref();
        let body = prose.map(|p| p.html(view.lang, &|n| view.answer(n)));
        let body = body.as_deref().unwrap_or_default();
        match &c.kind {
            Kind::Html | Kind::Markdown => self.push(body),
            Kind::Inset => {
                self.push("<div class=\"govuk-inset-text\">");
                self.push(body);
                self.push("</div>\n");
            }
            Kind::Details => {
                self.push("<details class=\"govuk-details\"><summary class=\"govuk-details__summary\"><span class=\"govuk-details__summary-text\">");
                self.push_words(&c.title);
                self.push("</span></summary><div class=\"govuk-details__text\">");
                self.push(body);
                self.push("</div></details>\n");
            }
            Kind::Banner { success, heading } => {
                let id = if c.name.is_empty() { "banner" } else { &c.name };
                let _ = write!(
                    self.out,
                    "<div class=\"govuk-notification-banner{}\" role=\"{}\" aria-labelledby=\"{id}-title\" data-module=\"govuk-notification-banner\">\
                     <div class=\"govuk-notification-banner__header\"><h2 class=\"govuk-notification-banner__title\" id=\"{id}-title\">",
                    if *success {
                        " govuk-notification-banner--success"
                    } else {
                        ""
                    },
                    if *success { "alert" } else { "region" },
                );
                if c.title.is_empty() {
                    self.push(self.label(if *success {
                        Label::Success
                    } else {
                        Label::Important
                    }));
                } else {
                    self.push_words(&c.title);
                }
                self.push("</h2></div><div class=\"govuk-notification-banner__content\">");
                if !heading.is_empty() {
                    self.push("<p class=\"govuk-notification-banner__heading\">");
                    self.push_words(heading);
                    self.push("</p>");
                }
                self.push(body);
                self.push("</div></div>\n");
            }
            Kind::List {
                list,
                numbered,
                bulleted,
                hide_title,
            } => {
                let Some(list) = view.definition.lists.get(*list) else {
                    return;
                };
                if !hide_title && !c.title.is_empty() {
                    self.push("<h2 class=\"govuk-heading-m\">");
                    self.push_words(&c.title);
                    self.push("</h2>");
                }
                if !c.hint.is_empty() {
                    self.push("<p class=\"govuk-hint\">");
                    self.push_words(&c.hint);
                    self.push("</p>");
                }
                let (tag, class) = match (numbered, bulleted) {
                    (true, _) => ("ol", " govuk-list--number"),
                    (_, true) => ("ul", " govuk-list--bullet"),
                    _ => ("ul", ""),
                };
                let _ = write!(self.out, "<{tag} class=\"govuk-list{class}\">");
                for item in list.items.iter().filter(|i| view.holds(i.condition)) {
                    self.push("<li>");
                    self.push_words(&item.text);
                    if !item.hint.is_empty() {
                        self.push(" <span class=\"govuk-hint\">");
                        self.push_words(&item.hint);
                        self.push("</span>");
                    }
                    self.push("</li>");
                }
                let _ = writeln!(self.out, "</{tag}>");
            }
            _ => {}
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
