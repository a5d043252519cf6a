//! How a ward's team is reached, and where it works from.

use crate::fact::Confirmed;
use crate::written::{Reading, Written, Wrongs};

/// What is said of a team, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTeam {
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) about: String,
    /// Places of the directory: where the team works from, and the hub that residents can come to.
    pub(crate) base: Option<String>,
    pub(crate) hub: Option<String>,
    /// Where the directory does not have it.
    pub(crate) base_words: String,
}

impl NewTeam {
    pub fn parse(written: &Written) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let email = read.email("email");
        let phone = read.phone("phone");
        let about = read.text("about", 2_000);
        let base = read.text("base", 40);
        let hub = read.text("hub", 40);
        let base_words = read.text("base-words", 300);
        if email.is_empty() && phone.is_empty() {
            read.say("email", "team-no-way");
        }
        let some = |t: String| Some(t).filter(|t| !t.is_empty());
        read.end(Some(Self {
            email,
            phone,
            about,
            base: some(base),
            hub: some(hub),
            base_words,
        }))
    }

    pub fn email(&self) -> &str {
        &self.email
    }

    pub fn phone(&self) -> &str {
        &self.phone
    }

    pub fn about(&self) -> &str {
        &self.about
    }

    pub fn written(&self) -> Written {
        Written::default()
            .with("email", &self.email)
            .with("phone", &self.phone)
            .with("about", &self.about)
            .with("base", self.base.as_deref().unwrap_or(""))
            .with("hub", self.hub.as_deref().unwrap_or(""))
            .with("base-words", &self.base_words)
    }
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub ward: String,
    pub facts: NewTeam,
    pub confirmed: Confirmed,
}

impl Team {
    pub fn has_base(&self) -> bool {
        self.facts.base.is_some() || self.facts.hub.is_some() || !self.facts.base_words.is_empty()
    }
}
