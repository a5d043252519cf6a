//! What the components of `govuk.html` are handed. Text is plain; an absent text is "".

/// One answer of radios, checkboxes or a select.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is posted.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Smaller words under the label.
    pub hint: String,
    /// Chosen already.
    pub checked: bool,
    /// Words set before this choice, such as "or".
    pub divider: String,
    /// A picture's id, shown beside the choice in Easy Read.
    pub picture: String,
}

impl Choice {
    /// A choice not chosen yet.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    /// With smaller words under it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Chosen or not.
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }

    /// With a word such as "or" before it.
    #[must_use]
    pub fn divider(mut self, divider: impl Into<String>) -> Self {
        self.divider = divider.into();
        self
    }

    /// With a picture for Easy Read.
    #[must_use]
    pub fn picture(mut self, picture: impl Into<String>) -> Self {
        self.picture = picture.into();
        self
    }
}

/// A map that a script draws beside what the page says anyway; without script the page is whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MapView {
    /// What it shows at first: `west,south,east,north`.
    pub bounds: String,
    /// The spot that was asked for, `lat,lon`; "" for none yet.
    pub at: String,
    /// The force's base map, the address of a MapLibre style; "" for boundaries alone.
    pub style: String,
    /// Whose base map it is, as its licence asks it to be said.
    pub credit: String,
    /// The id of the field into which a pin is written; "" when a pin asks for places near it.
    pub field: &'static str,
}

/// A line of a summary list: what was asked, what was answered, where to change it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// What was asked.
    pub key: String,
    /// The answer, a paragraph for each line of text.
    pub lines: Vec<String>,
    /// Where to change it; "" for no link.
    pub href: String,
    /// What the change link says to a screen reader after "Change".
    pub about: String,
}

impl Row {
    /// A line with its answer; each line of the text becomes a line on the page.
    pub fn new(key: impl Into<String>, answer: impl AsRef<str>) -> Self {
        Self {
            key: key.into(),
            lines: answer.as_ref().lines().map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// With a link to change it.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>, about: impl Into<String>) -> Self {
        self.href = href.into();
        self.about = about.into();
        self
    }
}

/// A cell of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where it leads; "" for nowhere.
    pub href: String,
    /// Set right, with digits of one width.
    pub number: bool,
    /// Colour of the tag it is shown as; "" for plain text. `blue`, `green`, `red`, `yellow`, `grey`, …
    pub tag: String,
}

impl Cell {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// A link.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: href.into(),
            ..Self::default()
        }
    }

    /// A number.
    pub fn number(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            number: true,
            ..Self::default()
        }
    }

    /// A tag in a colour.
    pub fn tag(text: impl Into<String>, colour: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            tag: colour.into(),
            ..Self::default()
        }
    }
}

/// A link with its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub text: String,
    /// Whether it is the page being read.
    pub current: bool,
}

impl Link {
    /// A link to another page.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
            current: false,
        }
    }

    /// Marks the page being read.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// Something that happened, for the timeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Happening {
    /// What happened.
    pub title: String,
    /// Who did it; "" for nobody in particular.
    pub by: String,
    /// When, as the person reads it.
    pub when: String,
    /// When, as a machine reads it (RFC 3339); "" to leave it out.
    pub machine_when: String,
    /// More about it; each line a paragraph.
    pub text: String,
}

/// One message of a thread.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// An id for linking to it; "" for none.
    pub id: String,
    /// Who wrote it.
    pub by: String,
    /// When, as the person reads it.
    pub when: String,
    /// When, as a machine reads it (RFC 3339); "" to leave it out.
    pub machine_when: String,
    /// What it says; each line a paragraph.
    pub text: String,
    /// Written by the reader, set to the right.
    pub sent: bool,
}
