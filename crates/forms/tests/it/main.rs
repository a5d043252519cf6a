//! The engine through its front door.

mod samples;
