//! What the command line asks: texts in, answers that can be written as JSON out.

use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::budget::Budget;
use crate::check::Verdict;
use crate::error::{Result, SitingError};
use crate::problem::{Model, Problem};
use crate::read;
use crate::rules::Rule;
use crate::solve::Settings;

/// A text with the name it goes by in messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub name: String,
    pub text: String,
}

/// Where the figures come from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
pub enum Input {
    /// An OR-Library file: a `pmed` graph, a `cap` warehouse file or a single-source file, told apart by their shape.
    Orlib { file: Source },
    /// A TSPLIB file; distances are cut to whole numbers.
    Tsplib { file: Source },
    /// A matrix `from,to,minutes` and, where given, weights `id,weight`.
    Matrix { matrix: Source, weights: Option<Source> },
}

/// A question as the command line puts it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// `p-median`, `p-center`, `set-cover`, `max-cover`, `plant` or `capacitated`.
    pub model: String,
    pub input: Input,
    #[serde(default)]
    pub p: Option<usize>,
    /// Minutes, for the cover models.
    #[serde(default)]
    pub limit: Option<f64>,
    /// For `cap` files that hold the word "capacity" instead of a figure.
    #[serde(default)]
    pub capacity: Option<f64>,
    /// A rules file (JSON), see [`RuleFile`].
    #[serde(default)]
    pub rules: Option<Source>,
}

/// A site in a rules file: its name as in the matrix, or its number from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SiteName {
    Number(usize),
    Name(String),
}

/// A rules file. Everything may be left out.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleFile {
    pub must_keep: Vec<SiteName>,
    pub must_close: Vec<SiteName>,
    /// At least `least` (or 1) and at most `most` open sites of each group.
    pub groups: Vec<GroupRule>,
    /// Lists of sites of which no two may be open together.
    pub not_together: Vec<Vec<SiteName>>,
    /// Pairs: the first only where the second is open.
    pub needs: Vec<(SiteName, SiteName)>,
    pub budget: Option<BudgetRule>,
    /// What opening a site costs, in the unit of the objective (a saving by closing is the same figure).
    pub opening_costs: Vec<(SiteName, f64)>,
    /// Capacities of sites and amounts of demands, for the capacitated model.
    pub capacities: Vec<(SiteName, f64)>,
    pub amounts: Vec<(SiteName, f64)>,
    pub single_source: bool,
    /// Known so that it can be refused by name: see the planner's goals.
    #[serde(skip_serializing)]
    pub no_group_worse: serde_json::Value,
}

/// A group of sites, for example those in one borough.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupRule {
    #[serde(default)]
    pub name: String,
    pub sites: Vec<SiteName>,
    #[serde(default)]
    pub least: Option<usize>,
    #[serde(default)]
    pub most: Option<usize>,
}

/// What the open sites may cost together, in a money of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetRule {
    pub costs: Vec<(SiteName, f64)>,
    pub most: f64,
}

/// Reads the question into a problem.
///
/// # Errors
/// When a text breaks its format, a figure is missing, or the question makes no sense.
pub fn problem(request: &Request) -> Result<Problem> {
    let mut problem = figures(request)?;
    problem.model = model(request, &problem)?;
    if let Some(source) = &request.rules {
        apply(&mut problem, source)?;
    }
    problem.check()?;
    Ok(problem)
}

/// Solves a question.
///
/// # Errors
/// As [`problem`].
pub fn solve(request: &Request, settings: &Settings, budget: &dyn Budget) -> Result<Answer> {
    crate::solve::solve(&problem(request)?, settings, budget)
}

/// Checks an answer (its JSON text) against the question it answers.
///
/// # Errors
/// As [`problem`], and when the answer cannot be read.
pub fn verify(request: &Request, answer: &Source) -> Result<Verdict> {
    let read: Answer = serde_json::from_str(&answer.text)
        .map_err(|why| SitingError::row(&answer.name, why.line(), format!("not an answer: {why}")))?;
    crate::check::verify(&problem(request)?, &read)
}

