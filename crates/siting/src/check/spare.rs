//! Whether what a proof leaves out may be left out, by the raw figures.

use super::prices::{CLOSED, Costs, FREE};
use crate::answer::Spared;
use crate::problem::Model;

/// Leaves out demands and sites one after the other, or says why one of them may not be.
///
/// A demand may be when every site that is not closed and reaches another demand, one not left out, reaches it too:
/// whoever covers the other covers it. A site may be closed when another one that is not closed reaches every demand
/// it reaches, costs no more, and no rule names either: put in its place, nothing gets worse.
pub(super) fn follow(
    costs: &Costs<'_>,
    rounds: &[Spared],
    status: &mut [u8],
    ignored: &mut [bool],
) -> Result<(), String> {
    let problem = costs.problem;
    let all = matches!(problem.model, Model::SetCover { .. } | Model::PCenter { .. });
    let fits = |r: &Spared| all || (r.demands.is_empty() && matches!(problem.model, Model::MaxCover { .. }));
    if !rounds.iter().all(fits) {
        return Err("demands or sites are left out where each of them counts".to_owned());
    }
    let reaches = |i: usize, j: usize| (costs.serve)(i, problem.matrix.at(i, j)).is_some();
    let n = ignored.len();
    let m = status.len();
    let mut named = vec![false; m];
    for (row, _) in &costs.rows {
        for (slot, a) in named.iter_mut().zip(row) {
            *slot |= *a != 0.0;
        }
    }
    for round in rounds {
        for &(i, by) in &round.demands {
            let (i, by) = (i as usize, by as usize);
            let known = i < n && by < n && i != by;
            if !known || ignored[i] || ignored[by] {
                return Err(format!("demand {i} is left out, but not for one that counts"));
            }
            if (0..m).any(|j| status[j] != CLOSED && reaches(by, j) && !reaches(i, j)) {
                return Err(format!(
                    "demand {i} is left out, but can be missed when {by} is reached"
                ));
            }
            ignored[i] = true;
        }
        for &(j, by) in &round.sites {
            let (j, by) = (j as usize, by as usize);
            let known = j < m && by < m && j != by;
            if !known || status[j] != FREE || status[by] == CLOSED || named[j] || named[by] {
                return Err(format!("site {j} is left out, but not for one that can stand in"));
            }
            let worse = costs.fixed[by] > costs.fixed[j]
                || (0..n).any(|i| !ignored[i] && reaches(i, j) && !reaches(i, by));
            if worse {
                return Err(format!("site {j} is left out, but {by} does not stand in for it"));
            }
            status[j] = CLOSED;
        }
    }
    Ok(())
}
