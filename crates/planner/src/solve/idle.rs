//! Places of an answer that serve nobody: asked for as a number, and no help to anyone.

use siting::{Model, Problem};

use crate::said::{Said, said};

/// Takes out every place without which nobody is worse off and all rules hold; gives how many these are.
pub fn drop_idle(question: &Problem, open: &mut Vec<usize>) -> usize {
    let before = open.len();
    while open.len() > 1 {
        let alone = served_alone(question, open);
        let idle = (0..open.len()).rev().find(|r| {
            let without = || open.iter().enumerate().filter(|(k, _)| k != r).map(|(_, j)| *j);
            alone.get(*r) == Some(&false) && question.keeps(&without().collect::<Vec<_>>())
        });
        match idle {
            Some(r) => drop(open.remove(r)),
            None => break,
        }
    }
    before - open.len()
}

/// Of each open place whether someone would be worse off without it.
fn served_alone(question: &Problem, open: &[usize]) -> Vec<bool> {
    let cost = |minutes: f64| match question.model {
        Model::MaxCover { limit, .. } | Model::SetCover { limit } => f64::from(u8::from(minutes > limit)),
        _ => minutes,
    };
    let mut alone = vec![false; open.len()];
    for (i, weight) in question.weights.iter().enumerate() {
        if *weight <= 0.0 {
            continue;
        }
        let row = question.matrix.row(i);
        let (mut nearest, mut first, mut second) = (None, f64::INFINITY, f64::INFINITY);
        for (r, j) in open.iter().enumerate() {
            let c = row.get(*j).map_or(f64::INFINITY, |m| cost(*m));
            if c < first {
                (nearest, first, second) = (Some(r), c, first);
            } else {
                second = second.min(c);
            }
        }
        if first < second
            && let Some(slot) = nearest.and_then(|r| alone.get_mut(r))
        {
            *slot = true;
        }
    }
    alone
}

/// Says how many were left out.
pub fn note_idle(idle: usize, notes: &mut Vec<Said>) {
    if idle > 0 {
        notes.push(said!("planner-said-note-idle", count = idle));
    }
}
