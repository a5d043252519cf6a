//! The things a page is made of: questions and content, with their rules compiled.

use jiff::civil::Date;
use regex::Regex;
use serde_json::Value;

use crate::text::Text;
use crate::words::Rule;

/// A question or a piece of content, ready to be shown and checked.
#[derive(Debug)]
pub struct Component {
    /// The key under which its answer is kept; unique among questions of a definition.
    pub(crate) name: String,
    pub(crate) id: String,
    /// Index of its page.
    pub(crate) page: usize,
    pub(crate) kind: Kind,
    pub(crate) title: Text,
    pub(crate) hint: Text,
    /// The short name used in messages and on the check-answers page; empty when the author gave none.
    pub(crate) short: Text,
    /// What messages call it, when that differs from the short name.
    pub(crate) error_name: Text,
    /// Body of content components and declarations.
    pub(crate) content: Option<Prose>,
    /// Extra guidance for the location components.
    pub(crate) instruction: Option<Prose>,
    pub(crate) required: bool,
    /// Whether an optional question says so.
    pub(crate) optional_text: bool,
    pub(crate) classes: String,
    pub(crate) condition: Option<usize>,
    pub(crate) custom: Custom,
    pub(crate) picture: Option<String>,
    /// Components shown under one of this component's options: (option, component).
    pub(crate) nested: Vec<(usize, usize)>,
    /// The component and option under which this one stands.
    pub(crate) under: Option<(usize, usize)>,
}

impl Component {
    /// The key under which its answer is kept.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its id in the definition, or empty.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The format's name of its type, such as `RadiosField`.
    pub fn type_name(&self) -> &'static str {
        self.kind.type_name()
    }

    /// Whether it asks something (content components do not).
    pub fn is_question(&self) -> bool {
        self.kind.is_question()
    }

    /// How many files it takes; none when it asks for something else.
    pub fn most_files(&self) -> usize {
        match &self.kind {
            Kind::Files { counts, .. } => counts.exactly.or(counts.max).unwrap_or(MOST_FILES).min(1_000),
            _ => 0,
        }
    }
}

/// Files of a question whose author set no limit.
const MOST_FILES: usize = 100;

/// Messages the author wrote instead of the engine's.
#[derive(Debug, Default)]
pub(crate) struct Custom {
    pub one: Option<Text>,
    pub by_rule: Vec<(String, Text)>,
}

impl Custom {
    pub fn of(&self, rule: Rule, is_date_part: bool) -> Option<&Text> {
        let find = |key: &str| self.by_rule.iter().find(|(k, _)| k == key).map(|(_, text)| text);
        if let Some(text) = &self.one {
            return Some(text);
        }
        if self.by_rule.is_empty() || is_date_part {
            return None;
        }
        // A missing answer is called by different names for different types; authors use any of them.
        find(rule.key()).or_else(|| match rule {
            Rule::Enter | Rule::Select | Rule::SelectAny | Rule::Upload | Rule::Agree => find("any.required")
                .or_else(|| find("string.empty"))
                .or_else(|| find("any.empty")),
            Rule::DateMissing | Rule::AddressLine => find("object.required").or_else(|| find("any.required")),
            Rule::NotADate | Rule::NotAMonth => find("date.base"),
            _ => None,
        })
    }
}

