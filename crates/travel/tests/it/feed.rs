//! Writes small feeds, as folders and as zip archives.

use std::path::PathBuf;

pub struct Feed {
    pub tables: Vec<(String, String)>,
}

/// A folder of one's own under the test's temporary directory.
pub fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    path
}

impl Feed {
    pub fn new(tables: &[(&str, &str)]) -> Self {
        Self {
            tables: tables.iter().map(|t| (t.0.to_owned(), t.1.to_owned())).collect(),
        }
    }

    pub fn write(&self, name: &str) -> PathBuf {
        let path = folder(name);
        for (table, text) in &self.tables {
            std::fs::write(path.join(table), text).unwrap();
        }
        path
    }

    /// Stored, not packed: enough for a reader to open.
    pub fn zip(&self) -> Vec<u8> {
        let entries: Vec<_> = self
            .tables
            .iter()
            .map(|t| (t.0.as_str(), t.1.as_bytes().to_vec(), 0_u16, t.1.len() as u32))
            .collect();
        zip(&entries)
    }
}

/// Name, bytes as stored, method, size it claims to unpack to.
pub fn zip(entries: &[(&str, Vec<u8>, u16, u32)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes, method, plain) in entries {
        let at = out.len() as u32;
        let mut common = Vec::new();
        common.extend_from_slice(&[20, 0, 0, 0]);
        common.extend_from_slice(&method.to_le_bytes());
        common.extend_from_slice(&[0; 8]);
        common.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        common.extend_from_slice(&plain.to_le_bytes());
        common.extend_from_slice(&(name.len() as u16).to_le_bytes());
        common.extend_from_slice(&[0, 0]);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&common);
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(bytes);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&at.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let begin = out.len() as u32;
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&(entries.len() as u16).to_le_bytes());
    out.extend_from_slice(&(entries.len() as u16).to_le_bytes());
    out.extend_from_slice(&(directory.len() as u32).to_le_bytes());
    out.extend_from_slice(&begin.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

/// The same entries as a large archive writes them (zip64): sizes and places that no longer fit stand in extra fields.
pub fn zip64(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let at = out.len() as u64;
        let long = bytes.len() as u64;
        let head = |extra: u16| {
            let mut common = vec![45, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            common.extend_from_slice(&[0xff; 8]);
            common.extend_from_slice(&(name.len() as u16).to_le_bytes());
            common.extend_from_slice(&extra.to_le_bytes());
            common
        };
        let sizes = [long.to_le_bytes(), long.to_le_bytes()].concat();
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&head(20));
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(&[1, 0, 16, 0]);
        out.extend_from_slice(&sizes);
        out.extend_from_slice(bytes);
        directory.extend_from_slice(b"PK\x01\x02\x2d\x00");
        // An extra field of another kind stands before.
        directory.extend_from_slice(&head(6 + 28));
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&[0xff; 4]);
        directory.extend_from_slice(name.as_bytes());
        directory.extend_from_slice(&[7, 0, 2, 0, 9, 9, 1, 0, 24, 0]);
        directory.extend_from_slice(&sizes);
        directory.extend_from_slice(&at.to_le_bytes());
    }
    let begin = out.len() as u64;
    out.extend_from_slice(&directory);
    let end = out.len() as u64;
    out.extend_from_slice(b"PK\x06\x06");
    out.extend_from_slice(&44_u64.to_le_bytes());
    out.extend_from_slice(&[45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    out.extend_from_slice(&(entries.len() as u64).to_le_bytes());
    out.extend_from_slice(&(entries.len() as u64).to_le_bytes());
    out.extend_from_slice(&(directory.len() as u64).to_le_bytes());
    out.extend_from_slice(&begin.to_le_bytes());
    out.extend_from_slice(b"PK\x06\x07\0\0\0\0");
    out.extend_from_slice(&end.to_le_bytes());
    out.extend_from_slice(&[1, 0, 0, 0]);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&[0xff; 12]);
    out.extend_from_slice(&[0, 0]);
    out
}
