//! Where contact sessions reach most of those who are far from every place.

use siting::{Model, Problem, solve as search};
use travel::Progress;

use crate::base::Base;
use crate::error::{PlanError, Result};
use crate::measure::{margin_of, round2, surely_over, surely_within};
use crate::said::{Said, said};
use crate::scenario::Edit;
use crate::solve::idle::{drop_idle, note_idle};
use crate::solve::instance::Instance;
use crate::solve::{Effort, Proposal};
use crate::way::Way;
use crate::wish::Sessions;

pub fn solve(base: &Base, wish: &Sessions, effort: Effort, out: &mut Proposal) -> Result<()> {
    let now = base.reach(base.today()?, wish.mode, wish.at, &Progress::none())?;
    let walk = Way::Travel(travel::Mode::Walk);
    let table = base.table(walk, wish.at, &Progress::none())?;
    out.estimate = table.estimate || now.estimate;
    let margin = if now.estimate { margin_of(wish.beyond) } else { 0.0 };
    // Places that are open already need no session.
    let usual = |kind: &str| !matches!(kind, "custody" | "counter");
    let instance = Instance::among(base, &wish.rules, usual, |s| !s.open, &mut out.notes)?;
    if wish.sessions > instance.sites.len() {
        return Err(PlanError::Question(said!(
            "planner-said-sessions-many",
            wanted = wish.sessions,
            there = instance.sites.len()
        )));
    }
    let those = |which: &dyn Fn(f64) -> bool| -> Vec<f64> {
        let people = base.people.people.iter().zip(&now.minutes);
        people
            .map(|(n, m)| if which(f64::from(*m)) { *n } else { 0.0 })
            .collect()
    };
    let mut far = those(&|m| surely_over(m, wish.beyond, margin));
    if far.iter().all(|n| *n <= 0.0) {
        // Nobody surely: those whom an estimate cannot tell may be, and nobody else is helped by a session.
        far = those(&|m| !m.is_nan() && !surely_within(m, wish.beyond, margin));
        if far.iter().any(|n| *n > 0.0) {
            out.notes.push(said!(
                "planner-said-note-perhaps-over",
                people = round2(far.iter().sum()),
                limit = wish.beyond
            ));
        }
    } else if margin > 0.0 {
        out.notes.push(said!(
            "planner-said-note-surely-over",
            sure = round2(wish.beyond + margin),
            limit = wish.beyond
        ));
    }
    let all: f64 = far.iter().sum();
    out.unit = "people".to_owned();
    out.larger_is_better = true;
    out.weighs = said!(
        "planner-said-weighs-sessions",
        people = round2(all),
        beyond = wish.beyond,
        walk = wish.walk
    );
    let points: Vec<usize> = (0..far.len())
        .filter(|i| far.get(*i).is_some_and(|w| *w > 0.0))
        .collect();
    if points.is_empty() {
        out.notes.push(Said::new("planner-said-note-nobody-far"));
        return Ok(());
    }
    let mut question = Problem::new(
        Model::MaxCover {
            limit: wish.walk,
            p: wish.sessions,
        },
        instance.matrix(&table, &points)?,
    );
    question.weights = points.iter().filter_map(|i| far.get(*i).copied()).collect();
    question.site_names = instance.names(base);
    question.rules.clone_from(&instance.rules);
    if !wish.rules.no_group_worse.is_empty() {
        out.notes.push(Said::new("planner-said-note-sessions-added"));
    }
    let mut answer = search(&question, &effort.settings(), &effort.limit(1.0))?;
    if answer.objective.is_some_and(|people| people <= 0.0) {
        out.notes
            .push(said!("planner-said-note-no-session-helps", walk = wish.walk));
        return Ok(());
    }
    note_idle(drop_idle(&question, &mut answer.open), &mut out.notes);
    instance.tell(base, &answer, out, round2);
    // Nothing closes because sessions are held, and the place is open for the session alone.
    out.closes.clear();
    out.edits = out
        .opens
        .iter()
        .flat_map(|site| {
            let (site, hours) = (site.clone(), wish.at.hours_of_a_session());
            [Edit::Open { site: site.clone() }, Edit::Hours { site, hours }]
        })
        .collect();
    Ok(())
}
