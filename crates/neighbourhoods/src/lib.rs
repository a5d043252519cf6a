//! Wards as residents know them: who the officers are and how to reach them, what was promised and what came of it,
//! what was asked and how long answers take, groups, schools, training.
//!
//! Facts are public and carry when somebody last confirmed them. A ward's own officers keep them, supervisors keep
//! all; every change is in the history. What a person asks is sealed, and only an officer makes an answer public.

mod area;
mod course;
mod desk;
mod fact;
mod finder;
mod group;
pub mod import;
mod jobs;

mod keeper;
mod letter;
mod map;
mod meeting;
mod near;
mod officer;
mod pages;
mod promise;
mod question;
mod remind;
mod school;
mod store;
mod team;
#[cfg(test)]
mod tests;
mod ward;
mod whereabouts;
mod written;

use std::sync::Arc;

use atlas::Ended;
use contact::ReportAccepted;
use kernel::event::Event;
use kernel::job::{Job, Jobs};
use kernel::reseal::SealedColumn;
use kernel::site::{DeskLink, Feature, StartLink};
use kernel::web::Access;

pub use area::Area;
pub use course::{Course, CourseId, NewCourse};
pub use finder::SOURCE;
pub use group::{Group, GroupId, NewGroup, NewPaper, NewSeat};
pub use keeper::{Keeper, Log};
pub use meeting::{Bid, Meeting, NewBid, NewMeeting};
pub use near::NEAR;
pub use officer::{Absence, Cover, Duty, NewAbsence, NewOfficer, Officer, OfficerId, Post, Rank};
pub use promise::{Ending, NewPromise, News, Promise, PromiseId, State};
pub use question::{NewAnswer, NewQuestion, Pace, Question, QuestionId};
pub use school::{NewSchool, School, SchoolDuty, SchoolId};
pub use store::history::Changed;
pub use store::officer::{Known, Member};
pub use store::question::To;
pub use team::{NewTeam, Team};
pub use written::{Written, Wrong, Wrongs};

/// What other features and the program read and fill, inside their own transactions.
pub mod officers {
    pub use crate::store::officer::{add, away, post, posts, serving, team};
}
/// As [`officers`], for promises.
pub mod promises {
    pub use crate::store::promise::{counts, end, make, news, of_ward, tell};
}
/// As [`officers`], for questions.
pub mod questions {
    pub use crate::store::question::{answer, ask, complain};
}
/// As [`officers`], for groups.
pub mod groups {
    pub use crate::store::group::{find, for_ward, make, paper, seat};
    pub use crate::store::meeting::{bid, put as met};
}
/// As [`officers`], for schools.
pub mod schools {
    pub use crate::store::school::{add, by_name, by_urn, change, give, of_borough, of_ward};
}
/// As [`officers`], for courses.
pub mod courses {
    pub use crate::store::course::{all, make};
}
/// As [`officers`], for how a team is reached.
pub mod teams {
    pub use crate::store::team::{find, put};
}

pub const WORDS: &[page::Source] = &[
    ("en", "neighbourhoods", include_str!("words/en.ftl")),
    ("cy", "neighbourhoods", include_str!("words/cy.ftl")),
    ("en-simple", "neighbourhoods", include_str!("words/en-simple.ftl")),
];

const fn sealed(column: &'static str) -> SealedColumn {
    SealedColumn {
        table: "ward_question",
        id: "id",
        column,
        kind: store::question::SEALED_AS,
    }
}

/// The slice, as the program lists it. `ended` are the wards that a change of boundaries ended.
pub fn feature(ended: Arc<Ended>) -> Feature {
    Feature {
        name: "neighbourhoods",
        words: WORDS,
        routes: pages::routes().merge(desk::routes()),
        jobs: Jobs::default()
            .add::<jobs::ConnectSchool>()
            .every::<jobs::TellLate>(3_600)
            .every::<remind::Remind>(3_600),
        subscribes: vec![(ReportAccepted::NAME, jobs::ConnectSchool::NAME)],
        desk: vec![
            DeskLink {
                href: "/desk/wards",
                key: "wards-link",
                access: Access::Desk,
            },
            DeskLink {
                href: "/desk/wards/complaints",
                key: "complaints-link",
                access: Access::Supervisor,
            },
            DeskLink {
                href: "/desk/schools",
                key: "schools-link",
                access: Access::Desk,
            },
        ],
        start: vec![StartLink {
            href: "/wards",
            key: "wards",
            picture: "police",
            asks: Some("q"),
        }],
        sealed: const {
            &[
                sealed("content"),
                sealed("answer"),
                sealed("complaint"),
                sealed("reply"),
                sealed("token"),
                SealedColumn {
                    table: "ward_school_report",
                    id: "report",
                    column: "named",
                    kind: store::school::SEALED_AS,
                },
            ]
        },
        parts: vec![
            ended,
            Arc::new(map::Maps::default()),
            Arc::new(pages::Paces::default()),
            Arc::new(whereabouts::ROTA),
            Arc::new(whereabouts::MEETINGS),
        ],
        ..Feature::default()
    }
}
