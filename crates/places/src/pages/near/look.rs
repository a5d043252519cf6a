//! The lists of the finder: what is open near a spot, what is not, and what else of the force is there.

use std::sync::Arc;

use atlas::{Gazetteer, LatLon};
use jiff::civil::DateTime;
use kernel::web::{Fault, Visit};
use page::{Link, Tongue};

use super::asked::{Asked, Spot};
use crate::beside::{Beside, NearAsked, NearFound, NearThing};
use crate::directory::Directory;
use crate::map::{Atlas, Map};
use crate::pages::wall;
use crate::place::{Kind, Place, PlaceId};
use crate::standing::Standing;
use crate::ways::{Minutes, Reckoned, Ways};

/// Places of each list.
const SHOWN: usize = 5;
const SHOWN_MORE: usize = 20;
/// Places whose minutes are reckoned: near ones as the crow flies can be far on streets.
const RECKONED: usize = 24;
/// Wards around whose sessions may be near.
const AROUND: usize = 12;

/// One line of a list.
pub(super) struct Item {
    /// Its number on the map; 0 for what has no place there.
    pub number: usize,
    /// `lat,lon`; "" for none.
    pub at: String,
    pub name: String,
    pub href: String,
    pub standing: String,
    pub colour: &'static str,
    pub open: bool,
    pub way: String,
    pub lines: Vec<String>,
}

/// A list of another feature.
pub(super) struct Part {
    pub title: String,
    pub items: Vec<Item>,
    pub none: String,
    pub more: Option<Link>,
}

pub(super) struct Found {
    pub map: Option<Map>,
    pub spot: String,
    pub ward: Option<Link>,
    pub open: Vec<Item>,
    pub closed: Vec<Item>,
    pub beside: Vec<Part>,
    pub estimated: bool,
    /// Streets were asked, whose makers must be named.
    pub streets: bool,
    /// Where a longer list is; "" when this is all.
    pub more: String,
    /// Custody suites are for information: nobody visits one because it is open.
    pub custody: bool,
    /// What a map shows at first: `west,south,east,north`.
    pub bounds: String,
}

/// A place as it stands now, with its distance in metres.
type Near = (Standing, Arc<Place>, f64);

/// Numbers and spots of what is on the map, in the order of the lists.
#[derive(Default)]
struct Marks(Vec<(LatLon, bool, String)>);

impl Marks {
    fn add(&mut self, at: LatLon, open: bool, name: &str) -> usize {
        self.0.push((at, open, name.to_owned()));
        self.0.len()
    }
}

