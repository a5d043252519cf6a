//! Pins: pairs of numbers in a text, and grid references.

use crate::national_grid::from_grid_reference;
use crate::point::LatLon;

struct Number {
    value: f64,
    decimals: bool,
    start: usize,
    end: usize,
}

/// The places that a pair of numbers in the text may mean, the usual reading (latitude first) first.
pub(super) fn find(text: &str) -> Option<Vec<LatLon>> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits >= 4
        && let Some(p) = from_grid_reference(text)
    {
        return Some(vec![p]);
    }
    let numbers = numbers(text);
    numbers.windows(2).find_map(|pair| {
        let [a, b] = pair else { return None };
        let between = text.get(a.end..b.start)?;
        let after = text.get(b.end..)?.trim_start().chars().next();
        if !joins(between) || !(a.decimals && b.decimals || whole(text)) {
            return None;
        }
        let side = |c: Option<char>, minus: char| c.is_some_and(|c| c.eq_ignore_ascii_case(&minus));
        let after_first = between.trim_start_matches([' ', '°']).chars().next();
        let first = if side(after_first, 'S') || side(after_first, 'W') {
            -a.value.abs()
        } else {
            a.value
        };
        let second = if side(after, 'W') || side(after, 'S') {
            -b.value.abs()
        } else {
            b.value
        };
        let east_first = side(after_first, 'E') || side(after_first, 'W');
        let usual = LatLon::new(first, second).filter(|_| !east_first);
        let found: Vec<LatLon> = usual.into_iter().chain(LatLon::new(second, first)).collect();
        (!found.is_empty()).then_some(found)
    })
}

fn whole(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || c.is_whitespace() || ".,;-+°".contains(c))
        && text.contains([',', ';', '.'])
}

/// What may stand between the two numbers of a pair.
fn joins(between: &str) -> bool {
    let plain = between.to_ascii_lowercase();
    let bare = plain.trim_matches(|c: char| c.is_whitespace() || ",;/°&?=:".contains(c));
    matches!(
        bare,
        "" | "n" | "s" | "e" | "w" | "lon" | "lng" | "long" | "longitude" | "mlon" | "lat" | "latitude"
    ) && !plain.is_empty()
        && plain.len() <= 16
        && !(bare.is_empty() && plain.contains(['&', '?', '=', ':']))
}

fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let at = |i: usize| bytes.get(i).copied().unwrap_or(0);
    let mut found = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        let signed = matches!(at(i), b'-' | b'+') && at(i + 1).is_ascii_digit();
        let apart = i == 0 || !(at(i - 1).is_ascii_alphanumeric() || at(i - 1) == b'.');
        if !(apart && (signed || at(i).is_ascii_digit())) {
            i += 1;
            continue;
        }
        let start = i;
        i += usize::from(signed);
        while at(i).is_ascii_digit() {
            i += 1;
        }
        let point = at(i) == b'.' && at(i + 1).is_ascii_digit();
        if point {
            i += 1;
            while at(i).is_ascii_digit() {
                i += 1;
            }
        }
        if let Some(value) = text.get(start..i).and_then(|t| t.parse().ok()) {
            found.push(Number {
                value,
                decimals: point,
                start,
                end: i,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pins_are_read_as_maps_and_people_write_them() {
        let here = LatLon::new(54.5, 2.25).unwrap();
        for text in [
            "54.5,2.25",
            "54.5 2.25",
            " 54.5 ; 2.25 ",
            "geo:54.5,2.25?z=15",
            "it was at 54.5, 2.25 by the gate",
            "https://maps.example/@54.5,2.25,15z",
            "https://map.example/?mlat=54.5&mlon=2.25",
            "lat: 54.5 lon: 2.25",
            "54.5° N, 2.25° E",
            "54.5N 2.25E",
        ] {
            assert_eq!(find(text).and_then(|p| p.first().copied()), Some(here), "{text}");
        }
        let west = find("51.5N 0.1W").unwrap();
        assert_eq!(west.first().copied(), LatLon::new(51.5, -0.1));
        assert!(find("TQ 300 804").is_some());
    }

    #[test]
    fn house_numbers_dates_and_prices_are_no_pins() {
        for text in [
            "12 High Street",
            "flat 3, 14 Mill Lane",
            "12.30 on 4.5.2024",
            "£3.50",
            "",
            "54.5",
            "1 2",
            "v1.2-x3.4é",
        ] {
            assert!(find(text).is_none(), "{text}: {:?}", find(text));
        }
    }
}
