//! Someone of the force helps a person to report, at a session or a counter: the same pages as at home, and the report
//! says where it came in and who helped.

use axum::http::HeaderMap;
use axum::response::Response;
use kernel::account::Staff;
use kernel::db::{DbError, Row};
use kernel::web::{Access, Fault, Posted, Routes, Visit, see, set_cookie};

use crate::pages::put_away;

pub(crate) fn routes() -> Routes {
    Routes::default()
        .post("/desk/help", Access::Desk, begin)
        .post("/desk/help/end", Access::Desk, end)
}

/// Where a report came in: our own channel, and the id of the session or of the visit to a counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    channel: &'static str,
    id: String,
}

impl Origin {
    pub fn new(channel: &str, id: &str) -> Option<Self> {
        let channel = ["session", "counter"].into_iter().find(|c| *c == channel)?;
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-';
        let good = (1..=40).contains(&id.len()) && id.bytes().all(plain);
        good.then(|| Self {
            channel,
            id: id.to_owned(),
        })
    }

    /// As it is kept; empty for a report from home.
    pub fn parse(text: &str) -> Option<Self> {
        let (channel, id) = text.split_once('-')?;
        Self::new(channel, id)
    }

    pub fn text(&self) -> String {
        format!("{}-{}", self.channel, self.id)
    }

    pub fn channel(&self) -> &'static str {
        self.channel
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// Where staff see what was on there.
    pub fn page(&self) -> String {
        match self.channel {
            "counter" => format!("/desk/visits/{}", self.id),
            _ => format!("/desk/sessions/{}", self.id),
        }
    }
}

/// Where someone of the force helps, and who.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    pub origin: Origin,
    /// As in audit rows.
    pub actor: String,
    pub name: String,
}

impl Help {
    pub fn by(staff: &Staff, origin: Origin) -> Self {
        Self {
            origin,
            actor: staff.actor(),
            name: staff.name.clone(),
        }
    }

    pub(crate) fn from_row(row: &Row) -> Result<Option<Self>, DbError> {
        let Some(origin) = Origin::parse(&row.get::<String>("origin")?) else {
            return Ok(None);
        };
        Ok(Some(Self {
            origin,
            actor: row.get("helper")?,
            name: row.get("helper_name")?,
        }))
    }
}

const COOKIE: &str = "bl_help";
/// Nobody helps longer at one place; what is forgotten ends by itself.
const SECONDS: i64 = 4 * 3_600;

/// Where the person at this browser helps others; nobody who is not signed in does.
pub(crate) fn help(visit: &Visit, headers: &HeaderMap) -> Option<Help> {
    let staff = visit.staff()?;
    let origin = Origin::parse(visit.cookie(headers, COOKIE)?)?;
    Some(Help::by(staff, origin))
}

async fn begin(visit: Visit, headers: HeaderMap, posted: Posted) -> Result<Response, Fault> {
    let origin = Origin::new(posted.text("channel"), posted.text("id")).ok_or(Fault::Missing)?;
    let mut answer = see("/report");
    put_away(&visit, &headers, &mut answer)?;
    set_cookie(&mut answer, &visit.site, COOKIE, &origin.text(), SECONDS);
    Ok(answer)
}

async fn end(visit: Visit, headers: HeaderMap, _posted: Posted) -> Result<Response, Fault> {
    let to = help(&visit, &headers).map_or_else(|| "/desk".to_owned(), |h| h.origin.page());
    let mut answer = see(&to);
    put_away(&visit, &headers, &mut answer)?;
    set_cookie(&mut answer, &visit.site, COOKIE, "", 0);
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_report_came_in_is_a_channel_and_an_id_and_nothing_else() {
        let origin = Origin::parse("session-ses_01abc").unwrap();
        assert_eq!(
            (origin.channel(), origin.page().as_str()),
            ("session", "/desk/sessions/ses_01abc")
        );
        let visit = Origin::new("counter", "0b7c4f6e-77aa-4c1e-9a40-1d7f1f9f2a11").unwrap();
        assert_eq!(Origin::parse(&visit.text()), Some(visit));
        assert_eq!(Origin::parse(&origin.text()), Some(origin));
        for wrong in [
            "",
            "session",
            "session-",
            "web-ses_1",
            "session-../desk",
            "session-A",
            "session-a b",
        ] {
            assert_eq!(Origin::parse(wrong), None, "{wrong}");
        }
    }
}