pub(super) async fn look(
    visit: &Visit,
    directory: &Directory,
    asked: &Asked,
    spot: &Spot,
    ground: &Gazetteer,
) -> Result<Found, Fault> {
    let (now, tongue, at) = (wall(visit), visit.tongue(), spot.at);
    let near = directory.near(at, |p| asked.wants(p, now));
    let (mut open, mut closed): (Vec<Near>, Vec<Near>) = (Vec::new(), Vec::new());
    for (place, metres) in near {
        let standing = place.standing(now);
        let is_open = standing.is_open() && place.facts.kind != Kind::Custody;
        let list = if is_open { &mut open } else { &mut closed };
        if list.len() < RECKONED {
            list.push((standing, place, metres));
        } else if open.len().min(closed.len()) == RECKONED {
            // The nearest of both are there: how places further away stand changes nothing.
            break;
        }
    }
    if !asked.open.is_empty() {
        closed.clear();
    }
    let most = if asked.more.is_empty() { SHOWN } else { SHOWN_MORE };
    let longer = asked.more.is_empty() && open.len().max(closed.len()) > most;
    let mut others = beside(visit, asked, spot, ground).await?;
    for other in &mut others {
        other.things.retain(|thing| match &thing.venue {
            Some(venue) => {
                let place = PlaceId::parse(venue).and_then(|id| directory.find(&id));
                asked.suits(place.map(|p| &p.facts))
            }
            None => true,
        });
    }

    // One question about all of it: the streets around the spot are looked at once.
    let places = open.iter().chain(&closed).map(|(_, p, _)| p.facts.at);
    let things = others.iter().flat_map(|o| &o.things).filter_map(|t| t.at);
    let points: Vec<LatLon> = places.chain(things).collect();
    let (name, mode) = asked.mode();
    let ways = visit.site.part::<Ways>()?;
    let minutes = tokio::task::spawn_blocking(move || ways.minutes(mode, at, &points, now))
        .await
        .map_err(|e| Fault::broken("the finder", e))?;
    let streets = minutes.iter().any(|m| m.how != Reckoned::Estimate);
    let mut minutes = minutes.into_iter();

    let mut marks = Marks::default();
    let mut estimated = false;
    let mut list = |near: Vec<Near>| -> Vec<Item> {
        let mut near: Vec<(Near, Minutes)> = near.into_iter().zip(minutes.by_ref()).collect();
        near.sort_by(|a, b| a.1.order(&b.1));
        near.truncate(most);
        estimated |= near.iter().any(|(_, m)| m.how == Reckoned::Estimate);
        near.iter()
            .map(|(near, minutes)| item(&tongue, now, near, name, *minutes, &mut marks))
            .collect()
    };
    let (open, closed) = (list(open), list(closed));
    let mut parts = Vec::new();
    for other in others {
        let own: Vec<Option<Minutes>> = other
            .things
            .iter()
            .map(|t| t.at.and_then(|_| minutes.next()))
            .collect();
        let part = part(&tongue, other, own, at, name, &mut marks);
        estimated |= part.1;
        parts.push(part.0);
    }

    let areas = ground.areas();
    let ward = spot.located.ward.and_then(|ix| areas.ward(ix));
    let borough = spot.located.borough.and_then(|ix| areas.borough(ix));
    let names: Vec<&str> = [ward.map(|w| &*w.name), borough.map(|b| &*b.name)]
        .into_iter()
        .flatten()
        .collect();
    let said = match (spot.name.is_empty(), names.is_empty()) {
        (false, _) => spot.name.clone(),
        (true, false) => names.join(", "),
        (true, true) => at.to_string(),
    };
    let atlas = visit.site.part::<Atlas>()?;
    Ok(Found {
        map: atlas.around(ground, at, &marks.0),
        spot: said,
        ward: ward.map(|w| Link::new(format!("/ward/{}", w.code), w.name.clone())),
        open,
        closed,
        beside: parts,
        estimated,
        streets,
        more: if longer {
            format!("{}&more=yes#found", asked.about(at))
        } else {
            String::new()
        },
        custody: asked.kind() == Some(Kind::Custody),
        bounds: around(at, &marks.0),
    })
}

/// What other features have there, of each no more than is asked how far it is. Who looks for one kind of place alone
/// is shown that alone.
async fn beside(
    visit: &Visit,
    asked: &Asked,
    spot: &Spot,
    ground: &Gazetteer,
) -> Result<Vec<NearFound>, Fault> {
    if asked.kind().is_some() {
        return Ok(Vec::new());
    }
    let areas = ground.areas();
    let mut around: Vec<(f64, &str)> = areas
        .wards()
        .iter()
        .map(|w| (w.middle.distance_m(spot.at), w.code.as_str()))
        .collect();
    around.sort_by(|a, b| a.0.total_cmp(&b.0));
    let own = spot
        .located
        .ward
        .and_then(|ix| areas.ward(ix))
        .map(|w| w.code.to_string());
    let mut codes: Vec<String> = around.iter().take(AROUND).map(|(_, c)| (*c).to_owned()).collect();
    if let Some(own) = own.as_ref().filter(|own| !codes.contains(own)) {
        codes.push(own.clone());
    }
    let asked = NearAsked {
        at: spot.at,
        ward: own,
        around: codes,
        now: visit.now,
        tongue: visit.tongue(),
    };
    let mut found = visit.site.part::<Beside>()?.near(&visit.site, &asked).await?;
    for part in &mut found {
        part.things.truncate(RECKONED);
    }
    Ok(found)
}

