//! What is kept of a proposal when it becomes a scenario: what was weighed, how near to the best possible it is, what
//! stood in the way, and the changes as they were proposed.

use kernel::seal::{Keys, same};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ask::Stamp;
use crate::error::{PlanError, Result};
use crate::said::{Said, said};
use crate::scenario::Edit;
use crate::solve::{CustodyAnswer, Further, Nearly, Nights, Proposal};
use crate::wish::Wish;

/// How the places of a scenario were found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    pub wish: Wish,
    pub weighs: Said,
    pub unit: String,
    pub larger_is_better: bool,
    pub objective: Option<f64>,
    pub bound: Option<f64>,
    pub gap: Option<f64>,
    pub proved: bool,
    pub method: Said,
    pub binding: Vec<Said>,
    pub notes: Vec<Said>,
    pub alternatives: Vec<Nearly>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nights: Option<Nights>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub custody: Option<CustodyAnswer>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Further>,
    pub estimate: bool,
    /// The changes that were proposed.
    pub edits: Vec<Edit>,
    pub stamp: Stamp,
    /// The scenario has other changes by now; and it stands on other data than those with which it was proposed.
    #[serde(default)]
    pub changed: bool,
    #[serde(default)]
    pub other_data: bool,
}

/// Of those who go further so many are kept, who pays most first.
const MOST_FURTHER: usize = 100;
const SIGNED_AS: &str = "plan-evidence";

impl From<&Proposal> for Evidence {
    fn from(p: &Proposal) -> Self {
        Self {
            wish: p.wish.clone(),
            weighs: p.weighs.clone(),
            unit: p.unit.clone(),
            larger_is_better: p.larger_is_better,
            objective: p.objective,
            bound: p.bound,
            gap: p.gap,
            proved: p.proved,
            method: p.method.clone(),
            binding: p.binding.clone(),
            notes: p.notes.clone(),
            alternatives: p.alternatives.clone(),
            nights: p.nights.clone(),
            custody: p.custody.clone(),
            further: p.further.iter().take(MOST_FURTHER).cloned().collect(),
            estimate: p.estimate,
            edits: p.edits.clone(),
            // The same files loaded again are the same data, whatever id they got.
            stamp: Stamp {
                base: String::new(),
                ..p.stamp.clone()
            },
            changed: false,
            other_data: false,
        }
    }
}

impl Evidence {
    /// As text that keeps its sentences for every language.
    pub fn kept(&self) -> serde_json::Result<String> {
        let list = |all: &[Said]| serde_json::to_value(all.iter().map(Said::kept).collect::<Vec<_>>());
        let mut whole = serde_json::to_value(self)?;
        for (field, value) in [
            ("weighs", serde_json::to_value(self.weighs.kept())?),
            ("method", serde_json::to_value(self.method.kept())?),
            ("binding", list(&self.binding)?),
            ("notes", list(&self.notes)?),
        ] {
            if let Some(slot) = whole.get_mut(field) {
                *slot = value;
            }
        }
        for (number, other) in self.alternatives.iter().enumerate() {
            if let (Some(what), Some(slot)) = (
                &other.what,
                whole.pointer_mut(&format!("/alternatives/{number}/what")),
            ) {
                *slot = serde_json::to_value(what.kept())?;
            }
        }
        if let Value::Object(fields) = &mut whole {
            fields.remove("changed");
            fields.remove("other_data");
        }
        serde_json::to_string(&whole)
    }

    /// What a form carries there and back, with a sign that nobody else can make: a proposal that people read as the
    /// planner's is the planner's.
    pub fn signed(&self, keys: &Keys) -> Result<(String, String)> {
        let text = self.kept().map_err(PlanError::broken)?;
        let sign = keys.token(SIGNED_AS, &text);
        Ok((text, sign))
    }

    /// What came back, if it is what was sent.
    pub fn of_signed(keys: &Keys, text: &str, sign: &str) -> Option<Self> {
        if !same(&keys.token(SIGNED_AS, text), sign) {
            return None;
        }
        serde_json::from_str(text).ok()
    }

    /// The same, with whether the scenario that has these changes and stands on these data still is what was proposed.
    #[must_use]
    pub fn beside(mut self, edits: &[Edit], stamp: &Stamp) -> Self {
        let all = |a: &[Edit], b: &[Edit]| a.iter().all(|edit| b.contains(edit));
        self.changed = !(all(edits, &self.edits) && all(&self.edits, edits));
        let sums = |s: &Stamp| s.data.iter().map(|d| d.checksum.clone()).collect::<Vec<_>>();
        let own = &self.stamp;
        self.other_data =
            sums(own) != sums(stamp) || (&own.week, &own.method) != (&stamp.week, &stamp.method);
        self
    }

    /// Why a scenario was made, where nobody says more, in a sentence.
    pub fn why(&self) -> Said {
        let key = if self.larger_is_better {
            "planner-said-why-most"
        } else {
            "planner-said-why-least"
        };
        said!(key, what = self.weighs.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::solve::{Effort, of_calls};

    fn evidence() -> Evidence {
        let wish = r#"{"ask":"handlers","lines":[{"name":"999","calls":[9],"handle_seconds":60,
            "patience_seconds":60,"share":0.9,"seconds":10}]}"#;
        let found = of_calls(&Wish::parse("w", wish).unwrap(), Effort::default()).unwrap();
        Evidence::from(&found)
    }

    #[test]
    fn what_is_kept_is_read_again_with_its_sentences_in_every_language() {
        let one = evidence();
        let again: Evidence = serde_json::from_str(&one.kept().unwrap()).unwrap();
        assert_eq!(again, one);
        let words = page::Words::load(crate::WORDS).unwrap();
        let told: Vec<String> = ["en", "cy", "en-simple"]
            .iter()
            .map(|l| again.why().told(&words.tongue(page::Lang::parse(l).unwrap())))
            .collect();
        assert!(told[0] != told[1] && told[1] != told[2], "{told:?}");
        assert!(
            told[0].ends_with('.') && told[0].starts_with("The planner proposed"),
            "{told:?}"
        );
    }

    #[test]
    fn a_scenario_that_was_changed_or_stands_on_other_data_is_told_apart() {
        let mut one = evidence();
        let close = |id: &str| Edit::Close { site: id.to_owned() };
        one.edits = vec![close("a"), close("b")];
        let stamp = one.stamp.clone();
        let same = one.clone().beside(&[close("b"), close("a")], &stamp);
        assert!(!same.changed && !same.other_data);
        assert!(one.clone().beside(&[close("a")], &stamp).changed);
        assert!(
            one.clone()
                .beside(&[close("a"), close("b"), close("c")], &stamp)
                .changed
        );
        let week = Stamp {
            week: "2026-03-02".to_owned(),
            ..stamp
        };
        assert!(one.beside(&[], &week).other_data);
    }
}
