//! The program as a whole: its arrows, what is never in its sources, and the real process.

mod arrows;
mod never;
mod process;
mod program;
mod source;
