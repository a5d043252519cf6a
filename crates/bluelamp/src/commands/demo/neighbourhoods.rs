//! The wards of the demonstration: teams, promises, questions. Nobody here exists and nothing was promised.

mod more;

use anyhow::{Context, anyhow};
use atlas::{Gazetteer, Ward};
use jiff::ToSpan;
use kernel::account::{self, Role, Staff};
use kernel::db::Tx;
use kernel::{Moment, Site};
use neighbourhoods::{
    Duty, Ending, Keeper, Known, NewAbsence, NewAnswer, NewOfficer, NewPromise, NewQuestion, NewTeam,
    OfficerId, To, Written, Wrongs, officers, promises, questions, teams,
};

use super::fill::Chance;

/// What is wrong, how it is known, what is done, and what came of it.
const PROMISES: &[[&str; 4]] = &[
    [
        "Mopeds race along the river path in the evening",
        "41 calls since June, and what residents said at the last panel",
        "Patrols on Friday and Saturday evenings, and a barrier with the council",
        "The barrier stands since autumn. Calls fell from 41 to 6.",
    ],
    [
        "Parcels are taken from doorsteps",
        "23 thefts in three months, most before midday",
        "Talks with the delivery firms, and a drop-off point at the library",
        "The library keeps parcels now. Thefts halved.",
    ],
    [
        "Cars are parked on the zigzags by the school",
        "The school counted 30 cars in one week",
        "Two officers at the gate at both ends of the school day for four weeks",
        "The school counted 4 cars in the last week.",
    ],
    [
        "People do not feel safe in the underpass",
        "A walk with 14 residents in the dark in September",
        "New lamps with the council, and patrols at the end of the working day",
        "The lamps are ordered, and came too late for the winter.",
    ],
    [
        "Drugs are sold in the stairwells",
        "Reports from 9 households, and needles found by the caretakers",
        "Visits with the housing association, and warrants where there is evidence",
        "Two people were charged. Caretakers have found nothing for two months.",
    ],
    [
        "Bicycles are stolen at the station",
        "37 in six months, almost all with cable locks",
        "Marking every second Saturday, and better racks with the railway",
        "212 bicycles were marked. Thefts are down by a third.",
    ],
    [
        "Shop workers are threatened",
        "6 shops keep a diary since spring",
        "A radio link between the shops, and a named officer for each",
        "All 6 shops have the radio. Two people may no longer come in.",
    ],
];

const NEWS: &[&str] = &[
    "Three evenings patrolled, eleven people spoken to.",
    "Met the council. Their part is planned for next month.",
    "Walked the area with residents and wrote down what they showed us.",
    "Nothing new happened since the last time. We keep going.",
];

/// A question as asked, as published, and its answer.
const QUESTIONS: &[[&str; 3]] = &[
    [
        "I am the man who walks the two brown dogs. When are the lamps by the canal mended? It is very dark there.",
        "When are the lamps by the canal mended?",
        "The council mends them in the second week of next month. Until then we walk there each evening.",
    ],
    [
        "My daughter is eleven and cycles to school. Is there a course where she can have her bicycle marked?",
        "Where can a bicycle be marked?",
        "Every second Saturday at the library, from ten to midday. It costs nothing.",
    ],
    [
        "Why are there no officers at the market any more? My stall was the one with the broken window.",
        "Why are there no officers at the market any more?",
        "Two officers were sent elsewhere for a month. Since Monday someone is there again on market days.",
    ],
    [
        "Can somebody come to our tenants' meeting and talk about doorstep fraud?",
        "Does the team come to tenants' meetings?",
        "Yes. Tell us the day and how many people you expect, at least two weeks before.",
    ],
    [
        "The same white van has stood in our street for three weeks. Who deals with it?",
        "Who deals with a van that is left in a street?",
        "The council does if it is taxed and does no harm. We looked at this one and told them.",
    ],
];

const ABOUTS: &[&str] = &[
    "Looks after the schools and the youth club.",
    "Looks after the shops in the high street.",
    "Works with the tenants' association.",
    "Runs the bicycle marking.",
    "",
];
const LANGUAGES: &[&str] = &[
    "English",
    "English, Welsh",
    "English, Polish",
    "English, Bengali",
    "English, British Sign Language",
];
const HOURS: &[&str] = &[
    "Weekdays, mornings and early evenings",
    "Most afternoons and evenings, every second weekend",
    "Tuesday to Saturday, from midday",
];

