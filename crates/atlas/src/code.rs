//! Codes of wards and boroughs.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The code of any area: 2 to 12 capital letters, digits and hyphens, such as `E09000001` or `NW-17`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AreaCode {
    bytes: [u8; 12],
    len: u8,
}

/// What kind of area the Office for National Statistics' prefix of a code tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    Ward,
    /// London borough, metropolitan borough, district, unitary or council area.
    Borough,
    /// A nine-character code of some other kind of area.
    Other,
    /// Not of the national form: the force's own.
    Own,
}

impl AreaCode {
    /// Trims and puts into capitals; `None` when too short, too long or with other characters.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let good =
            (2..=12).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !good {
            return None;
        }
        let mut bytes = [0; 12];
        for (to, from) in bytes.iter_mut().zip(text.bytes()) {
            *to = from.to_ascii_uppercase();
        }
        Some(Self {
            bytes,
            len: text.len() as u8,
        })
    }

    pub fn as_str(&self) -> &str {
        self.bytes
            .get(..usize::from(self.len))
            .and_then(|b| std::str::from_utf8(b).ok())
            .unwrap_or("")
    }

    pub fn kind(&self) -> CodeKind {
        let text = self.as_str();
        let national = text.len() == 9
            && text.starts_with(['E', 'W', 'S', 'N', 'K'])
            && text.bytes().skip(1).all(|b| b.is_ascii_digit());
        match text.get(..3) {
            _ if !national => CodeKind::Own,
            Some("E05" | "W05" | "S13" | "N08") => CodeKind::Ward,
            Some("E06" | "E07" | "E08" | "E09" | "W06" | "S12" | "N09") => CodeKind::Borough,
            _ => CodeKind::Other,
        }
    }
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $kind:pat) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(AreaCode);

        impl $name {
            /// `None` when it is no code, or a national code of another kind of area.
            pub fn parse(text: &str) -> Option<Self> {
                AreaCode::parse(text).and_then(Self::from_area)
            }

            pub fn from_area(code: AreaCode) -> Option<Self> {
                matches!(code.kind(), $kind | CodeKind::Own).then_some(Self(code))
            }

            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            pub fn area(self) -> AreaCode {
                self.0
            }
        }
        text_like!($name);
    };
}

macro_rules! text_like {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom("is not an area code"))
            }
        }
    };
}

text_like!(AreaCode);
code!(
    /// An electoral ward's code: the national one, such as `E05009317`, or one of the force's own.
    WardCode,
    CodeKind::Ward
);
code!(
    /// A borough's, district's or unitary council's code, such as `E09000001`, or one of the force's own.
    BoroughCode,
    CodeKind::Borough
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_national_code_is_taken_only_for_its_own_kind_of_area() {
        assert_eq!(WardCode::parse(" e05009317 ").unwrap().as_str(), "E05009317");
        assert_eq!(WardCode::parse("E09000001"), None);
        assert_eq!(BoroughCode::parse("E05009317"), None);
        assert!(BoroughCode::parse("W06000015").is_some());
        assert_eq!(WardCode::parse("E01000001"), None);
    }

    #[test]
    fn a_force_may_use_codes_of_its_own() {
        assert!(WardCode::parse("NW-17").is_some());
        assert!(BoroughCode::parse("nw").is_some());
        for bad in ["", "A", "ABCDEFGHIJKLM", "A B", "A_B", "É5"] {
            assert_eq!(AreaCode::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn codes_travel_as_plain_text() {
        let code = WardCode::parse("E05009317").unwrap();
        let text = serde_json::to_string(&code).unwrap();
        assert_eq!(text, "\"E05009317\"");
        assert_eq!(serde_json::from_str::<WardCode>(&text).unwrap(), code);
        assert!(serde_json::from_str::<WardCode>("\"E09000001\"").is_err());
    }
}
