//! What the engines say, as sentences that can be told in every language. The engines speak English alone; what they say
//! of rules and of their method is known here by its shape.

use siting::SitingError;
use travel::TravelError;

use crate::said::{Filling, Said, said};

/// A rule, a limit or a reach, as `siting` names what cannot hold or stands in the way.
const RULES: [(&str, &str); 15] = [
    ("keep {names}", "planner-said-rule-keep"),
    ("close {names}", "planner-said-rule-close"),
    ("no two together of {names}", "planner-said-rule-not-together"),
    (
        "the open sites cost at most {most} together",
        "planner-said-rule-budget",
    ),
    ("at most {most} sites", "planner-said-rule-at-most"),
    ("at least one site", "planner-said-rule-one"),
    ("at least {least} sites", "planner-said-rule-at-least"),
    ("at most {most} of {names}", "planner-said-rule-at-most-of"),
    ("at least {least} of {names}", "planner-said-rule-at-least-of"),
    (
        "together the open sites hold the whole demand of {most}",
        "planner-said-rule-hold",
    ),
    (
        "p = {most}: no more sites may be open",
        "planner-said-rule-no-more",
    ),
    ("only {place} reaches demand {who}", "planner-said-rule-only"),
    (
        "no site reaches demand {who} within {limit}",
        "planner-said-rule-nobody-within",
    ),
    ("demand {who} within {limit}", "planner-said-rule-within"),
    ("no site reaches demand {who}", "planner-said-rule-nobody"),
];

const METHODS: [(&str, &str); 6] = [
    (
        "{how}; the checker disagrees: {why}",
        "planner-said-method-checker",
    ),
    (
        "swaps with a Lagrangian bound, no branching",
        "planner-said-method-swaps",
    ),
    (
        "swaps with a Lagrangian bound, {count} branches",
        "planner-said-method-swaps-branches",
    ),
    (
        "bisection over set covers, {count} branches",
        "planner-said-method-bisection",
    ),
    ("the rules cannot hold together", "planner-said-method-rules"),
    ("demand {who}", "planner-said-rule-reach"),
];

/// The texts that stand where the pattern has names; none when it is another text.
fn matched<'a>(pattern: &'a str, text: &str) -> Option<Vec<(&'a str, String)>> {
    let mut found = Vec::new();
    let (mut pattern, mut text) = (pattern, text);
    while let Some((before, rest)) = pattern.split_once('{') {
        let (name, after) = rest.split_once('}')?;
        text = text.strip_prefix(before)?;
        let next = after.split('{').next().unwrap_or_default();
        let end = if next.is_empty() {
            text.len()
        } else {
            text.find(next)?
        };
        let (value, left) = text.split_at_checked(end)?;
        found.push((name, value.to_owned()));
        (pattern, text) = (after, left);
    }
    (pattern == text).then_some(found)
}

fn known(text: &str, patterns: &[(&str, &str)]) -> Option<Said> {
    patterns.iter().find_map(|(pattern, key)| {
        let found = matched(pattern, text)?;
        Some(
            found
                .into_iter()
                .fold(Said::new(key), |said, (name, value)| match more(name, &value) {
                    Some(list) => said.with(name, list),
                    None => said.with(name, filling(name, value)),
                }),
        )
    })
}

/// What stands for a name in a pattern: a figure as people read it (what an engine adds up has more digits than it means),
/// or a text.
fn filling(name: &str, text: String) -> Filling {
    let is_figure = matches!(name, "most" | "least" | "limit" | "count");
    match text.parse::<f64>() {
        Ok(figure) if is_figure && figure.is_finite() => crate::measure::round2(figure).into(),
        _ => Filling::Text(text),
    }
}

/// A long list ends with how many it does not name.
fn more(name: &str, list: &str) -> Option<Said> {
    let (names, count) = list.strip_suffix(" more")?.rsplit_once(", ")?;
    let counted = name == "names" && !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit());
    counted.then(|| said!("planner-said-and-more", names = names, count = count))
}

/// A rule that cannot hold, or that stands in the way.
pub fn of_rule(text: &str) -> Said {
    known(text, &RULES)
        .or_else(|| known(text, &METHODS))
        .unwrap_or_else(|| Said::plain(text))
}

/// How an answer was found.
pub fn of_method(text: &str) -> Said {
    known(text, &METHODS).unwrap_or_else(|| Said::plain(text))
}

/// What an engine says of a question that it cannot answer.
pub fn of_siting(error: &SitingError) -> Said {
    let text = error.to_string();
    let has = |part: &str| text.contains(part);
    Said::new(match error {
        SitingError::TooLarge(_) => "planner-said-engine-too-large",
        _ if has("no number of servers") => "planner-said-engine-no-servers",
        _ if has("an interval needs calls") => "planner-said-engine-calls",
        _ if has("patience must be") => "planner-said-engine-patience",
        _ if has("servers would be busy") => "planner-said-engine-too-busy",
        _ if has("of a promise") || has("a promise needs") => "planner-said-engine-promise",
        _ => return said!("planner-said-engine-other", why = text),
    })
}

