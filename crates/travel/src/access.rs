//! What the tags of a way or a node say about who may pass, which way and how fast.

mod ferry;
mod restriction;

pub(crate) use ferry::{Ferry, ferry};
pub(crate) use restriction::{Restriction, conditions, restriction};

use crate::mode::{Speeds, Street};
use crate::pbf::Tags;

/// Metres a minute by mode, forward and back; 0 where the mode may not go.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Rule {
    pub forward: [f64; 4],
    pub back: [f64; 4],
    pub class: u8,
    /// Modes in which nobody starts or ends here: motorways and tunnels for cars, ferries for all.
    pub no_stopping: [bool; 4],
}

impl Rule {
    /// One speed for everyone who may go.
    pub fn at_speed(&mut self, metres_a_minute: f64) {
        for s in self
            .forward
            .iter_mut()
            .chain(&mut self.back)
            .filter(|s| **s > 0.0)
        {
            *s = metres_a_minute;
        }
    }
}

const WALK: usize = Street::Walk as usize;
const STEP_FREE: usize = Street::StepFree as usize;
const CYCLE: usize = Street::Cycle as usize;
const DRIVE: usize = Street::Drive as usize;

pub(crate) const CLASSES: [&str; 28] = [
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
    "track",
    "pedestrian",
    "footway",
    "path",
    "bridleway",
    "cycleway",
    "steps",
    "corridor",
    "elevator",
    "platform",
    "services",
    "rest_area",
    "ferry",
];
pub(crate) const FERRY: u8 = 27;

/// Usual driving speeds in km/h where no limit is tagged, by place in [`CLASSES`].
const DRIVEN: [f64; 16] = [
    95.0, 50.0, 65.0, 45.0, 45.0, 40.0, 40.0, 35.0, 35.0, 30.0, 30.0, 25.0, 10.0, 15.0, 25.0, 12.0,
];

fn get<'a>(tags: &Tags<'a>, key: &str) -> Option<&'a str> {
    tags.iter().find(|t| t.0 == key).map(|t| t.1)
}

/// What an access value says: yes, no, or nothing that decides.
fn says(value: Option<&str>) -> Option<bool> {
    match value? {
        "yes" | "permissive" | "designated" | "official" | "destination" | "customers" | "public"
        | "dismount" | "permissible" | "limited" => Some(true),
        "no" | "private" | "agricultural" | "forestry" | "military" | "emergency" | "permit"
        | "use_sidepath" | "restricted" | "residents" | "staff" | "employees" | "delivery" | "psv"
        | "bus" => Some(false),
        _ => None,
    }
}

/// The most particular key that decides wins, so keys go from the general to the particular.
fn allowed(tags: &Tags<'_>, keys: &[&str], otherwise: bool) -> bool {
    keys.iter()
        .rev()
        .find_map(|k| says(get(tags, k)))
        .unwrap_or(otherwise)
}

const FOOT: &[&str] = &["access", "foot"];
const WHEELS: &[&str] = &["access", "foot", "wheelchair"];
const BIKE: &[&str] = &["access", "vehicle", "bicycle"];
const CAR: &[&str] = &["access", "vehicle", "motor_vehicle", "motorcar"];

