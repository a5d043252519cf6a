//! The stored form of what atlas holds: magic, kind, version, length, checksum, then plain numbers and text.

use crate::error::{AtlasError, Result};

const MAGIC: &[u8; 6] = b"ATLAS\n";
const HEAD: usize = MAGIC.len() + 1 + 1 + 8 + 4;

pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub fn new(kind: u8, version: u8) -> Self {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([kind, version]);
        bytes.extend([0; 12]);
        Self { bytes }
    }

    pub fn number(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.bytes.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.bytes.push(n as u8);
    }

    /// Small either side of nought is short.
    pub fn signed(&mut self, n: i64) {
        self.number(((n << 1) ^ (n >> 63)) as u64);
    }

    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend(text.as_bytes());
    }

    pub fn maybe_text(&mut self, text: Option<&str>) {
        self.number(u64::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    pub fn finish(mut self) -> Vec<u8> {
        let body = self.bytes.get(HEAD..).unwrap_or_default();
        let (len, sum) = (body.len() as u64, crc32fast::hash(body));
        let head = len.to_le_bytes().into_iter().chain(sum.to_le_bytes());
        for (to, from) in self.bytes.iter_mut().skip(HEAD - 12).zip(head) {
            *to = from;
        }
        self.bytes
    }
}

pub(crate) struct Reader<'a> {
    what: &'static str,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn open(what: &'static str, kind: u8, version: u8, bytes: &'a [u8]) -> Result<Self> {
        let bad = |why| AtlasError::BadBlob { what, why };
        let (head, rest) = bytes.split_at_checked(HEAD).ok_or(bad("it is cut short"))?;
        let (magic, head) = head.split_at(MAGIC.len());
        let [k, v, l0, l1, l2, l3, l4, l5, l6, l7, s0, s1, s2, s3] = *head else {
            return Err(bad("it is cut short"));
        };
        if magic != MAGIC || k != kind {
            return Err(bad("it is something else"));
        }
        if v != version {
            return Err(bad("it was written by another version: import again"));
        }
        if u64::from_le_bytes([l0, l1, l2, l3, l4, l5, l6, l7]) != rest.len() as u64 {
            return Err(bad("it is cut short or has something after it"));
        }
        if u32::from_le_bytes([s0, s1, s2, s3]) != crc32fast::hash(rest) {
            return Err(bad("its checksum is wrong"));
        }
        Ok(Self { what, rest })
    }

    pub fn bad(&self, why: &'static str) -> AtlasError {
        AtlasError::BadBlob { what: self.what, why }
    }

    pub fn number(&mut self) -> Result<u64> {
        let mut n = 0u64;
        for shift in (0..64).step_by(7) {
            let (&b, rest) = self.rest.split_first().ok_or(self.bad("it ends too early"))?;
            self.rest = rest;
            n |= u64::from(b & 0x7F) << shift;
            if b < 0x80 {
                return Ok(n);
            }
        }
        Err(self.bad("a number is too long"))
    }

    pub fn signed(&mut self) -> Result<i64> {
        let n = self.number()?;
        Ok((n >> 1) as i64 ^ -((n & 1) as i64))
    }

    pub fn u32(&mut self) -> Result<u32> {
        u32::try_from(self.number()?).map_err(|_| self.bad("a number is too large"))
    }

    /// How many of something follow: each takes a byte at least, so no more than are left is believed.
    pub fn count(&mut self) -> Result<usize> {
        let n = self.number()?;
        usize::try_from(n)
            .ok()
            .filter(|n| *n <= self.rest.len())
            .ok_or(self.bad("it counts more than it holds"))
    }

    pub fn text(&mut self) -> Result<String> {
        let len = self.count()?;
        let (text, rest) = self
            .rest
            .split_at_checked(len)
            .ok_or(self.bad("it ends too early"))?;
        self.rest = rest;
        std::str::from_utf8(text)
            .map(str::to_owned)
            .map_err(|_| self.bad("a text is not UTF-8"))
    }

    pub fn maybe_text(&mut self) -> Result<Option<String>> {
        match self.number()? {
            0 => Ok(None),
            1 => self.text().map(Some),
            _ => Err(self.bad("a mark is neither yes nor no")),
        }
    }

    pub fn end(self) -> Result<()> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(self.bad("something follows its end"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(n: u64, s: i64, text in ".*", maybe in prop::option::of(".*")) {
            let mut w = Writer::new(1, 1);
            w.number(n);
            w.signed(s);
            w.text(&text);
            w.maybe_text(maybe.as_deref());
            let bytes = w.finish();
            let mut r = Reader::open("test", 1, 1, &bytes).unwrap();
            prop_assert_eq!(r.number().unwrap(), n);
            prop_assert_eq!(r.signed().unwrap(), s);
            prop_assert_eq!(r.text().unwrap(), text);
            prop_assert_eq!(r.maybe_text().unwrap(), maybe);
            prop_assert!(r.end().is_ok());
        }

        #[test]
        fn a_single_changed_bit_is_noticed(at: prop::sample::Index, bit in 0..8u8) {
            let mut w = Writer::new(1, 1);
            w.text("a text of some length to be spoilt");
            let mut bytes = w.finish();
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert!(Reader::open("test", 1, 1, &bytes).is_err());
        }
    }
}
