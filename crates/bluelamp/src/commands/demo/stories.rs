//! What the invented residents tell. Nobody here exists.

/// One thing that happened to someone.
pub struct Story {
    pub flow: &'static str,
    /// In their words; `{street}` is filled in.
    pub words: &'static str,
    pub injury: &'static str,
    /// Answers to the questions of this flow alone.
    pub more: &'static [(&'static str, &'static str)],
}

const fn story(flow: &'static str, words: &'static str) -> Story {
    Story {
        flow,
        words,
        injury: "none",
        more: &[],
    }
}

pub const STORIES: &[Story] = &[
    story(
        "theft",
        "My bicycle was locked to the railings in {street}. When I came back from work the lock was cut and it was gone.",
    ),
    story(
        "theft",
        "Someone took my phone out of my coat pocket in the queue at the bakery. I noticed about ten minutes later.",
    ),
    story(
        "theft",
        "A parcel was left by my door in {street} and a man in a yellow jacket walked off with it. My doorbell filmed him.",
    ),
    story(
        "theft",
        "Three bottles of spirits were taken from our shop. It is the same two people as last week.",
    ),
    story(
        "burglary",
        "We came home to {street} and the kitchen window was forced. A laptop and my mother's rings are missing.",
    ),
    story(
        "burglary",
        "The lock of our garden shed is broken and the lawn mower and two saws have gone.",
    ),
    Story {
        flow: "vehicle-crime",
        words: "The window of my van was broken in {street} and all my tools were taken overnight.",
        injury: "none",
        more: &[("vehicleCrime", "from")],
    },
    story(
        "criminal-damage",
        "The bus shelter in {street} has been smashed again. There is glass everywhere.",
    ),
    story(
        "criminal-damage",
        "Someone scratched a word into the side of my car. It was fine yesterday evening.",
    ),
    story(
        "antisocial-behaviour",
        "Young people on mopeds race up and down {street} every evening. Nobody can sleep and my neighbour is frightened to go out.",
    ),
    story(
        "antisocial-behaviour",
        "There is a group drinking in the stairwell most nights. They shout at people who want to pass.",
    ),
    story(
        "suspicious-activity",
        "A man tried the handles of every car in {street} this morning, then ran off when a light came on.",
    ),
    story(
        "drugs",
        "Cars stop outside number nine in {street} for a minute at a time, all day. Small packets are handed over.",
    ),
    Story {
        flow: "assault",
        words: "A stranger pushed me over outside the station after I asked him to stop shouting. My wrist is sore.",
        injury: "minor",
        more: &[],
    },
    story(
        "hate-crime",
        "A woman on the number 12 bus shouted at me about my headscarf and told me to go home. Others heard it.",
    ),
    Story {
        flow: "road-traffic",
        words: "A lorry turned across the cycle lane in {street} and knocked my mirror off. It did not stop.",
        injury: "none",
        more: &[],
    },
    story(
        "something-else",
        "I keep getting letters for people who do not live here, and now a bailiff came. I think someone uses my address.",
    ),
    story(
        "lost-found-property",
        "I found a brown purse in {street} with a bank card and photographs in it. I have it at home.",
    ),
];

pub const WHYS: &[&str] = &[
    "Spoke to the resident, no one in danger.",
    "Nothing to seize, details taken by phone.",
    "Footage is there until Friday, an officer should collect it.",
    "Repeat victim, an officer will call.",
    "No lines of enquiry left, explained why.",
    "Ward team knows the place and will look in.",
];

pub const FIRST_NAMES: &[&str] = &[
    "Ada", "Bola", "Carys", "Dilip", "Efua", "Fergus", "Gwen", "Hari", "Imran", "Jola", "Kofi", "Lowri",
    "Mairi", "Nadia", "Oskar", "Priya", "Rhodri", "Sofia", "Tariq", "Ursula", "Wanda", "Yusuf", "Zofia",
];

pub const LAST_NAMES: &[&str] = &[
    "Alder",
    "Birchall",
    "Coppard",
    "Dunlin",
    "Elmsworth",
    "Fennick",
    "Gannet",
    "Hollin",
    "Ivell",
    "Juniper",
    "Kestrel",
    "Larkham",
    "Mallow",
    "Nettle",
    "Osprey",
    "Plover",
    "Quince",
    "Rushworth",
    "Sedgely",
    "Teasel",
    "Umber",
    "Vetch",
    "Whimbrel",
    "Yarrow",
];

/// What residents write to the police about their report.
pub const MESSAGES: &[&str] = &[
    "I have found the receipt now. Shall I send a picture of it?",
    "My neighbour says that her camera looks at the street. I can ask her for the film.",
    "I cannot be reached on Thursday before noon. Any other time is fine.",
    "It happened again last night, at about the same time.",
    "Thank you for the call. I remembered that he had a blue rucksack.",
    "Is there anything new? I have to tell my insurance by the end of the week.",
];
