//! Pages that are asked again for each thing.

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::{Posted, Problem, Reached, Step, item_index};
use crate::answers::Answers;
use crate::condition::Asked;
use crate::definition::{Definition, Page};
use crate::text::Lang;
use crate::words::Rule;

impl Definition {
    /// The steps of a repeat page that concern one item; `None` when the page as a whole was sent.
    #[expect(clippy::too_many_arguments, reason = "part of submit, split off for reading")]
    pub(super) fn submit_item(
        &self,
        page: &Page,
        number: usize,
        answers: &mut Answers,
        posted: Posted<'_>,
        lang: Lang,
        today: Date,
        reached: &Reached,
    ) -> Option<Step> {
        let repeat = page.repeat.as_ref()?;
        let have = answers.items(&repeat.name).len();
        if let Some(n) = posted.value("remove-item") {
            if let Some(at) = item_index(n, have) {
                answers.items_mut(&repeat.name).remove(at);
            }
            return Some(Step::Next(page.path.clone()));
        }
        let full = || {
            let c = self.components(page).find(|c| c.is_question())?;
            let title = repeat.title.get(lang).fill(&|_| String::new());
            Some(Step::Problems(vec![Problem {
                component: c.name.clone(),
                field: "add-another".to_owned(),
                message: lang.words.say(Rule::RepeatMax, &title, &repeat.max.to_string()),
            }]))
        };
        if posted.value("action") == Some("add-another") {
            return if have >= repeat.max {
                full()
            } else {
                Some(Step::Next(format!("{}?item=new", page.path)))
            };
        }
        let at = match posted.value("item") {
            Some("new") => None,
            Some(n) => Some(item_index(n, have)?),
            // The first one is asked for without pressing "add another".
            None if have == 0 => None,
            None => return None,
        };
        if at.is_none() && have >= repeat.max {
            return full();
        }
        let mut tentative = self.with_item(page, answers, at);
        let (problems, ok) =
            self.check_page(page, number, &mut tentative, Some(posted), lang, today, reached);
        if !ok {
            return Some(Step::Problems(problems));
        }
        let has = |p| reached.has(p) || p == number;
        let asked = Asked {
            definition: self,
            answers: &tentative,
            reached: &has,
            today,
        };
        let item: Map<String, Value> = self
            .components(page)
            .filter(|c| c.is_question() && self.is_visible(c, &asked))
            .filter_map(|c| Some((c.name.clone(), tentative.get(&c.name)?.clone())))
            .collect();
        let items = answers.items_mut(&repeat.name);
        match at.and_then(|at| items.get_mut(at)) {
            Some(slot) => *slot = Value::Object(item),
            None => items.push(Value::Object(item)),
        }
        Some(Step::Next(page.path.clone()))
    }

    /// The answers with one item's own laid over them.
    pub(crate) fn with_item(&self, page: &Page, answers: &Answers, at: Option<usize>) -> Answers {
        let mut out = answers.clone();
        for c in self.components(page) {
            out.remove(&c.name);
        }
        if let Some(repeat) = &page.repeat
            && let Some(Value::Object(item)) = at.and_then(|at| answers.items(&repeat.name).get(at))
        {
            for (name, value) in item {
                out.set(name, value.clone());
            }
        }
        out
    }

    pub(super) fn check_repeat(
        &self,
        page: &Page,
        number: usize,
        answers: &Answers,
        lang: Lang,
        today: Date,
        reached: &Reached,
    ) -> Vec<Problem> {
        let Some(repeat) = &page.repeat else {
            return Vec::new();
        };
        let have = answers.items(&repeat.name).len();
        let name = self
            .components(page)
            .find(|c| c.is_question())
            .map(|c| c.name.clone())
            .unwrap_or_default();
        let title = repeat.title.get(lang).fill(&|_| String::new());
        let counted = if have < repeat.min {
            Some((Rule::RepeatMin, repeat.min))
        } else if have > repeat.max {
            Some((Rule::RepeatMax, repeat.max))
        } else {
            None
        };
        if let Some((rule, limit)) = counted {
            let message = lang.words.say(rule, &title, &limit.to_string());
            return vec![Problem {
                component: name,
                field: "add-another".to_owned(),
                message,
            }];
        }
        for at in 0..have {
            let mut item = self.with_item(page, answers, Some(at));
            let (problems, _) = self.check_page(page, number, &mut item, None, lang, today, reached);
            if !problems.is_empty() {
                return problems
                    .into_iter()
                    .map(|p| Problem {
                        message: format!("{title} {}: {}", at + 1, p.message),
                        ..p
                    })
                    .collect();
            }
        }
        Vec::new()
    }

    // ---- the whole ---------------------------------------------------------------------------
}
