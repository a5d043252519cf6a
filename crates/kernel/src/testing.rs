//! A whole site on a database of its own, for the tests of every feature.
//!
//! The same test runs on the embedded engine and, with `BLUELAMP_TEST_DB` set to a server's address, in a
//! schema of its own there.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use tower::ServiceExt;

use crate::account::{self, NewStaff, Role, StaffId};
use crate::clock::{Clock, Moment};
use crate::config::{Config, DataDir};
use crate::db::{Db, migrate};
use crate::job;
use crate::site::{Feature, Parts, Site};
use crate::web::app;

/// What a test must not go on without.
type Made<T> = Result<T, Box<dyn std::error::Error>>;

pub struct TestSite {
    pub site: Site,
    app: Router,
    millis: Arc<AtomicI64>,
    cookies: Vec<(String, String)>,
    folder: Arc<tempfile::TempDir>,
    language: String,
}

impl std::fmt::Debug for TestSite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.site.fmt(f)
    }
}

/// An answer, as a browser would see it.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub body: String,
    pub location: Option<String>,
    pub headers: axum::http::HeaderMap,
}

impl Answer {
    /// The value of a hidden field of a form on the page.
    pub fn field(&self, name: &str) -> Option<&str> {
        let at = self.body.find(&format!("name=\"{name}\" value=\""))?;
        let rest = self.body.get(at..)?.split_once("value=\"")?.1;
        Some(rest.split_once('"')?.0)
    }
}

/// Wednesday 25 November 2026, 10:00 in London.
pub const TODAY: i64 = 1_795_600_800_000;

pub async fn site(features: impl FnOnce() -> Vec<Feature>) -> Made<TestSite> {
    site_with(
        Config {
            demo: true,
            ..Config::default()
        },
        features,
    )
    .await
}

pub async fn site_with(config: Config, features: impl FnOnce() -> Vec<Feature>) -> Made<TestSite> {
    let folder = tempfile::tempdir()?;
    let data = DataDir::new(folder.path());
    let db = match std::env::var("BLUELAMP_TEST_DB") {
        Ok(url) if !url.is_empty() => {
            let schema = format!("t_{}", crate::seal::hex(&crate::seal::random::<8>()));
            let first = Db::connect(&url, None).await?;
            let mut tx = first.begin().await?;
            tx.exec(&format!("CREATE SCHEMA {schema}"), vec![]).await?;
            tx.commit().await?;
            Db::connect(&url, Some(&schema)).await?
        }
        _ => Db::open_file(&data.database())?,
    };
    migrate(&db).await?;
    let millis = Arc::new(AtomicI64::new(TODAY));
    let told = Arc::clone(&millis);
    let clock = Clock::new(move || Moment::from_millis(told.load(Ordering::SeqCst)));
    let mut config = config;
    config.server.posts_a_minute = 1_000_000;
    let keys = crate::seal::Keys::of(&db, &data.keys()).await?;
    let (site, routes) = Site::new(Parts {
        config,
        data,
        db,
        keys,
        clock,
        features: features(),
    })?;
    let app = app(&site, routes);
    Ok(TestSite {
        site,
        app,
        millis,
        cookies: Vec::new(),
        folder: Arc::new(folder),
        language: String::new(),
    })
}

impl TestSite {
    pub fn now(&self) -> Moment {
        self.site.now()
    }

    pub fn wait_minutes(&self, minutes: i64) {
        self.millis.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The same site in another browser.
    #[must_use]
    pub fn other_browser(&self) -> Self {
        Self {
            site: self.site.clone(),
            app: self.app.clone(),
            millis: Arc::clone(&self.millis),
            cookies: Vec::new(),
            folder: Arc::clone(&self.folder),
            language: String::new(),
        }
    }

    #[must_use]
    pub fn speaking(mut self, language: &str) -> Self {
        self.language = language.to_owned();
        self
    }

    /// Makes a member of staff and signs in as them in a new browser, by password and code.
    pub async fn signed_in(&self, login: &str, role: Role, team: &str) -> Made<Self> {
        let secret: [u8; 20] = crate::seal::random();
        let id = StaffId::new(self.now(), self.site.random());
        let hash = account::hash_password("correct horse", &self.site.random(), true)?;
        let mut tx = self.site.db().begin().await?;
        let new = NewStaff {
            login,
            name: login,
            role,
            team,
            // An officer's team is their ward.
            area: (role == Role::Officer).then_some(team),
            password_hash: &hash,
            totp_secret: &secret,
        };
        account::add(&mut tx, self.site.keys(), &id, &new).await?;
        tx.commit().await?;
        let mut browser = self.other_browser();
        browser.get("/desk/sign-in").await?;
        browser
            .post(
                "/desk/sign-in",
                &[("login", login), ("password", "correct horse")],
            )
            .await?;
        let code = account::code_now(&secret, self.now()).ok_or("no code")?;
        let answer = browser.post("/desk/sign-in/code", &[("code", &code)]).await?;
        if answer.location.as_deref() == Some("/desk") {
            Ok(browser)
        } else {
            Err(format!("not signed in: {answer:?}").into())
        }
    }

    pub async fn get(&mut self, path: &str) -> Made<Answer> {
        let request = self.request("GET", path).body(Body::empty())?;
        self.send(request).await
    }

    /// Posts a form with the anti-forgery token of this browser.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Made<Answer> {
        let csrf = self.csrf();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.post_bare(path, &all).await
    }

