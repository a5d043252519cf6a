//! Why someone comes to a counter, what came of it, and to whom they were sent.

/// A list of words that are kept and posted by a name of their own.
macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($variant:ident = $name:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($variant),* }

        impl $type {
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.as_str() == text)
            }
        }
    };
}

named! {
    /// Why someone comes: all business, not crime alone. The words for it are `visit-reason-…`.
    Reason {
        Crime = "crime",
        Collision = "collision",
        Missing = "missing",
        Lost = "lost",
        Found = "found",
        Documents = "documents",
        Bail = "bail",
        Officer = "officer",
        Detainee = "detainee",
        Property = "property",
        Statement = "statement",
        Safety = "safety",
        Licence = "licence",
        Records = "records",
        Complaint = "complaint",
        Directions = "directions",
        Translation = "translation",
        Digital = "digital",
        Other = "other",
    }
}

impl Reason {
    /// For the Easy Read edition.
    pub fn picture(self) -> &'static str {
        match self {
            Self::Crime => "hand",
            Self::Collision => "car",
            Self::Missing => "person",
            Self::Lost => "question",
            Self::Found => "wallet",
            Self::Documents => "letter",
            Self::Bail => "pencil",
            Self::Officer => "police",
            Self::Detainee => "lock",
            Self::Property => "bag",
            Self::Statement => "eye",
            Self::Safety => "help",
            Self::Licence => "tick",
            Self::Records => "key",
            Self::Complaint => "warning",
            Self::Directions => "map",
            Self::Translation => "speech",
            Self::Digital => "computer",
            Self::Other => "people",
        }
    }
}

named! {
    /// What came of a visit. The words for it are `visit-outcome-…`.
    Outcome {
        Done = "done",
        Report = "report",
        Officer = "officer",
        Referred = "referred",
        Left = "left",
        // Nobody tapped the end; put in by the program after closing time.
        Unnoted = "unnoted",
    }
}

named! {
    /// To whom someone was sent on. The words for it are `visit-referred-…`.
    Referred {
        Team = "team",
        Online = "online",
        Phone = "phone",
        Council = "council",
        Support = "support",
        Elsewhere = "elsewhere",
    }
}
