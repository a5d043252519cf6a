//! Files that people send: what they may be, what others see of them, and where the bytes rest.

mod traces;

use object_store::path::Path as StorePath;
use object_store::{ObjectStore, ObjectStoreExt};
use page::Tongue;

use crate::args;
use crate::clock::Moment;
use crate::config::FilesConfig;
use crate::db::{DbError, FromRow, Query, Row, Tx};
use crate::id;
use crate::seal::{hex, sha256};
use crate::site::Site;
use crate::web::Upload;

use traces::Seen;

id!(
    /// A file that someone sent.
    FileId,
    "fil"
);

/// Why a file is not taken; each has words in every language under `file-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    Empty,
    TooLarge,
    /// Not one of the kinds of [`kind_of`], whatever its name says.
    WrongType,
    /// Its header promises a picture so large that opening it would harm the reader's machine.
    Bomb,
}

impl Refusal {
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::TooLarge => "file-too-large",
            Self::WrongType => "file-wrong-type",
            Self::Bomb => "file-bomb",
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("the file store failed: {0}")]
    Store(String),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("there is no such file")]
    Missing,
    /// It could say where it was made, and could not be cleaned: only its original is there.
    #[error("only the original of this file can be opened")]
    OriginalOnly,
}

/// What others than its sender see of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Original,
    Copy,
    Nothing,
}

impl Shown {
    fn parse(text: &str) -> Self {
        match text {
            "original" => Self::Original,
            "copy" => Self::Copy,
            _ => Self::Nothing,
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Copy => "copy",
            Self::Nothing => "nothing",
        }
    }
}

/// A file as its row knows it.
#[derive(Debug, Clone)]
pub struct Kept {
    pub id: FileId,
    pub owner: String,
    pub kind: String,
    pub size: i64,
    pub kept_at: Moment,
    shown: Shown,
    name: Vec<u8>,
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            owner: row.get("owner")?,
            kind: row.get("type")?,
            size: row.get("size")?,
            kept_at: row.get("kept_at")?,
            shown: Shown::parse(&row.get::<String>("shown")?),
            name: row.get("name")?,
        })
    }
}

impl Kept {
    /// Whether others may see it. A file that could not be cleaned is there as evidence alone.
    pub fn is_shown(&self) -> bool {
        self.shown != Shown::Nothing
    }

    /// The name the sender's machine gave it, without folders and control characters.
    pub fn name(&self, site: &Site) -> String {
        let plain = site.keys().open("file-name", &self.name).unwrap_or_default();
        String::from_utf8(plain)
            .ok()
            .filter(|n| !n.is_empty())
            .unwrap_or_else(|| "file".to_owned())
    }
}

/// What the bytes are, by their beginning: photos, sound and film, PDF, plain text. No archives, no
/// documents that can hold programs, nothing a browser would run.
pub fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..offset + magic.len()) == Some(magic);
    if at(0, b"\xFF\xD8\xFF") {
        Some("image/jpeg")
    } else if at(0, b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
        Some("image/gif")
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Some("image/webp")
    } else if at(0, b"RIFF") && at(8, b"WAVE") {
        Some("audio/wav")
    } else if at(4, b"ftypheic") || at(4, b"ftypheix") || at(4, b"ftypmif1") {
        Some("image/heic")
    } else if at(4, b"ftypM4A") {
        Some("audio/mp4")
    } else if at(4, b"ftypqt") {
        Some("video/quicktime")
    } else if at(4, b"ftyp") {
        Some("video/mp4")
    } else if at(0, b"ID3") || at(0, b"\xFF\xFB") {
        Some("audio/mpeg")
    } else if at(0, b"%PDF-") {
        Some("application/pdf")
    } else if is_plain_text(bytes) {
        Some("text/plain")
    } else {
        None
    }
}

fn is_plain_text(bytes: &[u8]) -> bool {
    let fits = |c: char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    // Served as text/plain with nosniff it cannot run; markup is refused all the same, because people open
    // what they download.
    std::str::from_utf8(bytes).is_ok_and(|t| t.chars().all(fits) && !t.trim_start().starts_with('<'))
}

