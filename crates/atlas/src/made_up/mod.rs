//! Doggerham, a city that is not: built from a seed on the Dogger Bank in the North Sea, so that nobody takes
//! it for a real one. For demonstrations, tests and measurements.

mod mesh;
mod names;
mod random;

use crate::areas::{Areas, AreasDraft, DraftBorough, DraftWard, Ward, WardIx};
use crate::code::{BoroughCode, WardCode};
use crate::error::Result;
use crate::place::{Place, PlaceKind};
use crate::point::LatLon;
use crate::postcode::Postcode;
use crate::postcodes::{Postcodes, PostcodesDraft};
use crate::shape::Shape;
use random::Random;

/// How large a city to make up. Larger than 32 boroughs or 1,000 wards is cut down to these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub boroughs: u16,
    pub wards: u16,
    /// About so many; each ward has a fifth more or less. At most 300.
    pub postcodes_per_ward: u16,
}

impl Size {
    /// 32 boroughs, 630 wards, about 31,500 postcodes.
    pub const WHOLE: Self = Self {
        boroughs: 32,
        wards: 630,
        postcodes_per_ward: 50,
    };
    /// 4 boroughs, 36 wards, about 360 postcodes: for tests.
    pub const SMALL: Self = Self {
        boroughs: 4,
        wards: 36,
        postcodes_per_ward: 10,
    };
}

/// A made-up city. The same seed and size make the same city everywhere.
#[derive(Debug, Clone)]
pub struct City {
    pub name: &'static str,
    pub seed: u64,
    pub areas: Areas,
    pub postcodes: Postcodes,
    /// Streets (about twelve to a ward, each with its postcodes' first) and named places, in the order of their wards.
    pub places: Vec<Place>,
    /// The River Brine, for the map. Wards meet in its middle.
    pub river: Shape,
}

pub const CITY_NAME: &str = "Doggerham";
pub const RIVER_NAME: &str = "River Brine";
/// The middle of the city.
pub const MIDDLE: (f64, f64) = (54.5, 2.5);
/// Letters that the last two places of a postcode hold.
const UNIT_LETTERS: &[u8; 20] = b"ABDEFGHJLNPQRSTUWXYZ";

impl City {
    /// Well under a second in a release build.
    ///
    /// # Errors
    /// None that is known: whatever the seed, the areas can be built.
    pub fn new(seed: u64, size: Size) -> Result<Self> {
        let boroughs = usize::from(size.boroughs.clamp(1, 32));
        let wards = usize::from(size.wards.clamp(4, 1_000)).max(boroughs);
        let mut random = Random::new(seed);
        let plan = mesh::plan(&mut random, boroughs, wards);
        let areas = name_areas(&mut random, plan.wards, boroughs)?;
        let (postcodes, places) = fill(&mut random, &areas, size.postcodes_per_ward.clamp(1, 300))?;
        Ok(Self {
            name: CITY_NAME,
            seed,
            areas,
            postcodes,
            places,
            river: plan.river,
        })
    }

    /// Boroughs, wards and the river as one GeoJSON feature collection; `level` among the properties tells them apart.
    pub fn to_geojson(&self) -> String {
        let river = crate::write::Feature {
            level: "river",
            code: "",
            name: RIVER_NAME,
            shape: &self.river,
        };
        crate::write::geojson(&self.areas, true, true, &[river])
    }
}

/// A ward as drawn: which borough it is in, and its outline.
struct Drawn {
    borough: usize,
    shape: Shape,
}

fn name_areas(random: &mut Random, mut drawn: Vec<Drawn>, boroughs: usize) -> Result<Areas> {
    let mut draft = AreasDraft::default();
    let borough_names = random.shuffled(names::BOROUGHS);
    let code = |b: usize| format!("DH-{:02}", b + 1);
    for (b, name) in borough_names.iter().take(boroughs).enumerate() {
        if let Some(code) = BoroughCode::parse(&code(b)) {
            draft.put_borough(
                code,
                DraftBorough {
                    name: (*name).to_owned(),
                    name_cy: None,
                    shape: None,
                },
            );
        }
    }
    drawn.sort_by_key(|d| d.borough);
    let ward_names = random.shuffled(&names::wards());
    let mut number = 0;
    let mut before = usize::MAX;
    for (ward, name) in drawn.into_iter().zip(ward_names) {
        number = if ward.borough == before { number + 1 } else { 1 };
        before = ward.borough;
        let borough = code(ward.borough);
        let Some(ward_code) = WardCode::parse(&format!("{borough}-{number:02}")) else {
            continue;
        };
        let draft_ward = DraftWard {
            name,
            name_cy: None,
            borough: BoroughCode::parse(&borough),
            shape: ward.shape,
            population: Some(random.between(7_500, 16_500) as u32),
        };
        draft.put_ward(ward_code, draft_ward);
    }
    Ok(draft.build()?.0)
}