/// Text that is shown as HTML: Markdown, or the HTML of the format's `Html` component.
#[derive(Debug)]
pub(crate) struct Prose {
    pub format: ProseFormat,
    pub text: Text,
    /// Rendered once per language where no answer stands in it.
    pub ready: Vec<Option<std::sync::Arc<str>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProseFormat {
    Markdown,
    Html,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Bounds {
    pub min: Option<f64>,
    pub max: Option<f64>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub min: Option<usize>,
    pub max: Option<usize>,
    pub exactly: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct TextRules {
    pub length: Counts,
    pub regex: Option<Regex>,
    pub max_words: Option<usize>,
    /// Present for the multi-line type.
    pub rows: Option<usize>,
}

#[derive(Debug)]
pub(crate) struct NumberRules {
    pub bounds: Bounds,
    pub precision: Option<usize>,
    pub min_precision: Option<usize>,
    pub digits: Counts,
    pub prefix: String,
    pub suffix: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PhoneFormat {
    Any,
    Uk,
    International,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Text {
        rules: TextRules,
        autocomplete: String,
    },
    Email,
    Phone(PhoneFormat),
    Number {
        rules: Box<NumberRules>,
        autocomplete: String,
    },
    Date {
        days_past: Option<i64>,
        days_future: Option<i64>,
        earliest: Option<Date>,
        latest: Option<Date>,
    },
    MonthYear {
        earliest: Option<Date>,
        latest: Option<Date>,
    },
    YesNo,
    Radios {
        list: usize,
    },
    Checkboxes {
        list: usize,
        counts: Counts,
    },
    Select {
        list: usize,
        autocomplete: String,
    },
    /// A select whose options a script may search; without one it is a select.
    Autocomplete {
        list: usize,
    },
    Address {
        hide_title: bool,
    },
    Files {
        accept: Vec<String>,
        counts: Counts,
        max_bytes: u64,
    },
    Declaration {
        label: Text,
    },
    EastingNorthing {
        easting: Bounds,
        northing: Bounds,
    },
    LatLong {
        latitude: Bounds,
        longitude: Bounds,
    },
    OsGridRef,
    GridField,
    Places {
        counts: Counts,
    },
    Hidden,
    Payment {
        description: Text,
        amount: f64,
        cases: Vec<(usize, f64)>,
    },
    // Content.
    Details,
    Html,
    Markdown,
    Inset,
    List {
        list: usize,
        numbered: bool,
        bulleted: bool,
        hide_title: bool,
    },
    Banner {
        success: bool,
        heading: Text,
    },
}

impl Kind {
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Text { rules, .. } if rules.rows.is_some() => "MultilineTextField",
            Self::Text { .. } => "TextField",
            Self::Email => "EmailAddressField",
            Self::Phone(_) => "TelephoneNumberField",
            Self::Number { .. } => "NumberField",
            Self::Date { .. } => "DatePartsField",
            Self::MonthYear { .. } => "MonthYearField",
            Self::YesNo => "YesNoField",
            Self::Radios { .. } => "RadiosField",
            Self::Checkboxes { .. } => "CheckboxesField",
            Self::Select { .. } => "SelectField",
            Self::Autocomplete { .. } => "AutocompleteField",
            Self::Address { .. } => "UkAddressField",
            Self::Files { .. } => "FileUploadField",
            Self::Declaration { .. } => "DeclarationField",
            Self::EastingNorthing { .. } => "EastingNorthingField",
            Self::LatLong { .. } => "LatLongField",
            Self::OsGridRef => "OsGridRefField",
            Self::GridField => "NationalGridFieldNumberField",
            Self::Places { .. } => "GeospatialField",
            Self::Hidden => "HiddenField",
            Self::Payment { .. } => "PaymentField",
            Self::Details => "Details",
            Self::Html => "Html",
            Self::Markdown => "Markdown",
            Self::Inset => "InsetText",
            Self::List { .. } => "List",
            Self::Banner { .. } => "NotificationBanner",
        }
    }

    pub fn is_question(&self) -> bool {
        !matches!(
            self,
            Self::Details
                | Self::Html
                | Self::Markdown
                | Self::Inset
                | Self::List { .. }
                | Self::Banner { .. }
        )
    }

    pub fn list(&self) -> Option<usize> {
        match self {
            Self::Radios { list }
            | Self::Checkboxes { list, .. }
            | Self::Select { list, .. }
            | Self::Autocomplete { list }
            | Self::List { list, .. } => Some(*list),
            _ => None,
        }
    }

    /// The parts of which one answer is made: (name of the part, suffix of its id).
    pub fn parts(&self) -> &'static [&'static str] {
        match self {
            Self::Date { .. } => &["day", "month", "year"],
            Self::MonthYear { .. } => &["month", "year"],
            Self::Address { .. } => &["addressLine1", "addressLine2", "town", "postcode"],
            Self::EastingNorthing { .. } => &["easting", "northing"],
            Self::LatLong { .. } => &["latitude", "longitude"],
            _ => &[],
        }
    }
}

/// A list of options.
#[derive(Debug)]
pub(crate) struct List {
    pub items: Vec<Item>,
}

#[derive(Debug)]
pub(crate) struct Item {
    pub text: Text,
    pub hint: Text,
    /// As kept in answers: text or a number.
    pub value: Value,
    /// The same as it stands in the HTML and comes back from it.
    pub posted: String,
    pub condition: Option<usize>,
}

/// A value of an option or an answer as the browser would post it.
pub(crate) fn posted_text(value: &Value) -> std::borrow::Cow<'_, str> {
    match value {
        Value::String(s) => s.as_str().into(),
        Value::Number(n) => {
            // 1.0 and 1 are the same option.
            match n.as_f64() {
                Some(f) if f.fract() == 0.0 && f.abs() < 1e15 => format!("{f:.0}").into(),
                _ => n.to_string().into(),
            }
        }
        Value::Bool(true) => "true".into(),
        Value::Bool(false) => "false".into(),
        _ => "".into(),
    }
}
