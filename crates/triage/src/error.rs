use std::fmt;

use serde::Serialize;

/// What can go wrong once the tables are loaded.
#[derive(Debug, thiserror::Error)]
pub enum TriageError {
    #[error("the answers must be one JSON object of names and values")]
    NotAnObject,
    #[error("too many answers: {0}, and {1} is the most that is read")]
    TooManyAnswers(usize, usize),
    #[error("there is no grade `{0}`")]
    NoSuchGrade(String),
}

/// One reason why a set of tables is not taken into use, with the place where an editor finds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LoadProblem {
    /// The name of the file as it was given to [`crate::Triage::load`].
    pub file: String,
    /// The decision table's node name.
    pub table: Option<String>,
    /// The rule's `_id`, or its place (`row 7`) when it has none.
    pub rule: Option<String>,
    /// What is wrong, in a sentence.
    #[serde(serialize_with = "as_text")]
    pub what: Flaw,
}

fn as_text<S: serde::Serializer>(what: &Flaw, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(what)
}

impl fmt::Display for LoadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if let Some(table) = &self.table {
            write!(f, "table `{table}`: ")?;
        }
        if let Some(rule) = &self.rule {
            write!(f, "rule `{rule}`: ")?;
        }
        write!(f, "{}", self.what)
    }
}

impl std::error::Error for LoadProblem {}

/// Everything that a table or a list can have wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("the file is {0} bytes; {1} is the most that is read")]
    TooBig(usize, usize),
    #[error("too many {0}: {1}, and {2} is the most that is read")]
    TooMany(&'static str, usize, usize),
    #[error("this is not the JSON that was expected: {0}")]
    NotJson(String),
    #[error("the file `{0}` is missing")]
    MissingFile(&'static str),
    #[error(
        "a file of this name is not known here; tables are `grade…json` and `raise…json`, lists are \
         `answers.json`, `grades.json`, `reasons.json` and `emergency-words.json`"
    )]
    UnknownFile,
    #[error("the version is missing: add a top-level \"version\", or end the table's name with ` @ version`")]
    NoVersion,
    #[error("node `{0}` is a {1}; only an input, decision tables and an output are read here")]
    OtherNode(String, String),
    #[error("there must be one input node and one output node; there are {0} and {1}")]
    InputOutput(usize, usize),
    #[error("there is no decision table in the file")]
    NoTable,
    #[error("edge `{0}` leads from or to a node that does not exist")]
    LooseEdge(String),
    #[error("the tables lead to each other in a circle")]
    Circle,
    #[error("the table is not on a way from the input to the output")]
    Unconnected,
    #[error("hit policy `{0}` is not known; use `first` or `collect`")]
    HitPolicy(String),
    #[error("`{0}` is set; tables are read whole, once, from the answers")]
    NotSupported(&'static str),
    #[error("the table feeds another table, so as a collect table it needs an output path")]
    CollectNeedsPath,
    #[error("column `{0}` looks at `{1}`, which this table does not receive; turn on pass-through above it")]
    NotReceived(String, String),
    #[error("column `{0}` looks at `{1}`, which is not in answers.json")]
    UnknownAnswer(String, String),
    #[error("column `{0}` has no field or more than one column has this id")]
    BadColumn(String),
    #[error("cell of `{0}` `{1}` cannot be read: {2}")]
    BadCell(String, String, String),
    #[error("cell of `{0}` `{1}` names `{2}`, which the answer `{0}` cannot be; it can be {3}")]
    UnknownValue(String, String, String, String),
    #[error("the rule has no id, or an id that another rule has")]
    DuplicateId,
    #[error("the rule can never be reached: {0}")]
    Unreachable(String),
    #[error("the rule is wholly covered by rule `{0}` above it")]
    Shadowed(String),
    #[error("the rule says the same as rule `{0}`")]
    Repeated(String),
    #[error("no rule catches {0}; add a last row with empty cells")]
    Gap(String),
    #[error("`{0}` must be one quoted word, such as 'S'; it is `{1}`")]
    NotAWord(&'static str, String),
    #[error("grade `{0}` is not in grades.json")]
    UnknownGrade(String),
    #[error("outcome `{0}` is not in grades.json")]
    UnknownOutcome(String),
    #[error("outcome `{0}` does not go with grade `{1}`")]
    OutcomeOfOtherGrade(String, String),
    #[error("reason `{0}` is not in reasons.json")]
    UnknownReason(String),
    #[error("emergency kind `{0}` is not in emergency-words.json")]
    UnknownKind(String),
    #[error(
        "grade {0} stands below a row of the less urgent grade {1}; rows go from the most urgent to the least"
    )]
    OutOfOrder(String, String),
    #[error("`{0}` matches {1} but not {2}, which is worse: a worse answer would lower the grade")]
    Lowers(String, String, String),
    #[error("`{0}` matches `unsure` but not a missing answer: add `null` to the cell")]
    MissingIsNotUnsure(String),
    #[error("there is no first-hit table that gives a grade, so a report could stay without one")]
    NoGradeTable,
    #[error("`{0}` has no text in {1}")]
    NoText(String, String),
    #[error("`{0}` is there twice")]
    Twice(String),
    #[error("{0}")]
    Other(String),
}

/// Gathers problems of one file, so that an editor sees all of them at once.
pub(crate) struct Problems<'a> {
    pub(crate) file: &'a str,
    pub(crate) found: &'a mut Vec<LoadProblem>,
}

/// More problems than this say nothing new.
const MOST_PROBLEMS: usize = 200;

impl Problems<'_> {
    pub(crate) fn add(&mut self, what: Flaw) {
        self.put(None, None, what);
    }

    pub(crate) fn in_table(&mut self, table: &str, what: Flaw) {
        self.put(Some(table), None, what);
    }

    pub(crate) fn in_rule(&mut self, table: &str, rule: &str, what: Flaw) {
        self.put(Some(table), Some(rule), what);
    }

    fn put(&mut self, table: Option<&str>, rule: Option<&str>, what: Flaw) {
        if self.found.len() < MOST_PROBLEMS {
            self.found.push(LoadProblem {
                file: self.file.to_owned(),
                table: table.map(str::to_owned),
                rule: rule.map(str::to_owned),
                what,
            });
        }
    }
}
