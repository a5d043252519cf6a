//! Personal fields are sealed with a key that is not in the database, and found by keyed hashes.
//!
//! The key file holds one look-up key and any number of sealing keys; the last seals, all open. A sealed
//! field is `key number (4 bytes) · nonce (24) · ciphertext`, bound to what it is (`"report"`, `"mail"`) so
//! that one kind cannot be passed off as another.

use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::args;
use crate::db::{Db, DbError, Query, Row};

#[derive(Debug, thiserror::Error)]
pub enum SealError {
    #[error("the key file {0} cannot be read: {1}")]
    File(String, String),
    #[error(
        "a sealed field cannot be opened: it was changed, or its key (number {0}) is not in the key file"
    )]
    Opened(u32),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The keys of a force. Cheap to clone; never shown.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

struct Inner {
    lookup: [u8; 32],
    sealing: Vec<(u32, XChaCha20Poly1305)>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", self.0.sealing.len())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    lookup: String,
    sealing: Vec<Sealing>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealing {
    number: u32,
    key: String,
}

/// What the word is sealed as by which a database knows its keys.
const CHECK: &str = "key-check";

impl Keys {
    /// Reads the key file.
    pub fn load(path: &Path) -> Result<Self, SealError> {
        let wrong = |why: String| SealError::File(path.display().to_string(), why);
        let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
        let file: File = toml::from_str(&text).map_err(|e| wrong(e.message().to_owned()))?;
        let key = |text: &str| -> Result<[u8; 32], SealError> {
            STANDARD
                .decode(text)
                .ok()
                .and_then(|b| b.try_into().ok())
                .ok_or_else(|| wrong("a key is not 32 bytes".to_owned()))
        };
        let mut sealing = Vec::new();
        for one in &file.sealing {
            sealing.push((one.number, XChaCha20Poly1305::new(&key(&one.key)?.into())));
        }
        if sealing.is_empty() {
            return Err(wrong("it has no sealing key".to_owned()));
        }
        let numbers: std::collections::HashSet<u32> = sealing.iter().map(|(number, _)| *number).collect();
        if numbers.len() != sealing.len() {
            return Err(wrong("two sealing keys have one number".to_owned()));
        }
        Ok(Self(Arc::new(Inner {
            lookup: key(&file.lookup)?,
            sealing,
        })))
    }

    /// Makes a key file with fresh keys, readable by its owner alone.
    pub fn make(path: &Path) -> Result<Self, SealError> {
        let sealing = vec![Sealing {
            number: 1,
            key: STANDARD.encode(random::<32>()),
        }];
        let lookup = STANDARD.encode(random::<32>());
        // Beside it first: of two that make keys at once, one is heard and the other takes its keys.
        let own = path.with_extension(hex(&random::<8>()));
        write(&own, &File { lookup, sealing })?;
        let linked = std::fs::hard_link(&own, path);
        let _ = std::fs::remove_file(&own);
        match linked {
            Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => {
                Err(SealError::File(path.display().to_string(), e.to_string()))
            }
            _ => Self::load(path),
        }
    }

    /// The keys of this database. They are made where nothing was sealed yet; where something was, only the keys
    /// that open it will do: with others the force would be cut off from what it holds.
    pub async fn of(db: &Db, path: &Path) -> Result<Self, SealError> {
        let there = db
            .read()
            .opt::<Row>("SELECT id FROM key_check", args![])
            .await?
            .is_some();
        if there {
            return Self::there(db, path).await;
        }
        // A link that leads nowhere is a folder that is missing, not a beginning.
        let keys = match path.symlink_metadata() {
            Ok(_) => Self::load(path)?,
            Err(_) => Self::make(path)?,
        };
        let mut tx = db.begin().await?;
        tx.exec(
            "INSERT INTO key_check (id, sealed) VALUES ('1', $1) ON CONFLICT (id) DO NOTHING",
            args![keys.seal(CHECK, b"right")],
        )
        .await?;
        tx.commit().await?;
        Self::there(db, path).await
    }

