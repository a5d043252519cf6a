//! How a page looks and speaks: layout, components, assets, languages, editions. No I/O, no web framework.
//!
//! # A page
//!
//! A crate whose templates extend the layout has an `askama.toml` beside its `Cargo.toml`:
//!
//! ```toml
//! [general]
//! dirs = ["src", "../page/templates"]
//! ```
//!
//! and each page's struct has a field `chrome` ([`Chrome`] or `&Chrome`):
//!
//! ```html
//! {% extends "layout.html" %}
//! {% import "govuk.html" as govuk %}
//! {% block title %}{{ chrome.t("report-title") }}{% endblock %}
//! {% block before %}{% call govuk::back_link(chrome, "/report") %}{% endcall %}{% endblock %}
//! {% block main %}
//! {% call govuk::error_summary(chrome, problems) %}{% endcall %}
//! <h1 class="govuk-heading-l">{{ chrome.t("report-title") }}</h1>
//! <form method="post" novalidate>
//!   {% call govuk::csrf(chrome) %}{% endcall %}
//!   {% call govuk::input(chrome, "email", chrome.t("email"), email, hint=chrome.t("email-hint"), error=problems.text("email"), kind="email", autocomplete="email") %}{% endcall %}
//!   {% call govuk::button(chrome.t("continue")) %}{% endcall %}
//! </form>
//! {% endblock %}
//! ```
//!
//! Blocks of the layout: `title` (the service's name is added), `head`, `before` (back link, breadcrumbs;
//! outside `main`), `main`. For a page with a problem begin the title with
//! `{% if !problems.is_empty() %}{{ chrome.t("error-prefix") }}{% endif %}`.
//! Optional arguments of components are named (`hint=…`); an absent text is `""`. The list of components
//! with their arguments heads `templates/govuk.html`.
//!
//! # Words
//!
//! A feature hands over its Fluent sources, `pub const WORDS: &[page::Source] =
//! &[("en", "contact", include_str!("words/en.ftl")), …]`; the program calls [`Words::load`] with all of them
//! once (the layout's own are inside) and gives each request a [`Tongue`]:
//! `tongue.t("key")`, `tongue.t1("key", "name", value)`, `tongue.ta("key", &[("a", 1.into())])`,
//! `tongue.date(date)`, `.day(date)`, `.day_time(timestamp)`, `.date_time(timestamp)`, `.time(time)`,
//! `.span(seconds)`, `.ago(then, now)`, `.within(then, now)`, `.number(n)`. A feature's test calls
//! [`check_words`] and, for Easy Read, [`easy::check_words`].
//!
//! # Assets
//!
//! Everything below `/assets/` is answered by [`asset`]; the layout links `bluelamp.css` and `bluelamp.js` by
//! their fingerprinted names. Pictures are at `/assets/pictures/ID.svg`.

extern crate self as page;

pub mod assets;
mod chrome;
mod dates;
pub mod easy;
mod lang;
mod parts;
mod problems;
mod welsh;
mod words;

pub use assets::{Asset, asset};
pub use chrome::{Chrome, LanguageLink, Section, SignedIn, encode};
pub use dates::at_ms;
pub use lang::Lang;
pub use parts::{Cell, Choice, Happening, Link, MapView, Message, Row};
pub use problems::{Problem, Problems};
pub use words::{Arg, Source, Tongue, Words, WordsError, check_words, texts};

/// The layout's own words; [`Words::load`] adds them by itself.
pub const WORDS: &[Source] = &[
    ("en", "page", include_str!("words/en.ftl")),
    ("cy", "page", include_str!("words/cy.ftl")),
    ("en-simple", "page", include_str!("words/en-simple.ftl")),
];
