//! How hard a search tries.

/// How hard to try.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    pub seed: u64,
    /// Random starts before the bound.
    pub starts: usize,
    /// Steps of the climb at the root.
    pub root_steps: usize,
    /// Kicks of the local search after the root when a gap is left.
    pub kicks: usize,
    /// Kicks around one demand after each branch, and ten times as many after the root.
    pub near_kicks: usize,
    /// Steps of a longer walk that also takes worse swaps.
    pub wander: usize,
    /// Steps of the climb in a branch.
    pub branch_steps: usize,
    /// How many times fifty steps at the root, and in a branch, may bring next to nothing.
    pub root_patience: usize,
    pub branch_patience: usize,
    /// Length of the first step in a branch, as a share of what is missing.
    pub stride: f64,
    /// Exact linear bounds where the form allows them.
    pub linear: bool,
    /// Sites tried both ways before one is chosen to split on; 0: the one the prices are least sure of.
    pub probes: usize,
    /// Steps of the climb in such a trial.
    pub probe_steps: usize,
    /// Steps of the search for small covers.
    pub cover_steps: usize,
    pub branches: usize,
    /// Stop as soon as the answer is within this relative gap.
    pub gap: f64,
    /// Stop as soon as an answer at or below this cost is found.
    pub enough: f64,
    /// Nothing at or above this is of interest (used to ask "is there one cheaper?").
    pub ceiling: f64,
    /// Only the answer counts: no branching.
    pub heuristic: bool,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            seed: 1,
            starts: 4,
            root_steps: 2_000,
            kicks: 150,
            near_kicks: 300,
            wander: 0,
            branch_steps: 120,
            root_patience: 8,
            branch_patience: 1,
            stride: 0.05,
            linear: false,
            probes: 0,
            probe_steps: 20,
            cover_steps: 20_000,
            branches: 1_000_000,
            gap: 0.0,
            enough: f64::NEG_INFINITY,
            ceiling: f64::INFINITY,
            heuristic: false,
        }
    }
}