fn wrong(wrongs: &Wrongs) -> anyhow::Error {
    anyhow!("the demonstration does not keep to the rules: {wrongs:?}")
}

/// Fills every ward, from the people that can sign in there.
pub async fn fill(site: &Site, chance: &mut Chance) -> anyhow::Result<()> {
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow!(e))?;
    let areas = ground.areas();
    more::wide(site, areas, chance).await?;
    for borough in areas.boroughs() {
        // A transaction for each borough: large enough to be quick, small enough for other writers.
        let mut tx = site.db().begin().await?;
        for ix in &borough.wards {
            let ward = areas.ward(*ix).context("a ward of the borough")?;
            one(&mut tx, site, &ground, ward, chance).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

async fn one(
    tx: &mut Tx,
    site: &Site,
    ground: &Gazetteer,
    ward: &Ward,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let areas = ground.areas();
    let code = ward.code.as_str();
    let staff = account::of_area(tx, code).await?;
    let Some(first) = staff.iter().find(|s| s.role == Role::Officer) else {
        return Ok(());
    };
    let by = Keeper::of(first, code).context("an officer keeps their own ward")?;
    let ids = team(tx, site, ward, &by, &staff, chance).await?;
    more::of_ward(tx, site, ground, ward, &by, &ids, chance).await?;
    let many = 1 + chance.below(3);
    let start = chance.below(u64::try_from(PROMISES.len()).unwrap_or(1));
    for n in 0..many {
        promise(tx, site, &by, start + n, chance).await?;
    }
    let borough = areas.borough(ward.borough).map_or("", |b| b.code.as_str());
    for _ in 0..1 + chance.below(3) {
        question(tx, site, &by, (code, borough), chance).await?;
    }
    Ok(())
}

/// A moment some days and minutes ago.
fn ago(site: &Site, days: u64, chance: &mut Chance) -> Moment {
    let minutes = days * 1_440 + chance.below(600);
    site.now().plus_minutes(-i64::try_from(minutes).unwrap_or(0))
}

async fn team(
    tx: &mut Tx,
    site: &Site,
    ward: &Ward,
    by: &Keeper,
    staff: &[Staff],
    chance: &mut Chance,
) -> anyhow::Result<Vec<OfficerId>> {
    let code = ward.code.as_str().to_lowercase();
    let zone = site.days().zone();
    // Most was confirmed lately, some of it long ago.
    let days = if chance.below(8) == 0 {
        100 + chance.below(90)
    } else {
        chance.below(80)
    };
    let at = ago(site, days, chance);
    // A few wards have lost an officer.
    let many = if chance.below(25) == 0 { 1 } else { staff.len() };
    let mut ids = Vec::new();
    for person in staff.iter().take(many) {
        let name = person.name.strip_prefix("PC ").unwrap_or(&person.name);
        let mut pick = |from: &[&'static str]| chance.pick(from).copied().unwrap_or_default();
        let written = Written::default()
            .with("rank", "constable")
            .with("name", name)
            .with("named", "yes")
            .with("email", format!("{}@police.example", person.login))
            .with("about", pick(ABOUTS))
            .with("languages", pick(LANGUAGES))
            .with("hours", pick(HOURS));
        let new = NewOfficer::parse(&written).map_err(|w| wrong(&w))?;
        let number = person.login.to_uppercase();
        let known = Known {
            number: Some(&number),
            staff: Some(&person.id),
        };
        let from = at
            .date(zone)
            .checked_sub(i64::try_from(chance.below(900)).unwrap_or(0).days())?;
        ids.push(officers::add(tx, site, by, &new, known, Duty::Dedicated, from, at).await?);
    }
    if chance.below(12) == 0
        && let [first, .., second] = ids.as_slice()
    {
        let today = site.now().date(zone);
        let covered = chance.below(2) == 0;
        let written = Written::default()
            .with("why", if covered { "leave" } else { "abstraction" })
            .with_day("from", today.checked_sub(2.days()).ok())
            .with_day("to", today.checked_add(9.days()).ok())
            .with("cover", if covered { second.as_str() } else { "" });
        let new = NewAbsence::parse(&written, first).map_err(|w| wrong(&w))?;
        officers::away(tx, site, by, first, &new, site.now()).await?;
    }
    let mut written = Written::default()
        .with("email", format!("{code}@police.example"))
        .with("phone", "101")
        .with(
            "about",
            format!("We look after {}. Come and talk to us.", ward.name),
        );
    if chance.below(15) > 0 {
        written.set(
            "base-words",
            format!("The community room of {} library", ward.name),
        );
    }
    let new = NewTeam::parse(&written).map_err(|w| wrong(&w))?;
    teams::put(tx, site, by, &new, at).await?;
    Ok(ids)
}

async fn promise(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    which: u64,
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let zone = site.days().zone();
    let list = usize::try_from(which).unwrap_or(0) % PROMISES.len();
    let Some([problem, evidence, action, outcome]) = PROMISES.get(list) else {
        return Ok(());
    };
    let days = 20 + chance.below(240);
    let at = ago(site, days, chance);
    let made_on = at.date(zone);
    let due = made_on.checked_add((60 + i64::try_from(chance.below(240)).unwrap_or(0)).days())?;
    let written = Written::default()
        .with("problem", *problem)
        .with("evidence", *evidence)
        .with("action", *action)
        .with("owner", "Ward officers")
        .with_day("due", Some(due));
    let new = NewPromise::parse(&written, made_on).map_err(|w| wrong(&w))?;
    let id = promises::make(tx, site, by, &new, made_on, at).await?;
    // One in ten falls silent; the others say something now and then.
    let mut since = days;
    let silent = chance.below(10) == 0;
    while since > 40 && !(silent && since < 130) {
        since -= 25 + chance.below(15);
        let words = chance.pick(NEWS).copied().unwrap_or_default();
        let when = ago(site, since, chance);
        promises::tell(tx, site, by, &id, words, when).await?;
    }
    if due < site.now().date(zone) && chance.below(10) < 8 {
        let state = match list {
            3 => "missed",
            _ if chance.below(9) == 0 => "stopped",
            _ => "kept",
        };
        let outcome = if state == "stopped" {
            "The council took this over in the summer."
        } else {
            *outcome
        };
        let written = Written::default().with("state", state).with("outcome", outcome);
        let ending = Ending::parse(&written).map_err(|w| wrong(&w))?;
        let when = ago(site, since.min(20), chance);
        promises::end(tx, site, by, &id, &ending, due, when).await?;
    }
    Ok(())
}

async fn question(
    tx: &mut Tx,
    site: &Site,
    by: &Keeper,
    (ward, borough): (&str, &str),
    chance: &mut Chance,
) -> anyhow::Result<()> {
    let Some([asked, public, answer]) = chance.pick(QUESTIONS) else {
        return Ok(());
    };
    let name = chance.name();
    let email = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
    let written = Written::default()
        .with("question", *asked)
        .with("name", name)
        .with("email", email);
    let new = NewQuestion::parse(&written).map_err(|w| wrong(&w))?;
    let days = if chance.below(4) == 0 {
        chance.below(3)
    } else {
        chance.below(300)
    };
    let at = ago(site, days, chance);
    let to = To {
        ward,
        borough,
        school: None,
        lang: "en",
    };
    let (id, _) = questions::ask(tx, site, &new, to, at).await?;
    let hours = match chance.below(20) {
        0 => 80 + chance.below(60),
        1..5 => 40 + chance.below(30),
        _ => 1 + chance.below(36),
    };
    let when = at.plus_minutes(60 * i64::try_from(hours).unwrap_or(0));
    // Some wait still, a few for too long.
    if when > site.now() || chance.below(40) == 0 {
        return Ok(());
    }
    let mut written = Written::default().with("answer", *answer).with("publish", "no");
    if chance.below(10) < 7 {
        written.set("publish", "yes");
        written.set("public-question", *public);
        written.set("public-answer", *answer);
    }
    let answer = NewAnswer::parse(&written, true).map_err(|w| wrong(&w))?;
    questions::answer(tx, site, by, &id, &answer, when).await?;
    Ok(())
}
