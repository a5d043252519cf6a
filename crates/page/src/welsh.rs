//! What Welsh does to words that are put into a sentence.

/// After these a day of the week stays as it is; after others it softens: `ar ddydd Llun`, `yn agor ddydd Llun`.
const HARD: [&str; 7] = ["cyn", "erbyn", "bob", "pob", "y", "yr", "a"];

/// Days of the week within a sentence: small, and soft where the word before asks for it. At the beginning of a sentence,
/// after a colon or a comma, and alone they stay `Dydd Llun`.
pub(crate) fn days_within(text: String) -> String {
    const DAY: &str = " Dydd ";
    if !text.contains(DAY) {
        return text;
    }
    let mut said = String::with_capacity(text.len() + 4);
    let mut parts = text.split(DAY);
    said.extend(parts.next());
    for part in parts {
        let word = said.rsplit(char::is_whitespace).next().unwrap_or_default();
        let within = word.ends_with(char::is_alphanumeric);
        let hard = HARD.contains(&word.to_lowercase().as_str());
        said.push_str(match (within, hard) {
            (false, _) => DAY,
            (true, true) => " dydd ",
            (true, false) => " ddydd ",
        });
        said.push_str(part);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week_soften_within_a_sentence() {
        for (bare, said) in [
            ("Dydd Llun", "Dydd Llun"),
            ("Yn agor Dydd Llun am 9yb", "Yn agor ddydd Llun am 9yb"),
            ("ar Dydd Mercher 2 Rhagfyr", "ar ddydd Mercher 2 Rhagfyr"),
            ("bob Dydd Iau", "bob dydd Iau"),
            ("erbyn Dydd Sul, Dydd Llun", "erbyn dydd Sul, Dydd Llun"),
            ("Ar gau. Dydd Sadwrn: 10yb", "Ar gau. Dydd Sadwrn: 10yb"),
            ("o Dydd Llun i Dydd Gwener", "o ddydd Llun i ddydd Gwener"),
            ("", ""),
        ] {
            assert_eq!(days_within(bare.to_owned()), said);
        }
    }
}
