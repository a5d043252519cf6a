//! Letters to people who asked.

use kernel::Moment;
use kernel::db::{DbError, Tx};
use kernel::mail::{self, Channel, Letter};
use kernel::site::Site;
use page::Lang;

use crate::question::{Content, QuestionId};

/// What a letter to the asker is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News<'a> {
    Received,
    /// The clock was missed and nobody has answered.
    Late,
    Answered(&'a str),
    Replied(&'a str),
}

/// Queues a letter to whoever asked, if they left an address. `page` is their own page; unknown for questions from before
/// its key was kept.
#[expect(clippy::too_many_arguments, reason = "a letter has that many things to say")]
pub async fn tell(
    tx: &mut Tx,
    site: &Site,
    id: &QuestionId,
    lang: &str,
    content: &Content,
    ward_name: &str,
    page: Option<&str>,
    news: News<'_>,
    now: Moment,
) -> Result<(), DbError> {
    if content.email.is_empty() {
        return Ok(());
    }
    let tongue = site.words().tongue(Lang::parse(lang).unwrap_or(Lang::EN));
    let (template, words) = match news {
        News::Received => ("question-received", ""),
        News::Late => ("question-is-late", ""),
        News::Answered(words) => ("question-answered", words),
        News::Replied(words) => ("question-replied", words),
    };
    let link = page.map_or_else(String::new, |p| format!("{}{p}", site.public_url()));
    let own = match link.as_str() {
        "" => String::new(),
        link => tongue.t1("letter-question-own", "link", link),
    };
    let force = site.config().force.name.as_str();
    let letter = Letter {
        to: content.email.clone(),
        subject: tongue.t1(&format!("letter-{template}-subject"), "ward", ward_name),
        text: tongue.ta(
            &format!("letter-{template}"),
            &[
                ("ward", ward_name.into()),
                ("words", words.into()),
                ("link", link.as_str().into()),
                ("own", own.as_str().into()),
                ("force", force.into()),
            ],
        ),
        html: None,
    };
    let key = format!("{template} {id}");
    mail::queue(
        tx,
        site,
        &key,
        Channel::Email,
        template,
        id.as_str(),
        &letter,
        now,
    )
    .await
}
