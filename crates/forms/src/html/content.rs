//! What is read and not answered.

use std::fmt::Write as _;

use super::Writer;
use crate::component::{Component, Kind};
use crate::words::Label;

impl<'v> Writer<'v, '_> {
    pub(super) fn content(&mut self, c: &Component) {
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
