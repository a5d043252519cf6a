//! The planner with a force of London's size.

use crate::shell::cargo;

pub fn run() -> anyhow::Result<()> {
    cargo(&["run", "--release", "-p", "planner", "--example", "plan_bench"]).run()
}