/// None when the way is no street for anyone.
pub(crate) fn way(tags: &Tags<'_>, speeds: &Speeds) -> Option<Rule> {
    let highway = get(tags, "highway").or_else(|| {
        let platform =
            get(tags, "railway") == Some("platform") || get(tags, "public_transport") == Some("platform");
        platform.then_some("platform")
    })?;
    let class = CLASSES.iter().position(|&c| c == highway)?;
    let name = CLASSES[class];
    let motor_only = matches!(name, "motorway" | "motorway_link") || get(tags, "motorroad") == Some("yes");
    let for_cars = class < DRIVEN.len() && name != "track" || matches!(name, "services" | "rest_area");
    let on_foot = !motor_only;
    let by_bike = !motor_only && (for_cars || matches!(name, "track" | "path" | "bridleway" | "cycleway"));
    let mut may = [
        allowed(tags, FOOT, on_foot),
        allowed(tags, WHEELS, on_foot),
        allowed(tags, BIKE, by_bike),
        allowed(tags, CAR, for_cars),
    ];
    // Someone who may push a bicycle along a footway may still do so at walking pace.
    let dismount = get(tags, "bicycle") == Some("dismount")
        || name == "pedestrian" && get(tags, "bicycle").is_none() && may[WALK];
    if dismount && name == "pedestrian" {
        may[CYCLE] = allowed(tags, BIKE, true);
    }
    if !step_free(tags, name) {
        may[STEP_FREE] = false;
    }
    if name == "steps" {
        may[CYCLE] = false;
        may[DRIVE] = false;
    }
    if get(tags, "impassable") == Some("yes") || matches!(get(tags, "smoothness"), Some("impassable")) {
        may = [false; 4];
    }
    if !may.iter().any(|&m| m) {
        return None;
    }
    let surface = get(tags, "surface").unwrap_or_default();
    let speed = [
        speeds.walk * if name == "steps" { 0.5 } else { 1.0 },
        speeds.step_free * rolling(surface),
        if dismount {
            speeds.walk
        } else {
            speeds.cycle * cycling(surface, name)
        },
        driving(tags, class, surface, speeds, "maxspeed:forward"),
    ];
    let mut rule = Rule {
        class: class as u8,
        ..Rule::default()
    };
    let (forward, back) = directions(tags, name);
    for mode in 0..4 {
        if may[mode] {
            rule.forward[mode] = if forward[mode] { speed[mode] } else { 0.0 };
            rule.back[mode] = if back[mode] { speed[mode] } else { 0.0 };
        }
    }
    if rule.back[DRIVE] > 0.0 {
        rule.back[DRIVE] = driving(tags, class, surface, speeds, "maxspeed:backward");
    }
    rule.no_stopping[DRIVE] =
        matches!(name, "motorway" | "motorway_link") || says(get(tags, "tunnel")) == Some(true);
    let open = rule.forward.iter().chain(&rule.back).any(|&s| s > 0.0);
    open.then_some(rule)
}

fn step_free(tags: &Tags<'_>, name: &str) -> bool {
    let stated = get(tags, "wheelchair");
    if stated == Some("no") {
        return false;
    }
    if name == "steps" {
        let ramp = matches!(get(tags, "ramp:wheelchair"), Some("yes" | "automatic" | "manual"));
        return ramp || matches!(stated, Some("yes" | "designated"));
    }
    if matches!(stated, Some("yes" | "designated")) {
        return true;
    }
    let soft = matches!(
        get(tags, "surface"),
        Some("sand" | "mud" | "pebblestone" | "rock" | "stepping_stones" | "snow" | "ice")
    );
    let rough = matches!(
        get(tags, "smoothness"),
        Some("very_bad" | "horrible" | "very_horrible" | "impassable")
    );
    let hiking =
        get(tags, "sac_scale").is_some_and(|s| s != "hiking") || get(tags, "trail_visibility").is_some();
    let steep = get(tags, "incline")
        .and_then(|i| i.trim_end_matches('%').trim().parse::<f64>().ok())
        .is_some_and(|i| i.abs() > 10.0);
    let narrow = get(tags, "width")
        .and_then(|w| w.trim_end_matches('m').trim().parse::<f64>().ok())
        .is_some_and(|w| w < 0.8);
    !(soft || rough || hiking || steep || narrow)
}

fn rolling(surface: &str) -> f64 {
    match surface {
        "cobblestone" | "unhewn_cobblestone" | "gravel" | "grass" | "ground" | "dirt" | "earth"
        | "unpaved" => 0.6,
        "sett" | "compacted" | "fine_gravel" | "grass_paver" | "wood" => 0.8,
        _ => 1.0,
    }
}

fn cycling(surface: &str, name: &str) -> f64 {
    let by_surface = match surface {
        "sand" | "mud" => 0.35,
        "cobblestone" | "unhewn_cobblestone" | "grass" | "ground" | "dirt" | "earth" | "unpaved"
        | "gravel" => 0.65,
        "sett" | "compacted" | "fine_gravel" | "grass_paver" | "wood" => 0.85,
        _ => 1.0_f64,
    };
    let by_name = match name {
        "path" | "bridleway" | "track" => 0.75,
        "footway" | "corridor" | "platform" => 0.6,
        _ => 1.0,
    };
    by_surface.min(by_name)
}

/// `one_way` is the key of a limit that holds in the direction driven only.
fn driving(tags: &Tags<'_>, class: usize, surface: &str, speeds: &Speeds, one_way: &str) -> f64 {
    let limit = [one_way, "maxspeed"]
        .iter()
        .find_map(|key| get(tags, key).and_then(limit_kmh));
    let usual = DRIVEN.get(class).copied().unwrap_or(15.0);
    let mut kmh = limit.map_or(usual, |l| (l * speeds.drive_share).clamp(5.0, 120.0));
    if matches!(
        surface,
        "unpaved" | "gravel" | "dirt" | "earth" | "ground" | "grass" | "mud" | "sand"
    ) {
        kmh = kmh.min(25.0);
    }
    kmh * 1000.0 / 60.0
}

