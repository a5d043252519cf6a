//! Files that were sent, and pages that are asked again.

use std::fmt::Write as _;

use super::{Role, Writer, lines, size_in_words};
use crate::answers::FileRef;
use crate::component::Component;
use crate::definition::Repeat;
use crate::entered::Entered;
use crate::walk::Problem;
use crate::words::Label;

impl<'v> Writer<'v, '_> {
    #[expect(clippy::too_many_arguments, reason = "the attributes of one element")]
    pub(super) fn files(
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

    pub(super) fn remove_button(&mut self, field: &str, value: &str, what: &str) {
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
    pub(super) fn repeat_list(&mut self, repeat: &Repeat) {
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
}