    /// The keys in the file, which must be those of this database: for commands that look.
    pub async fn there(db: &Db, path: &Path) -> Result<Self, SealError> {
        let keys = Self::load(path)?;
        let check = db
            .read()
            .opt::<Row>("SELECT sealed FROM key_check", args![])
            .await?;
        let sealed = check.map(|row| row.get::<Vec<u8>>("sealed")).transpose()?;
        match sealed.map(|s| keys.open(CHECK, &s)) {
            None | Some(Ok(_)) => Ok(keys),
            Some(Err(_)) => Err(SealError::File(
                path.display().to_string(),
                "these are not the keys of this database".to_owned(),
            )),
        }
    }

    /// Adds a sealing key to the file; what was sealed before stays readable.
    pub fn rotate(path: &Path, random: [u8; 32]) -> Result<u32, SealError> {
        let wrong = |why: String| SealError::File(path.display().to_string(), why);
        let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
        let mut file: File = toml::from_str(&text).map_err(|e| wrong(e.message().to_owned()))?;
        let number = file.sealing.iter().map(|s| s.number).max().unwrap_or(0) + 1;
        file.sealing.push(Sealing {
            number,
            key: STANDARD.encode(random),
        });
        write(path, &file)?;
        Ok(number)
    }

    /// The number of the key that seals now.
    pub fn current(&self) -> u32 {
        self.0.sealing.last().map_or(0, |(number, _)| *number)
    }

    pub fn seal(&self, kind: &str, plain: &[u8]) -> Vec<u8> {
        let Some((number, cipher)) = self.0.sealing.last() else {
            return Vec::new();
        };
        let mut nonce = [0_u8; 24];
        fill(&mut nonce);
        let payload = Payload {
            msg: plain,
            aad: kind.as_bytes(),
        };
        // Sealing fails only for a message longer than the cipher's limit of 256 GiB.
        let sealed = cipher
            .encrypt(XNonce::from_slice(&nonce), payload)
            .unwrap_or_default();
        [&number.to_be_bytes()[..], &nonce, &sealed].concat()
    }

    pub fn open(&self, kind: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let number = Self::number_of(sealed);
        let cipher = self.0.sealing.iter().find(|(n, _)| *n == number).map(|(_, c)| c);
        let (nonce, body) = sealed
            .get(4..)
            .and_then(|rest| rest.split_at_checked(24))
            .ok_or(SealError::Opened(number))?;
        let payload = Payload {
            msg: body,
            aad: kind.as_bytes(),
        };
        cipher
            .and_then(|c| c.decrypt(XNonce::from_slice(nonce), payload).ok())
            .ok_or(SealError::Opened(number))
    }

    /// Which key sealed this.
    pub fn number_of(sealed: &[u8]) -> u32 {
        sealed.first_chunk::<4>().map_or(0, |b| u32::from_be_bytes(*b))
    }

    pub fn seal_json(&self, kind: &str, value: &impl Serialize) -> Vec<u8> {
        self.seal(kind, &serde_json::to_vec(value).unwrap_or_default())
    }

    pub fn open_json<T: serde::de::DeserializeOwned>(
        &self,
        kind: &str,
        sealed: &[u8],
    ) -> Result<T, SealError> {
        let plain = self.open(kind, sealed)?;
        serde_json::from_slice(&plain).map_err(|_| SealError::Opened(Self::number_of(sealed)))
    }

    /// A hash that finds the same value again and tells nothing without the key. Values that mean the same
    /// (`A@b.c` and `a@b.c `) are made alike by the caller.
    pub fn lookup(&self, kind: &str, value: &str) -> String {
        hex(&self.mac(&[kind.as_bytes(), b"\0", value.as_bytes()]))
    }

    /// A token that only this force can make: `token("csrf", visit)`.
    pub fn token(&self, kind: &str, value: &str) -> String {
        let mac = self.mac(&[b"token\0", kind.as_bytes(), b"\0", value.as_bytes()]);
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(mac.get(..18).unwrap_or_default())
    }

    fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(&self.0.lookup) else {
            return [0; 32];
        };
        parts.iter().for_each(|p| mac.update(p));
        mac.finalize().into_bytes().into()
    }
}

