//! The slice through its front doors: an officer plans, moves, cancels and writes down; the public reads and follows.

mod desk;
mod feeds;
mod follow;
mod import;
mod mend;
mod near;
mod poster;
mod store;

use std::sync::{Arc, OnceLock};

use atlas::Gazetteer;
use atlas::made_up::{City, Size};
use jiff::civil::date;
use kernel::Feature;
use kernel::account::{self, NewStaff, Role, StaffId};
use kernel::testing::{TestSite, site};

use crate::keeper::Keeping;
use crate::plan::Plan;
use crate::repeat::Slot;
use crate::session::{Kind, Offered, Session, SessionId, Venue};
use crate::store as db;

fn book() -> Arc<contact::Book> {
    static BOOK: OnceLock<Arc<contact::Book>> = OnceLock::new();
    Arc::clone(BOOK.get_or_init(|| {
        contact::Book::load(None, Arc::default()).unwrap_or_else(|all| panic!("{}", all.join("\n")))
    }))
}

/// A site with a small city, and the codes of two wards of one borough.
struct Town {
    site: TestSite,
    ground: Arc<Gazetteer>,
    ward: String,
    other: String,
}

async fn a_town() -> Town {
    let city = City::new(7, Size::SMALL).unwrap();
    let ground = Arc::new(Gazetteer::new(
        Arc::new(city.areas),
        Arc::new(city.postcodes),
        city.places,
    ));
    let part = Arc::clone(&ground);
    let site = site(|| {
        let map = Feature {
            name: "ground",
            parts: vec![part],
            ..Feature::default()
        };
        vec![
            map,
            contact::feature(book()),
            places::feature(Arc::new(places::Ways::default())),
            places::beside(vec![crate::NEAR]),
            crate::feature(Arc::default()),
        ]
    })
    .await
    .unwrap();
    let areas = ground.areas();
    let borough = &areas.boroughs()[0];
    let code = |n: usize| areas.ward(borough.wards[n]).unwrap().code.to_string();
    Town {
        site,
        ward: code(0),
        other: code(1),
        ground,
    }
}

impl Town {
    /// Someone of the force, signed in, with an area of their own.
    async fn officer(&self, login: &str, role: Role, area: Option<&str>) -> (TestSite, StaffId) {
        let site = &self.site;
        let secret: [u8; 20] = kernel::seal::random();
        let id = StaffId::new(site.now(), site.site.random());
        let hash = account::hash_password("correct horse", &site.site.random(), true).unwrap();
        let new = NewStaff {
            login,
            name: login,
            role,
            team: area.unwrap_or("desk"),
            area,
            password_hash: &hash,
            totp_secret: &secret,
        };
        let mut tx = site.site.db().begin().await.unwrap();
        account::add(&mut tx, site.site.keys(), &id, &new).await.unwrap();
        tx.commit().await.unwrap();
        let mut browser = site.other_browser();
        browser.get("/desk/sign-in").await.unwrap();
        let fields = [("login", login), ("password", "correct horse")];
        browser.post("/desk/sign-in", &fields).await.unwrap();
        let code = account::code_now(&secret, site.now()).unwrap();
        let answer = browser
            .post("/desk/sign-in/code", &[("code", &code)])
            .await
            .unwrap();
        assert_eq!(answer.location.as_deref(), Some("/desk"));
        (browser, id)
    }

    fn borough(&self) -> String {
        self.ground.areas().boroughs()[0].code.to_string()
    }

    fn plan(&self, ward: &str) -> Plan {
        let areas = self.ground.areas();
        Plan {
            kind: Kind::Contact,
            ward: ward.to_owned(),
            borough: self.borough(),
            title: String::new(),
            about: String::new(),
            venue: Venue {
                place: None,
                name: "Mill Library".to_owned(),
                address: "2 Mill Lane".to_owned(),
                at: crate::area::ward(areas, ward).map(|w| w.middle),
            },
            officers: Vec::new(),
            offered: Offered::default(),
        }
    }

    /// A session of a ward at 6pm so many days from today.
    async fn session(&self, ward: &str, days: i64) -> Session {
        let day = date(2026, 11, 25)
            .checked_add(jiff::Span::new().days(days))
            .unwrap();
        let at = |text| crate::repeat::time(text).unwrap();
        let slot = Slot::new(day, at("6pm"), at("7pm"), self.site.site.days().zone()).unwrap();
        self.planned(&self.plan(ward), slot).await
    }

    async fn planned(&self, plan: &Plan, slot: Slot) -> Session {
        let site = &self.site.site;
        let by = Keeping::by_program(&plan.ward);
        let mut tx = site.db().begin().await.unwrap();
        let id = db::insert(&mut tx, site, &by, plan, slot, None, site.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        self.found(&id).await
    }

    /// A library in the middle of a ward.
    async fn library(&self, ward: &str, name: &str, hours: &str) -> places::PlaceId {
        let site = &self.site.site;
        let at = crate::area::ward(self.ground.areas(), ward).unwrap().middle;
        let (lat, lon) = (at.lat().to_string(), at.lon().to_string());
        let fields = [
            ("kind", "library"),
            ("name", name),
            ("lat", &lat),
            ("lon", &lon),
            ("hours", hours),
        ];
        let field = |wanted: &str| fields.iter().find(|(n, _)| *n == wanted).map_or("", |(_, v)| *v);
        let holidays = places::Holidays::of(site.days());
        let facts = places::Facts::parse(field, &self.ground, &holidays).unwrap();
        let id = places::PlaceId::new(site.now(), site.random());
        let by = places::By {
            actor: "system",
            role: "import",
        };
        let mut tx = site.db().begin().await.unwrap();
        assert!(
            places::add(&mut tx, site, by, &id, &facts, site.now())
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        id
    }

    async fn found(&self, id: &SessionId) -> Session {
        let mut read = self.site.site.db().read();
        db::find(&mut read, id).await.unwrap().unwrap()
    }
}

#[test]
fn every_message_is_there_in_every_language() {
    assert_eq!(page::check_words(crate::WORDS), Vec::<String>::new());
}

#[test]
fn the_easy_read_words_are_easy_to_read() {
    assert_eq!(page::easy::check_words(crate::WORDS), Vec::<String>::new());
}
