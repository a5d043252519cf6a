//! Groups, schools and courses of the demonstration.

use anyhow::{Context, anyhow};
use atlas::{Areas, Gazetteer, PostcodePlace, Ward};
use jiff::ToSpan;
use kernel::Site;
use kernel::db::Tx;
use neighbourhoods::{
    GroupId, Keeper, NewBid, NewCourse, NewGroup, NewMeeting, NewPaper, NewQuestion, NewSchool, NewSeat,
    OfficerId, SchoolDuty, To, Written, courses, groups, questions, schools,
};

use super::super::fill::Chance;
use super::{ago, wrong};

/// Name, what it is about, how it is held, what is needed, what one gets, how to join.
const COURSES: &[[&str; 7]] = &[
    [
        "training",
        "Telling the police well",
        "What to say, what to keep, and what happens then.",
        "mixed",
        "",
        "",
        "Come to any session, or ask your ward team.",
    ],
    [
        "training",
        "Safe in the street",
        "How to step in, how to step back, and how to help someone else.",
        "in-person",
        "",
        "A card with what you learned",
        "Book at a front counter or with your ward team.",
    ],
    [
        "training",
        "Home and bicycle security",
        "An evening with locks to try and a bicycle to mark.",
        "in-person",
        "",
        "",
        "No need to book.",
    ],
    [
        "training",
        "Fraud by phone and online",
        "How it is done, and how to hang up.",
        "online",
        "A phone or computer",
        "",
        "The address of the course comes by e-mail.",
    ],
    [
        "training",
        "Diaries of nuisance",
        "How to write down what happens so that it counts, and how to ask for a review of your case.",
        "post",
        "",
        "A diary to fill in",
        "Ask your ward team to send it.",
    ],
    [
        "training",
        "Chairing a ward panel",
        "Agendas, hard meetings, and holding the team to its promises.",
        "mixed",
        "A seat in a panel",
        "A certificate for three years",
        "Through the chair of your panel.",
    ],
    [
        "training",
        "Reading stop and search records",
        "What the figures say and what they do not.",
        "in-person",
        "",
        "",
        "Book with the board of your borough.",
    ],
    [
        "training",
        "First aid for stab wounds",
        "Two hours that can save a life.",
        "in-person",
        "",
        "A certificate for two years",
        "Book at a front counter.",
    ],
    [
        "training",
        "Signs of abuse at home",
        "What to look for, what to say, whom to tell.",
        "online",
        "",
        "",
        "The address of the course comes by e-mail.",
    ],
    [
        "training",
        "Checking Easy Read",
        "For people with learning disabilities who want to check our words, paid.",
        "in-person",
        "",
        "Pay for each session",
        "Call us or come to a front counter.",
    ],
    [
        "volunteering",
        "Custody visiting",
        "Look in without warning on people who are held, and say what you see.",
        "in-person",
        "A check of who you are; four visits a year",
        "Training and fares",
        "Write to the board of your borough.",
    ],
    [
        "volunteering",
        "Street Watch",
        "Walk your own streets in a bright jacket, in twos.",
        "in-person",
        "A check of who you are; two hours a month",
        "Training and a jacket",
        "Ask your ward team.",
    ],
    [
        "volunteering",
        "Neighbourhood Watch coordinator",
        "Pass on news to your neighbours and bring theirs to the team.",
        "mixed",
        "",
        "Training and insurance",
        "Ask your ward team.",
    ],
    [
        "volunteering",
        "Speedwatch",
        "Measure speeds by the road with an officer beside you.",
        "in-person",
        "An afternoon of training",
        "",
        "Ask your ward team.",
    ],
];

const KINDS: &[(&str, &str)] = &[
    ("Primary School", "primary"),
    ("Primary School", "primary"),
    ("Nursery", "nursery"),
    ("High School", "secondary"),
    ("Academy", "secondary"),
    ("School for Special Needs", "special"),
];

const SEATS: &[(&str, &str)] = &[
    ("chair", "Residents"),
    ("vice-chair", "Traders"),
    ("member", "Young people"),
    ("member", "Victims of crime"),
    ("member", "Tenants"),
    ("guest", "Neighbourhood Watch"),
];