/// The nearest of what a feature has, still in its order; and whether a time is an estimate.
fn part(
    tongue: &Tongue,
    found: NearFound,
    minutes: Vec<Option<Minutes>>,
    from: LatLon,
    mode: &str,
    marks: &mut Marks,
) -> (Part, bool) {
    let mut nearest: Vec<(usize, Minutes)> = minutes
        .iter()
        .enumerate()
        .filter_map(|(i, m)| Some((i, (*m)?)))
        .collect();
    nearest.sort_by(|a, b| a.1.order(&b.1));
    nearest.truncate(SHOWN);
    let mut estimated = false;
    let mut items = Vec::new();
    for (i, (thing, minutes)) in found.things.into_iter().zip(minutes).enumerate() {
        if minutes.is_some() && !nearest.iter().any(|(n, _)| *n == i) {
            continue;
        }
        estimated |= minutes.is_some_and(|m| m.how == Reckoned::Estimate);
        items.push(thing_item(tongue, thing, minutes, from, mode, marks));
    }
    let part = Part {
        title: found.title,
        items,
        none: found.none,
        more: found.more,
    };
    (part, estimated)
}

fn thing_item(
    tongue: &Tongue,
    thing: NearThing,
    minutes: Option<Minutes>,
    from: LatLon,
    mode: &str,
    marks: &mut Marks,
) -> Item {
    let open = thing.colour == "green";
    let number = thing.at.map_or(0, |at| marks.add(at, open, &thing.name));
    let way = thing.at.zip(minutes);
    Item {
        number,
        at: thing.at.map(|at| at.to_string()).unwrap_or_default(),
        name: thing.name,
        href: thing.href,
        standing: thing.tag,
        colour: thing.colour,
        open,
        way: way.map_or_else(String::new, |(at, m)| {
            way_there(tongue, mode, at.distance_m(from), m)
        }),
        lines: thing.lines,
    }
}

fn item(
    tongue: &Tongue,
    now: DateTime,
    (standing, place, metres): &Near,
    mode: &str,
    minutes: Minutes,
    marks: &mut Marks,
) -> Item {
    let facts = &place.facts;
    let has = [
        ("step-free", facts.step_free),
        ("room", facts.private_room),
        ("parking", facts.parking),
        ("bsl", facts.bsl),
    ];
    let has: Vec<String> = has
        .iter()
        .filter(|(_, known)| known.is_yes())
        .map(|(name, _)| tongue.t(&format!("place-has-{name}")).into_owned())
        .collect();
    let name = place.name(tongue.lang()).to_owned();
    let kind = tongue
        .t(&format!("place-kind-{}", facts.kind.as_str()))
        .into_owned();
    let mut lines = vec![format!("{kind}, {}", place.whole_address())];
    lines.extend(Some(has.join(", ")).filter(|h| !h.is_empty()));
    Item {
        number: marks.add(facts.at, standing.is_open(), &name),
        at: facts.at.to_string(),
        href: format!("/place/{}", place.id),
        standing: place.say_standing(tongue, standing, now),
        colour: place.colour(standing),
        open: standing.is_open(),
        way: way_there(tongue, mode, *metres, minutes),
        name,
        lines,
    }
}

/// "About 12 minutes on foot, 0.6 miles away".
fn way_there(tongue: &Tongue, mode: &str, metres: f64, minutes: Minutes) -> String {
    let miles = miles(metres);
    let how = match minutes.how {
        Reckoned::OnStreets => "reckoned",
        Reckoned::Estimate => "about",
        Reckoned::NoWay => return tongue.t1("near-way-none", "miles", miles),
    };
    let span = tongue.span((minutes.minutes.ceil().max(1.0) * 60.0) as i64);
    let values = [("span", span.as_str().into()), ("miles", miles.into())];
    tongue.ta(&format!("near-way-{mode}-{how}"), &values)
}

/// Miles to a tenth, as signs on the road say them.
fn miles(metres: f64) -> String {
    format!("{:.1}", (metres / 1_609.344).max(0.1))
}

/// A box around the spot and all that is listed, at least half a mile each way.
fn around(at: LatLon, marks: &[(LatLon, bool, String)]) -> String {
    let corner = |east: f64, north: f64| at.moved_m(east, north).unwrap_or(at);
    let all = marks
        .iter()
        .map(|(p, ..)| *p)
        .chain([corner(-800.0, -800.0), corner(800.0, 800.0)]);
    let none = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    let [w, s, e, n] = all.fold(none, |[w, s, e, n], p| {
        [w.min(p.lon()), s.min(p.lat()), e.max(p.lon()), n.max(p.lat())]
    });
    format!("{w:.5},{s:.5},{e:.5},{n:.5}")
}