/// What is wrong with streets or a timetable.
pub fn of_travel(error: &TravelError) -> Said {
    match error {
        TravelError::File { path, source } => {
            let name = path
                .file_name()
                .unwrap_or(path.as_os_str())
                .to_string_lossy()
                .into_owned();
            crate::PlanError::io(&name, source).said()
        }
        TravelError::Io(_) => Said::new("planner-said-travel-unreadable"),
        TravelError::Pbf { file, .. } => {
            said!(
                "planner-said-of-file",
                file = file,
                why = Said::new("planner-said-travel-pbf")
            )
        }
        TravelError::Gtfs { file, .. } => {
            said!(
                "planner-said-of-file",
                file = file,
                why = Said::new("planner-said-travel-gtfs")
            )
        }
        TravelError::Net { file, .. } => {
            said!(
                "planner-said-of-file",
                file = file,
                why = Said::new("planner-said-travel-net")
            )
        }
        TravelError::Row { file, row, reason } => {
            said!(
                "planner-said-of-row",
                file = file,
                row = *row,
                why = Said::plain(reason.as_str())
            )
        }
        TravelError::NoStreets => Said::new("planner-said-travel-no-streets"),
        TravelError::NoTimetable => Said::new("planner-said-travel-no-timetable"),
        TravelError::Question(why) => said!("planner-said-engine-other", why = why),
        TravelError::TooLarge(_) => Said::new("planner-said-engine-too-large"),
        TravelError::Cancelled => Said::new("planner-said-travel-stopped"),
    }
}

#[cfg(test)]
mod tests {
    use siting::{Capacity, Matrix, Model, Problem, Rule, Settings, Unlimited, solve};

    use super::*;

    fn problem(model: Model) -> Problem {
        let cells = vec![1.0, 5.0, 9.0, 5.0, 1.0, 5.0, 9.0, 5.0, 1.0];
        let mut problem = Problem::new(model, Matrix::new(3, 3, cells).unwrap());
        problem.site_names = ["North", "Mid, of the hill", "South"].map(str::to_owned).to_vec();
        problem.demand_names = ["Upper", "Middle", "Lower"].map(str::to_owned).to_vec();
        problem.weights = vec![3.0, 2.0, 1.0];
        problem
    }

    /// Every rule that a wish can make, in every model, possible and impossible: nothing of what the engine says of them is
    /// told as it stands.
    #[test]
    fn whatever_the_engine_says_of_rules_and_methods_has_words_in_every_language() {
        let rules = [
            Rule::MustKeep { sites: vec![0] },
            Rule::MustClose { sites: vec![0, 1] },
            Rule::AtLeast {
                sites: vec![0, 1],
                least: 2,
            },
            Rule::AtMost {
                sites: vec![0, 1, 2],
                most: 1,
            },
            Rule::AtMost {
                sites: vec![0, 1, 2],
                most: 0,
            },
            Rule::NotTogether { sites: vec![0, 1] },
            Rule::Budget {
                costs: vec![(0, 5.0), (1, 5.0), (2, 5.0)],
                most: 7.0,
            },
            Rule::Budget {
                costs: vec![(0, 5.0), (1, 5.0), (2, 5.0)],
                most: 1.0,
            },
        ];
        let models = [
            Model::PMedian { p: 1 },
            Model::PMedian { p: 2 },
            Model::PMedian { p: 3 },
            Model::SetCover { limit: 1.0 },
            Model::SetCover { limit: 0.5 },
            Model::SetCover { limit: 5.0 },
            Model::MaxCover { limit: 1.0, p: 1 },
            Model::MaxCover { limit: 5.0, p: 2 },
            Model::Plant,
            Model::Capacitated { single_source: true },
            Model::Capacitated { single_source: false },
        ];
        let mut heard = std::collections::BTreeSet::new();
        for model in models {
            for first in 0..rules.len() {
                for second in first..rules.len() {
                    let mut asked = problem(model);
                    asked.rules = vec![rules[first].clone(), rules[second].clone()];
                    if matches!(model, Model::Capacitated { .. }) {
                        asked.capacity = Capacity {
                            of_demand: vec![3.0, 2.0, 1.0],
                            of_site: vec![4.0, 4.0, 3.0],
                        };
                    }
                    let answer = solve(&asked, &Settings::default(), &Unlimited).unwrap();
                    let told = answer.conflict.iter().chain(&answer.binding).map(|t| of_rule(t));
                    for said in told.chain([of_method(&answer.method)]) {
                        assert_ne!(said.key(), "planner-said-plain", "{said}");
                        heard.insert(said.key().to_owned());
                    }
                }
            }
        }
        for key in [
            "planner-said-rule-keep",
            "planner-said-rule-close",
            "planner-said-rule-budget",
            "planner-said-rule-hold",
            "planner-said-rule-nobody-within",
            "planner-said-rule-only",
            "planner-said-method-rules",
        ] {
            assert!(heard.contains(key), "{key} was never said: {heard:?}");
        }
    }

    #[test]
    fn figures_of_an_engine_are_told_with_two_digits() {
        let said = of_rule("together the open sites hold the whole demand of 583.333333333333").to_string();
        assert!(said.ends_with("583.33"), "{said}");
    }

    #[test]
    fn a_pattern_takes_names_with_commas_and_refuses_another_text() {
        let said = of_rule("at least 2 of North, Mid, of the hill").to_string();
        assert!(
            said.contains('2') && said.contains("North, Mid, of the hill"),
            "{said}"
        );
        let long = of_rule("at least 1 of A, B, C, D, E, F, 12 more");
        let words = page::Words::load(crate::WORDS).unwrap();
        let welsh = long.told(&words.tongue(page::Lang::parse("cy").unwrap()));
        assert!(welsh.contains("A, B, C, D, E, F a 12 arall"), "{welsh}");
        assert_eq!(of_rule("something else").key(), "planner-said-plain");
    }
}
