//! Atom (RFC 4287): what changed last, newest first.

use atom_syndication::{Category, Content, Entry, Feed as Atom, FixedDateTime, Link, Person, Text};
use kernel::Moment;

use super::{Feed, plain, utc};
use crate::session::Session;

pub fn atom(feed: &Feed<'_>) -> String {
    let site = feed.site;
    let url = site.public_url();
    let link = |rel: &str, path: &str, kind: &str| Link {
        href: format!("{url}{path}"),
        rel: rel.to_owned(),
        mime_type: Some(kind.to_owned()),
        ..Link::default()
    };
    Atom {
        title: Text::plain(plain(&feed.title)),
        id: format!("{url}{}", feed.own),
        updated: fixed(feed.changed_at()),
        authors: vec![Person {
            name: site.config().force.name.clone(),
            ..Person::default()
        }],
        links: vec![
            link("self", &feed.own, "application/atom+xml"),
            link("alternate", &feed.page, "text/html"),
        ],
        entries: feed.sessions.iter().map(|s| entry(feed, s)).collect(),
        lang: Some(feed.tongue.lang().html().to_owned()),
        ..Atom::default()
    }
    .to_string()
}

fn fixed(at: Moment) -> FixedDateTime {
    utc(at).fixed_offset()
}

fn entry(feed: &Feed<'_>, session: &Session) -> Entry {
    let said = feed.said(session);
    let address = feed.address(session);
    Entry {
        title: Text::plain(plain(&format!(
            "{} – {}, {}",
            said.headline(),
            said.ward(),
            said.when()
        ))),
        id: address.clone(),
        updated: fixed(session.changed_at),
        published: Some(fixed(session.made_at)),
        categories: vec![Category {
            term: session.kind.as_str().to_owned(),
            label: Some(said.kind()),
            scheme: None,
        }],
        links: vec![Link {
            href: address,
            rel: "alternate".to_owned(),
            mime_type: Some("text/html".to_owned()),
            ..Link::default()
        }],
        content: Some(Content {
            value: Some(plain(&said.text())),
            content_type: Some("text".to_owned()),
            ..Content::default()
        }),
        ..Entry::default()
    }
}
