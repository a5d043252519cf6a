//! One request by one person: their language, their sign-in, the moment.

use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, header, request::Parts};
use page::{Chrome, Lang, MapView, Section, SignedIn, Tongue};

use crate::account::Staff;
use crate::clock::Moment;
use crate::id::Random;
use crate::site::Site;

use super::Fault;

pub(super) const VISIT_COOKIE: &str = "bl_visit";
pub(super) const LANGUAGE_COOKIE: &str = "bl_lang";
pub(super) const DESK_COOKIE: &str = "bl_desk";

/// What the outer layer found out about a request.
#[derive(Debug, Clone)]
pub(super) struct VisitData {
    pub lang: Lang,
    pub staff: Option<Staff>,
    pub visit: String,
    pub path: String,
    pub query: String,
    pub ip: IpAddr,
    pub now: Moment,
    pub json: bool,
}

/// The first argument of most handlers.
#[derive(Debug, Clone)]
pub struct Visit {
    pub site: Site,
    pub now: Moment,
    data: VisitData,
}

impl Visit {
    pub(super) fn new(site: Site, data: VisitData) -> Self {
        Self {
            site,
            now: data.now,
            data,
        }
    }

    pub fn lang(&self) -> Lang {
        self.data.lang
    }

    pub fn tongue(&self) -> Tongue {
        self.site.words().tongue(self.data.lang)
    }

    /// Who is signed in.
    pub fn staff(&self) -> Option<&Staff> {
        self.data.staff.as_ref()
    }

    /// Who is signed in, on a route that only they can reach.
    pub fn desk(&self) -> Result<&Staff, Fault> {
        self.data.staff.as_ref().ok_or(Fault::SignIn)
    }

    pub fn random(&self) -> Random {
        self.site.random()
    }

    pub fn path(&self) -> &str {
        &self.data.path
    }

    /// Where the request came from: for counting tries, never kept as it is.
    pub fn ip(&self) -> String {
        self.data.ip.to_string()
    }

    /// What a valid form of this visit carries.
    pub fn csrf(&self) -> String {
        self.site.keys().token("csrf", &self.data.visit)
    }

    /// What the layout needs.
    pub fn chrome(&self) -> Chrome {
        let mut chrome = Chrome::new(self.tongue(), self.data.path.clone());
        chrome.query.clone_from(&self.data.query);
        chrome.csrf = self.csrf();
        chrome.service_name.clone_from(&self.site.config().force.name);
        chrome.demo = self.site.config().demo;
        chrome.year = self.now.date(self.site.days().zone()).year();
        if self.data.path.starts_with("/desk") {
            chrome.section = Section::Desk;
            if let Some(staff) = &self.data.staff {
                chrome.sign_in = Some(SignedIn {
                    name: staff.name.clone(),
                    team: staff.team.clone(),
                });
                chrome.navigation = self.site.navigation(&chrome, staff);
            }
        }
        chrome
    }

    /// A map for [`super::with_map`]; `bounds` is what it shows at first, `west,south,east,north`.
    pub fn map(&self, bounds: String) -> MapView {
        let config = &self.site.config().map;
        MapView {
            bounds,
            style: config.style.clone(),
            credit: config.credit.clone(),
            ..MapView::default()
        }
    }

    /// The same for a sensitive page: with the button that leaves it at once.
    pub fn chrome_with_exit(&self, exit: bool) -> Chrome {
        let mut chrome = self.chrome();
        chrome.exit = exit;
        chrome
    }
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Fault> {
        let data = parts
            .extensions
            .get::<VisitData>()
            .cloned()
            .ok_or(Fault::Broken)?;
        Ok(Self::new(site.clone(), data))
    }
}

/// The value of a cookie. Values are ours: letters, digits, dashes.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
        .filter(|v| {
            !v.is_empty()
                && v.len() <= 200
                && v.bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
}

impl Visit {
    /// A cookie of the request.
    pub fn cookie<'a>(&self, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
        cookie(headers, name)
    }
}
