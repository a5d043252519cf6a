//! A question to a ward's team, and its clock.

use kernel::Moment;
use kernel::db::{DbError, FromRow, Row};
use kernel::id;
use serde::{Deserialize, Serialize};

use crate::written::{Reading, Written, Wrongs, is_email};

id!(
    /// A question to a ward's team.
    QuestionId,
    "ask"
);

/// Hours in which a team answers (Neighbourhood Policing Guarantee, 2025).
pub const HOURS: i64 = 72;
pub const LONGEST: usize = 3_000;

pub fn due(asked_at: Moment) -> Moment {
    asked_at.plus_minutes(60 * HOURS)
}

/// What a person asks, and where an answer may go: sealed as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub words: String,
    pub name: String,
    pub email: String,
    pub phone: String,
}

/// A question good enough to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuestion(Content);

impl NewQuestion {
    pub fn parse(written: &Written) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let words = read.need("question", LONGEST, "ask-no-question");
        let name = read.text("name", 100);
        let email = read.email("email");
        read.end(Some(Self(Content {
            words,
            name,
            email,
            phone: String::new(),
        })))
    }

    /// From a school: who asks and how to reach them must be said.
    pub fn parse_school(written: &Written) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let words = read.need("question", LONGEST, "ask-no-question");
        let name = read.need("name", 100, "enquiry-no-name");
        let email = read.email("email");
        let phone = read.phone("phone");
        if email.is_empty() && phone.is_empty() {
            read.say("email", "enquiry-no-way");
        }
        read.end(Some(Self(Content {
            words,
            name,
            email,
            phone,
        })))
    }

    pub fn content(&self) -> &Content {
        &self.0
    }
}

/// What an officer answers, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    pub(crate) answer: String,
    /// Question and answer as everyone may read them.
    pub(crate) public: Option<(String, String)>,
}

impl NewAnswer {
    pub fn parse(written: &Written, may_be_public: bool) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let answer = read.need("answer", 5_000, "answer-needed");
        let public = match written.of("publish") {
            "yes" if may_be_public => {
                let question = read.need("public-question", LONGEST, "answer-no-public-question");
                let words = read.need("public-answer", 5_000, "answer-no-public-answer");
                Some((question, words))
            }
            "no" => None,
            _ if !may_be_public => None,
            _ => {
                read.say("publish", "answer-no-publish");
                None
            }
        };
        read.end(Some(Self { answer, public }))
    }

    /// What everyone would read must not say who asked: not by a name, an address or a number, and by nothing that the
    /// asker wrote in private and that leads to somebody. How the team is reached (`known`) may stand there.
    ///
    /// # Errors
    /// The field in which it does.
    pub fn hides(&self, asker: &Content, known: &[&str]) -> Result<(), Wrongs> {
        let Some((question, answer)) = &self.public else {
            return Ok(());
        };
        let known: Vec<Lead> = known.iter().flat_map(|k| leads(k)).collect();
        let private: Vec<Lead> = leads(&asker.words)
            .into_iter()
            .filter(|lead| !known.contains(lead))
            .collect();
        for (field, words) in [("public-question", question), ("public-answer", answer)] {
            if asker.is_told_by(words) {
                return Err(Wrongs::one(field, "answer-public-tells"));
            }
            let said = leads(words);
            if private.iter().any(|lead| said.contains(lead)) {
                return Err(Wrongs::one(field, "answer-public-leads"));
            }
        }
        Ok(())
    }
}

/// Something in a text that leads to somebody, in one way of writing it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Lead {
    Email(String),
    Phone(String),
    Postcode(String),
}

/// Telephone numbers with fewer digits are those of services that everyone calls: 101, 999, 111.
const LEAST_DIGITS: usize = 9;
const MOST_DIGITS: usize = 16;

