//! Files that come with a page: kept when the page asks for them, and as many as it asks for.

use forms::{FileRef, Problem};
use kernel::file::{self, FileId, NewFile};
use kernel::web::{Fault, Posted, Visit};

use crate::book::Flow;
use crate::draft::Draft;
use crate::report::ReportId;
use crate::store;

/// Files in the name of their question.
pub(super) type Taken = Vec<(String, FileRef)>;

/// The files that a question has already.
fn have(draft: &Draft, name: &str) -> usize {
    let files = draft.answers.get(name).and_then(|v| v.as_array());
    files.map_or(0, Vec::len)
}

/// Keeps the files that may be kept; says of the others why not, in the person's words.
pub(super) async fn take_files(
    visit: &Visit,
    flow: &Flow,
    path: &str,
    draft: &Draft,
    posted: &mut Posted,
) -> Result<(Taken, Vec<Problem>), Fault> {
    let site = &visit.site;
    let page = flow.definition.page(path).ok_or(Fault::Missing)?;
    let mut room: Vec<(&str, usize)> = flow
        .definition
        .components(page)
        .filter(|c| c.most_files() > 0)
        .map(|c| (c.name(), c.most_files().saturating_sub(have(draft, c.name()))))
        .collect();
    let mut kept = Vec::new();
    let mut refused = Vec::new();
    for upload in posted.take_files() {
        let field = upload.field.clone();
        // What no question of this page asks for is not taken.
        let Some((_, room)) = room.iter_mut().find(|(name, _)| *name == field) else {
            continue;
        };
        let new = match NewFile::of_upload(upload, &site.config().files, &visit.tongue()) {
            Ok(new) => new,
            Err(message) => {
                refused.push(Problem {
                    component: field.clone(),
                    field,
                    message,
                });
                continue;
            }
        };
        let id = FileId::new(visit.now, visit.random());
        let told = FileRef {
            id: id.as_str().to_owned(),
            name: new.name().to_owned(),
            size: u64::try_from(new.size()).unwrap_or(u64::MAX),
            media_type: new.kind().to_owned(),
        };
        // One too many is not stored; the form says how many there may be.
        if let Some(less) = room.checked_sub(1) {
            *room = less;
            file::put(site, &id, &new).await?;
            let mut tx = site.db().begin().await?;
            file::insert(&mut tx, site, &id, &new, &draft.file_owner(), visit.now).await?;
            tx.commit().await?;
        }
        kept.push((field, told));
    }
    Ok((kept, refused))
}

/// Erases those of the files just sent that the form did not take.
pub(super) async fn erase_unused(visit: &Visit, draft: &Draft, files: &Taken) -> Result<(), Fault> {
    for (name, file) in files {
        let kept = draft.answers.get(name).and_then(|v| v.as_array());
        let id = |f: &serde_json::Value| f.get("id").and_then(|v| v.as_str()) == Some(&file.id);
        if !kept.is_some_and(|all| all.iter().any(id)) {
            forget_file(visit, draft, &file.id).await?;
        }
    }
    Ok(())
}

pub(super) async fn forget_file(visit: &Visit, draft: &Draft, id: &str) -> Result<(), Fault> {
    let Some(id) = FileId::parse(id) else {
        return Ok(());
    };
    let mut tx = visit.site.db().begin().await?;
    let was_theirs = file::forget(&mut tx, &id, &draft.file_owner()).await?;
    tx.commit().await?;
    if was_theirs {
        file::erase(&visit.site, &id).await?;
    }
    Ok(())
}

/// The draft was sent from elsewhere while these were on their way: the report has them, and its handler is told.
pub(super) async fn hand_over(
    visit: &Visit,
    draft: &Draft,
    report: &str,
    files: &Taken,
) -> Result<(), Fault> {
    let report = ReportId::parse(report).ok_or(Fault::Broken)?;
    if files.is_empty() {
        return Ok(());
    }
    let mut tx = visit.site.db().begin().await?;
    store::late_files(&mut tx, &visit.site, &draft.file_owner(), &report, visit.now)
        .await
        .map_err(|e| e.told(&visit.tongue()))?;
    tx.commit().await?;
    Ok(())
}
