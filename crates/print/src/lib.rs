//! Posters, reports and leaflets as PDF that everybody can read.
//!
//! Data and texts in the reader's language in, PDF out: tagged for screen readers (PDF/UA-1 is checked while writing),
//! with their fonts inside, and with the same bytes for the same inputs. A text is never taken for markup, whatever is
//! in it. Nothing is fetched.
//!
//! ```
//! use print::{Fact, Language, Poster, Press, Size};
//! # fn main() -> Result<(), print::PrintError> {
//! let pdf = Press::new().poster(&Poster {
//!     size: Size::A4,
//!     language: Language::english(),
//!     from: "Farside Police".into(),
//!     over: "Meet your ward officers".into(),
//!     title: "Saltway contact session".into(),
//!     notice: None,
//!     facts: vec![
//!         Fact::new("When", ["Tuesday 1 December 2026", "2pm to 3pm"]),
//!         Fact::new("Where", ["Saltway Library", "1 Mill Lane"]),
//!     ],
//!     map: None,
//!     easy: None,
//!     address: None,
//!     foot: vec![],
//! })?;
//! assert!(pdf.starts_with(b"%PDF"));
//! # Ok(())
//! # }
//! ```

mod error;
mod leaflet;
mod parts;
mod poster;
mod press;
mod report;
mod sheet;
mod text;
mod world;

pub use error::{PrintError, Result};
pub use leaflet::{Entry, Group, Leaflet};
pub use parts::{Address, EasyRead, EasyStep, Language, Picture};
pub use poster::{Fact, Poster, Size};
pub use press::Press;
pub use report::{Column, Part, Report, Section, Table};
