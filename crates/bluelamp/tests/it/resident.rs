//! A resident without script who reports a theft, and does not give up when the server goes away.

use crate::program::{Answer, Visitor};

/// What they would answer, whichever page asks.
const ANSWERS: &[(&str, &str)] = &[
    ("danger", "no"),
    ("happeningNow", "no"),
    ("suspectPresent", "no"),
    ("childPresent", "no"),
    ("injury", "none"),
    ("weapon", "no"),
    ("whereKind", "street"),
    ("where", "Lantern Street"),
    ("whenKind", "unsure"),
    ("whenWords", "Some time last week"),
    ("role", "victim"),
    (
        "whatHappened",
        "My bicycle was taken from the railings outside the library.",
    ),
    ("itemKind", "bicycle"),
    ("theftFrom", "outside"),
    ("forceUsed", "no"),
    ("fullName", "Ada Example"),
    ("contactChannel", "email"),
    ("contactHours", "any"),
];

/// What a form of the page would post: its hidden fields, and the answers that it asks for.
fn fields(page: &Answer, email: &str) -> String {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for tag in page
        .body
        .split('<')
        .filter(|t| t.starts_with("input") || t.starts_with("textarea"))
    {
        let tag = tag.split('>').next().unwrap_or_default();
        let attribute = |name: &str| {
            tag.split_once(&format!(" {name}=\""))
                .and_then(|(_, rest)| rest.split('"').next())
        };
        let Some(name) = attribute("name") else { continue };
        if pairs.iter().any(|(n, _)| n == name) {
            continue;
        }
        let value = match attribute("type") {
            Some("hidden") => attribute("value"),
            _ if name == "email" => Some(email),
            _ => ANSWERS.iter().find(|(n, _)| *n == name).map(|(_, v)| *v),
        };
        if let Some(value) = value {
            pairs.push((name.to_owned(), value.to_owned()));
        }
    }
    let encoded = |text: &str| -> String {
        text.bytes()
            .map(|b| match b {
                b if b.is_ascii_alphanumeric() || b"-_.".contains(&b) => char::from(b).to_string(),
                b' ' => "+".to_owned(),
                b => format!("%{b:02X}"),
            })
            .collect()
    };
    pairs
        .iter()
        .map(|(n, v)| format!("{}={}", encoded(n), encoded(v)))
        .collect::<Vec<_>>()
        .join("&")
}

pub struct Resident<'a> {
    pub visitor: Visitor,
    email: String,
    /// Called when a request was not answered; the same request is sent again after it.
    wait: &'a (dyn Fn() + Sync),
}

impl<'a> Resident<'a> {
    pub fn new(address: &str, email: &str, wait: &'a (dyn Fn() + Sync)) -> Self {
        Self {
            visitor: Visitor::new(address),
            email: email.to_owned(),
            wait,
        }
    }

    /// The program was started again at another address; the browser's cookies are the same.
    pub fn moves_to(&mut self, address: &str) {
        self.visitor.moves_to(address);
    }

    /// Until there is an answer that is not "try again later".
    fn send(&mut self, method: &str, path: &str, body: &str) -> Answer {
        loop {
            match self.visitor.try_send(method, path, body) {
                Ok(answer) if answer.status != 503 => return answer,
                _ => (self.wait)(),
            }
        }
    }

    fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, "")
    }

    /// Answers every page up to "check your answers"; gives that page.
    pub fn up_to_check(&mut self) -> Answer {
        let mut path = "/report/theft".to_owned();
        for _ in 0..60 {
            let page = self.get(&path);
            if let Some(to) = page.header("location") {
                to.clone_into(&mut path);
                continue;
            }
            assert_eq!(page.status, 200, "{path}: {}", page.head);
            if page.body.contains("action=\"/report/theft/send\"") {
                return page;
            }
            let body = fields(&page, &self.email);
            let answer = self.send("POST", &path, &body);
            assert_eq!(answer.status, 303, "{path}: {body}: {}", answer.body);
            answer
                .header("location")
                .expect("where to go on")
                .clone_into(&mut path);
        }
        panic!("the form does not end: {path}");
    }

    /// Presses "send" on the page; gives the reference that is shown.
    pub fn send_report(&mut self, check: &Answer) -> String {
        let body = fields(check, &self.email);
        let answer = self.send("POST", "/report/theft/send", &body);
        assert_eq!(answer.status, 303, "{}", answer.body);
        let sent = self.get("/report/theft/sent");
        assert_eq!(sent.status, 200, "{}", sent.head);
        let (_, rest) = sent.body.split_once("id=\"reference\">").expect("a reference");
        rest.split('<').next().unwrap_or_default().to_owned()
    }

    pub fn reports(&mut self) -> String {
        let check = self.up_to_check();
        self.send_report(&check)
    }
}
