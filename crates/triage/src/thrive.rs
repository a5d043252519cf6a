//! The THRIVE record of a report, filled as far as the answers go, with what nobody has said yet beside it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::answers::Source;
use crate::{Decision, Facts, Lang, Triage};

/// An element of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ElementName {
    Threat,
    Harm,
    Risk,
    Investigation,
    Vulnerability,
    Engagement,
}

impl ElementName {
    pub const ALL: [Self; 6] = [
        Self::Threat,
        Self::Harm,
        Self::Risk,
        Self::Investigation,
        Self::Vulnerability,
        Self::Engagement,
    ];
}

/// One thing that is known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThriveFact {
    /// The answer's name; [`Triage::answer_label`] gives its words in a language.
    pub label: Arc<str>,
    pub value: Value,
    pub source: Source,
    /// Whether a reason of the decision looked at it.
    pub counted: bool,
}

/// What is known about one element, and what is not.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Element {
    pub facts: Vec<ThriveFact>,
    /// Names of answers that were asked for in this flow and are missing or "unsure".
    pub unknown: Vec<Arc<str>>,
    /// Names of answers that this flow does not ask for, so that a handler may.
    pub not_asked: Vec<Arc<str>>,
}

/// Threat, harm, risk, investigation, vulnerability and engagement. The handler completes it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Thrive {
    pub threat: Element,
    pub harm: Element,
    pub risk: Element,
    pub investigation: Element,
    pub vulnerability: Element,
    pub engagement: Element,
}

impl Thrive {
    /// Sorts the answers into the record. Free text is not copied into it: it stays where it is sealed.
    pub fn from_answers(triage: &Triage, facts: &Facts, decision: &Decision) -> Self {
        let mut record = Self::default();
        let kind = facts.kind();
        for answer in triage.answers() {
            for name in &answer.thrive {
                let element = record.element_mut(*name);
                match facts.get(&answer.name) {
                    Some(value) if !says_nothing(value) => {
                        element.facts.push(ThriveFact {
                            label: answer.name.clone(),
                            value: value.clone(),
                            source: answer.source,
                            counted: decision.reasons.iter().any(|r| r.facts.contains(&answer.name)),
                        });
                        if value == "unsure" || value == "prefer-not-to-say" {
                            element.unknown.push(answer.name.clone());
                        }
                    }
                    _ if answer.asked_in(kind) => element.unknown.push(answer.name.clone()),
                    _ => element.not_asked.push(answer.name.clone()),
                }
            }
        }
        for found in &decision.emergencies {
            record.threat.facts.push(ThriveFact {
                label: found.kind.clone(),
                value: Value::String(found.phrase.to_string()),
                source: Source::System,
                counted: true,
            });
        }
        record
    }

    pub fn element(&self, name: ElementName) -> &Element {
        match name {
            ElementName::Threat => &self.threat,
            ElementName::Harm => &self.harm,
            ElementName::Risk => &self.risk,
            ElementName::Investigation => &self.investigation,
            ElementName::Vulnerability => &self.vulnerability,
            ElementName::Engagement => &self.engagement,
        }
    }

    fn element_mut(&mut self, name: ElementName) -> &mut Element {
        match name {
            ElementName::Threat => &mut self.threat,
            ElementName::Harm => &mut self.harm,
            ElementName::Risk => &mut self.risk,
            ElementName::Investigation => &mut self.investigation,
            ElementName::Vulnerability => &mut self.vulnerability,
            ElementName::Engagement => &mut self.engagement,
        }
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(s) => s.trim().is_empty(),
        Value::Array(a) => a.is_empty(),
        _ => false,
    }
}

impl Triage {
    /// The words for an answer or an emergency kind, or its name where there are none.
    pub fn answer_label<'a>(&'a self, name: &'a str, lang: Lang) -> &'a str {
        self.answer(name)
            .map(|a| a.label(lang))
            .or_else(|| self.emergency_kind(name).map(|k| k.names.in_lang(lang)))
            .unwrap_or(name)
    }
}
