//! A case and its clocks: what is due to whom, and by when.

use contact::{Outcome, Report};
use kernel::Moment;
use kernel::clock::WorkingDays;
use kernel::config::ForceConfig;
use kernel::db::{DbError, FromRow, Row};

/// As whom someone sees a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The Victims' Code is theirs: clocks, reasons, review.
    Victim,
    /// They told us of something: they see that it was received and can add to it.
    Witness,
}

impl Standing {
    /// Someone who reports for another sees no more than a witness: nobody proved that the other agrees.
    pub fn of(report: &Report) -> Self {
        if matches!(report.role.as_str(), "victim" | "business") {
            Self::Victim
        } else {
            Self::Witness
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockKind {
    /// A written acknowledgement with the reference.
    Acknowledge,
    /// What we decided and why.
    Decision,
    /// Passing on to a support service, when the person wanted it.
    Support,
    ReviewAcknowledge,
    Review,
    /// What we decided the second time, after a review that changed the decision.
    Again,
}

impl ClockKind {
    pub const ALL: [Self; 6] = [
        Self::Acknowledge,
        Self::Decision,
        Self::Support,
        Self::ReviewAcknowledge,
        Self::Review,
        Self::Again,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::Decision => "decision",
            Self::Support => "support",
            Self::ReviewAcknowledge => "review-acknowledge",
            Self::Review => "review",
            Self::Again => "again",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }
}

/// One clock: due, met, or missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub kind: ClockKind,
    pub starts_at: Moment,
    pub due_at: Moment,
    pub met_at: Option<Moment>,
}

impl FromRow for Clock {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            kind: row.parse("kind", ClockKind::parse)?,
            starts_at: row.get("starts_at")?,
            due_at: row.get("due_at")?,
            met_at: row.get("met_at")?,
        })
    }
}

impl Clock {
    /// The key of its words: `clock-met`, `clock-met-late`, `clock-due`, `clock-missed`.
    pub fn standing(&self, now: Moment) -> &'static str {
        match self.met_at {
            Some(met) if met <= self.due_at => "clock-met",
            Some(_) => "clock-met-late",
            None if now <= self.due_at => "clock-due",
            None => "clock-missed",
        }
    }
}

/// What is reported here is no crime against anyone: the Victims' Code has nothing to say of it.
fn is_no_crime(report: &Report) -> bool {
    matches!(report.flow.as_str(), "lost-found-property" | "add-to-report")
}

/// Working days in which a victim is told of a decision.
pub fn decision_days(report: &Report, force: &ForceConfig) -> u32 {
    if report.enhanced {
        force.victim_days_enhanced
    } else {
        force.victim_days
    }
}

/// The clocks that start when a victim's report is received. Working days of England; the clock starts when it
/// happened, not when someone typed it in. The acknowledgement is met at once by the receipt, unless someone has to
/// call or write to give it.
pub fn first_clocks(
    report: &Report,
    wants_support: bool,
    by_hand: bool,
    force: &ForceConfig,
    days: &WorkingDays,
) -> Vec<Clock> {
    if Standing::of(report) != Standing::Victim || is_no_crime(report) {
        return Vec::new();
    }
    let from = report.received_at;
    let decision = decision_days(report, force);
    let clock = |kind, count, met_at| Clock {
        kind,
        starts_at: from,
        due_at: days.after(from, count),
        met_at,
    };
    let mut clocks = vec![
        clock(ClockKind::Acknowledge, 1, (!by_hand).then_some(from)),
        clock(ClockKind::Decision, decision, None),
    ];
    if wants_support {
        clocks.push(clock(ClockKind::Support, 2, None));
    }
    clocks
}

/// A case as it is shown.
#[derive(Debug, Clone)]
pub struct Case {
    pub report: Report,
    pub standing: Standing,
}

impl Case {
    pub fn of(report: Report) -> Self {
        Self {
            standing: Standing::of(&report),
            report,
        }
    }

    pub fn is_victim(&self) -> bool {
        self.standing == Standing::Victim
    }

    /// Whether they may know of this outcome: a victim of each; anyone of what was arranged with them.
    pub fn may_know(&self, outcome: Outcome) -> bool {
        let with_them = matches!(
            outcome,
            Outcome::Appointment | Outcome::Callback | Outcome::VideoNow
        );
        self.is_victim() || with_them
    }
}

/// Outcomes whose reason is written for the person to read.
pub fn is_told(outcome: &str) -> bool {
    matches!(
        Outcome::parse(outcome),
        Some(Outcome::Advised | Outcome::ResolvedRemote | Outcome::Signposted)
    )
}