fn needed<T: Copy>(value: Option<T>, what: &str, model: &str) -> Result<T> {
    value.ok_or_else(|| SitingError::question(format!("{model} needs {what}")))
}

fn model(request: &Request, problem: &Problem) -> Result<Model> {
    let name = request.model.as_str();
    let read = match problem.model {
        Model::PMedian { p } => Some(p),
        _ => None,
    };
    let p = || {
        needed(
            request.p.or(read).filter(|p| *p > 0),
            "--p (how many sites, 1 or more)",
            name,
        )
    };
    let limit = || needed(request.limit, "--limit (minutes)", name);
    Ok(match name {
        "p-median" => Model::PMedian { p: p()? },
        "p-center" | "p-centre" => Model::PCenter { p: p()? },
        "set-cover" => Model::SetCover { limit: limit()? },
        "max-cover" => Model::MaxCover {
            limit: limit()?,
            p: p()?,
        },
        "plant" => Model::Plant,
        "capacitated" => match problem.model {
            Model::Capacitated { single_source } => Model::Capacitated { single_source },
            _ => Model::Capacitated { single_source: false },
        },
        other => {
            return Err(SitingError::question(format!(
                "there is no model \u{201c}{}\u{201d}; there are p-median, p-center, set-cover, max-cover, plant and capacitated",
                other.chars().take(40).collect::<String>()
            )));
        }
    })
}

fn figures(request: &Request) -> Result<Problem> {
    match &request.input {
        Input::Orlib { file } => orlib(request, file),
        Input::Tsplib { file } => {
            let p = request.p.unwrap_or(1);
            read::tsplib(&file.name, &file.text, p, read::Distance::Truncated)
        }
        Input::Matrix { matrix, weights } => {
            let table = read::matrix_csv(&matrix.name, &matrix.text)?;
            let mut problem = Problem::new(Model::Plant, table.matrix);
            if let Some(source) = weights {
                problem.weights = matched(source, &table.demands)?;
            }
            problem.site_names = table.sites;
            problem.demand_names = table.demands;
            Ok(problem)
        }
    }
}

/// Weights in the order of the demands; a demand without one, or one without a demand, is refused.
fn matched(source: &Source, demands: &[String]) -> Result<Vec<f64>> {
    let figures = read::figures_csv(&source.name, &source.text)?;
    let by_name: std::collections::HashMap<&str, f64> =
        figures.iter().map(|(n, w)| (n.as_str(), *w)).collect();
    demands
        .iter()
        .map(|name| {
            by_name.get(name.as_str()).copied().ok_or_else(|| {
                let short: String = name.chars().take(40).collect();
                SitingError::file(
                    &source.name,
                    format!("there is no weight for \u{201c}{short}\u{201d}"),
                )
            })
        })
        .collect()
}

/// OR-Library files carry no mark of their kind; their shape tells.
fn orlib(request: &Request, file: &Source) -> Result<Problem> {
    let first = file.text.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    if first.split_whitespace().count() == 3 {
        return read::pmed(&file.name, &file.text);
    }
    let model = match request.model.as_str() {
        "capacitated" => Model::Capacitated { single_source: false },
        _ => Model::Plant,
    };
    let mut words = first.split_whitespace().filter_map(|w| w.parse::<usize>().ok());
    let (sites, demands) = (words.next().unwrap_or(0), words.next().unwrap_or(0));
    let plain = sites
        .saturating_mul(2)
        .saturating_add(demands)
        .saturating_add(sites.saturating_mul(demands));
    // The single-source files hold one figure more (the best known value) in another order.
    if file.text.split_whitespace().count() == plain.saturating_add(3) {
        let (mut problem, _) = read::single_source(&file.name, &file.text)?;
        if request.model == "plant" {
            problem.model = Model::Plant;
        }
        return Ok(problem);
    }
    read::cap(&file.name, &file.text, model, request.capacity)
}