/// Streets, postcodes and places of every ward.
fn fill(random: &mut Random, areas: &Areas, per_ward: u16) -> Result<(Postcodes, Vec<Place>)> {
    let mut draft = PostcodesDraft::default();
    let mut places = Vec::new();
    // Ten wards share an outcode, each with a sector of its own; five postal areas that are not allotted in Great Britain.
    let mut districts = [0usize; 5];
    for (b, borough) in areas.boroughs().iter().enumerate() {
        let area = postal_area(borough.shape.middle());
        for group in borough.wards.chunks(10) {
            let Some(district) = districts.get_mut(area) else {
                continue;
            };
            *district += 1;
            let outcode = format!(
                "Q{}{}",
                ["C", "N", "E", "S", "W"].get(area).unwrap_or(&"C"),
                district
            );
            for (sector, &ix) in group.iter().enumerate() {
                let Some(ward) = areas.ward(ix) else { continue };
                let sector = format!("{outcode} {sector}");
                let streets = fill_streets(random, areas, ix, ward, &sector, per_ward, &mut draft);
                places.extend(streets);
                let hall = (group.first() == Some(&ix) && borough.wards.first() == Some(&ix)).then_some(b);
                fill_places(
                    random,
                    areas,
                    ix,
                    ward,
                    hall.map(|_| borough.name.as_str()),
                    &mut places,
                );
            }
        }
    }
    Ok((draft.build()?, places))
}

/// 0 the centre, then north, east, south and west.
fn postal_area(p: LatLon) -> usize {
    let Some(centre) = LatLon::new(MIDDLE.0, MIDDLE.1) else {
        return 0;
    };
    if centre.distance_m(p) < 6_000.0 {
        return 0;
    }
    1 + ((centre.bearing_deg(p) / 90.0).round() as usize) % 4
}

fn fill_streets(
    random: &mut Random,
    areas: &Areas,
    ix: WardIx,
    ward: &Ward,
    sector: &str,
    per_ward: u16,
    draft: &mut PostcodesDraft,
) -> Vec<Place> {
    let fifth = u64::from(per_ward / 5);
    let count = random.between(u64::from(per_ward) - fifth, u64::from(per_ward) + fifth) as usize;
    let names = random.shuffled(&names::streets());
    let street_count = count.div_ceil(4).max(1);
    let mut streets = Vec::with_capacity(street_count);
    let mut units = random.shuffled(&(0..400u16).collect::<Vec<_>>()).into_iter();
    for (s, name) in names.into_iter().take(street_count).enumerate() {
        let at = somewhere_in(random, areas, ix, ward);
        let turn = random.unit() * std::f64::consts::TAU;
        let mut first = None;
        for house in 0..count / street_count + usize::from(s < count % street_count) {
            let Some(unit) = units.next() else { break };
            let letter = |n: u16| {
                UNIT_LETTERS
                    .get(usize::from(n) % 20)
                    .map_or('A', |c| char::from(*c))
            };
            let Some(postcode) =
                Postcode::parse_exact(&format!("{sector}{}{}", letter(unit / 20), letter(unit)))
            else {
                continue;
            };
            let along = 40.0 + house as f64 * 60.0;
            let near = at
                .moved_m(along * turn.cos(), along * turn.sin())
                .filter(|p| areas.find(*p) == Some(ix));
            draft.put(postcode, near.unwrap_or(at), Some(ix));
            first.get_or_insert(postcode);
        }
        streets.push(Place {
            name,
            kind: PlaceKind::Street,
            at,
            postcode: first,
        });
    }
    streets
}

fn fill_places(
    random: &mut Random,
    areas: &Areas,
    ix: WardIx,
    ward: &Ward,
    town_hall_of: Option<&str>,
    places: &mut Vec<Place>,
) {
    let mut add = |random: &mut Random, kind, name: String| {
        let at = somewhere_in(random, areas, ix, ward);
        places.push(Place {
            name,
            kind,
            at,
            postcode: None,
        });
    };
    let name = &ward.name;
    let shop = random.pick(names::SHOPS);
    add(random, PlaceKind::Shop, format!("{shop} {name}"));
    let park = random.pick(names::PARKS);
    add(random, PlaceKind::Park, format!("{park} Park"));
    let school = random.pick(&["Primary", "Academy", "High"]);
    add(random, PlaceKind::School, format!("{name} {school} School"));
    for (one_in, kind, what) in [
        (3, PlaceKind::Library, "Library"),
        (4, PlaceKind::Station, "Station"),
        (6, PlaceKind::FireStation, "Fire Station"),
        (12, PlaceKind::PoliceStation, "Police Station"),
        (25, PlaceKind::Hospital, "Hospital"),
    ] {
        if random.between(1, one_in) == 1 {
            add(random, kind, format!("{name} {what}"));
        }
    }
    if let Some(borough) = town_hall_of {
        add(random, PlaceKind::TownHall, format!("{borough} Town Hall"));
    }
}

fn somewhere_in(random: &mut Random, areas: &Areas, ix: WardIx, ward: &Ward) -> LatLon {
    let b = ward.shape.bounds();
    let (sw, ne) = (b.south_west(), b.north_east());
    for _ in 0..40 {
        let lat = sw.lat() + (ne.lat() - sw.lat()) * random.unit();
        let lon = sw.lon() + (ne.lon() - sw.lon()) * random.unit();
        if let Some(p) = LatLon::new(lat, lon).filter(|p| areas.find(*p) == Some(ix)) {
            return p;
        }
    }
    ward.middle
}
