//! Boxes to write in.

use std::fmt::Write as _;

use super::{Role, Writer};
use crate::component::{Component, Kind};
use crate::walk::Problem;
use crate::words::Label;

impl<'v> Writer<'v, '_> {
    #[expect(clippy::too_many_arguments, reason = "the attributes of one element")]
    pub(super) fn input(
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

    pub(super) fn affix(&mut self, which: &str, text: &str) {
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
    pub(super) fn textarea(
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
}
