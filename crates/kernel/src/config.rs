//! The configuration: one TOML file, then the environment (`BLUELAMP_SERVER__LISTEN=…`). Unknown keys are refused.

use std::path::{Path, PathBuf};

use serde::Deserialize;

#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{0} cannot be read: {1}")]
    File(String, String),
    #[error("the configuration is not right: {0}")]
    Wrong(String),
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub force: ForceConfig,
    pub server: ServerConfig,
    pub database: DatabaseConfig,
    pub mail: MailConfig,
    pub files: FilesConfig,
    pub map: MapConfig,
    pub print: PrintConfig,
    /// A demonstration: invented people, a mailbox page, a banner on each page.
    pub demo: bool,
}

/// What is true of this force; everything that differs between forces is here or in `forms/`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ForceConfig {
    pub name: String,
    pub time_zone: String,
    /// Days that were made bank holidays once, besides those of every year: `["2023-05-08"]`.
    pub extra_bank_holidays: Vec<String>,
    /// Victims' Code: working days to tell a victim of a decision, for most people and for those with enhanced rights.
    pub victim_days: u32,
    pub victim_days_enhanced: u32,
    /// Working days to acknowledge and to finish a review that a victim asked for.
    pub review_acknowledge_days: u32,
    pub review_days: u32,
    /// Months in which a review can be asked for.
    pub review_months: u32,
    /// Days an unfinished report is kept.
    pub draft_days: i64,
    /// Minutes in which a handler reads a report from the web, and hours in which the person is answered.
    pub read_minutes: i64,
    pub answer_hours: i64,
    /// A session's venue farther than this from its ward is warned of: a walk of about a quarter of an hour.
    pub session_walk_metres: u32,
    /// Days ahead in which each ward should have a contact session.
    pub session_gap_days: i64,
    /// When fewer than these came to each of the last four contact sessions of a ward, another venue is advised.
    pub session_few: i64,
    /// The non-emergency number, the web address people are told, and where to write.
    pub phone: String,
    pub address: String,
    /// Who leads the force, for programs that ask `/api/forces/FORCE/people`.
    pub chief_officers: Vec<ChiefOfficer>,
}

/// Someone who leads the force, as the public may know them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChiefOfficer {
    pub name: String,
    pub rank: String,
    pub bio: String,
    pub email: String,
    pub telephone: String,
    pub web: String,
}