/// A number as it is called from here. From abroad it is written with the country, and sometimes with the nought that
/// falls away then.
fn national(digits: &str) -> String {
    let country = ["0044", "44"].iter().find_map(|c| digits.strip_prefix(c));
    match country {
        Some(rest) if rest.len() >= LEAST_DIGITS => format!("0{}", rest.trim_start_matches('0')),
        _ => digits.to_owned(),
    }
}

/// Everything in a text that is shaped like an e-mail address, a telephone number or a postcode.
fn leads(text: &str) -> Vec<Lead> {
    let mut found = Vec::new();
    for word in text.split(|c: char| c.is_whitespace() || ",;<>()[]\"".contains(c)) {
        let word = word
            .trim_start_matches("mailto:")
            .trim_matches(|c: char| !c.is_alphanumeric());
        if is_email(word) {
            found.push(Lead::Email(word.to_lowercase()));
        }
    }
    let is_part = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-–.()/".contains(c);
    for row in text.split(|c: char| !is_part(c)) {
        let parts: Vec<String> = row
            .split_whitespace()
            .map(|p| p.chars().filter(char::is_ascii_digit).collect())
            .filter(|p: &String| !p.is_empty())
            .collect();
        // Other figures may stand before and after it.
        for first in 0..parts.len() {
            let mut digits = String::new();
            for part in parts.iter().skip(first) {
                digits.push_str(part);
                if digits.len() > MOST_DIGITS {
                    break;
                }
                if digits.len() >= LEAST_DIGITS {
                    found.push(Lead::Phone(national(&digits)));
                }
            }
        }
    }
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(str::to_uppercase)
        .collect();
    let pairs = words.windows(2).map(|pair| pair.concat());
    let codes = words.iter().cloned().chain(pairs).filter(|w| is_postcode(w));
    found.extend(codes.map(Lead::Postcode));
    found
}

/// `QN11AB`: one or two letters, a figure, perhaps a figure or letter, then a figure and two letters.
fn is_postcode(word: &str) -> bool {
    let Some((outward, inward)) = word.len().checked_sub(3).and_then(|at| word.split_at_checked(at)) else {
        return false;
    };
    let shape = |part: &str| -> String {
        part.chars()
            .map(|c| match c {
                'A'..='Z' => 'a',
                '0'..='9' => '9',
                _ => '?',
            })
            .collect()
    };
    shape(inward) == "9aa" && ["a9", "aa9", "a99", "aa99", "a9a", "aa9a"].contains(&shape(outward).as_str())
}

impl Content {
    /// Whether words hold part of the asker's name, their address or their number.
    fn is_told_by(&self, words: &str) -> bool {
        let parts = |text: &str| -> Vec<String> {
            let split = text.split(|c: char| !c.is_alphanumeric());
            split
                .filter(|p| p.chars().count() > 2)
                .map(str::to_lowercase)
                .collect()
        };
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let (said, number) = (parts(words), digits(&self.phone));
        let address = self.email.to_lowercase();
        parts(&self.name).iter().any(|name| said.contains(name))
            || (!address.is_empty() && words.to_lowercase().contains(&address))
            || (number.len() > 5 && digits(words).contains(&number))
    }
}

/// A question as its row knows it; what is sealed stays sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub ward: String,
    pub school: Option<String>,
    pub lang: String,
    pub asked_at: Moment,
    pub due_at: Moment,
    pub answered_at: Option<Moment>,
    pub answered_by: Option<String>,
    pub public: Option<(String, String)>,
    pub complained_at: Option<Moment>,
    pub replied_at: Option<Moment>,
    pub(crate) content: Vec<u8>,
    pub(crate) answer: Option<Vec<u8>>,
    pub(crate) complaint: Option<Vec<u8>>,
    pub(crate) reply: Option<Vec<u8>>,
    pub(crate) token: Option<Vec<u8>>,
}

