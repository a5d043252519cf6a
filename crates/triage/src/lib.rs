//! Answers in, grade and reasons out: decision tables in the JDM format.
//!
//! A force's tables and lists are data (see [`FILES`]). [`Triage::load`] reads them, refuses what cannot be right, and from then on
//! [`Triage::decide`] gives for each set of answers the most urgent of what the first-hit tables, every row of the
//! collect tables and the emergency words say. It suggests; a person decides. It can raise a grade, never lower one.
//!
//! Pure: no clock, no chance, no files, no network. A loaded [`Triage`] is shared between threads.

mod answers;
mod cell;
mod check;
mod cover;
mod decide;
mod error;
mod facts;
mod grades;
mod jdm;
mod table;
mod texts;
mod thrive;
mod words;

pub use answers::{Answer, AnswerType, OddAnswer, Source, Worse};
pub use check::{CheckReport, Miss, ScenarioProblem};
pub use decide::{Decision, Interrupt, Reason, TableTrace, Triage};
pub use error::{Flaw, LoadProblem, TriageError};
pub use facts::Facts;
pub use grades::{ClockStart, Grade, Outcome};
pub use table::Fault;
pub use texts::{Lang, Texts};
pub use thrive::{Element, ElementName, Thrive, ThriveFact};
pub use words::{Emergency, EmergencyKind};

/// The files of a force's triage, in its forms folder. There may be more tables, named `grade…json` and `raise…json`.
pub const FILES: [&str; 6] = [
    "answers.json",
    "grades.json",
    "reasons.json",
    "emergency-words.json",
    "grade.json",
    "raise.json",
];

/// The tables and lists that come with the program, by name, for a force that has none of its own yet.
pub fn shipped() -> [(&'static str, &'static str); 6] {
    [
        (FILES[0], include_str!("../../../forms/triage/answers.json")),
        (FILES[1], include_str!("../../../forms/triage/grades.json")),
        (FILES[2], include_str!("../../../forms/triage/reasons.json")),
        (
            FILES[3],
            include_str!("../../../forms/triage/emergency-words.json"),
        ),
        (FILES[4], include_str!("../../../forms/triage/grade.json")),
        (FILES[5], include_str!("../../../forms/triage/raise.json")),
    ]
}

/// The scenarios that come with the tables, for [`Triage::check_csv`].
pub fn shipped_scenarios() -> &'static str {
    include_str!("../../../forms/triage/scenarios.csv")
}
