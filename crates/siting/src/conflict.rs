//! Why nothing fits: the smallest set of rules that cannot hold together.
use crate::problem::Problem;
pub(crate) fn none_can_hold(_problem: &Problem) -> bool {
    false
}