fn write(path: &Path, file: &File) -> Result<(), SealError> {
    let wrong = |why: String| SealError::File(path.display().to_string(), why);
    let text = format!(
        "# The keys of this force. Without this file nothing personal in the database can be read: keep a copy\n\
         # of it apart from the copies of the database.\n{}",
        toml::to_string(file).map_err(|e| wrong(e.to_string()))?
    );
    let beside = std::path::PathBuf::from(format!("{}.new", path.display()));
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(&beside).map_err(|e| wrong(e.to_string()))?;
    std::io::Write::write_all(&mut out, text.as_bytes()).map_err(|e| wrong(e.to_string()))?;
    out.sync_all().map_err(|e| wrong(e.to_string()))?;
    std::fs::rename(&beside, path).map_err(|e| wrong(e.to_string()))
}

/// Fills with randomness of the operating system. Nothing safe can be done without it, so its absence,
/// which no running system shows, ends the program.
pub fn fill(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        std::process::abort();
    }
}

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    fill(&mut bytes);
    bytes
}

pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|p| hash.update(p));
    hash.finalize().into()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|b| [b >> 4, b & 15])
        .map(|n| char::from_digit(n.into(), 16).unwrap_or('0'))
        .collect()
}

/// Compares without telling by the time it takes where the first difference is.
pub fn same(a: &str, b: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(a.as_bytes(), b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(folder: &Path) -> Keys {
        let file = folder.join("keys.toml");
        if file.exists() {
            Keys::load(&file)
        } else {
            Keys::make(&file)
        }
        .unwrap()
    }

    #[test]
    fn what_is_sealed_opens_again_also_after_a_new_key_came() {
        let folder = tempfile::tempdir().unwrap();
        let old = keys(folder.path());
        let sealed = old.seal("report", b"a green bicycle");
        Keys::rotate(&folder.path().join("keys.toml"), random()).unwrap();
        let new = keys(folder.path());
        assert_eq!(new.current(), 2);
        assert_eq!(new.open("report", &sealed).unwrap(), b"a green bicycle");
        assert_eq!(Keys::number_of(&new.seal("report", b"x")), 2);
    }

    #[test]
    fn a_sealed_field_that_was_changed_moved_or_cut_does_not_open() {
        let folder = tempfile::tempdir().unwrap();
        let keys = keys(folder.path());
        let sealed = keys.seal("report", b"a green bicycle");
        assert!(keys.open("mail", &sealed).is_err());
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert!(keys.open("report", &changed).is_err(), "byte {i}");
            assert!(keys.open("report", &sealed[..i]).is_err(), "cut at {i}");
        }
    }

    #[tokio::test]
    async fn a_database_keeps_to_its_keys() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.toml");
        let db = Db::open_file(&folder.path().join("test.db")).unwrap();
        crate::db::migrate(&db).await.unwrap();
        let sealed = Keys::of(&db, &path)
            .await
            .unwrap()
            .seal("report", b"a green bicycle");
        // Gone, and as a link to a folder that is not mounted: never made anew, and nothing is left behind.
        let kept = folder.path().join("kept.toml");
        std::fs::rename(&path, &kept).unwrap();
        assert!(Keys::of(&db, &path).await.is_err());
        assert!(!path.exists());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("nowhere"), &path).unwrap();
            assert!(Keys::of(&db, &path).await.is_err());
            std::fs::remove_file(&path).unwrap();
        }
        // Those of another force.
        Keys::make(&path).unwrap();
        let wrong = Keys::of(&db, &path).await.unwrap_err().to_string();
        assert!(wrong.contains("not the keys of this database"), "{wrong}");
        std::fs::rename(&kept, &path).unwrap();
        let keys = Keys::of(&db, &path).await.unwrap();
        assert_eq!(keys.open("report", &sealed).unwrap(), b"a green bicycle");
    }

    #[test]
    fn two_keys_of_one_number_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.toml");
        Keys::make(&path).unwrap();
        Keys::rotate(&path, random()).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("number = 2", "number = 1")).unwrap();
        assert!(Keys::load(&path).unwrap_err().to_string().contains("one number"));
    }

    #[test]
    fn the_key_file_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        keys(folder.path());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.path().join("keys.toml"))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
