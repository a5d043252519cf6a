//! Which files a form keeps.

use super::*;

const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\0IEND\xaeB`\x82";

async fn files_kept(site: &TestSite) -> i64 {
    use kernel::db::Query;
    let read = &mut site.site.db().read();
    read.one("SELECT count(*) FROM file", kernel::args![])
        .await
        .unwrap()
}

fn many(
    field: &'static str,
    count: usize,
    bytes: &'static [u8],
) -> Vec<(&'static str, &'static str, &'static [u8])> {
    std::iter::repeat_n((field, "wheel.png", bytes), count).collect()
}

#[tokio::test]
async fn a_page_that_asks_for_no_file_keeps_none() {
    let mut browser = a_site().await;
    browser.get("/report/theft").await.unwrap();
    browser.post("/report/theft", &[("danger", "no")]).await.unwrap();
    for field in ["photos", "happeningNow", "anything"] {
        let files = many(field, 20, PNG);
        let answer = browser
            .post_files("/report/theft/now", &[("happeningNow", "no")], &files)
            .await
            .unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
    assert_eq!(files_kept(&browser).await, 0);
}

#[tokio::test]
async fn files_that_the_form_refuses_are_not_kept() {
    let mut browser = a_site().await;
    walk(&mut browser, "theft", CALM).await;
    let page = "/report/theft/photos";
    let none = browser
        .post_files(page, &[("action", "upload")], &[])
        .await
        .unwrap();
    assert!(
        none.status == 422 && none.body.contains("Choose a file, then add it"),
        "{}",
        none.body
    );
    let answer = browser
        .post_files(page, &[("action", "upload")], &many("photos", 12, PNG))
        .await
        .unwrap();
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert_eq!(files_kept(&browser).await, 10, "as many as it asks for");
    browser
        .post_files(page, &[], &many("photos", 3, PNG))
        .await
        .unwrap();
    assert_eq!(files_kept(&browser).await, 10);
    browser.post("/report/theft/send", &[]).await.unwrap();
    assert_eq!(files_kept(&browser).await, 10);
}

#[tokio::test]
async fn a_file_that_comes_while_the_report_is_sent_elsewhere_reaches_the_report() {
    let site = a_site().await;
    let mut browser = site.other_browser();
    walk(&mut browser, "theft", CALM).await;
    let name = crate::pages::cookie_name("theft");
    let hash = crate::draft::token_hash(browser.cookie(&name).unwrap());
    let draft = crate::store::by_token(&mut site.site.db().read(), site.site.keys(), &hash)
        .await
        .unwrap()
        .unwrap();
    browser.post("/report/theft/send", &[]).await.unwrap();
    // The upload was stored for the draft just after the report took the draft's files.
    let new = kernel::file::NewFile::parse("late.png", PNG.to_vec(), &site.site.config().files).unwrap();
    let id = kernel::file::FileId::new(site.now(), site.site.random());
    kernel::file::put(&site.site, &id, &new).await.unwrap();
    let mut tx = site.site.db().begin().await.unwrap();
    kernel::file::insert(&mut tx, &site.site, &id, &new, &draft.file_owner(), site.now())
        .await
        .unwrap();
    let report = crate::by_draft(&mut tx, &hash).await.unwrap().unwrap();
    let owner = draft.file_owner();
    crate::store::late_files(&mut tx, &site.site, &owner, &report.id, site.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let found = kernel::file::find(&mut site.site.db().read(), &id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.owner, report.id.as_str());
    let steps = crate::steps(&mut site.site.db().read(), site.site.keys(), &report.id)
        .await
        .unwrap();
    assert!(steps.iter().any(|s| s.kind == "added"));
}