/// `30 mph`, `50`, `GB:nsl_single`, `walk`, `none`: km/h, or None when it says nothing usable.
pub(crate) fn limit_kmh(text: &str) -> Option<f64> {
    let text = text.trim();
    let number = |t: &str| {
        t.trim()
            .parse::<f64>()
            .ok()
            .filter(|v| v.is_finite() && (1.0..=200.0).contains(v))
    };
    if let Some(mph) = text.strip_suffix("mph") {
        return number(mph).map(|v| v * 1.609_344);
    }
    let rest = text
        .strip_suffix("km/h")
        .or_else(|| text.strip_suffix("kmh"))
        .unwrap_or(text);
    if let Some(v) = number(rest) {
        return Some(v);
    }
    match text {
        "walk" => Some(7.0),
        "none" => Some(130.0),
        "GB:nsl_single" => Some(96.6),
        "GB:nsl_dual" | "GB:motorway" => Some(112.7),
        "GB:nsl_restricted" => Some(48.3),
        _ if text.ends_with(":urban") => Some(50.0),
        _ if text.ends_with(":rural") => Some(90.0),
        _ if text.ends_with(":living_street") => Some(10.0),
        _ => None,
    }
}

/// Which modes may go forward and back.
fn directions(tags: &Tags<'_>, name: &str) -> ([bool; 4], [bool; 4]) {
    let (mut forward, mut back) = ([true; 4], [true; 4]);
    let circle = matches!(get(tags, "junction"), Some("roundabout" | "circular"));
    let implied = circle || matches!(name, "motorway" | "motorway_link");
    let one_way = |value: Option<&str>, implied: bool| match value {
        Some("yes" | "true" | "1") => (true, false),
        Some("-1" | "reverse") => (false, true),
        Some("no" | "false" | "0") => (true, true),
        // Turns round with the time of day: not to be relied on.
        Some("reversible" | "alternating") => (false, false),
        _ => (true, !implied),
    };
    let general = one_way(get(tags, "oneway"), implied);
    let car = get(tags, "oneway:motor_vehicle").or_else(|| get(tags, "oneway:motorcar"));
    (forward[DRIVE], back[DRIVE]) = car.map_or(general, |v| one_way(Some(v), implied));
    let contraflow = get(tags, "cycleway").is_some_and(|v| v.starts_with("opposite"))
        || ["cycleway:left", "cycleway:right", "cycleway:both"]
            .iter()
            .any(|side| {
                get(tags, side).is_some_and(|v| v.starts_with("opposite"))
                    || get(tags, &format!("{side}:oneway")).is_some_and(|v| matches!(v, "no" | "-1"))
            });
    (forward[CYCLE], back[CYCLE]) = match get(tags, "oneway:bicycle") {
        Some(v) => one_way(Some(v), circle),
        None if contraflow => (true, true),
        None => general,
    };
    if let Some(v) = get(tags, "oneway:foot") {
        let (f, b) = one_way(Some(v), false);
        for mode in [WALK, STEP_FREE] {
            (forward[mode], back[mode]) = (f, b);
        }
    }
    (forward, back)
}