impl FromRow for Question {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let question: Option<String> = row.get("public_question")?;
        Ok(Self {
            id: row.get("id")?,
            ward: row.get("ward")?,
            school: row.get("school")?,
            lang: row.get("lang")?,
            asked_at: row.get("asked_at")?,
            due_at: row.get("due_at")?,
            answered_at: row.get("answered_at")?,
            answered_by: row.get("answered_by")?,
            public: question.zip(row.get("public_answer")?),
            complained_at: row.get("complained_at")?,
            replied_at: row.get("replied_at")?,
            content: row.get("content")?,
            answer: row.get("answer")?,
            complaint: row.get("complaint")?,
            reply: row.get("reply")?,
            token: row.get("token")?,
        })
    }
}

impl Question {
    /// The clock has passed without an answer, or the answer came after it.
    pub fn is_missed(&self, now: Moment) -> bool {
        self.answered_at.unwrap_or(now) > self.due_at
    }

    /// A complaint is possible from the moment the clock has passed, once.
    pub fn may_complain(&self, now: Moment) -> bool {
        self.is_missed(now) && self.complained_at.is_none()
    }
}

/// How long answers take: what everyone may know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pace {
    pub counted: usize,
    pub in_time: usize,
    /// Seconds; none when nothing is counted yet.
    pub median: Option<i64>,
}

