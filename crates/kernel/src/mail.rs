//! Letters to people, by e-mail or text message: written in the transaction, sent later, once.
//!
//! A letter is sealed at rest. Its key makes it exist once however often it is queued; its Message-ID is made
//! from its id, so that a mail server's repeated delivery after a crash is recognised by the receiver.

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use serde::{Deserialize, Serialize};

use crate::args;
use crate::clock::Moment;
use crate::config::MailConfig;
use crate::db::{DbError, Query, Row, Tx};
use crate::id;
use crate::job::{self, Job, JobError};
use crate::site::Site;

id!(
    /// A letter.
    MailId,
    "mai"
);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    Email,
    Text,
}

impl Channel {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Text => "text",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "email" => Some(Self::Email),
            "text" => Some(Self::Text),
            _ => None,
        }
    }
}

/// What is sent. A subject never holds free text of a report, nor does a text message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
    #[serde(default)]
    pub html: Option<String>,
}

/// A letter and how it stands, for the demo's mailbox page and for reconciliation.
#[derive(Debug, Clone)]
pub struct Sent {
    pub id: MailId,
    pub channel: Channel,
    pub template: String,
    pub about: String,
    pub queued_at: Moment,
    pub sent_at: Option<Moment>,
    /// When it leaves, or is tried again; none for one that is sent or given up.
    pub leaves_at: Option<Moment>,
    pub letter: Letter,
}

/// Queues a letter to leave at once.
#[allow(clippy::too_many_arguments)]
pub async fn queue(
    tx: &mut Tx,
    site: &Site,
    key: &str,
    channel: Channel,
    template: &str,
    about: &str,
    letter: &Letter,
    now: Moment,
) -> Result<(), DbError> {
    queue_for(tx, site, key, channel, template, about, letter, now, now).await
}

/// Queues a letter that leaves at `leave`, not before: people say when it is safe to reach them. `key` says what it is, for instance `receipt rep_0…`: the second time it is there already.
#[allow(clippy::too_many_arguments)]
pub async fn queue_for(
    tx: &mut Tx,
    site: &Site,
    key: &str,
    channel: Channel,
    template: &str,
    about: &str,
    letter: &Letter,
    leave: Moment,
    now: Moment,
) -> Result<(), DbError> {
    let kept = Kept {
        letter: letter.clone(),
        leave: None,
    };
    put(tx, site, key, channel, template, about, &kept, leave, now).await
}

/// Queues news for someone who follows something. Posting to `leave` ends it: mail programs show that as a button of
/// their own (RFC 8058).
#[allow(clippy::too_many_arguments)]
pub async fn queue_news(
    tx: &mut Tx,
    site: &Site,
    key: &str,
    template: &str,
    about: &str,
    letter: &Letter,
    leave: &str,
    now: Moment,
) -> Result<(), DbError> {
    let news = Kept {
        letter: letter.clone(),
        leave: Some(leave.to_owned()),
    };
    put(tx, site, key, Channel::Email, template, about, &news, now, now).await
}

/// A letter at rest, with what its headers need.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    letter: Letter,
    #[serde(default)]
    leave: Option<String>,
}

#[allow(clippy::too_many_arguments)]
async fn put(
    tx: &mut Tx,
    site: &Site,
    key: &str,
    channel: Channel,
    template: &str,
    about: &str,
    kept: &Kept,
    leave: Moment,
    now: Moment,
) -> Result<(), DbError> {
    let id = MailId::new(now, site.random());
    let made = tx
        .exec(
            "INSERT INTO mail (id, key, channel, template, about, letter, queued_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (key) DO NOTHING",
            args![&id, key, channel.as_str(), template, about, site.keys().seal_json("mail", kept), now],
        )
        .await?;
    if made == 1 {
        let key = id.to_string();
        job::queue(tx, &Send { mail: id }, Some(&key), leave, site.random()).await?;
    }
    Ok(())
}

/// Sends one letter. Run again, it finds it sent.
#[derive(Debug, Serialize, Deserialize)]
pub struct Send {
    pub mail: MailId,
}

impl Job for Send {
    const NAME: &'static str = "kernel.send-mail";

    async fn run(self, site: Site, now: Moment) -> Result<(), JobError> {
        let row: Option<Row> = site
            .db()
            .read()
            .opt(
                "SELECT channel, letter FROM mail WHERE id = $1 AND sent_at IS NULL",
                args![&self.mail],
            )
            .await?;
        let Some(row) = row else { return Ok(()) };
        let channel = row.parse("channel", Channel::parse)?;
        let kept: Kept = site
            .keys()
            .open_json("mail", &row.get::<Vec<u8>>("letter")?)
            .map_err(|e| JobError::Never(e.to_string()))?;
        let sent = site.post().send(&self.mail, channel, &kept).await;
        let mut tx = site.db().begin().await?;
        match &sent {
            Ok(()) => {
                tx.exec(
                    "UPDATE mail SET sent_at = $1, why = NULL WHERE id = $2",
                    args![site.now(), &self.mail],
                )
                .await?;
            }
            Err(JobError::Never(why)) => {
                tx.exec(
                    "UPDATE mail SET failed_at = $1, why = $2 WHERE id = $3",
                    args![now, why.as_str(), &self.mail],
                )
                .await?;
            }
            Err(_) => {}
        }
        tx.commit().await?;
        sent
    }
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// What the letters are about that were refused for good, or that nobody has taken for as long as they are tried.
pub async fn given_up(q: &mut impl Query, now: Moment) -> Result<Vec<String>, DbError> {
    let rows = q
        .rows(
            "SELECT about FROM mail WHERE sent_at IS NULL AND (failed_at IS NOT NULL OR queued_at < $1)
             ORDER BY queued_at LIMIT 1000",
            args![now.plus_days(-4)],
        )
        .await?;
    rows.iter().map(Row::only).collect()
}

/// The newest letters, opened: only for the mailbox page of a demo.
pub async fn newest(q: &mut impl Query, keys: &crate::seal::Keys, most: u32) -> Result<Vec<Sent>, DbError> {
    let rows = q
        .rows(
            "SELECT m.id, m.channel, m.template, m.about, m.letter, m.queued_at, m.sent_at, j.run_at
             FROM mail m LEFT JOIN job j ON j.key = m.id AND j.dead_at IS NULL
             ORDER BY m.queued_at DESC, m.id DESC LIMIT $1",
            args![most],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Sent {
                id: row.get("id")?,
                channel: row.parse("channel", Channel::parse)?,
                template: row.get("template")?,
                about: row.get("about")?,
                queued_at: row.get("queued_at")?,
                sent_at: row.get("sent_at")?,
                leaves_at: row.get("run_at")?,
                letter: keys
                    .open_json("mail", &row.get::<Vec<u8>>("letter")?)
                    .map_err(|e| DbError::Broken(e.to_string()))?,
            })
        })
        .collect()
}

