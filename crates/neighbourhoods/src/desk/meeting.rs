//! What a group did, kept at the desk: meetings that were held, and money that was asked for.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, see};

use super::form::{Fields, Form};
use super::group::found;
use super::kept_area;
use crate::area::Area;
use crate::group::Group;
use crate::meeting::{Bid, BidState, NewBid, NewMeeting};
use crate::store;
use crate::written::{Written, Wrongs};

fn base(area: &Area, group: &Group) -> String {
    format!("/desk/groups/{}/{}", area.code(), group.id)
}

pub async fn form(visit: Visit, Path((code, id)): Path<(String, String)>) -> Result<Response, Fault> {
    let (area, _) = kept_area(&visit, &code).await?;
    let group = found(&visit, &area, &id).await?;
    show(&visit, &area, &group, Written::default(), &Wrongs::default())
}

fn show(
    visit: &Visit,
    area: &Area,
    group: &Group,
    written: Written,
    wrong: &Wrongs,
) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let base = base(area, group);
    Form {
        title: chrome.t("meeting-new").into_owned(),
        caption: group.facts.name.clone(),
        action: format!("{base}/meeting"),
        back: base,
        lead: chrome.t("meeting-lead").into_owned(),
        button: chrome.t("wards-keep-button").into_owned(),
        fields: Fields::new(&chrome)
            .day("held-day", "meeting-day")
            .line("held-where", "meeting-where")
            .line("came", "meeting-came")
            .line("members", "meeting-members")
            .long("decided", "meeting-decided", 4)
            .done(),
        problems: wrong.problems(&chrome.tongue),
        written,
        ..Form::default()
    }
    .page(visit)
}

pub async fn take(
    visit: Visit,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (area, by) = kept_area(&visit, &code).await?;
    let group = found(&visit, &area, &id).await?;
    let written = Written::posted(&posted);
    let today = visit.now.date(visit.site.days().zone());
    let new = match NewMeeting::parse(&written, today) {
        Ok(new) => new,
        Err(wrong) => return show(&visit, &area, &group, written, &wrong),
    };
    let mut tx = visit.site.db().begin().await?;
    store::meeting::put(&mut tx, &visit.site, &by, &group, &new, visit.now).await?;
    tx.commit().await?;
    Ok(see(&base(&area, &group)))
}

/// The bid of this id; none for `new`.
async fn bid_of(visit: &Visit, group: &Group, id: &str) -> Result<Option<Bid>, Fault> {
    if id == "new" {
        return Ok(None);
    }
    let all = store::meeting::bids(&mut visit.site.db().read(), &group.id).await?;
    let found = all.into_iter().find(|b| b.id == id);
    found.map(Some).ok_or(Fault::Missing)
}

fn show_bid(
    visit: &Visit,
    area: &Area,
    group: &Group,
    bid: &str,
    written: Written,
    wrong: &Wrongs,
) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let base = base(area, group);
    let states: Vec<_> = BidState::ALL.iter().map(|s| s.as_str()).collect();
    Form {
        title: chrome.t("bid-title").into_owned(),
        caption: group.facts.name.clone(),
        action: format!("{base}/bids/{bid}"),
        back: base,
        button: chrome.t("wards-keep-button").into_owned(),
        fields: Fields::new(&chrome)
            .line("what", "bid-what")
            .line("fund", "bid-fund")
            .line("pounds", "bid-pounds")
            .day("asked", "bid-asked")
            .choice("state", "bid-state", "bid-state", &states)
            .line("granted", "bid-granted")
            .long("outcome", "bid-outcome", 3)
            .done(),
        problems: wrong.problems(&chrome.tongue),
        written,
        ..Form::default()
    }
    .page(visit)
}

pub async fn bid(
    visit: Visit,
    Path((code, id, bid)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    let (area, _) = kept_area(&visit, &code).await?;
    let group = found(&visit, &area, &id).await?;
    let known = bid_of(&visit, &group, &bid).await?;
    let written = known.map_or_else(
        || Written::default().with("state", BidState::Asked.as_str()),
        |b| b.facts.written(),
    );
    show_bid(&visit, &area, &group, &bid, written, &Wrongs::default())
}

pub async fn bid_take(
    visit: Visit,
    Path((code, id, bid)): Path<(String, String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let (area, by) = kept_area(&visit, &code).await?;
    let group = found(&visit, &area, &id).await?;
    let known = bid_of(&visit, &group, &bid).await?;
    let written = Written::posted(&posted);
    let new = match NewBid::parse(&written) {
        Ok(new) => new,
        Err(wrong) => return show_bid(&visit, &area, &group, &bid, written, &wrong),
    };
    let (site, now) = (&visit.site, visit.now);
    let mut tx = site.db().begin().await?;
    store::meeting::bid(&mut tx, site, &by, &group.id, known.as_ref(), &new, now).await?;
    tx.commit().await?;
    Ok(see(&base(&area, &group)))
}