impl Pace {
    /// (asked, answered) of each question. One that still waits within its clock says nothing yet; one that waits
    /// beyond it counts with the time it has waited so far, so that silence does not make a team look quick.
    pub fn of(questions: impl IntoIterator<Item = (Moment, Option<Moment>)>, now: Moment) -> Self {
        let mut took: Vec<i64> = questions
            .into_iter()
            .filter(|(asked, answered)| answered.is_some() || due(*asked) < now)
            .map(|(asked, answered)| answered.unwrap_or(now).seconds_since(asked))
            .collect();
        took.sort_unstable();
        let in_time = took.iter().filter(|s| **s <= HOURS * 3_600).count();
        let middle = |at: usize| took.get(at).copied();
        let median = match took.len() {
            0 => None,
            n if n % 2 == 1 => middle(n / 2),
            n => middle(n / 2 - 1).zip(middle(n / 2)).map(|(a, b)| (a + b) / 2),
        };
        Self {
            counted: took.len(),
            in_time,
            median,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hours(n: i64) -> Moment {
        Moment::from_millis(n * 3_600_000)
    }

    #[test]
    fn a_question_that_waits_too_long_counts_and_one_that_waits_within_its_clock_does_not() {
        let now = hours(1_000);
        let all = [
            (hours(0), Some(hours(10))),
            (hours(0), Some(hours(90))),
            (hours(900), None),
            (hours(950), None),
        ];
        let pace = Pace::of(all, now);
        assert_eq!((pace.counted, pace.in_time), (3, 1));
        assert_eq!(pace.median, Some(90 * 3_600));
        assert_eq!(Pace::of([], now), Pace::default());
    }

    proptest! {
        #[test]
        fn half_of_the_answers_are_no_slower_than_the_median(took in proptest::collection::vec(0_i64..500, 1..60)) {
            let all: Vec<_> = took.iter().map(|h| (hours(0), Some(hours(*h)))).collect();
            let pace = Pace::of(all, hours(10_000));
            let median = pace.median.unwrap();
            let no_slower = took.iter().filter(|h| **h * 3_600 <= median).count();
            let no_faster = took.iter().filter(|h| **h * 3_600 >= median).count();
            prop_assert!(2 * no_slower >= took.len() && 2 * no_faster >= took.len());
            prop_assert_eq!(pace.in_time, took.iter().filter(|h| **h <= HOURS).count());
        }
    }

    #[test]
    fn a_school_says_who_asks_and_how_to_reach_them() {
        let bare = Written::default().with("question", "May we ask for a talk?");
        assert!(NewQuestion::parse(&bare).is_ok());
        let wrong = NewQuestion::parse_school(&bare).unwrap_err();
        assert_eq!(wrong.0.len(), 2);
        let full = bare.with("name", "Office").with("phone", "020 7946 0000");
        assert!(NewQuestion::parse_school(&full).is_ok());
    }

    #[test]
    fn an_officer_chooses_whether_everyone_may_read_an_answer() {
        let bare = Written::default().with("answer", "Yes");
        assert_eq!(NewAnswer::parse(&bare, true).unwrap_err().0[0].field, "publish");
        assert_eq!(NewAnswer::parse(&bare, false).unwrap().public, None);
        let publish = bare.with("publish", "yes");
        assert_eq!(
            NewAnswer::parse(&publish, true).unwrap_err().0[0].field,
            "public-question"
        );
        let asked = publish.with("public-question", "May we?");
        assert_eq!(
            NewAnswer::parse(&asked, true).unwrap_err().0[0].field,
            "public-answer"
        );
        let public = NewAnswer::parse(&asked.with("public-answer", "Yes"), true).unwrap();
        assert_eq!(public.public, Some(("May we?".to_owned(), "Yes".to_owned())));
    }

    #[test]
    fn what_everyone_reads_does_not_say_who_asked() {
        let asker = Content {
            words: String::new(),
            name: "Kim O’Wren-Vale".to_owned(),
            email: "kim.w@example.org".to_owned(),
            phone: "020 7946 0000".to_owned(),
        };
        let said = |question: &str, answer: &str| NewAnswer {
            answer: "Yes".to_owned(),
            public: Some((question.to_owned(), answer.to_owned())),
        };
        for (question, answer, field) in [
            ("May KIM go?", "Yes", "public-question"),
            ("May we?", "Dear Ms Vale, yes", "public-answer"),
            ("May we?", "Write to Kim.W@Example.org", "public-answer"),
            ("Call (020) 79460000?", "Yes", "public-question"),
        ] {
            assert_eq!(
                said(question, answer).hides(&asker, &[]).unwrap_err().0[0].field,
                field,
                "{answer}"
            );
        }
        assert!(
            said("May we swim in Kimber Vales?", "Yes, on 2 December")
                .hides(&asker, &[])
                .is_ok()
        );
        assert!(
            said("Kim?", "Kim")
                .hides(
                    &Content {
                        name: String::new(),
                        ..asker
                    },
                    &[]
                )
                .is_ok()
        );
    }

    #[test]
    fn what_leads_to_somebody_in_the_private_words_is_not_repeated_in_public() {
        let asker = Content {
            words: "My lad at 12 Mill Lane, QN1 1AB (lad@example.org, +44 (0)7700 900123) was told by your team on \
                    020 7946 0000 and 101 that the flat 7 020-7946-0999 is next. Vale.Kim@Example.org"
                .to_owned(),
            name: String::new(),
            email: String::new(),
            phone: String::new(),
        };
        let known = ["020 7946 0000", "team@police.example"];
        let public = |words: &str| NewAnswer {
            answer: "Yes".to_owned(),
            public: Some(("What is next?".to_owned(), words.to_owned())),
        };
        for leading in [
            "Ask LAD@EXAMPLE.ORG.",
            "Ask <vale.kim@example.org>",
            "Ask 07700 900 123",
            "Ask 07700-900123 today",
            "Ask 0044 7700 900 123, 8 to 4",
            "Ask 020 7946 0999",
            "It is for qn1 1ab.",
            "It is for QN11AB",
        ] {
            let wrong = public(leading).hides(&asker, &known).unwrap_err();
            assert_eq!(wrong.0[0].key, "answer-public-leads", "{leading}");
        }
        for free in [
            "Call 101, or 999 when it is urgent, or the team on 020 7946 0000.",
            "Come to Hope Hall, QN1 2AA, or write to team@police.example",
            "Call Shelter on 0808 800 4444. 41 calls since 1 June 2026.",
        ] {
            assert!(public(free).hides(&asker, &known).is_ok(), "{free}");
        }
    }
}
