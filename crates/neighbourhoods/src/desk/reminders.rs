//! Whether and in which language a ward's team is reminded of what nobody confirmed for long.

use axum::extract::Path;
use axum::response::Response;
use kernel::web::{Fault, Posted, Visit, see};
use page::{Choice, Lang};

use super::form::{Fields, Form};
use super::kept;
use crate::remind::NONE;
use crate::store;
use crate::written::{Written, Wrongs};

pub async fn form(visit: Visit, Path(code): Path<String>) -> Result<Response, Fault> {
    let (ward, _) = kept(&visit, &code).await?;
    let chosen = store::reminder::lang(&mut visit.site.db().read(), &ward.code).await?;
    let chosen = chosen.unwrap_or_else(|| Lang::EN.code().to_owned());
    show(&visit, &ward, &chosen, Wrongs::default()).await
}

async fn show(
    visit: &Visit,
    ward: &crate::ward::WardName,
    chosen: &str,
    wrong: Wrongs,
) -> Result<Response, Fault> {
    let chrome = visit.chrome();
    let words = visit.site.words();
    let mut choices: Vec<Choice> = words
        .languages()
        .map(|l| Choice::new(l.code(), chrome.tongue.t1("reminders-in", "language", l.name())))
        .collect();
    choices.push(Choice::new(NONE, chrome.t("reminders-none").into_owned()));
    Form {
        title: chrome.t("reminders-title").into_owned(),
        caption: ward.name.clone(),
        back: ward.desk(),
        action: format!("{}/reminders", ward.desk()),
        lead: chrome.t("reminders-text").into_owned(),
        button: chrome.t("reminders-keep").into_owned(),
        fields: Fields::new(&chrome)
            .select("reminders", "reminders-label", choices)
            .done(),
        problems: wrong.problems(&chrome.tongue),
        written: Written::default().with("reminders", chosen),
        ..Form::default()
    }
    .page(visit)
}

pub async fn take(visit: Visit, Path(code): Path<String>, posted: Posted) -> Result<Response, Fault> {
    let (ward, by) = kept(&visit, &code).await?;
    let chosen = posted.text("reminders").trim();
    if chosen != NONE && visit.site.words().offered(chosen).is_none() {
        return show(
            &visit,
            &ward,
            chosen,
            Wrongs::one("reminders", "reminders-choose"),
        )
        .await;
    }
    let mut tx = visit.site.db().begin().await?;
    store::reminder::choose(&mut tx, &visit.site, &by, chosen, visit.now).await?;
    tx.commit().await?;
    Ok(see(&ward.desk()))
}
