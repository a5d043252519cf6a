//! Days and times of day as timetables write them.

const LATEST: i32 = 10 * 86_400;

/// Days since 1970-01-01 of a civil date, none when there is no such day.
pub fn day_number(year: i64, month: u32, day: u32) -> Option<i32> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => return None,
    };
    if !(1..=longest).contains(&day) || !(1900..=2200).contains(&year) {
        return None;
    }
    // Years begin in March, so that the leap day is the last one.
    let y = if month <= 2 { year - 1 } else { year };
    let m = i64::from((month + 9) % 12);
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * m + 2) / 5 + i64::from(day) - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    i32::try_from(days).ok()
}

/// `YYYY-MM-DD` of a day number.
pub fn day_text(day: i32) -> String {
    let z = i64::from(day) + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let d = doy - (153 * mp + 2) / 5 + 1;
    let m = if mp < 10 { mp + 3 } else { mp - 9 };
    let y = yoe + era * 400 + i64::from(m <= 2);
    format!("{y:04}-{m:02}-{d:02}")
}

pub(crate) fn date(text: &str) -> Option<i32> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    day_number(
        text[..4].parse().ok()?,
        text[4..6].parse().ok()?,
        text[6..].parse().ok()?,
    )
}

/// Seconds after midnight; hours may pass 24.
pub(crate) fn clock(text: &str) -> Option<i32> {
    let mut parts = text.split(':');
    let mut part = || {
        parts
            .next()
            .and_then(|p| p.trim().parse::<i32>().ok())
            .filter(|&v| v >= 0)
    };
    let (h, m, s) = (part()?, part()?, part()?);
    let fine = parts.next().is_none() && m < 60 && s < 60 && h < 240;
    fine.then(|| h * 3_600 + m * 60 + s).filter(|&t| t < LATEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day_number(1970, 1, 1), Some(0));
        assert_eq!(day_number(2019, 5, 14), Some(18_030));
        assert_eq!(day_text(18_030), "2019-05-14");
        assert_eq!(day_number(2023, 2, 29), None);
        assert_eq!(date("20240229"), day_number(2024, 2, 29));
        for d in (-20_000..60_000).step_by(17) {
            let t = day_text(d).replace('-', "");
            assert_eq!(date(&t), Some(d));
        }
    }

    #[test]
    fn hours_may_pass_midnight() {
        assert_eq!(clock("25:10:00"), Some(90_600));
        assert_eq!(clock(" 7:05:09"), Some(25_509));
        assert_eq!(clock("7:65:00"), None);
        assert_eq!(clock("999999999:00:00"), None);
        assert_eq!(clock(""), None);
    }
}
