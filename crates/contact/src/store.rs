//! All the SQL of this slice: drafts here, reports and the desk in the files beside.

mod desk;
mod draft;
mod reach;
mod redirect;
mod report;

pub use desk::{
    Authority, Change, Filter, Opened, Repeats, add_words, change, free_slots, hand_over, late_files,
    newest_step, note, open_one, queue, received, repeats_of, steps, take, was_read, withdraw,
};
pub use draft::{
    by_return_code, by_token, delete_old, move_to, old_drafts, save, set_return_code, touch_sent,
};
pub use reach::{change_contact, hold, linked, person_told, reopen};
pub use redirect::{counts, shown, told, went};
pub use report::{
    NewReport, by_draft, by_origin, by_reference, content, find, insert, reconcile, sent_online, similar,
    visible,
};
