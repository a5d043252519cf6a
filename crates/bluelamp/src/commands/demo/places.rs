//! The places of the demonstration: counters, hubs, custody suites, and rooms of others. None of them is there.

use std::collections::BTreeMap;

use anyhow::{Context, anyhow};
use atlas::{Areas, Gazetteer, LatLon, PlaceKind, Ward};
use jiff::ToSpan;
use kernel::db::Tx;
use kernel::{Moment, Site};
use places::{Announced, By, Facts, Holidays, PlaceId};

use super::fill::Chance;

const BY: By<'_> = By {
    actor: "system",
    role: "import",
};
const DAYTIME: u64 = 40;
const HALLS: u64 = 60;

const COUNTER_HOURS: &[&str] = &[
    "Mo-Fr 10:00-22:00; Sa-Su 09:00-19:00",
    "Mo-Fr 08:00-20:00; Sa 10:00-16:00; PH off",
    "Mo-Sa 09:00-18:00; PH off",
];
const HUB_HOURS: &[&str] = &[
    "Mo-Fr 10:00-18:00; PH off",
    "Mo,We,Fr 09:00-17:00; Tu,Th 12:00-20:00; PH off",
    "Mo-Fr 09:00-17:00; Sa 10:00-13:00; PH off",
    "Tu-Fr 11:00-19:00; PH off",
];
const LIBRARY_HOURS: &[&str] = &[
    "Mo-Fr 09:00-19:00; Sa 10:00-17:00; PH off",
    "Mo,Tu,Th,Fr 09:30-17:30; Sa 10:00-16:00; PH off",
    "Mo-Th 10:00-20:00; Sa-Su 11:00-16:00; PH off",
];
const HALLS_CALLED: &[&str] = &["Community Hall", "Church Hall", "Sports Centre", "Youth Club"];
const LANGUAGES: &[&str] = &["cy", "pl", "ur", "bn", "so", "ro", "pt", "ar"];
const CLOSED_FOR: &[&str] = &[
    "The heating is being repaired.",
    "The building is closed for an inspection.",
    "Staff training.",
];

/// Fills the directory.
pub async fn fill(site: &Site, chance: &mut Chance) -> anyhow::Result<()> {
    let ground = site.part::<Gazetteer>().map_err(|e| anyhow!(e))?;
    let holidays = Holidays::of(site.days());
    let mut tx = site.db().begin().await?;
    let mut city = Filling {
        site,
        ground: &ground,
        holidays: &holidays,
        tx: &mut tx,
        chance,
    };
    city.counters().await?;
    city.hubs().await?;
    city.rooms().await?;
    tx.commit().await?;
    Ok(())
}

struct Filling<'a> {
    site: &'a Site,
    ground: &'a Gazetteer,
    holidays: &'a Holidays,
    tx: &'a mut Tx,
    chance: &'a mut Chance,
}

type Fields = BTreeMap<&'static str, String>;

