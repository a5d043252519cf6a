//! Someone of the force helps a person to report, at a session or a counter: the same pages as at home, and the report
//! says where it came in.

use axum::http::HeaderMap;
use axum::response::Response;
use kernel::web::{Access, Fault, Posted, Routes, Visit, see, set_cookie};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .post("/desk/help", Access::Desk, begin)
        .post("/desk/help/end", Access::Desk, end)
}

/// Where a report came in: our own channel, and the id of what was on there. Its page is at `/CHANNEL/ID`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    channel: &'static str,
    id: String,
}

impl Origin {
    pub fn new(channel: &str, id: &str) -> Option<Self> {
        let channel = ["session", "counter"].into_iter().find(|c| *c == channel)?;
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
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

    pub fn page(&self) -> String {
        format!("/{}/{}", self.channel, self.id)
    }
}

const COOKIE: &str = "bl_help";
/// Nobody helps longer at one place; what is forgotten ends by itself.
const SECONDS: i64 = 4 * 3_600;

/// Where the person at this browser helps others; nobody who is not signed in does.
pub(crate) fn origin(visit: &Visit, headers: &HeaderMap) -> Option<Origin> {
    visit.staff()?;
    Origin::parse(visit.cookie(headers, COOKIE)?)
}

async fn begin(visit: Visit, posted: Posted) -> Result<Response, Fault> {
    let origin = Origin::new(posted.text("channel"), posted.text("id")).ok_or(Fault::Missing)?;
    let mut answer = see("/report");
    set_cookie(&mut answer, &visit.site, COOKIE, &origin.text(), SECONDS);
    Ok(answer)
}

async fn end(visit: Visit, _posted: Posted) -> Result<Response, Fault> {
    let mut answer = see("/desk");
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
            ("session", "/session/ses_01abc")
        );
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