fn apply(problem: &mut Problem, source: &Source) -> Result<()> {
    let file: RuleFile = serde_json::from_str(&source.text)
        .map_err(|why| SitingError::row(&source.name, why.line(), format!("not a rules file: {why}")))?;
    let m = problem.matrix.sites();
    let n = problem.matrix.demands();
    let look = |name: &SiteName, names: &[String], size: usize, kind: &str| -> Result<usize> {
        let at = match name {
            SiteName::Number(k) if *k < size => Some(*k),
            SiteName::Number(_) => None,
            SiteName::Name(text) => names.iter().position(|n| n == text),
        };
        at.ok_or_else(|| {
            let shown = match name {
                SiteName::Number(k) => k.to_string(),
                SiteName::Name(text) => text.chars().take(40).collect(),
            };
            SitingError::file(
                &source.name,
                format!("there is no {kind} \u{201c}{shown}\u{201d}"),
            )
        })
    };
    let site = |name: &SiteName| look(name, &problem.site_names, m, "site");
    let sites = |names: &[SiteName]| names.iter().map(site).collect::<Result<Vec<usize>>>();
    let priced = |list: &[(SiteName, f64)]| {
        list.iter()
            .map(|(name, cost)| Ok((site(name)?, *cost)))
            .collect::<Result<Vec<(usize, f64)>>>()
    };
    let mut rules = Vec::new();
    // One rule a site, so that a conflict can name the very site.
    for name in &file.must_keep {
        rules.push(Rule::MustKeep {
            sites: vec![site(name)?],
        });
    }
    for name in &file.must_close {
        rules.push(Rule::MustClose {
            sites: vec![site(name)?],
        });
    }
    for group in &file.groups {
        let list = sites(&group.sites)?;
        if let Some(most) = group.most {
            rules.push(Rule::AtMost {
                sites: list.clone(),
                most,
            });
        }
        if group.least.is_some() || group.most.is_none() {
            rules.push(Rule::AtLeast {
                sites: list,
                least: group.least.unwrap_or(1),
            });
        }
    }
    for list in &file.not_together {
        rules.push(Rule::NotTogether { sites: sites(list)? });
    }
    for (first, then) in &file.needs {
        rules.push(Rule::Needs {
            first: site(first)?,
            then: site(then)?,
        });
    }
    if let Some(budget) = &file.budget {
        rules.push(Rule::Budget {
            costs: priced(&budget.costs)?,
            most: budget.most,
        });
    }
    let opening = priced(&file.opening_costs)?;
    let capacities = priced(&file.capacities)?;
    let mut amounts = Vec::new();
    for (name, amount) in &file.amounts {
        amounts.push((look(name, &problem.demand_names, n, "demand")?, *amount));
    }
    problem.rules.extend(rules);
    if !opening.is_empty() {
        problem.fixed = (0..m).map(|j| problem.fixed_cost(j)).collect();
        for (j, cost) in opening {
            problem.fixed[j] = cost;
        }
    }
    if !capacities.is_empty() || !amounts.is_empty() {
        problem.capacity.of_site.resize(m, 0.0);
        for (j, room) in capacities {
            problem.capacity.of_site[j] = room;
        }
        if problem.capacity.of_demand.is_empty() {
            problem.capacity.of_demand.clone_from(&problem.weights);
        }
        for (i, amount) in amounts {
            problem.capacity.of_demand[i] = amount;
        }
    }
    let roomy = !matches!(problem.model, Model::Capacitated { .. });
    if roomy && (file.single_source || !file.capacities.is_empty() || !file.amounts.is_empty()) {
        let model = problem.model.name();
        return Err(SitingError::file(
            &source.name,
            format!(
                "capacities, amounts and single_source are for the model capacitated; {model} takes every site to have room for all"
            ),
        ));
    }
    if !file.no_group_worse.is_null() {
        return Err(SitingError::file(
            &source.name,
            "no_group_worse needs to know who belongs to a group: the planner keeps such a rule, this command does not",
        ));
    }
    if file.single_source && matches!(problem.model, Model::Capacitated { .. }) {
        problem.model = Model::Capacitated { single_source: true };
    }
    Ok(())
}
