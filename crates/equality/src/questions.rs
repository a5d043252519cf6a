//! The questions: a form definition of `forms/equality/`, or the force's own in its place.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use forms::{Answers, Component, Definition, PageKind};
use jiff::civil::date;
use serde::Deserialize;

/// The file, below `forms/` and below the data folder's `forms/`.
const FOLDER: &str = "equality";
const FILE: &str = "about-you.yaml";
const INSIDE: &str = include_str!("../../../forms/equality/about-you.yaml");

/// What everyone may choose who does not want to say.
pub const UNSAID: &str = "prefer-not-to-say";

/// Addresses below `/about-you` that no page of the form can have.
const TAKEN: [&str; 5] = ["/send", "/sent", "/change", "/delete", "/deleted"];

/// The questions of this force, checked: each is one choice of a list, each can be left empty.
#[derive(Debug)]
pub struct Questions {
    definition: Definition,
    within: HashMap<String, Within>,
}

/// A question that is put only to those who chose an option of another one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Within {
    pub question: String,
    pub answer: String,
}

/// A question that is counted, in the reader's language.
#[derive(Debug, Clone)]
pub struct Counted {
    pub name: String,
    pub title: String,
    /// (value, words)
    pub options: Vec<(String, String)>,
}

impl Questions {
    /// What is inside the program, or the file in `DATA/forms/equality/`. That one may name `about-you.yaml` as its
    /// spine: the program's own, whose pages it can leave out.
    ///
    /// # Errors
    /// Every problem, with the file's name.
    pub fn load(data: Option<&Path>) -> Result<Arc<Self>, Vec<String>> {
        let name = format!("forms/{FOLDER}/{FILE}");
        let own = data
            .map(|d| d.join("forms").join(FOLDER).join(FILE))
            .filter(|f| f.exists());
        let text = match own.map(std::fs::read_to_string) {
            None => INSIDE.to_owned(),
            Some(Ok(text)) => text,
            Some(Err(e)) => return Err(vec![format!("{name}: {e}")]),
        };
        Self::parse(&name, &text).map(Arc::new)
    }

    fn parse(file: &str, text: &str) -> Result<Self, Vec<String>> {
        let resolve = |wanted: &str| Self::own_file(wanted).map(str::to_owned);
        let definition = Definition::parse(file, text, &resolve)
            .map_err(|e| e.problems().iter().map(ToString::to_string).collect::<Vec<_>>())?;
        let within = definition.bluelamp().get("within").cloned().unwrap_or_default();
        let within: Option<HashMap<String, Within>> = serde_json::from_value(within)
            .map_err(|e| vec![format!("{file}: metadata.bluelamp.within: {e}")])?;
        let questions = Self {
            definition,
            within: within.unwrap_or_default(),
        };
        let problems = questions.problems(file);
        if problems.is_empty() {
            Ok(questions)
        } else {
            Err(problems)
        }
    }