    /// Posts a form as it is.
    pub async fn post_bare(&mut self, path: &str, fields: &[(&str, &str)]) -> Made<Answer> {
        let encode = |t: &str| page::encode(t);
        let body: Vec<String> = fields
            .iter()
            .map(|(k, v)| format!("{}={}", encode(k), encode(v)))
            .collect();
        let request = self
            .request("POST", path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))?;
        self.send(request).await
    }

    /// Posts a form with files: (field, name, bytes).
    pub async fn post_files(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Made<Answer> {
        let mark = "----bluelamp-test-7MA4YWxkTrZu0gW";
        let csrf = self.csrf();
        let mut body: Vec<u8> = Vec::new();
        for (name, value) in std::iter::once(("csrf", csrf.as_str())).chain(fields.iter().copied()) {
            body.extend(
                format!("--{mark}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--{mark}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{mark}--\r\n").bytes());
        let request = self
            .request("POST", path)
            .header(
                header::CONTENT_TYPE,
                format!("multipart/form-data; boundary={mark}"),
            )
            .body(Body::from(body))?;
        self.send(request).await
    }

    fn csrf(&self) -> String {
        let value = |name: &str| {
            self.cookies
                .iter()
                .find(|(n, v)| n == name && !v.is_empty())
                .map(|(_, v)| v.as_str())
        };
        let visit = value("bl_desk")
            .filter(|t| t.len() == 48 && self.is_full(t))
            .or(value("bl_visit"))
            .unwrap_or_default();
        self.site.keys().token("csrf", visit)
    }

    /// The token of a full sign-in is the visit; the one that awaits its code is not yet.
    fn is_full(&self, _token: &str) -> bool {
        self.cookies.iter().any(|(n, _)| n == "full")
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .filter(|(n, v)| !v.is_empty() && n != "full")
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "bluelamp.test");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if !self.language.is_empty() {
            request = request.header(header::ACCEPT_LANGUAGE, self.language.clone());
        }
        request
    }

    /// Sends a request as it is and keeps the cookies that come back.
    pub async fn send(&mut self, request: Request<Body>) -> Made<Answer> {
        let path = request.uri().path().to_owned();
        let answer = self.app.clone().oneshot(request).await?;
        let (parts, body) = answer.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let text = cookie.to_str()?;
            let (name, value) = text
                .split(';')
                .next()
                .and_then(|c| c.split_once('='))
                .ok_or("a cookie without a name")?;
            self.cookies.retain(|(n, _)| n != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
            if name == "bl_desk" {
                self.cookies.retain(|(n, _)| n != "full");
                if path == "/desk/sign-in/code" {
                    self.cookies.push(("full".to_owned(), "yes".to_owned()));
                }
            }
        }
        Ok(Answer {
            status: parts.status.as_u16(),
            location: parts
                .headers
                .get(header::LOCATION)
                .and_then(|v| v.to_str().ok())
                .map(str::to_owned),
            headers: parts.headers,
            body: String::from_utf8_lossy(&to_bytes(body, 64 << 20).await?).into_owned(),
        })
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// Puts a cookie in this browser, as an attacker might.
    pub fn plant(&mut self, name: &str, value: &str) {
        self.cookies.retain(|(n, _)| n != name);
        self.cookies.push((name.to_owned(), value.to_owned()));
    }

    /// Does all work that is due, until there is none; minutes pass where a job wants to wait.
    pub async fn work(&self) -> Made<()> {
        for _ in 0..100 {
            if job::work_once(&self.site).await? == 0 {
                return Ok(());
            }
        }
        Err("the work does not end".into())
    }

    /// The letters that were sent, newest first.
    pub async fn letters(&self) -> Made<Vec<crate::mail::Sent>> {
        Ok(crate::mail::newest(&mut self.site.db().read(), self.site.keys(), 100).await?)
    }
}