/// What belongs to a whole borough or to the force.
pub async fn wide(site: &Site, areas: &Areas, chance: &mut Chance) -> anyhow::Result<()> {
    let mut tx = site.db().begin().await?;
    for [kind, name, about, format, needs, gives, joining] in COURSES {
        let written = Written::default()
            .with("kind", *kind)
            .with("name", *name)
            .with("about", *about)
            .with("format", *format)
            .with("languages", "English")
            .with("needs", *needs)
            .with("gives", *gives)
            .with("joining", *joining);
        let new = NewCourse::parse(&written).map_err(|w| wrong(&w))?;
        let days = chance.below(100);
        let at = ago(site, days, chance);
        courses::make(&mut tx, site, &Keeper::import("force", "demonstration"), &new, at).await?;
    }
    for borough in areas.boroughs() {
        let code = borough.code.as_str();
        let by = Keeper::import(code, "demonstration");
        let written = Written::default()
            .with("kind", "board")
            .with("name", format!("Safer Neighbourhood Board of {}", borough.name))
            .with("does", "Holds the police of the borough to account: complaints, figures, stop and search, custody visits.")
            .with("joining", "Seats are advertised each spring. Anyone may come and listen.")
            .with("meets", "Every second month");
        group(&mut tx, site, &by, code, written, chance).await?;
    }
    Ok(tx.commit().await?)
}

async fn group(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    borough: &str,
    mut written: Written,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let zone = site.days().zone();
    let today = site.now().date(zone);
    if chance.below(5) > 0 {
        let ahead = 3 + i64::try_from(chance.below(50)).unwrap_or(0);
        written = written
            .with_day("next", today.checked_add(ahead.days()).ok())
            .with("next-time", "19:00")
            .with("next-where", "The town hall, committee room");
    }
    let kind = written.of("kind").to_owned();
    // Watches meet as they like; boards and panels decide, and say how many that takes.
    let decides = matches!(kind.as_str(), "board" | "panel");
    if decides {
        written.set("quorum", (3 + chance.below(4)).to_string());
    }
    let new = NewGroup::parse(&written, zone).map_err(|w| wrong(&w))?;
    let days = chance.below(110);
    let at = ago(site, days, chance);
    let id = groups::make(tx, site, by, borough, &new, at).await?;
    if decides {
        did(tx, site, by, &id, kind == "board", chance).await?;
    }
    for (role, stands_for) in SEATS
        .iter()
        .take(2 + usize::try_from(chance.below(5)).unwrap_or(0))
    {
        // Half of them agree that their name is read.
        let name = if chance.below(2) == 0 {
            chance.name()
        } else {
            String::new()
        };
        let written = Written::default()
            .with("role", *role)
            .with("stands-for", *stands_for)
            .with("seat-name", name)
            .with_day("seat-from", Some(at.date(zone)));
        let seat = NewSeat::parse(&written).map_err(|w| wrong(&w))?;
        groups::seat(tx, site, by, &id, &seat, at).await?;
    }
    Ok(())
}

const DECIDED: &[&str] = &[
    "The promise about mopeds stays until spring. The team reports at the next meeting.",
    "Two members walk the footpath with the officers after dark and say where lights are missing.",
    "Nothing was decided. Complaints about parking go to the council.",
    "The panel asks for a session at the school in each term.",
];
/// What for, which fund, how much was asked for and given, what the money did.
const BIDS: &[(&str, &str, u64, u64, &str)] = &[
    (
        "Lights on the footpath by the canal",
        "the safety fund",
        2_500,
        1_800,
        "Six lights are up. Fewer people say that they avoid the path.",
    ),
    (
        "A youth evening every Friday",
        "the board's fund",
        4_000,
        4_000,
        "Thirty young people come each week.",
    ),
    (
        "Marking of bicycles",
        "the safety fund",
        600,
        0,
        "There is a course of the force for it already.",
    ),
    ("Signs against moped theft", "", 900, 0, ""),
];

/// What a group did: a meeting or two with their papers, and the money that it asked for.
async fn did(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    id: &GroupId,
    often: bool,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let zone = site.days().zone();
    let today = site.now().date(zone);
    let group = groups::find(tx, id).await?.context("a group is not there")?;
    for number in 0..if often { 3 } else { 1 } {
        let back = i64::from(number) * 60 + 5 + i64::try_from(chance.below(40)).unwrap_or(0);
        let day = today.checked_sub(back.days())?;
        let members = 2 + chance.below(7);
        let written = Written::default()
            .with("held-day", day.to_string())
            .with("held-where", "The town hall, committee room")
            .with("came", (members + chance.below(25)).to_string())
            .with("members", members.to_string())
            .with("decided", chance.pick(DECIDED).copied().unwrap_or_default());
        let meeting = NewMeeting::parse(&written, today).map_err(|w| wrong(&w))?;
        groups::met(tx, site, by, &group, &meeting, site.now()).await?;
        let written = Written::default()
            .with("paper-kind", "minutes")
            .with("title", "Minutes")
            .with("paper-day", day.to_string())
            .with("paper-web", format!("https://panels.example/{id}/{day}"));
        let paper = NewPaper::parse(&written, false).map_err(|w| wrong(&w))?;
        groups::paper(tx, site, by, id, &paper, None, site.now()).await?;
    }
    if !often && chance.below(6) > 0 {
        return Ok(());
    }
    let (what, fund, asked, granted, outcome) = chance.pick(BIDS).context("no bids")?;
    let state = match (*granted, outcome.is_empty()) {
        (0, true) => "asked",
        (0, false) => "refused",
        _ => "granted",
    };
    let written = Written::default()
        .with("what", *what)
        .with("fund", *fund)
        .with("pounds", asked.to_string())
        .with_day("asked", today.checked_sub(90.days()).ok())
        .with("state", state)
        .with("granted", granted.to_string())
        .with("outcome", *outcome);
    let bid = NewBid::parse(&written).map_err(|w| wrong(&w))?;
    groups::bid(tx, site, by, id, None, &bid, site.now()).await?;
    Ok(())
}