/// Width times height as a picture's header states them.
fn pixels(kind: &str, bytes: &[u8]) -> u64 {
    let be32 = |at: usize| {
        bytes
            .get(at..at + 4)
            .and_then(|b| b.first_chunk())
            .map_or(0, |b| u64::from(u32::from_be_bytes(*b)))
    };
    let le16 = |at: usize| {
        bytes
            .get(at..at + 2)
            .and_then(|b| b.first_chunk())
            .map_or(0, |b| u64::from(u16::from_le_bytes(*b)))
    };
    match kind {
        "image/png" => be32(16).saturating_mul(be32(20)),
        "image/gif" => le16(6) * le16(8),
        "image/jpeg" => traces::jpeg_pixels(bytes).unwrap_or(0),
        "image/webp" => webp_pixels(bytes).unwrap_or(0),
        "image/heic" => heic_pixels(bytes),
        _ => 0,
    }
}

/// The canvas of an extended WebP, or the frame of a plain one.
fn webp_pixels(bytes: &[u8]) -> Option<u64> {
    let le = |at: usize, many: usize| {
        let own = bytes.get(at..at + many)?;
        Some(own.iter().rev().fold(0, |sum, b| sum << 8 | u64::from(*b)))
    };
    match bytes.get(12..16)? {
        b"VP8X" => Some((le(24, 3)? + 1) * (le(27, 3)? + 1)),
        b"VP8L" => {
            let packed = le(21, 4)?;
            Some(((packed & 0x3FFF) + 1) * ((packed >> 14 & 0x3FFF) + 1))
        }
        b"VP8 " => Some((le(26, 2)? & 0x3FFF) * (le(28, 2)? & 0x3FFF)),
        _ => None,
    }
}

/// The largest of the sizes that the parts of a HEIC picture state.
fn heic_pixels(bytes: &[u8]) -> u64 {
    let sizes = bytes.windows(16).filter_map(|w| {
        let [b'i', b's', b'p', b'e', _, _, _, _, size @ ..] = w else {
            return None;
        };
        let (width, height) = size.split_first_chunk::<4>()?;
        let height = height.first_chunk::<4>()?;
        Some(u64::from(u32::from_be_bytes(*width)) * u64::from(u32::from_be_bytes(*height)))
    });
    sizes.max().unwrap_or(0)
}

const MOST_PIXELS: u64 = 100_000_000;

/// A file good enough to keep: its kind is known from its bytes, and the copy for others is made.
#[derive(Debug)]
pub struct NewFile {
    name: String,
    kind: &'static str,
    original: Vec<u8>,
    seen: Seen,
}

impl NewFile {
    pub fn parse(name: &str, bytes: Vec<u8>, config: &FilesConfig) -> Result<Self, Refusal> {
        if bytes.is_empty() {
            return Err(Refusal::Empty);
        }
        if bytes.len() > config.largest {
            return Err(Refusal::TooLarge);
        }
        let kind = kind_of(&bytes).ok_or(Refusal::WrongType)?;
        if pixels(kind, &bytes) > MOST_PIXELS {
            return Err(Refusal::Bomb);
        }
        let seen = traces::seen(kind, &bytes);
        Ok(Self {
            name: plain_name(name),
            kind,
            original: bytes,
            seen,
        })
    }

    /// A file that came with a form; refused in words that name it.
    pub fn of_upload(upload: Upload, config: &FilesConfig, tongue: &Tongue) -> Result<Self, String> {
        let Upload {
            name,
            bytes,
            too_large,
            ..
        } = upload;
        let parsed = if too_large {
            Err(Refusal::TooLarge)
        } else {
            Self::parse(&name, bytes, config)
        };
        parsed.map_err(|refusal| {
            let why = tongue.t1(refusal.key(), "megabytes", config.largest / 1_000_000);
            format!("{}: {why}", plain_name(&name))
        })
    }

    pub fn kind(&self) -> &'static str {
        self.kind
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn size(&self) -> usize {
        self.original.len()
    }
}

/// The last part of a path, at most 100 characters, nothing that a header or a folder would mind.
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let safe = last
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '"' | '<' | '>' | ':' | '|' | '?' | '*'));
    let name: String = safe.take(100).collect();
    let name = name.trim_matches(['.', ' ']).to_owned();
    if name.is_empty() { "file".to_owned() } else { name }
}

