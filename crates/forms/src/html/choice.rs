//! Things to choose from.

use std::fmt::Write as _;

use super::{Role, Writer};
use crate::component::{Component, Item as Choice};
use crate::entered::Entered;
use crate::walk::Problem;
use crate::words::Label;

impl<'v> Writer<'v, '_> {
    /// A form group with a fieldset, its legend, hint and error.
    pub(super) fn open_group(
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
    pub(super) fn option_id(&mut self, name: &str, number: usize) {
        self.push(name);
        if number > 0 {
            let _ = write!(self.out, "-{}", number + 1);
        }
    }

    /// Opens an option up to the words of its label.
    #[expect(clippy::too_many_arguments, reason = "the attributes of one element")]
    pub(super) fn open_choice(
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
    pub(super) fn choices(
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
    pub(super) fn select(
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
}