/// Groups and schools of a ward.
pub async fn of_ward(
    tx: &mut Tx,
    site: &Site,
    ground: &Gazetteer,
    ward: &Ward,
    by: &Keeper,
    officers: &[OfficerId],
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let borough = ground
        .areas()
        .borough(ward.borough)
        .map_or("", |b| b.code.as_str());
    if chance.below(7) > 0 {
        let written = Written::default()
            .with("kind", "panel")
            .with("name", format!("{} ward panel", ward.name))
            .with("does", "Ten to fifteen residents who choose the promises with the team and look at what came of them.")
            .with("joining", "Come to a meeting. New members are proposed and voted for there.")
            .with("meets", "Every three months, half an hour of talk before");
        group(tx, site, by, borough, written, chance).await?;
    }
    if chance.below(3) == 0 {
        let written = Written::default()
            .with("kind", "watch")
            .with("name", format!("{} Neighbourhood Watch", ward.name))
            .with(
                "does",
                "Neighbours who look out for one another and pass on news.",
            )
            .with(
                "joining",
                "Ask your ward team for the coordinator of your street.",
            );
        group(tx, site, by, borough, written, chance).await?;
    }
    let here: Vec<PostcodePlace> = ground
        .postcodes()
        .iter()
        .filter(|p| {
            p.ward
                .and_then(|w| ground.areas().ward(w))
                .is_some_and(|w| w.code == ward.code)
        })
        .collect();
    for number in 0..1 + chance.below(4) {
        school(tx, site, ward, borough, by, (&here, officers), number, chance).await?;
    }
    Ok(())
}

#[allow(clippy::too_many_arguments)]
async fn school(
    tx: &mut Tx,
    site: &Site,
    ward: &Ward,
    borough: &str,
    by: &Keeper,
    (here, officers): (&[PostcodePlace], &[OfficerId]),
    number: u64,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let (kind, phase) = chance.pick(KINDS).context("no kinds of schools")?;
    let place = chance.pick(here);
    let name = match number {
        0 => format!("{} {kind}", ward.name),
        _ => format!(
            "{} {kind}",
            chance.name().split(' ').next_back().unwrap_or("Mill")
        ),
    };
    let written = Written::default().with("name", name).with("phase", *phase).with(
        "postcode",
        place.map_or_else(String::new, |p| p.postcode.to_string()),
    );
    let at = place.map(|p| p.at);
    let code = ward.code.as_str().to_owned();
    let new = NewSchool::parse(&written, |_| Some((code, borough.to_owned(), at))).map_err(|w| wrong(&w))?;
    let days = chance.below(110);
    let when = ago(site, days, chance);
    let id = schools::add(tx, site, by, &new, when).await?;
    let zone = site.days().zone();
    // About one in eight has nobody.
    if chance.below(8) > 0
        && let Some(officer) = chance.pick(officers)
    {
        let from = when.date(zone);
        schools::give(tx, site, by, &id, officer, SchoolDuty::Named, from, when).await?;
        if let Some(other) = officers
            .iter()
            .find(|o| *o != officer)
            .filter(|_| chance.below(3) == 0)
        {
            schools::give(tx, site, by, &id, other, SchoolDuty::Cover, from, when).await?;
        }
    }
    if chance.below(20) == 0 {
        let written = Written::default()
            .with(
                "question",
                "Could an officer talk to our oldest pupils about the way home in the dark?",
            )
            .with("name", "The school office")
            .with("phone", "020 7946 0000");
        let new = NewQuestion::parse_school(&written).map_err(|w| wrong(&w))?;
        let days = chance.below(4);
        let asked = ago(site, days, chance);
        let to = To {
            ward: ward.code.as_str(),
            borough,
            school: Some(id.as_str()),
            lang: "en",
        };
        questions::ask(tx, site, &new, to, asked)
            .await
            .map_err(|e| anyhow!(e))?;
    }
    Ok(())
}
