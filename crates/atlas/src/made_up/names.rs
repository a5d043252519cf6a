//! Names in the English manner, of nowhere.

pub(super) const BOROUGHS: &[&str] = &[
    "Saltmarsh",
    "Kelperby",
    "Fathomdale",
    "Brineholt",
    "Gannet Cross",
    "Dogger Vale",
    "Tidewick",
    "Mereholm",
    "Shoalford",
    "Wrackham",
    "Netherbank",
    "Sandlode",
    "Pearlgate",
    "Herringfield",
    "Cockleton",
    "Anchorhithe",
    "Beaconsea",
    "Lanternhoe",
    "Driftwood Vale",
    "Eelmoor",
    "Cuttleborough",
    "Samphire",
    "Oystermead",
    "Whelkstow",
    "Puffinshaw",
    "Mackerby",
    "Sprathurst",
    "Limpetley",
    "Skatesmere",
    "Pilchard Green",
    "Turbotham",
    "Halibourne",
];

const WARD_FIRST: &[&str] = &[
    "Amber",
    "Barnacle",
    "Bracken",
    "Breaker",
    "Buoy",
    "Cable",
    "Capstan",
    "Coral",
    "Cormorant",
    "Crabber",
    "Curlew",
    "Dunlin",
    "Ebb",
    "Fender",
    "Flint",
    "Foam",
    "Frith",
    "Galley",
    "Grebe",
    "Gull",
    "Halyard",
    "Haven",
    "Heron",
    "Keel",
    "Kittiwake",
    "Lagoon",
    "Ling",
    "Lobster",
    "Mallow",
    "Marram",
    "Mast",
    "Mussel",
    "Nautilus",
    "Osprey",
    "Otter",
    "Pebble",
    "Pilot",
    "Plover",
    "Porpoise",
    "Quay",
    "Reef",
    "Rudder",
    "Sail",
    "Salter",
    "Scallop",
    "Sedge",
    "Shell",
    "Shingle",
    "Shrimper",
    "Spindrift",
    "Starfish",
    "Sturgeon",
    "Tern",
    "Thrift",
    "Tiller",
    "Trawl",
    "Turnstone",
    "Wader",
    "Windlass",
    "Whiting",
];
const WARD_SECOND: &[&str] = &[
    " Hill", "bridge", "ford", " Cross", " Green", "field", "combe", " End", "stead", " Heath", "mere",
    "wick", "ley", " Vale", "thorpe", " Common", "ham", " Grove", "gate", " Town",
];

/// 1,200 names.
pub(super) fn wards() -> Vec<String> {
    both(WARD_FIRST, WARD_SECOND)
}

const STREET_FIRST: &[&str] = &[
    "Anchor", "Bell", "Bishop", "Bridge", "Canal", "Chandler", "Chapel", "Church", "Cobbler", "Copper",
    "Cooper", "Dyer", "Elm", "Ferry", "Fisher", "Garden", "Glover", "Hawthorn", "High", "Ivy", "Juniper",
    "Lark", "Linden", "Lock", "Mill", "Mission", "Nettle", "Orchard", "Paddock", "Pepper", "Pump", "Quarry",
    "Rope", "Rowan", "Saddler", "Sexton", "Silver", "Station", "Tanner", "Tinker", "Union", "Vicarage",
    "Water", "Weaver", "Willow", "Yew",
];
const STREET_SECOND: &[&str] = &[
    " Road", " Street", " Lane", " Avenue", " Close", " Gardens", " Way", " Terrace", " Walk", " Row",
    " Rise", " Place",
];

/// 552 names; a city uses each many times, as cities do.
pub(super) fn streets() -> Vec<String> {
    both(STREET_FIRST, STREET_SECOND)
}

/// Invented chains.
pub(super) const SHOPS: &[&str] = &[
    "Gilliby's",
    "Tuppenny Stores",
    "Brack & Daughters",
    "Nortide Foods",
    "Cheapside Harbour",
];
pub(super) const PARKS: &[&str] = &[
    "Bandstand",
    "Bowling Green",
    "Duckpond",
    "Fountain",
    "Kite",
    "Maze",
    "Pavilion",
    "Rosebed",
    "Skylark",
    "Sundial",
];

fn both(first: &[&str], second: &[&str]) -> Vec<String> {
    first
        .iter()
        .flat_map(|a| second.iter().map(move |b| format!("{a}{b}")))
        .collect()
}