/// How letters leave: through a mail server, or not at all (the demo's mailbox page shows them).
#[derive(Clone)]
pub struct Post {
    from: Mailbox,
    text_gateway: Option<String>,
    smtp: Option<AsyncSmtpTransport<Tokio1Executor>>,
}

impl std::fmt::Debug for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.smtp.is_some() {
            "Post(smtp)"
        } else {
            "Post(mailbox)"
        })
    }
}

impl Post {
    pub fn new(config: &MailConfig) -> Result<Self, String> {
        let from: Mailbox = config.from.parse().map_err(|e| format!("mail.from: {e}"))?;
        let smtp = match config.smtp.as_str() {
            "" => None,
            url => Some(
                AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|e| format!("mail.smtp: {e}"))?
                    .timeout(Some(std::time::Duration::from_secs(20)))
                    .build(),
            ),
        };
        let text_gateway = Some(config.text_gateway.clone()).filter(|g| !g.is_empty());
        Ok(Self {
            from,
            text_gateway,
            smtp,
        })
    }

    fn message(
        &self,
        id: &MailId,
        to: Mailbox,
        letter: &Letter,
        leave: Option<&str>,
    ) -> Result<Message, JobError> {
        let domain = self.from.email.domain();
        let mut builder = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .message_id(Some(format!("<{id}@{domain}>")));
        if let Some(leave) = leave {
            builder = builder
                .raw_header(header("List-Unsubscribe", format!("<{leave}>")))
                .raw_header(header(
                    "List-Unsubscribe-Post",
                    "List-Unsubscribe=One-Click".to_owned(),
                ));
        }
        let message = match &letter.html {
            Some(html) => builder.multipart(MultiPart::alternative_plain_html(
                letter.text.clone(),
                html.clone(),
            )),
            None => builder.singlepart(
                SinglePart::builder()
                    .header(ContentType::TEXT_PLAIN)
                    .body(letter.text.clone()),
            ),
        };
        message.map_err(|_| JobError::Never("the letter cannot be made into a message".to_owned()))
    }

    async fn send(
        &self,
        id: &MailId,
        channel: Channel,
        Kept { letter, leave }: &Kept,
    ) -> Result<(), JobError> {
        let Some(smtp) = &self.smtp else { return Ok(()) };
        let to = match (channel, &self.text_gateway) {
            (Channel::Email, _) => letter.to.clone(),
            // Gateways of the mobile networks take a text message as an e-mail to NUMBER@gateway.
            (Channel::Text, Some(gateway)) => {
                format!(
                    "{}@{gateway}",
                    letter
                        .to
                        .chars()
                        .filter(|c| c.is_ascii_digit() || *c == '+')
                        .collect::<String>()
                )
            }
            (Channel::Text, None) => {
                return Err(JobError::Never(
                    "no gateway for text messages is set up".to_owned(),
                ));
            }
        };
        let to: Mailbox = to
            .parse()
            .map_err(|_| JobError::Never("the address is not one".to_owned()))?;
        let message = self.message(id, to, letter, leave.as_deref())?;
        match smtp.send(message).await {
            Ok(_) => Ok(()),
            // The server's words can repeat the address: only the kind of failure is kept.
            Err(e) if e.is_permanent() => {
                Err(JobError::Never("the mail server refused the letter".to_owned()))
            }
            Err(_) => Err(JobError::Later(
                "the mail server did not take the letter".to_owned(),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_can_be_ended_with_one_press_in_the_readers_mail_program() {
        let post = Post::new(&MailConfig::default()).unwrap();
        let letter = Letter {
            to: "robin@example.org".to_owned(),
            subject: "Cancelled\r\nBcc: all@example.org".to_owned(),
            text: "Words".to_owned(),
            html: None,
        };
        let id = MailId::parse("mai_1").unwrap();
        let written = |leave| {
            let to = letter.to.parse().unwrap();
            String::from_utf8(post.message(&id, to, &letter, leave).unwrap().formatted()).unwrap()
        };
        let news = written(Some("https://police.example/follow/1/leave"));
        assert!(
            news.contains("List-Unsubscribe: <https://police.example/follow/1/leave>\r\n"),
            "{news}"
        );
        assert!(
            news.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"),
            "{news}"
        );
        assert!(!news.contains("\r\nBcc:"), "a subject stays in its line");
        assert!(!written(None).contains("List-Unsubscribe"));
    }
}
