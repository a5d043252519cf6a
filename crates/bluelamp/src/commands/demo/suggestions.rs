//! Where residents of the demonstration would like a hub or a session, and what they were told.

use anyhow::{Context, anyhow};
use atlas::Gazetteer;
use kernel::Site;
use places::{By, NewSuggestion, Verdict, suggestions};

use super::fill::Chance;

const MANY: u64 = 60;

/// What is wished for, where, and why.
const WISHES: &[[&str; 3]] = &[
    [
        "session",
        "The library",
        "It is warm, everyone knows it, and the bus stops outside.",
    ],
    [
        "session",
        "The market square on Saturday mornings",
        "All of us are there then, and nobody has to make a journey.",
    ],
    [
        "hub",
        "The empty shop by the station",
        "People who work late pass it on their way home.",
    ],
    [
        "session",
        "The mosque after Friday prayers",
        "Many would come who never come to a police station.",
    ],
    [
        "hub",
        "The old post office",
        "The counter is still there and it has no steps.",
    ],
    [
        "session",
        "The school gate at three o'clock",
        "Parents have ten minutes then and nothing to do.",
    ],
    [
        "session",
        "The lunch club",
        "Older people meet there who do not use the internet.",
    ],
];

/// The state, the words over the answer, and the answer.
const ANSWERS: &[[&str; 3]] = &[
    [
        "yes",
        "A session every month",
        "We have agreed it with the place. The first session is on the ward's page.",
    ],
    [
        "no",
        "Not this year",
        "The building cannot be used by wheelchair. We look for a room nearby and will say which.",
    ],
    ["looking", "", ""],
    [
        "yes",
        "We will try it for three months",
        "Officers will be there each Thursday afternoon. Then we count who came and tell you.",
    ],
];

pub async fn fill(site: &Site, chance: &mut Chance) -> anyhow::Result<()> {
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow!(e))?;
    let tongue = site.words().tongue(page::Lang::EN);
    let spots: Vec<String> = ground
        .places()
        .iter()
        .filter_map(|p| Some(p.postcode?.to_string()))
        .collect();
    let by = By {
        actor: "system",
        role: "import",
    };
    let mut tx = site.db().begin().await?;
    for _ in 0..MANY {
        let [wish, place, why] = chance.pick(WISHES).context("no wishes")?;
        let spot = chance.pick(&spots).cloned().unwrap_or_default();
        let name = chance.name();
        let field = |name_of: &str| match name_of {
            "wish" => *wish,
            "place" => *place,
            "where" => spot.as_str(),
            "why" => *why,
            "name" => name.as_str(),
            _ => "",
        };
        // A postcode at the edge of the city may lie in no borough.
        let Ok(new) = NewSuggestion::parse(field, &ground, &tongue) else {
            continue;
        };
        let days = i64::try_from(1 + chance.below(60)).unwrap_or(1);
        let made = site.now().plus_days(-days);
        let id = suggestions::make(&mut tx, site, &new, made).await?;
        if chance.below(3) == 0 {
            continue;
        }
        let [state, title, answer] = chance.pick(ANSWERS).context("no answers")?;
        let before = suggestions::find(&mut tx, site.keys(), &id).await?;
        let (before, _) = before.context("a suggestion is not there")?;
        let field = |name: &str| match name {
            "state" => *state,
            "title" => *title,
            "answer" => *answer,
            _ => "",
        };
        let verdict = Verdict::parse(field, before.state, &tongue)
            .map_err(|_| anyhow!("an answer of the demonstration is wrong"))?;
        let told = made.plus_days(days / 2);
        suggestions::decide(&mut tx, site, by, &before, &verdict, told).await?;
    }
    Ok(tx.commit().await?)
}