/// Where the sealed bytes rest: a folder, or any S3-like store.
pub fn open_store(config: &FilesConfig, folder: &std::path::Path) -> Result<Box<dyn ObjectStore>, FileError> {
    let wrong = |e: object_store::Error| FileError::Store(e.to_string());
    match config.store.strip_prefix("s3://") {
        Some(rest) => {
            crate::use_ring();
            let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
            let s3 = object_store::aws::AmazonS3Builder::from_env()
                .with_bucket_name(bucket)
                .build()
                .map_err(wrong)?;
            Ok(Box::new(object_store::prefix::PrefixStore::new(s3, prefix)))
        }
        None if config.store.is_empty() => {
            std::fs::create_dir_all(folder).map_err(|e| FileError::Store(e.to_string()))?;
            let local = object_store::local::LocalFileSystem::new_with_prefix(folder).map_err(wrong)?;
            Ok(Box::new(local))
        }
        None => Err(FileError::Store(
            "files.store is neither empty nor s3://…".to_owned(),
        )),
    }
}

fn original_path(id: &FileId) -> StorePath {
    StorePath::from(format!("{id}.original"))
}

fn copy_path(id: &FileId) -> StorePath {
    StorePath::from(format!("{id}.copy"))
}

/// Puts the bytes in the store; the row follows in the caller's transaction by [`insert`]. Bytes without a
/// row (the machine stopped between) are never shown to anyone.
pub async fn put(site: &Site, id: &FileId, new: &NewFile) -> Result<(), FileError> {
    put_sealed(site, &original_path(id), new.original.clone()).await?;
    if let Seen::Copy(copy) = &new.seen {
        put_sealed(site, &copy_path(id), copy.clone()).await?;
    }
    Ok(())
}

async fn put_sealed(site: &Site, path: &StorePath, plain: Vec<u8>) -> Result<(), FileError> {
    // Twenty megabytes take a while: not on a thread that serves others meanwhile.
    let keys = site.keys().clone();
    let sealed = tokio::task::spawn_blocking(move || keys.seal("file", &plain))
        .await
        .map_err(|e| FileError::Store(e.to_string()))?;
    let put = site.files().put(path, sealed.into()).await;
    put.map(drop).map_err(|e| FileError::Store(e.to_string()))
}

pub async fn insert(
    tx: &mut Tx,
    site: &Site,
    id: &FileId,
    new: &NewFile,
    owner: &str,
    now: Moment,
) -> Result<(), DbError> {
    tx.exec(
        "INSERT INTO file (id, owner, name, type, size, sha256, shown, kept_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id,
            owner,
            site.keys().seal("file-name", new.name.as_bytes()),
            new.kind,
            new.original.len(),
            hex(&sha256(&[&new.original])),
            match new.seen {
                Seen::Original => Shown::Original,
                Seen::Copy(_) => Shown::Copy,
                Seen::Nothing => Shown::Nothing,
            }
            .text(),
            now
        ],
    )
    .await?;
    Ok(())
}

const COLUMNS: &str = "id, owner, name, type, size, shown, kept_at";

pub async fn of_owner(q: &mut impl Query, owner: &str) -> Result<Vec<Kept>, DbError> {
    q.all(
        &format!("SELECT {COLUMNS} FROM file WHERE owner = $1 ORDER BY id"),
        args![owner],
    )
    .await
}

pub async fn find(q: &mut impl Query, id: &FileId) -> Result<Option<Kept>, DbError> {
    q.opt(&format!("SELECT {COLUMNS} FROM file WHERE id = $1"), args![id])
        .await
}

/// Files of a draft become files of its report, and so on.
pub async fn give(tx: &mut Tx, from: &str, to: &str) -> Result<usize, DbError> {
    tx.exec("UPDATE file SET owner = $1 WHERE owner = $2", args![to, from])
        .await
}

pub async fn forget(tx: &mut Tx, id: &FileId, owner: &str) -> Result<bool, DbError> {
    Ok(tx
        .exec("DELETE FROM file WHERE id = $1 AND owner = $2", args![id, owner])
        .await?
        == 1)
}

/// The copy that may be shown (the original where nothing had to be taken out).
pub async fn shown(site: &Site, file: &Kept) -> Result<Vec<u8>, FileError> {
    let path = match file.shown {
        Shown::Copy => copy_path(&file.id),
        Shown::Original => original_path(&file.id),
        Shown::Nothing => return Err(FileError::OriginalOnly),
    };
    fetch(site, &path).await
}

/// The original, for evidence.
pub async fn original(site: &Site, file: &Kept) -> Result<Vec<u8>, FileError> {
    fetch(site, &original_path(&file.id)).await
}