    /// The program's own file of this name, for a force's own that builds on it.
    pub fn own_file(name: &str) -> Option<&'static str> {
        (name == FILE).then_some(INSIDE)
    }

    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// Every question that has options, in order.
    pub fn counted(&self, lang: &str) -> Vec<Counted> {
        self.questions()
            .filter(|(_, c)| c.type_name() != "TextField")
            .map(|(_, c)| Counted {
                name: c.name().to_owned(),
                title: self.definition.component_title(c, lang),
                options: self.definition.options(c, lang),
            })
            .collect()
    }

    /// To whom a question is put alone.
    pub fn within(&self, question: &str) -> Option<&Within> {
        self.within.get(question)
    }

    /// Page paths and questions, in order.
    fn questions(&self) -> impl Iterator<Item = (&str, &Component)> {
        let pages = self.definition.pages().iter();
        pages.flat_map(|page| {
            let all = self.definition.components(page).filter(|c| c.is_question());
            all.map(|c| (page.path(), c))
        })
    }

    /// What this feature asks of a definition beyond what the format asks.
    fn problems(&self, file: &str) -> Vec<String> {
        let mut problems = Vec::new();
        let mut say = |page: &str, component: &str, why: &str| {
            problems.push(format!("{file}: {page}: {component}: {why}"));
        };
        for page in self.definition.pages() {
            if TAKEN.contains(&page.path()) {
                say(page.path(), "", "this path is taken by a page of the program");
            }
            if matches!(page.kind(), PageKind::Repeat | PageKind::Terminal) {
                say(
                    page.path(),
                    "",
                    "a page that repeats, or ends the form, has no place here",
                );
            }
        }
        for (page, component) in self.questions() {
            let options = self.definition.options(component, "en");
            match component.type_name() {
                "TextField" => {}
                "RadiosField" | "SelectField" => {
                    if !options.iter().any(|(value, _)| value == UNSAID) {
                        say(
                            page,
                            component.name(),
                            "it needs an option with the value prefer-not-to-say",
                        );
                    }
                }
                _ => say(
                    page,
                    component.name(),
                    "only RadiosField, SelectField and TextField can be asked here",
                ),
            }
            if let Some(within) = self.within.get(component.name()) {
                let other = self.definition.component(&within.question);
                let known = other.is_some_and(|c| {
                    let options = self.definition.options(c, "en");
                    c.name() != component.name() && options.iter().any(|(v, _)| *v == within.answer)
                });
                if !known {
                    say(
                        page,
                        component.name(),
                        "\"within\" names no question and option of this form",
                    );
                }
            }
        }
        for (page, component) in self.forced() {
            say(
                &page,
                &component,
                "every question must be one that can be left empty",
            );
        }
        problems
    }

    /// Page and component of what must be answered: of everyone, or of those who chose an option of another question.
    fn forced(&self) -> BTreeSet<(String, String)> {
        let chosen = self.questions().flat_map(|(_, component)| {
            let options = self.definition.options(component, "en").into_iter();
            options.map(|(value, _)| {
                let mut answers = Answers::default();
                answers.set(component.name(), value.into());
                answers
            })
        });
        let mut forced = BTreeSet::new();
        for answers in std::iter::once(Answers::default()).chain(chosen) {
            let Err(unfinished) = self.definition.finish(&answers, "en", date(2026, 1, 1)) else {
                continue;
            };
            let page = unfinished.page;
            forced.extend(
                unfinished
                    .problems
                    .into_iter()
                    .map(|p| (page.clone(), p.component)),
            );
        }
        forced
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Questions::parse("about-you.yaml", text).unwrap_err().join("\n")
    }

    #[test]
    fn the_harmonised_questions_and_those_for_the_police_are_there() {
        let questions = Questions::load(None).unwrap();
        let counted = questions.counted("en");
        let names: Vec<&str> = counted.iter().map(|q| q.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "age",
                "health",
                "healthEffect",
                "ethnicGroup",
                "ethnicWhite",
                "ethnicMixed",
                "ethnicAsian",
                "ethnicBlack",
                "ethnicOther",
                "marriage",
                "religion",
                "sex",
                "gender",
                "orientation",
                "victim",
                "policeContact",
                "english",
                "internet",
                "carer",
                "care",
                "pregnancy"
            ]
        );
        assert!(counted.iter().all(|q| q.options.last().unwrap().0 == UNSAID));
        assert_eq!(questions.within("ethnicAsian").unwrap().answer, "asian");
        assert_eq!(questions.definition().languages(), ["en-GB", "cy", "en-simple"]);
    }

    #[test]
    fn a_force_leaves_questions_out_in_ten_lines() {
        let text = "
name: About you
engine: V2
schema: 2
pages: []
metadata:
  bluelamp:
    spine: about-you.yaml
    after: /age
    omit: [/victim, /police-contact, /health, /health-effect]
";
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("forms/equality");
        std::fs::create_dir_all(&place).unwrap();
        std::fs::write(place.join("about-you.yaml"), text).unwrap();
        let questions = Questions::load(Some(folder.path())).unwrap();
        let names: Vec<String> = questions.counted("cy").into_iter().map(|q| q.name).collect();
        assert!(names.contains(&"ethnicGroup".to_owned()) && names.contains(&"internet".to_owned()));
        assert!(!names.contains(&"victim".to_owned()) && !names.contains(&"healthEffect".to_owned()));
        assert!(questions.within("ethnicAsian").is_some());
    }

    #[test]
    fn what_would_force_someone_to_answer_is_refused_with_its_place() {
        assert!(Questions::parse("about-you.yaml", INSIDE).is_ok());
        let must = INSIDE.replacen("required: false", "required: true", 1);
        assert!(refused(&must).contains("/age: age: every question must be one that can be left empty"));
        // A question that only some are asked, and one under an option.
        let at = INSIDE.find("name: ethnicBlack\n").unwrap();
        let (before, after) = INSIDE.split_at(at);
        let must = format!(
            "{before}{}",
            after.replacen("required: false", "required: true", 1)
        );
        assert!(refused(&must).contains("/ethnic-black: ethnicBlack: every question must be one"));
        let at = INSIDE.find("name: genderWords\n").unwrap();
        let (before, after) = INSIDE.split_at(at);
        let must = format!(
            "{before}{}",
            after.replacen("required: false", "required: true", 1)
        );
        assert!(refused(&must).contains("/gender: genderWords: every question"));
    }

    #[test]
    fn what_cannot_be_counted_or_reached_is_refused_with_its_place() {
        let unsaid = INSIDE.replacen("value: prefer-not-to-say", "value: hush", 1);
        assert!(refused(&unsaid).contains("/age: age: it needs an option with the value prefer-not-to-say"));
        let taken = INSIDE.replacen("path: /sex", "path: /change", 1);
        assert!(refused(&taken).contains("/change: : this path is taken"));
        let many = INSIDE.replacen("type: RadiosField", "type: CheckboxesField", 1);
        assert!(refused(&many).contains("/age: age: only RadiosField, SelectField and TextField"));
        let lost = INSIDE.replacen(
            "{question: health, answer: 'yes'}",
            "{question: health, answer: maybe}",
            1,
        );
        let lost = lost.replacen(
            "{question: health, answer: yes}",
            "{question: health, answer: maybe}",
            1,
        );
        assert!(refused(&lost).contains("healthEffect: \"within\" names no question"));
        assert!(refused("pages: 7").contains("about-you.yaml"));
    }
}