impl Default for ForceConfig {
    fn default() -> Self {
        Self {
            name: "Bluelamp".to_owned(),
            time_zone: "Europe/London".to_owned(),
            extra_bank_holidays: Vec::new(),
            victim_days: 5,
            victim_days_enhanced: 1,
            review_acknowledge_days: 10,
            review_days: 30,
            review_months: 3,
            draft_days: 7,
            read_minutes: 45,
            answer_hours: 48,
            session_walk_metres: 1_000,
            session_gap_days: 28,
            session_few: 3,
            phone: "101".to_owned(),
            address: String::new(),
            chief_officers: Vec::new(),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    pub listen: String,
    /// The address people use, for links in letters; `http://listen` when empty. `https` makes cookies Secure.
    pub public_url: String,
    /// Whether the last `X-Forwarded-For` entry is written by a proxy of ours.
    pub behind_proxy: bool,
    /// Posts a minute from one address before it is asked to wait.
    pub posts_a_minute: u32,
    /// Connections at once; below the limit of open files that the system gives the process.
    pub connections: usize,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            public_url: String::new(),
            behind_proxy: false,
            posts_a_minute: 120,
            connections: 800,
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseConfig {
    /// The address of a server; empty for the embedded database in the data folder.
    pub url: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailConfig {
    /// `smtp://host:25`, `smtps://user:password@host`; empty keeps letters in the mailbox of a demo.
    pub smtp: String,
    pub from: String,
    /// Text messages leave as e-mail to NUMBER@this; empty offers no text messages.
    pub text_gateway: String,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            smtp: String::new(),
            from: "Bluelamp <no-reply@bluelamp.example>".to_owned(),
            text_gateway: String::new(),
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FilesConfig {
    /// `s3://bucket/prefix` (keys and region by the usual AWS_… variables), or empty for the data folder.
    pub store: String,
    /// The largest file a person can send, in bytes.
    pub largest: usize,
    /// The most files in one answer.
    pub most: usize,
}

impl Default for FilesConfig {
    fn default() -> Self {
        Self {
            store: String::new(),
            largest: 20 * 1_000_000,
            most: 10,
        }
    }
}

/// A base map under the force's own boundaries. Without one a map shows these alone, and nothing is fetched from elsewhere.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MapConfig {
    /// The address of a MapLibre style, `https://tiles.example/style.json` or `/…` of this site.
    pub style: String,
    /// Where else its tiles, letters and signs come from: `["https://tiles.example"]`. The style's own server is one.
    pub origins: Vec<String>,
    /// Whose map it is, as its licence asks it to be said.
    pub credit: String,
}

impl MapConfig {
    /// Every server that a page with a map may fetch from, or what is wrong with what was written.
    pub(crate) fn sources(&self) -> Result<Vec<String>, String> {
        let mut found: Vec<String> = Vec::new();
        let own = Some(&self.style).filter(|s| !s.is_empty() && !s.starts_with('/'));
        for (key, address) in own
            .map(|s| ("map.style", s))
            .into_iter()
            .chain(self.origins.iter().map(|o| ("map.origins", o)))
        {
            let wrong = || format!("{key}: {address} is not an address that begins with https://");
            let (scheme, rest) = address.split_once("://").ok_or_else(wrong)?;
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let local = ["127.0.0.1", "localhost"].contains(&host.split(':').next().unwrap_or_default());
            let named = host
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-.:".contains(&b));
            if host.is_empty() || !named || !(scheme == "https" || (scheme == "http" && local)) {
                return Err(wrong());
            }
            let origin = format!("{scheme}://{host}");
            if !found.contains(&origin) {
                found.push(origin);
            }
        }
        Ok(found)
    }
}

/// What is printed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PrintConfig {
    /// A folder of fonts (`ttf`, `otf`, `ttc`, `otc`) for the letters that the compiled-in typeface lacks: Bengali,
    /// Gujarati, Punjabi, Tamil, Pashto and others. Empty for none.
    pub fonts: String,
}

/// Reads the file (if one is named) and lets the environment have the last word.
pub fn load(
    file: Option<&Path>,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let mut table = toml::Table::new();
    if let Some(file) = file {
        let wrong = |why: String| ConfigError::File(file.display().to_string(), why);
        let text = std::fs::read_to_string(file).map_err(|e| wrong(e.to_string()))?;
        table = text.parse().map_err(|e: toml::de::Error| wrong(e.to_string()))?;
    }
    for (key, value) in environment {
        let Some(path) = key
            .strip_prefix("BLUELAMP_")
            .filter(|_| key.contains("__") || key == "BLUELAMP_DEMO")
        else {
            continue;
        };
        let parts: Vec<String> = path.split("__").map(str::to_lowercase).collect();
        set(&mut table, &parts, &value).ok_or_else(|| ConfigError::Wrong(format!("{key} does not fit")))?;
    }
    let config = Config::deserialize(table).map_err(|e| ConfigError::Wrong(e.message().to_owned()))?;
    config.checked().map_err(ConfigError::Wrong)
}

impl Config {
    /// Refuses what could not work, so that it is known at the start and not at somebody's report.
    fn checked(self) -> Result<Self, String> {
        let (force, server, files) = (&self.force, &self.server, &self.files);
        let year = 366;
        for (key, value, least, most) in [
            ("force.victim_days", force.victim_days.into(), 1, year),
            (
                "force.victim_days_enhanced",
                force.victim_days_enhanced.into(),
                1,
                year,
            ),
            (
                "force.review_acknowledge_days",
                force.review_acknowledge_days.into(),
                1,
                year,
            ),
            ("force.review_days", force.review_days.into(), 1, year),
            ("force.review_months", force.review_months.into(), 0, 120),
            ("force.draft_days", force.draft_days, 1, year),
            ("force.read_minutes", force.read_minutes, 1, 60 * 24 * year),
            ("force.answer_hours", force.answer_hours, 1, 24 * year),
            (
                "force.session_walk_metres",
                force.session_walk_metres.into(),
                1,
                100_000,
            ),
            ("force.session_gap_days", force.session_gap_days, 1, year),
            ("force.session_few", force.session_few, 0, 1_000),
            ("server.posts_a_minute", server.posts_a_minute.into(), 1, i64::MAX),
            ("server.connections", whole(server.connections), 10, 1_000_000),
            ("files.largest", whole(files.largest), 10_000, 200_000_000),
            ("files.most", whole(files.most), 1, 100),
        ] {
            if !(least..=most).contains(&value) {
                return Err(format!("{key} is {value}: it goes from {least} to {most}"));
            }
        }
        if files.largest.saturating_mul(files.most) > ATTACHED {
            return Err(format!(
                "files.largest times files.most is {}: together the files of one answer have at most {ATTACHED} bytes",
                files.largest.saturating_mul(files.most)
            ));
        }
        if force.name.trim().is_empty() || force.name.chars().any(char::is_control) {
            return Err("force.name is empty or has line breaks".to_owned());
        }
        let (host, port) = server.listen.rsplit_once(':').unwrap_or_default();
        if host.is_empty() || port.parse::<u16>().is_err() {
            return Err(format!(
                "server.listen is `{}`: it is an address and a port, like 127.0.0.1:8080",
                server.listen
            ));
        }
        let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\');
        let url = server.public_url.as_str();
        let host = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"));
        if !url.is_empty() && host.is_none_or(|h| h.is_empty() || h.starts_with('/') || !h.chars().all(plain))
        {
            return Err(format!(
                "server.public_url is `{url}`: it begins with https:// and a name"
            ));
        }
        Ok(self)
    }
}

/// The most bytes that the files of one answer have together.
pub(crate) const ATTACHED: usize = 200_000_000;

fn whole(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn set(table: &mut toml::Table, parts: &[String], value: &str) -> Option<()> {
    let (first, rest) = parts.split_first()?;
    if rest.is_empty() {
        table.insert(first.clone(), parse(value));
        return Some(());
    }
    let inner = table
        .entry(first.clone())
        .or_insert_with(|| toml::Value::Table(toml::Table::new()));
    set(inner.as_table_mut()?, rest, value)
}

fn parse(value: &str) -> toml::Value {
    let lists = value
        .starts_with('[')
        .then(|| format!("v = {value}").parse::<toml::Table>().ok()?.remove("v"));
    match (value, value.parse::<i64>()) {
        ("true", _) => toml::Value::Boolean(true),
        ("false", _) => toml::Value::Boolean(false),
        (_, Ok(number)) => toml::Value::Integer(number),
        _ => lists
            .flatten()
            .unwrap_or_else(|| toml::Value::String(value.to_owned())),
    }
}

/// Where the program keeps what is its own: the embedded database, keys, files, the head of the audit chain.
#[derive(Debug, Clone)]
pub struct DataDir(PathBuf);

impl DataDir {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn database(&self) -> PathBuf {
        self.0.join("bluelamp.db")
    }

    pub fn keys(&self) -> PathBuf {
        self.0.join("keys.toml")
    }

    pub fn files(&self) -> PathBuf {
        self.0.join("files")
    }

    pub fn audit_head(&self) -> PathBuf {
        self.0.join("audit.head")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, env: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("bluelamp.toml");
        std::fs::write(&file, text).unwrap();
        load(
            Some(&file),
            env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())),
        )
    }

    #[test]
    fn the_environment_has_the_last_word() {
        let config = with(
            "[server]\nlisten = '0.0.0.0:80'",
            &[("BLUELAMP_SERVER__LISTEN", "127.0.0.1:9")],
        )
        .unwrap();
        assert_eq!(config.server.listen, "127.0.0.1:9");
        let config = with(
            "",
            &[
                ("BLUELAMP_FORCE__EXTRA_BANK_HOLIDAYS", "['2031-05-05']"),
                ("BLUELAMP_DEMO", "true"),
            ],
        )
        .unwrap();
        assert_eq!(config.force.extra_bank_holidays, ["2031-05-05"]);
        assert!(config.demo);
    }

    #[test]
    fn a_base_map_comes_from_servers_that_are_named_in_full() {
        let map = |style: &str, origins: &[&str]| MapConfig {
            style: style.to_owned(),
            origins: origins.iter().map(|o| (*o).to_owned()).collect(),
            credit: String::new(),
        };
        assert_eq!(map("", &[]).sources().unwrap(), Vec::<String>::new());
        assert_eq!(
            map("/own/style.json", &[]).sources().unwrap(),
            Vec::<String>::new()
        );
        assert_eq!(
            map(
                "https://a.example/x?key=1",
                &["https://a.example", "http://127.0.0.1:7/t"]
            )
            .sources()
            .unwrap(),
            ["https://a.example", "http://127.0.0.1:7"]
        );
        for wrong in [
            "http://a.example",
            "a.example",
            "https://",
            "https://*",
            "https://a; script-src *",
            "data:x",
        ] {
            assert!(map("", &[wrong]).sources().is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_could_not_work_is_refused_by_name() {
        for text in [
            "force.answer_hours = -5",
            "force.answer_hours = 9223372036854775807",
            "force.draft_days = 9223372036854775807",
            "force.name = ' '",
            "files.largest = 0",
            "files.most = 11",
            "server.listen = '127.0.0.1:99999'",
            "server.listen = '8080'",
            "server.public_url = 'javascript:alert(1)'",
            "server.public_url = 'https://'",
            "server.connections = 0",
        ] {
            let key = text.split(' ').next().unwrap();
            let error = with(text, &[]).unwrap_err().to_string();
            assert!(error.contains(key), "{text}: {error}");
        }
        for text in [
            "server.listen = '[::1]:80'",
            "server.listen = 'localhost:0'",
            "server.public_url = 'https://bluelamp.example/'",
        ] {
            with(text, &[]).unwrap();
        }
    }

    #[test]
    fn an_unknown_key_is_refused_by_name_wherever_it_stands() {
        for (text, env) in [
            ("lisen = 1", vec![]),
            ("[server]\nport = 80", vec![]),
            ("", vec![("BLUELAMP_MAIL__STMP", "x")]),
        ] {
            let error = with(text, &env).unwrap_err().to_string();
            assert!(error.contains("unknown field"), "{error}");
        }
    }
}
