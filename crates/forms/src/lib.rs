//! Runs form definitions in the format of the Defra forms designer (schema V2, JSON or YAML; the
//! older V1 where it has a V2 meaning): which page comes next, whether an answer can be taken, and how
//! a page looks.
//!
//! Everything is pure: a [`Definition`], the [`Answers`] so far, what was posted, a language and
//! today's date go in; the next page, the problems, or the finished answers come out. Nothing here
//! reads a clock, a file or a network.
//!
//! ```
//! use forms::{Answers, Definition, Posted, Step};
//!
//! let text = r#"{"schema": 2, "engine": "V2", "pages": [
//!   {"path": "/name", "title": "", "components": [
//!     {"type": "TextField", "name": "fullName", "title": "What is your name?", "shortDescription": "Your name"}]},
//!   {"path": "/summary", "title": "Check", "controller": "SummaryPageController"}]}"#;
//! let form = Definition::parse("name.json", text, &|_| None)?;
//! let today = jiff::civil::date(2026, 11, 25);
//! let mut answers = Answers::default();
//!
//! let step = form.submit(&mut answers, "/name", Posted::default(), "en", today, false)?;
//! assert!(matches!(step, Step::Problems(p) if p[0].message == "Enter your name"));
//!
//! let fields = [("fullName".to_owned(), "Ada Example".to_owned())];
//! let step = form.submit(&mut answers, "/name", Posted::fields(&fields), "en", today, false)?;
//! assert_eq!(step, Step::Check("/summary".to_owned()));
//! # Ok::<(), forms::FormError>(())
//! ```
//!
//! # What is read
//!
//! * Every component type of the format. `PaymentField` loads and is refused politely when a resident
//!   comes to it. `Html` is cleaned, Markdown loses raw HTML.
//! * `metadata.translations.<language>`, nested or as dotted keys, by id or by name or path. Languages
//!   are codes as in `lang` attributes; `en-simple` is Easy Read. A missing word falls back to the
//!   definition's own language, while messages of the engine stay in the reader's.
//! * `metadata.bluelamp`: `spine`, `after`, `omit` put a flow into the common pages (see `spine.rs`);
//!   `pictures` (path or component name to picture id) are shown in Easy Read; all else is the
//!   caller's, through [`Definition::bluelamp`].
//! * Two options beyond the format: `options.maxMegabytes` on a file upload, and messages translated
//!   as `components.<id>.customValidationMessage`.
//!
//! # Where it differs from the format's own engine, on purpose
//!
//! * Answers of pages that no longer apply are kept and left out at the end, so that changing one
//!   answer and changing it back loses nothing.
//! * An option or a question under a condition is decided by the same code when a page is shown first
//!   and when it is shown again with an error.
//! * Relative dates are whole days: "at least 18 years in the past" is true on the birthday.
//! * Nothing that a definition says is fetched or called: page events and redirects are not run.

mod accept;
mod answers;
mod component;
mod condition;
mod definition;
mod display;
mod entered;
mod error;
pub mod html;
mod load;
mod prose;
pub mod report;
pub mod sample;
mod source;
mod spine;
mod text;
mod view;
mod walk;
mod words;

pub use answers::{Answers, FileRef};
pub use component::Component;
pub use definition::{Definition, Page, PageKind};
pub use error::{FormError, LoadProblem};
pub use view::PageView;
pub use walk::{Ending, Finished, Open, Posted, Problem, Row, Step, Unfinished, Walk};
