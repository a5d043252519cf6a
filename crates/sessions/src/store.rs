//! All the SQL of this slice.

mod ended;
mod follower;
mod list;
mod session;

pub use ended::{Held, give, held};
pub use follower::{
    Follow, ask, confirm, count_of_area, follows_of, forget_unconfirmed, leave, leave_all, of_area, of_token,
    without_week, wrote_week,
};
pub use list::{
    Quiet, between, changed, coming, coming_near, is_name, latest_venues, naming, overlapping, past,
    past_before, quiet, unwritten,
};
pub use session::{
    Changed, cancel, change, find, insert, last_told, later_of_series, note_after, same, steps,
};