async fn fetch(site: &Site, path: &StorePath) -> Result<Vec<u8>, FileError> {
    let found = match site.files().get(path).await {
        Ok(found) => found,
        Err(object_store::Error::NotFound { .. }) => return Err(FileError::Missing),
        Err(e) => return Err(FileError::Store(e.to_string())),
    };
    let sealed = found.bytes().await.map_err(|e| FileError::Store(e.to_string()))?;
    let keys = site.keys().clone();
    tokio::task::spawn_blocking(move || keys.open("file", &sealed))
        .await
        .map_err(|e| FileError::Store(e.to_string()))?
        .map_err(|e| FileError::Store(e.to_string()))
}

/// Of the files that rows know, those whose original is not in the store: for the proof that nothing is lost.
pub async fn missing(site: &Site) -> Result<Vec<FileId>, FileError> {
    let rows = site
        .db()
        .read()
        .rows("SELECT id FROM file ORDER BY id", args![])
        .await?;
    let mut missing = Vec::new();
    for row in &rows {
        let id: FileId = row.get("id")?;
        match site.files().head(&original_path(&id)).await {
            Ok(_) => {}
            Err(object_store::Error::NotFound { .. }) => missing.push(id),
            Err(e) => return Err(FileError::Store(e.to_string())),
        }
    }
    Ok(missing)
}

/// Seals what is in the store anew if an older key sealed it; says how many of the two it was.
pub(crate) async fn reseal(site: &Site, id: &FileId) -> Result<usize, FileError> {
    let mut anew = 0;
    for path in [original_path(id), copy_path(id)] {
        let sealed = match site.files().get(&path).await {
            Ok(found) => found.bytes().await.map_err(|e| FileError::Store(e.to_string()))?,
            Err(object_store::Error::NotFound { .. }) => continue,
            Err(e) => return Err(FileError::Store(e.to_string())),
        };
        if crate::seal::Keys::number_of(&sealed) == site.keys().current() {
            continue;
        }
        let plain = site
            .keys()
            .open("file", &sealed)
            .map_err(|e| FileError::Store(e.to_string()))?;
        let put = site
            .files()
            .put(&path, site.keys().seal("file", &plain).into())
            .await;
        put.map_err(|e| FileError::Store(e.to_string()))?;
        anew += 1;
    }
    Ok(anew)
}

