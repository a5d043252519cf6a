//! The force as a picture, and what its colours mean.

use std::collections::HashMap;

use atlas::Gazetteer;
use kernel::site::Site;
use kernel::web::Fault;
use page::Tongue;

use crate::ask::Change;
use crate::map::{self, LOST, NEVER, Paper, Picture, SCALE, change_colour, figures_colour};
use crate::measure::Named;
use crate::people::People;
use crate::scenario::Spot;
use crate::service::Shelf;

/// What a colour of the map means.
pub struct Key {
    pub colour: &'static str,
    pub text: String,
}

pub fn key_of_change(tongue: &Tongue) -> Vec<Key> {
    SCALE
        .iter()
        .chain([&LOST, &NEVER])
        .map(|(name, colour)| Key {
            colour,
            text: tongue.t(&format!("planner-map-{name}")).into_owned(),
        })
        .collect()
}

pub fn key_of_minutes(tongue: &Tongue) -> Vec<Key> {
    let mut from = 0.0;
    map::MINUTES
        .iter()
        .map(|(to, colour)| {
            let text = if to.is_finite() {
                tongue.ta(
                    "planner-map-between",
                    &[
                        ("from", format!("{from:.0}").into()),
                        ("to", format!("{to:.0}").into()),
                    ],
                )
            } else {
                tongue.t1("planner-map-over", "from", format!("{from:.0}"))
            };
            from = *to;
            Key { colour, text }
        })
        .chain([Key {
            colour: LOST.1,
            text: tongue.t("planner-map-cannot").into_owned(),
        }])
        .collect()
}

/// The map of a comparison, or of minutes where nothing is compared.
#[allow(clippy::too_many_arguments)]
pub fn picture(
    site: &Site,
    people: &People,
    title: String,
    (before, after): (&[Spot], &[Spot]),
    places: bool,
    legend: Vec<Key>,
    figures: Result<&[Change], &[Named]>,
) -> Result<String, Fault> {
    let colours: HashMap<String, &'static str> = match figures {
        Ok(changes) => changes
            .iter()
            .filter_map(|c| Some((c.code.clone(), change_colour(c)?)))
            .collect(),
        Err(named) => named
            .iter()
            .filter_map(|n| Some((n.code.clone(), figures_colour(&n.figures)?)))
            .collect(),
    };
    let picture = Picture {
        title,
        colours,
        before,
        after,
        places,
        legend: legend.into_iter().map(|k| (k.colour, k.text)).collect(),
    };
    let shelf = site.part::<Shelf>()?;
    let ground = site.part::<Gazetteer>().ok();
    let areas = ground
        .as_ref()
        .map(|g| g.areas())
        .filter(|a| !a.wards().is_empty());
    Ok(map::svg(
        &picture,
        people,
        areas.map(|a| (&**a, shelf.drawing(a))),
    ))
}

/// Does something with the paper on which [`picture`] draws.
pub fn paper<T>(site: &Site, people: &People, work: impl FnOnce(&Paper<'_>) -> T) -> Result<T, Fault> {
    let shelf = site.part::<Shelf>()?;
    let ground = site.part::<Gazetteer>().ok();
    let areas = ground
        .as_ref()
        .map(|g| g.areas())
        .filter(|a| !a.wards().is_empty());
    Ok(work(&Paper::new(people, areas.map(|a| shelf.drawing(a)))))
}
