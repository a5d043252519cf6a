//! The checker for capacities.
use crate::answer::Answer;
use crate::check::Verdict;
use crate::problem::Problem;
pub(crate) fn verify(_problem: &Problem, _answer: &Answer, _verdict: &mut Verdict) {}
