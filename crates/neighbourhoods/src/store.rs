//! All the SQL of this slice. What changes a fact asks for a [`Keeper`](crate::Keeper) and writes the audit row and
//! the history in the same transaction.

pub mod course;
pub mod fact;
pub mod group;
pub mod history;
pub mod lent;
pub mod lost;
pub mod meeting;
pub mod officer;
pub mod promise;
pub mod question;
pub mod reminder;
pub mod school;
pub mod team;
