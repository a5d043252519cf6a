//! What the police data API calls a force.

/// The id that data.police.uk would give a force of this name: `metropolitan` for `Metropolitan Police Service`.
pub(crate) fn id(name: &str) -> String {
    let plain = name.to_lowercase().replace('&', " and ");
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let all = words.join("-");
    let place = all.strip_prefix("police-service-of-").unwrap_or(&all);
    let place = ["-police-service", "-constabulary", "-police"]
        .iter()
        .find_map(|end| place.strip_suffix(end))
        .unwrap_or(place);
    if place.is_empty() {
        "force".to_owned()
    } else {
        place.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::id;

    #[test]
    fn a_force_has_the_id_that_its_name_gives() {
        for (name, expected) in [
            ("Metropolitan Police Service", "metropolitan"),
            ("Devon & Cornwall Police", "devon-and-cornwall"),
            ("Dyfed-Powys Police", "dyfed-powys"),
            ("Police Service of Northern Ireland", "northern-ireland"),
            ("Avon and Somerset Constabulary", "avon-and-somerset"),
            ("Bluelamp", "bluelamp"),
            ("", "force"),
            ("Police", "police"),
        ] {
            assert_eq!(id(name), expected);
        }
    }

    #[test]
    fn every_force_of_the_original_has_the_id_it_has_there() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/data/05_police_uk/police_uk_forces.tsv");
        let Ok(mut rows) = csv::ReaderBuilder::new().delimiter(b'\t').from_path(file) else {
            println!("skipped: the list of forces is not beside the repository");
            return;
        };
        for row in rows.records() {
            let row = row.unwrap();
            assert_eq!(id(&row[1]), row[0], "{row:?}");
        }
    }
}