/// Which modes a node stops, as bits by mode.
pub(crate) fn node(tags: &Tags<'_>) -> u8 {
    if tags.is_empty() {
        return 0;
    }
    let barrier = get(tags, "barrier").unwrap_or_default();
    let (mut foot, mut wheels, mut bike, mut car) = (true, true, true, true);
    match barrier {
        "bollard" | "block" | "jersey_barrier" | "chain" | "log" | "debris" | "planter" | "bus_trap"
        | "sump_buster" | "motorcycle_barrier" | "rope" | "rising_bollard" => car = false,
        "cycle_barrier" | "wicket_gate" | "horse_stile" | "step" | "height_restrictor_foot" => {
            car = false;
            wheels = barrier == "wicket_gate";
        }
        "stile" | "kissing_gate" | "turnstile" | "full-height_turnstile" | "squeeze_stile" => {
            car = false;
            bike = false;
            wheels = false;
        }
        "wall" | "fence" | "hedge" | "ditch" | "retaining_wall" | "city_wall" => {
            (foot, wheels, bike, car) = (false, false, false, false);
        }
        _ => {}
    }
    if get(tags, "locked") == Some("yes") {
        (foot, wheels, bike, car) = (false, false, false, false);
    }
    if get(tags, "kerb") == Some("raised") {
        wheels = false;
    }
    // Access on a node that is no barrier belongs to something else: a shop, a car park.
    let gate = !barrier.is_empty() || get(tags, "highway").is_some() || get(tags, "kerb").is_some();
    let (foot, wheels, bike, car) = if gate {
        let wheels = match get(tags, "wheelchair") {
            Some("yes" | "designated") => true,
            Some("no") => false,
            _ => wheels && allowed(tags, FOOT, foot),
        };
        (
            allowed(tags, FOOT, foot),
            wheels,
            allowed(tags, BIKE, bike),
            allowed(tags, CAR, car),
        )
    } else {
        (foot, wheels, bike, car)
    };
    u8::from(!foot) << WALK
        | u8::from(!wheels) << STEP_FREE
        | u8::from(!bike) << CYCLE
        | u8::from(!car) << DRIVE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(tags: &[(&'static str, &'static str)]) -> Option<Rule> {
        way(&tags.to_vec(), &Speeds::default())
    }

    fn open(tags: &[(&'static str, &'static str)]) -> [(bool, bool); 4] {
        let r = rule(tags).unwrap_or_default();
        [0, 1, 2, 3].map(|m| (r.forward[m] > 0.0, r.back[m] > 0.0))
    }

    const BOTH: (bool, bool) = (true, true);
    const OUT: (bool, bool) = (true, false);
    const NO: (bool, bool) = (false, false);

    #[test]
    fn a_motorway_is_for_cars_one_way() {
        assert_eq!(open(&[("highway", "motorway")]), [NO, NO, NO, OUT]);
    }

    #[test]
    fn the_particular_key_wins_over_the_general() {
        assert_eq!(
            open(&[("highway", "service"), ("access", "private"), ("foot", "yes")]),
            [BOTH, BOTH, NO, NO]
        );
        assert_eq!(
            open(&[("highway", "residential"), ("vehicle", "no"), ("bicycle", "yes")]),
            [BOTH, BOTH, BOTH, NO]
        );
    }

    #[test]
    fn cyclists_may_ride_against_a_one_way_street_where_it_says_so() {
        let plain = [("highway", "residential"), ("oneway", "yes")];
        assert_eq!(open(&plain), [BOTH, BOTH, OUT, OUT]);
        let contra = [
            ("highway", "residential"),
            ("oneway", "yes"),
            ("oneway:bicycle", "no"),
        ];
        assert_eq!(open(&contra), [BOTH, BOTH, BOTH, OUT]);
        let lane = [
            ("highway", "residential"),
            ("oneway", "-1"),
            ("cycleway", "opposite_lane"),
        ];
        assert_eq!(open(&lane), [BOTH, BOTH, BOTH, (false, true)]);
    }

    #[test]
    fn a_roundabout_goes_one_way_for_wheels() {
        assert_eq!(
            open(&[("highway", "primary"), ("junction", "roundabout")]),
            [BOTH, BOTH, OUT, OUT]
        );
    }

    #[test]
    fn steps_are_for_feet_unless_there_is_a_ramp() {
        assert_eq!(open(&[("highway", "steps")]), [BOTH, NO, NO, NO]);
        assert_eq!(
            open(&[("highway", "steps"), ("ramp:wheelchair", "yes")]),
            [BOTH, BOTH, NO, NO]
        );
    }

    #[test]
    fn limits_are_read_in_miles_and_kilometres() {
        assert!((limit_kmh("30 mph").unwrap() - 48.28).abs() < 0.01);
        assert_eq!(limit_kmh("50"), Some(50.0));
        assert_eq!(limit_kmh("signals"), None);
        assert_eq!(limit_kmh("1e300"), None);
    }

    #[test]
    fn a_limit_of_one_direction_holds_in_that_direction() {
        let tags = [
            ("highway", "primary"),
            ("maxspeed", "30 mph"),
            ("maxspeed:backward", "20 mph"),
        ];
        let r = rule(&tags).unwrap_or_default();
        let kmh = |metres_a_minute: f64| metres_a_minute * 60.0 / 1000.0;
        assert!((kmh(r.forward[DRIVE]) - 48.28 * 0.8).abs() < 0.01);
        assert!((kmh(r.back[DRIVE]) - 32.19 * 0.8).abs() < 0.01);
    }

    #[test]
    fn a_bollard_stops_cars_and_a_kissing_gate_stops_wheels() {
        assert_eq!(node(&vec![("barrier", "bollard")]), 0b1000);
        assert_eq!(node(&vec![("barrier", "kissing_gate")]), 0b1110);
        assert_eq!(node(&vec![("barrier", "gate")]), 0);
        assert_eq!(
            node(&vec![("barrier", "gate"), ("access", "private"), ("foot", "yes")]),
            0b1100
        );
        assert_eq!(node(&vec![("amenity", "parking"), ("access", "private")]), 0);
    }
}
