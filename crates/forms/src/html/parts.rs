//! Answers of several parts: dates, addresses, pairs of numbers.

use std::fmt::Write as _;

use super::{Role, Writer};
use crate::component::{Component, Kind};
use crate::entered::Entered;
use crate::walk::Problem;
use crate::words::Label;

impl<'v> Writer<'v, '_> {
    /// The problem of one part, by its field.
    pub(super) fn part_error(&self, c: &Component, name: &str, part: &str) -> Option<&'v Problem> {
        self.view.problems.iter().find(|p| {
            p.component == c.name
                && p.field.strip_prefix(name).and_then(|f| f.strip_prefix('-')) == Some(part)
        })
    }

    pub(super) fn date(&mut self, c: &Component, name: &str, entered: &Entered<'_>, role: Role) {
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
    pub(super) fn is_whole_date_fault(&self, c: &Component, entered: &Entered<'_>) -> bool {
        let parts = c.kind.parts().len();
        let given = (0..parts).filter(|i| !entered.part(*i).is_empty()).count();
        given == 0 || given == parts
    }

    pub(super) fn address(
        &mut self,
        c: &Component,
        name: &str,
        entered: &Entered<'_>,
        role: Role,
        hide_title: bool,
    ) {
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

    pub(super) fn numbers(
        &mut self,
        c: &Component,
        name: &str,
        entered: &Entered<'_>,
        role: Role,
        labels: [Label; 2],
    ) {
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
}