fn fields(own: &[(&'static str, &str)]) -> Fields {
    own.iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect()
}

fn wards<'a>(areas: &'a Areas, borough: &'a atlas::Borough) -> impl Iterator<Item = &'a Ward> {
    borough.wards.iter().filter_map(|ix| areas.ward(*ix))
}

impl Filling<'_> {
    /// One counter open at all hours and one custody suite in each borough, and some open by day.
    async fn counters(&mut self) -> anyhow::Result<()> {
        let areas = self.ground.areas().clone();
        let number = u64::try_from(areas.wards().len()).unwrap_or(1);
        for borough in areas.boroughs() {
            let Some(ward) = wards(&areas, borough).next() else {
                continue;
            };
            let name = format!("{} Police Station", borough.name);
            let own = fields(&[
                ("kind", "counter"),
                ("name", &name),
                ("hours", "24/7"),
                (
                    "offers",
                    "report officer help statement property found documents bail records complaint digital interpreter safe",
                ),
            ]);
            self.put(own, ward.middle, true).await?;
            let name = format!("{} Custody Suite", borough.name);
            let own = fields(&[
                ("kind", "custody"),
                ("name", &name),
                ("hours", "24/7"),
                ("serves", borough.code.as_str()),
                (
                    "notes",
                    "Solicitors and appropriate adults come to the side gate.",
                ),
                ("notes_cy", "Daw cyfreithwyr ac oedolion priodol i’r giât ochr."),
                ("notes_easy", "Lawyers come to the gate at the side."),
            ]);
            let near = ward.middle.moved_m(90.0, 140.0).unwrap_or(ward.middle);
            self.put(own, near, false).await?;
        }
        for number_of in 0..DAYTIME {
            let at = usize::try_from(number * number_of / DAYTIME + 2).unwrap_or(0);
            let Some(ward) = areas.wards().get(at) else {
                continue;
            };
            let hours = self.chance.pick(COUNTER_HOURS).copied().unwrap_or_default();
            let name = format!("{} Police Counter", ward.name);
            let mut own = fields(&[
                ("kind", "counter"),
                ("name", &name),
                ("hours", hours),
                ("offers", "report officer help statement found documents digital"),
            ]);
            if number_of % 16 == 5 {
                own.insert("closes_on", self.day(75).to_string());
                own.insert("closing_why", "The lease ends. A hub opens nearby.".to_owned());
            }
            let place = self.put(own, ward.middle, true).await?;
            if number_of % 8 == 3 {
                self.closed(&place, i64::try_from(number_of % 4).unwrap_or(0))
                    .await?;
            }
        }
        Ok(())
    }

    /// A hub for every four or five wards, in a library or fire station where there is one.
    async fn hubs(&mut self) -> anyhow::Result<()> {
        let areas = self.ground.areas().clone();
        for borough in areas.boroughs() {
            let wards: Vec<&Ward> = wards(&areas, borough).collect();
            let hubs = (wards.len() * 10).div_ceil(42).max(1);
            for group in wards.chunks(wards.len().div_ceil(hubs).max(1)) {
                let Some(ward) = group.get(group.len() / 2) else {
                    continue;
                };
                let serves: Vec<&str> = group.iter().map(|w| w.code.as_str()).collect();
                let host = self.host(ward.middle);
                let hours = self.chance.pick(HUB_HOURS).copied().unwrap_or_default();
                let name = format!("{} Hub", ward.name);
                let own = fields(&[
                    ("kind", "hub"),
                    ("name", &name),
                    ("hours", hours),
                    ("serves", &serves.join(" ")),
                    ("host", host.as_ref().map_or("", |h| h.0.as_str())),
                    ("offers", "report officer help digital"),
                ]);
                let at = host.map_or(ward.middle, |h| h.1);
                let place = self.put(own, at, true).await?;
                if self.chance.below(25) == 0 {
                    self.closed(&place, 2).await?;
                }
            }
        }
        Ok(())
    }

    /// The nearest library or fire station, within a walk.
    fn host(&self, at: LatLon) -> Option<(String, LatLon)> {
        let fitting = self
            .ground
            .places()
            .iter()
            .filter(|p| matches!(p.kind, PlaceKind::Library | PlaceKind::FireStation));
        let near = fitting.min_by(|a, b| a.at.distance_m(at).total_cmp(&b.at.distance_m(at)))?;
        (near.at.distance_m(at) < 900.0).then(|| (near.name.clone(), near.at))
    }

    /// Libraries, fire stations, town halls and halls in which sessions can be held.
    async fn rooms(&mut self) -> anyhow::Result<()> {
        let ground = self.ground;
        for place in ground.places() {
            let (kind, hours) = match place.kind {
                PlaceKind::Library => (
                    "library",
                    self.chance.pick(LIBRARY_HOURS).copied().unwrap_or_default(),
                ),
                PlaceKind::FireStation => ("fire-station", ""),
                PlaceKind::TownHall => ("council", "Mo-Fr 09:00-17:00; PH off"),
                _ => continue,
            };
            let own = fields(&[("kind", kind), ("name", &place.name), ("hours", hours)]);
            self.put(own, place.at, false).await?;
        }
        let areas = ground.areas();
        for _ in 0..HALLS {
            let Some(ward) = self.chance.pick(areas.wards()) else {
                break;
            };
            let called = self.chance.pick(HALLS_CALLED).copied().unwrap_or_default();
            let name = format!("{} {called}", ward.name);
            let own = fields(&[("kind", "venue"), ("name", &name), ("hours", "Mo-Su 09:00-21:00")]);
            let at = ward.middle.moved_m(-120.0, 80.0).unwrap_or(ward.middle);
            self.put(own, at, false).await?;
        }
        Ok(())
    }

    /// Puts a place in, with what its building has made up.
    async fn put(&mut self, mut own: Fields, at: LatLon, police: bool) -> anyhow::Result<PlaceId> {
        let chance = &mut self.chance;
        let known = |n: u64| match n {
            0..7 => "yes",
            7 => "no",
            _ => "unknown",
        };
        for name in ["step_free", "private_room", "parking"] {
            own.insert(name, known(chance.below(10)).to_owned());
        }
        own.insert(
            "bsl",
            if chance.below(5) == 0 { "yes" } else { "unknown" }.to_owned(),
        );
        if police {
            let spoken: Vec<&str> = LANGUAGES
                .iter()
                .copied()
                .filter(|_| chance.below(6) == 0)
                .collect();
            own.insert("languages", spoken.join(" "));
            own.insert("phone", format!("01632 960{:03}", chance.below(1_000)));
        }
        own.insert("lat", at.lat().to_string());
        own.insert("lon", at.lon().to_string());
        if let Some((postcode, _)) = self.ground.postcodes().nearest(at, 2_000.0) {
            own.insert("postcode", postcode.postcode.to_string());
        }
        let streets = self
            .ground
            .places()
            .iter()
            .filter(|p| p.kind == PlaceKind::Street);
        let street = streets.min_by(|a, b| a.at.distance_m(at).total_cmp(&b.at.distance_m(at)));
        if let Some(street) = street {
            own.insert("address", format!("{} {}", 1 + chance.below(120), street.name));
        }
        let field = |name: &str| own.get(name).map_or("", String::as_str);
        let facts = Facts::parse(field, self.ground, self.holidays)
            .map_err(|troubles| anyhow!("{}: {troubles:?}", field("name")))?;
        let when = self.earlier(110);
        let id = PlaceId::new(when, self.site.random());
        places::add(self.tx, self.site, BY, &id, &facts, when).await?;
        Ok(id)
    }

    /// A moment of the last days.
    fn earlier(&mut self, days: u64) -> Moment {
        let minutes = i64::try_from(self.chance.below(days * 1_440)).unwrap_or(0);
        self.site.now().plus_minutes(-minutes)
    }

    fn day(&self, ahead: i64) -> jiff::civil::Date {
        let today = self.site.now().date(self.site.days().zone());
        today.checked_add(ahead.days()).unwrap_or(today)
    }

    /// Announces two closed days.
    async fn closed(&mut self, place: &PlaceId, ahead: i64) -> anyhow::Result<()> {
        let (from, to) = (self.day(ahead).to_string(), self.day(ahead + 1).to_string());
        let why = self.chance.pick(CLOSED_FOR).copied().unwrap_or_default();
        let field = |name: &str| match name {
            "from" => from.as_str(),
            "to" => to.as_str(),
            "closed" => "yes",
            "why" => why,
            _ => "",
        };
        let new = Announced::parse(field, self.day(0), self.holidays).map_err(|t| anyhow!("{t:?}"))?;
        places::announce(self.tx, self.site, BY, place, &new, self.site.now())
            .await
            .context("announcing")?;
        Ok(())
    }
}
