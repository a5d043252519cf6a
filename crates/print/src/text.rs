//! What people wrote, made safe to set: it stays their text, and no word of it runs off the paper.

/// No word stays longer than this without a place to break it.
const LONGEST_WORD: usize = 24;
/// A place where a line may be broken that nobody sees.
const BREAK: char = '\u{200B}';

/// One line: without control signs, and without those that turn the direction of what follows.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c == '\u{0}' {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !c.is_control() && !turns(c) && c != BREAK {
            out.push(c);
        }
    }
    out.trim().to_owned()
}

/// Embeddings, overrides and isolates: one that is never closed would turn the rest of the page.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A line of the other direction, as an English address on a page in Arabic, keeps its own order. What is before and
/// after it is not touched.
pub(crate) fn in_its_direction(text: String, page_right_to_left: bool) -> String {
    let first = text.chars().find(|c| c.is_alphabetic());
    match first.map(right_to_left) {
        Some(true) if !page_right_to_left => format!("\u{2067}{text}\u{2069}"),
        Some(false) if page_right_to_left => format!("\u{2066}{text}\u{2069}"),
        _ => text,
    }
}

fn right_to_left(c: char) -> bool {
    matches!(u32::from(c), 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF | 0x1_0800..=0x1_0FFF | 0x1_E800..=0x1_EFFF)
}

/// Takes no place on paper and needs no font.
pub(crate) fn unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2069}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        || ('\u{E0000}'..='\u{E0FFF}').contains(&c)
}

/// A text whose loss changes what is said; a little picture is none.
pub(crate) fn says_something(c: char) -> bool {
    c.is_alphanumeric()
}

/// Very long words can be broken.
pub(crate) fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    for c in text.chars() {
        if c == ' ' || c == '-' {
            run = 0;
        } else {
            if run >= LONGEST_WORD && !joins(c) {
                out.push(BREAK);
                run = 0;
            }
            run += 1;
        }
        out.push(c);
    }
    out
}

/// Belongs to the letter before it.
fn joins(c: char) -> bool {
    unseen(c)
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{1F3FB}'..='\u{1F3FF}')
        || !says_something(c) && !c.is_ascii()
}

/// An address in pieces between which a line may be broken. Nothing is put between them: an address that is copied
/// from the page still leads there.
pub(crate) fn address_pieces(address: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut chars = address.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(piece) = pieces.last_mut() else { break };
        piece.push(c);
        let parts = "/?&=-_.:".contains(c) && piece.len() > 3 && chars.peek() != Some(&'/');
        if (parts || piece.len() >= LONGEST_WORD) && chars.peek().is_some() {
            pieces.push(String::new());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_words_and_loses_what_would_turn_the_page() {
        assert_eq!(
            clean("  Tea\u{0}\r\n and\tcake \u{202E}reversed"),
            "Tea and cake reversed"
        );
        assert_eq!(
            clean("#set page(fill: red) $x$ *b*"),
            "#set page(fill: red) $x$ *b*"
        );
        assert_eq!(clean("\u{7}\u{2066}"), "");
    }

    #[test]
    fn a_long_word_can_be_broken_and_a_short_one_is_left_alone() {
        assert_eq!(breakable("Neighbourhood policing"), "Neighbourhood policing");
        let long = breakable(&"a".repeat(100));
        assert!(long.split(BREAK).all(|part| part.len() <= LONGEST_WORD), "{long}");
        assert_eq!(long.replace(BREAK, ""), "a".repeat(100));
    }

    #[test]
    fn a_line_of_the_other_direction_is_kept_to_itself() {
        assert_eq!(
            in_its_direction("1 Mill Lane".into(), true),
            "\u{2066}1 Mill Lane\u{2069}"
        );
        assert_eq!(in_its_direction("1 שדרה".into(), false), "\u{2067}1 שדרה\u{2069}");
        for (text, right_to_left) in [("1 Mill Lane", false), ("1 שדרה", true), ("12:30", true)] {
            assert_eq!(in_its_direction(text.into(), right_to_left), text);
        }
    }

    #[test]
    fn an_address_breaks_after_its_signs_and_stays_whole() {
        let pieces = address_pieces("farside.example/session/ses_01k9x7m2q4");
        assert_eq!(pieces, ["farside.", "example/", "session/", "ses_", "01k9x7m2q4"]);
        let long = "x".repeat(100);
        assert!(address_pieces(&long).iter().all(|p| p.len() <= LONGEST_WORD));
        assert_eq!(address_pieces(&long).concat(), long);
    }
}