/// Takes the bytes of a file out of the store; what is gone already is no fault.
pub async fn erase(site: &Site, id: &FileId) -> Result<(), FileError> {
    for path in [original_path(id), copy_path(id)] {
        match site.files().delete(&path).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(e) => return Err(FileError::Store(e.to_string())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn limits() -> FilesConfig {
        FilesConfig {
            largest: 1_000,
            ..FilesConfig::default()
        }
    }

    #[test]
    fn a_file_is_what_its_bytes_are_not_what_its_name_says() {
        for bytes in [
            &b"MZ\x90\0"[..],
            b"PK\x03\x04zip",
            b"<html><script>",
            b"<?xml version='1.0'?><svg/>",
            b"\x7fELF",
            b"\0\0\0",
        ] {
            assert_eq!(
                NewFile::parse("holiday.jpg", bytes.to_vec(), &limits()).unwrap_err(),
                Refusal::WrongType
            );
        }
        assert_eq!(
            NewFile::parse("a", vec![], &limits()).unwrap_err(),
            Refusal::Empty
        );
        assert_eq!(
            NewFile::parse("a.txt", vec![b'a'; 1_001], &limits()).unwrap_err(),
            Refusal::TooLarge
        );
        assert_eq!(
            NewFile::parse("a.exe", b"just words".to_vec(), &limits())
                .unwrap()
                .kind(),
            "text/plain"
        );
    }

    #[test]
    fn a_picture_that_would_unfold_to_gigabytes_is_refused() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR".to_vec();
        png.extend(60_000_u32.to_be_bytes());
        png.extend(60_000_u32.to_be_bytes());
        png.extend([8, 6, 0, 0, 0]);
        assert_eq!(
            NewFile::parse("a.png", png, &limits()).unwrap_err(),
            Refusal::Bomb
        );
    }

    #[test]
    fn a_bucket_is_opened_without_a_folder_and_another_kind_of_store_is_refused() {
        let nowhere = std::path::Path::new("/nonexistent");
        let config = |store: &str| FilesConfig {
            store: store.to_owned(),
            ..FilesConfig::default()
        };
        assert!(open_store(&config("s3://bucket/prefix"), nowhere).is_ok());
        assert!(open_store(&config("ftp://bucket"), nowhere).is_err());
    }

    #[test]
    fn a_name_cannot_lead_out_of_its_folder_or_into_a_header() {
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name("C:\\temp\\bike.jpg"), "bike.jpg");
        assert_eq!(plain_name("a\r\nSet-Cookie: x\".jpg"), "aSet-Cookie x.jpg");
        assert_eq!(plain_name("..."), "file");
        assert_eq!(plain_name(&"x".repeat(400)).len(), 100);
    }

    /// A JPEG that says where and which way up it was taken.
    fn jpeg_with_place() -> Vec<u8> {
        let mut tiff = b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
        tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0GPSLatitude 51.5 N");
        let mut exif = b"Exif\0\0".to_vec();
        exif.extend(&tiff);
        let mut jpeg = b"\xFF\xD8\xFF\xE1".to_vec();
        jpeg.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
        jpeg.extend(exif);
        jpeg.extend(b"\xFF\xFE\0\x0Dmy comment!");
        jpeg.extend(b"\xFF\xDA\0\x08\x01\x01\0\0\x3F\0abc\xFF\xD9");
        jpeg
    }

    #[test]
    fn the_copy_for_others_says_not_where_it_was_taken_but_stays_the_right_way_up() {
        let original = jpeg_with_place();
        let new = NewFile::parse("bike.jpg", original.clone(), &limits()).unwrap();
        let Seen::Copy(copy) = new.seen else {
            panic!("no copy")
        };
        let text = String::from_utf8_lossy(&copy).into_owned();
        assert!(
            !text.contains("GPSLatitude") && !text.contains("my comment"),
            "{text}"
        );
        assert_eq!(new.original, original);
        // One tag, the orientation, is all that is left of it.
        assert!(text.contains("Exif") && copy.windows(4).any(|w| w == [0, 6, 0, 0]));
    }

    fn cell(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&length[..], name, content].concat()
    }

    /// A film with one track that is seen, one that says where it goes along, and its place written beside them.
    fn film(brand: &[u8; 4]) -> Vec<u8> {
        let start = cell(b"ftyp", &[&brand[..], b"\0\0\0\0isom"].concat());
        let mdat = cell(b"mdat", b"PICTURESPLACE 51.5 NPLACE 51.5 N");
        let track = |kind: &[u8; 4], at: u32, length: u32| {
            let table = |name: &[u8; 4], numbers: &[u32]| {
                let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_be_bytes()).collect();
                cell(name, &bytes)
            };
            let tables = [
                table(b"stsc", &[0, 1, 1, 1, 1]),
                table(b"stsz", &[0, 0, 1, length]),
                table(b"stco", &[0, 1, at]),
            ];
            let info = cell(b"minf", &cell(b"stbl", &tables.concat()));
            let handler = cell(b"hdlr", &[&[0; 8][..], kind, &[0; 12]].concat());
            let own = cell(b"udta", b"PLACE 51.5 N");
            cell(b"trak", &[cell(b"mdia", &[handler, info].concat()), own].concat())
        };
        let at = u32::try_from(start.len() + 8).unwrap();
        let inside = [
            cell(b"mvhd", &[0; 20]),
            track(b"vide", at, 8),
            track(b"meta", at + 8, 12),
            cell(b"udta", &cell(b"\xA9xyz", b"PLACE +51.5074-000.1278/")),
        ];
        [
            start,
            mdat,
            cell(b"moov", &inside.concat()),
            cell(b"uuid", b"PLACE 51.5 N"),
        ]
        .concat()
    }

    /// A HEIC picture whose second item is EXIF.
    fn heic() -> Vec<u8> {
        let start = cell(b"ftyp", b"heic\0\0\0\0mif1heic");
        let entry =
            |id: u8, kind: &[u8; 4]| cell(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0][..], kind, b"\0"].concat());
        let list = cell(
            b"iinf",
            &[&[0, 0, 0, 0, 0, 2][..], &entry(1, b"hvc1"), &entry(2, b"Exif")].concat(),
        );
        let places = |first: u32| {
            let place = |id: u8, from: u32, length: u32| {
                [
                    &[0, id, 0, 0, 0, 1][..],
                    &from.to_be_bytes(),
                    &length.to_be_bytes(),
                ]
                .concat()
            };
            cell(
                b"iloc",
                &[
                    &[0, 0, 0, 0, 0x44, 0, 0, 2][..],
                    &place(1, first, 8),
                    &place(2, first + 8, 12),
                ]
                .concat(),
            )
        };
        let meta = |first: u32| cell(b"meta", &[&[0; 4][..], &list, &places(first)].concat());
        let first = u32::try_from(start.len() + meta(0).len() + 8).unwrap();
        [start, meta(first), cell(b"mdat", b"PICTURESPLACE 51.5 N")].concat()
    }

    #[test]
    fn what_others_see_of_any_kind_says_not_where_it_was_made() {
        let twice = [jpeg_with_place(), jpeg_with_place()].concat();
        let mut wav =
            b"RIFF\0\0\0\0WAVEfmt \x04\0\0\0abcdLIST\x0C\0\0\0PLACE 51.5 Ndata\x08\0\0\0PICTURES".to_vec();
        let gif = b"GIF89a\x01\0\x01\0\0\0\0!\xFE\x0CPLACE 51.5 N\0!\xFF\x0BXMP DataXMP\x05PLACE\0,\0\0\0\0\x01\0\x01\0\0\x02\x08PICTURES\0;";
        let mp3 = b"ID3\x03\0\0\0\0\0\x0CPLACE 51.5 N\xFF\xFBPICTURES";
        let pdf = b"%PDF-1.4\n<x:xmpmeta>PLACE</x:xmpmeta>PICTURES\xFF\xE1\0\x14Exif\0\0PLACE 51.5 N";
        for (name, bytes) in [
            ("two pictures", twice.as_slice()),
            ("sound", &wav),
            ("moving picture", gif),
            ("tagged sound", mp3),
            ("document", pdf),
            ("film", &film(b"mp42")),
            ("film of a phone", &film(b"qt  ")),
            ("picture of a phone", &heic()),
        ] {
            let new = NewFile::parse("x", bytes.to_vec(), &limits()).unwrap();
            let Seen::Copy(copy) = &new.seen else {
                panic!("{name}: not shown")
            };
            let text = String::from_utf8_lossy(copy);
            assert!(
                !text.contains("PLACE") && !text.contains("GPSLatitude"),
                "{name}: {text}"
            );
            assert!(
                text.contains("PICTURES") || name == "two pictures",
                "{name}: {text}"
            );
            assert_eq!(new.original, bytes);
        }
        wav.truncate(30);
        let cut = film(b"mp42");
        for (name, bytes) in [
            (
                "a picture without an end",
                &jpeg_with_place()[..jpeg_with_place().len() - 2],
            ),
            ("sound without sound", &wav),
            ("a film that is cut", &cut[..cut.len() - 3]),
        ] {
            let new = NewFile::parse("x", bytes.to_vec(), &limits()).unwrap();
            assert_eq!(new.seen, Seen::Nothing, "{name}");
        }
    }

    #[test]
    fn a_picture_that_hides_its_size_behind_a_fill_byte_or_in_another_kind_is_refused_too() {
        let mut frame = b"\xFF\xD8\xFF\xFF\xC0\0\x0B\x08\xFF\xFF\xFF\xFF\x01\x01\x11\0".to_vec();
        frame.extend(b"\xFF\xDA\0\x08\x01\x01\0\0\x3F\0abc\xFF\xD9");
        let webp = b"RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\x3F\x7F\xFF\x3F\x7F".to_vec();
        let mut heic = heic();
        heic.extend(cell(b"ispe", &[0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0]));
        for bytes in [frame, webp, heic] {
            assert_eq!(NewFile::parse("x", bytes, &limits()).unwrap_err(), Refusal::Bomb);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_at_all_can_be_offered_as_a_file(head in 0_usize..10, mut bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let (film, heic) = (film(b"mp42"), heic());
            let starts: [&[u8]; 10] = [b"", b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"GIF89a", b"%PDF-",
                b"RIFF\0\0\0\0WAVE", b"ID3", &film, &heic];
            bytes.splice(0..0, starts[head].iter().copied());
            let _ = NewFile::parse("x", bytes, &limits());
        }

        #[test]
        fn a_file_with_any_byte_wrong_is_still_no_fault_of_ours(which in 0_usize..3, at in 0_usize..400, byte in any::<u8>(), cut in 0_usize..400) {
            let mut bytes = [film(b"qt  "), heic(), jpeg_with_place()][which].clone();
            if let Some(b) = bytes.get_mut(at) {
                *b = byte;
            }
            bytes.truncate(bytes.len().saturating_sub(cut / 4));
            let _ = NewFile::parse("x", bytes, &limits());
        }
    }
}
