//! Files that people send: what they may be, what others see of them, and where the bytes rest.

use img_parts::{Bytes, ImageEXIF};
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
}

/// A file as its row knows it.
#[derive(Debug, Clone)]
pub struct Kept {
    pub id: FileId,
    pub owner: String,
    pub kind: String,
    pub size: i64,
    pub kept_at: Moment,
    copy: bool,
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
            copy: row.get::<String>("shown")? == "copy",
            name: row.get("name")?,
        })
    }
}

impl Kept {
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
    let be16 = |at: usize| {
        bytes
            .get(at..at + 2)
            .and_then(|b| b.first_chunk())
            .map_or(0, |b| u64::from(u16::from_be_bytes(*b)))
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
        "image/jpeg" => {
            // Frame headers (C0..CF but the table markers) hold height and width.
            let mut at = 2;
            while let Some([0xFF, marker]) = bytes.get(at..at + 2).and_then(|b| b.first_chunk::<2>()) {
                if (0xC0..=0xCF).contains(marker) && !matches!(marker, 0xC4 | 0xC8 | 0xCC) {
                    return be16(at + 5) * be16(at + 7);
                }
                let length = usize::try_from(be16(at + 2)).unwrap_or(0);
                if length < 2 {
                    return 0;
                }
                at += 2 + length;
            }
            0
        }
        _ => 0,
    }
}

const MOST_PIXELS: u64 = 100_000_000;

/// A file good enough to keep: its kind is known from its bytes, and the copy for others is made.
#[derive(Debug)]
pub struct NewFile {
    name: String,
    kind: &'static str,
    original: Vec<u8>,
    copy: Option<Vec<u8>>,
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
        let copy = without_traces(kind, &bytes);
        Ok(Self {
            name: plain_name(name),
            kind,
            original: bytes,
            copy,
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

/// The same picture without where, when and with what it was taken; it stays the right way up.
fn without_traces(kind: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let all = Bytes::copy_from_slice(bytes);
    match kind {
        "image/jpeg" => {
            let mut picture = img_parts::jpeg::Jpeg::from_bytes(all).ok()?;
            let turned = picture.exif().and_then(|e| orientation(&e)).unwrap_or(1);
            // APP1 (EXIF, XMP), APP13 (IPTC) and comments tell about the maker; APP0, APP2 and APP14 are needed to show it.
            picture
                .segments_mut()
                .retain(|s| !matches!(s.marker(), 0xE1 | 0xE3..=0xED | 0xEF | 0xFE));
            if turned != 1 {
                picture.set_exif(Some(Bytes::from(turned_only(turned))));
            }
            Some(picture.encoder().bytes().to_vec())
        }
        "image/png" => {
            let mut picture = img_parts::png::Png::from_bytes(all).ok()?;
            picture.chunks_mut().retain(|c| {
                matches!(
                    &c.kind(),
                    b"IHDR"
                        | b"PLTE"
                        | b"IDAT"
                        | b"IEND"
                        | b"tRNS"
                        | b"gAMA"
                        | b"cHRM"
                        | b"sRGB"
                        | b"iCCP"
                        | b"bKGD"
                        | b"sBIT"
                        | b"pHYs"
                        | b"acTL"
                        | b"fcTL"
                        | b"fdAT"
                )
            });
            Some(picture.encoder().bytes().to_vec())
        }
        "image/webp" => {
            let mut picture = img_parts::webp::WebP::from_bytes(all).ok()?;
            picture.set_exif(None);
            picture.remove_chunks_by_id(*b"XMP ");
            Some(picture.encoder().bytes().to_vec())
        }
        _ => None,
    }
}

/// The orientation tag (0x0112) of a TIFF block.
fn orientation(exif: &[u8]) -> Option<u16> {
    let little = match exif.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let u16_at = |at: usize| {
        let b = *exif.get(at..at + 2)?.first_chunk::<2>()?;
        Some(if little {
            u16::from_le_bytes(b)
        } else {
            u16::from_be_bytes(b)
        })
    };
    let first = *exif.get(4..8)?.first_chunk::<4>()?;
    let first = usize::try_from(if little {
        u32::from_le_bytes(first)
    } else {
        u32::from_be_bytes(first)
    })
    .ok()?;
    for entry in 0..usize::from(u16_at(first)?.min(200)) {
        let at = first.checked_add(2 + 12 * entry)?;
        if u16_at(at)? == 0x0112 {
            return u16_at(at + 8).filter(|v| (1..=8).contains(v));
        }
    }
    None
}

fn turned_only(orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend(orientation.to_be_bytes());
    tiff.extend([0; 6]);
    tiff
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
    let store = site.files();
    let wrong = |e: object_store::Error| FileError::Store(e.to_string());
    store
        .put(&original_path(id), site.keys().seal("file", &new.original).into())
        .await
        .map_err(wrong)?;
    if let Some(copy) = &new.copy {
        store
            .put(&copy_path(id), site.keys().seal("file", copy).into())
            .await
            .map_err(wrong)?;
    }
    Ok(())
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
            if new.copy.is_some() { "copy" } else { "original" },
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
    let path = if file.copy {
        copy_path(&file.id)
    } else {
        original_path(&file.id)
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
    site.keys()
        .open("file", &sealed)
        .map_err(|e| FileError::Store(e.to_string()))
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
        let copy = new.copy.unwrap();
        let text = String::from_utf8_lossy(&copy).into_owned();
        assert!(
            !text.contains("GPSLatitude") && !text.contains("my comment"),
            "{text}"
        );
        assert_eq!(new.original, original);
        let turned = img_parts::jpeg::Jpeg::from_bytes(copy.into())
            .unwrap()
            .exif()
            .and_then(|e| orientation(&e));
        assert_eq!(turned, Some(6));
    }

    proptest! {
        #[test]
        fn any_bytes_at_all_can_be_offered_as_a_file(head in 0_usize..6, mut bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let starts: [&[u8]; 6] = [b"", b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"GIF89a", b"%PDF-"];
            bytes.splice(0..0, starts[head].iter().copied());
            let _ = NewFile::parse("x", bytes, &limits());
        }
    }
}
