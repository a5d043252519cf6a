//! What others see of a file does not say where, when and with what it was made.
//!
//! Each kind has its own places for that. Where a file is not built as its kind is, it is not shown at all:
//! nobody can say what else is in it. The original is kept, sealed, for evidence.

use img_parts::{Bytes, ImageEXIF};

/// What others may see.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// There is no place in this kind where it could say such a thing.
    Original,
    Copy(Vec<u8>),
    /// It could not be cleaned.
    Nothing,
}

pub(super) fn seen(kind: &str, bytes: &[u8]) -> Seen {
    let copy = match kind {
        "text/plain" => return Seen::Original,
        "image/jpeg" => jpeg(bytes),
        "image/png" => png(bytes),
        "image/webp" => webp(bytes),
        "image/gif" => gif(bytes),
        "image/heic" => heic(bytes),
        "video/mp4" | "video/quicktime" | "audio/mp4" => film(bytes),
        "audio/wav" => wav(bytes),
        "audio/mpeg" => mp3(bytes),
        "application/pdf" => pdf(bytes),
        _ => None,
    };
    copy.map_or(Seen::Nothing, Seen::Copy)
}

fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    let two = bytes.get(at..at.checked_add(2)?)?.first_chunk()?;
    Some(usize::from(u16::from_be_bytes(*two)))
}

fn be32(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at.checked_add(4)?)?.first_chunk()?;
    usize::try_from(u32::from_be_bytes(*four)).ok()
}

fn be64(bytes: &[u8], at: usize) -> Option<usize> {
    let eight = bytes.get(at..at.checked_add(8)?)?.first_chunk()?;
    usize::try_from(u64::from_be_bytes(*eight)).ok()
}

fn blank(bytes: &mut [u8], from: usize, length: usize) -> Option<()> {
    bytes.get_mut(from..from.checked_add(length)?)?.fill(0);
    Some(())
}

/// Where a JPEG ends. What follows (a second picture, a film) is not of this picture.
fn jpeg_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        if bytes.get(at)? != &0xFF {
            return None;
        }
        while bytes.get(at)? == &0xFF {
            at += 1;
        }
        let marker = *bytes.get(at)?;
        at += 1;
        match marker {
            0xD9 => return Some(at),
            0x01 | 0xD0..=0xD7 => continue,
            _ => {}
        }
        let length = be16(bytes, at)?;
        if length < 2 {
            return None;
        }
        at += length;
        if marker == 0xDA {
            // The picture itself: up to a marker that is neither an escaped 0xFF nor a restart.
            loop {
                let next = bytes.get(at..)?.iter().position(|b| *b == 0xFF)?;
                at += next;
                match bytes.get(at + 1)? {
                    0x00 | 0xD0..=0xD7 => at += 2,
                    0xFF => at += 1,
                    _ => break,
                }
            }
        }
    }
}

/// Height times width as the frame of a JPEG states them; none where there is no frame.
pub(super) fn jpeg_pixels(bytes: &[u8]) -> Option<u64> {
    let mut at = 2;
    // Not to the end of the picture: a bomb need not have one.
    loop {
        while bytes.get(at)? == &0xFF {
            at += 1;
        }
        let marker = *bytes.get(at)?;
        at += 1;
        match marker {
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                let (height, width) = (be16(bytes, at + 3)?, be16(bytes, at + 5)?);
                return u64::try_from(height.checked_mul(width)?).ok();
            }
            0x01 | 0xD0..=0xD8 => {}
            _ => at += be16(bytes, at)?.max(2),
        }
    }
}

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let own = Bytes::copy_from_slice(bytes.get(..jpeg_end(bytes)?)?);
    let mut picture = img_parts::jpeg::Jpeg::from_bytes(own).ok()?;
    let turned = picture.exif().and_then(|e| orientation(&e)).unwrap_or(1);
    // APP0 and APP14 and the colours of APP2 are needed to show it. All other APPs (EXIF, XMP, IPTC, a list of
    // further pictures) and the comments tell about the maker.
    picture.segments_mut().retain(|s| match s.marker() {
        0xE2 => s.contents().starts_with(b"ICC_PROFILE\0"),
        0xE1 | 0xE3..=0xED | 0xEF | 0xFE => false,
        _ => true,
    });
    if turned != 1 {
        picture.set_exif(Some(Bytes::from(turned_only(turned))));
    }
    Some(picture.encoder().bytes().to_vec())
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    const SHOWN: [&[u8; 4]; 15] = [
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"bKGD", b"sBIT",
        b"pHYs", b"acTL", b"fcTL", b"fdAT",
    ];
    let mut picture = img_parts::png::Png::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    picture.chunks_mut().retain(|c| SHOWN.contains(&&c.kind()));
    Some(picture.encoder().bytes().to_vec())
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut picture = img_parts::webp::WebP::from_bytes(Bytes::copy_from_slice(bytes)).ok()?;
    picture.set_exif(None);
    picture.remove_chunks_by_id(*b"XMP ");
    Some(picture.encoder().bytes().to_vec())
}

/// A GIF without its comments and what programs left in it; how often it plays stays.
fn gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let table = |packed: u8| {
        if packed & 0x80 == 0 {
            0
        } else {
            3 << ((packed & 7) + 1)
        }
    };
    let mut at = 13 + table(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let from = at;
        let keep = match bytes.get(at)? {
            0x3B => {
                out.push(0x3B);
                return Some(out);
            }
            0x2C => {
                at += 11 + table(*bytes.get(at + 9)?);
                true
            }
            0x21 => {
                let kind = *bytes.get(at + 1)?;
                let program = bytes.get(at + 3..at + 14);
                at += 2;
                kind == 0xF9 || (kind == 0xFF && program == Some(b"NETSCAPE2.0"))
            }
            _ => return None,
        };
        loop {
            let length = usize::from(*bytes.get(at)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
        if keep {
            out.extend(bytes.get(from..at)?);
        }
    }
}

/// Sound alone: the parts of a WAV that are needed to play it.
fn wav(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..12)?.to_vec();
    let mut at = 12;
    let mut has_sound = false;
    while let Some(name) = bytes.get(at..at + 4) {
        let length = *bytes.get(at + 4..at + 8)?.first_chunk()?;
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        let end = at.checked_add(8)?.checked_add(length)?;
        if matches!(name, b"fmt " | b"data" | b"fact") {
            has_sound |= name == b"data";
            // A recorder that was switched off leaves the last length too large.
            out.extend(bytes.get(at..end.min(bytes.len()))?);
            if length % 2 == 1 {
                out.push(0);
            }
        }
        at = end.checked_add(length % 2)?;
    }
    let size = u32::try_from(out.len().checked_sub(8)?).ok()?;
    out.get_mut(4..8)?.copy_from_slice(&size.to_le_bytes());
    has_sound.then_some(out)
}

/// An MP3 whose tags are blank.
fn mp3(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    if bytes.starts_with(b"ID3") {
        let length = bytes
            .get(6..10)?
            .iter()
            .fold(0, |sum, b| sum << 7 | usize::from(b & 0x7F));
        blank(&mut out, 10, length)?;
    }
    let end = out.len().saturating_sub(128);
    if out.get(end..end + 3) == Some(b"TAG") {
        out.truncate(end);
    }
    Some(out)
}

/// A PDF in which the traces of the pictures inside, and its own description, are blank.
fn pdf(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    let mut from = 0;
    while let Some(at) = find(&out, b"Exif\0\0", from) {
        // The length of an APP1 part stands before its name.
        let length = at
            .checked_sub(2)
            .and_then(|before| be16(&out, before))
            .unwrap_or(0);
        let end = (at + length.max(8) - 2).min(out.len());
        blank(&mut out, at + 6, end.saturating_sub(at + 6))?;
        from = at + 6;
    }
    from = 0;
    while let Some(at) = find(&out, b"<x:xmpmeta", from) {
        let end = find(&out, b"</x:xmpmeta>", at).unwrap_or(out.len());
        out.get_mut(at..end)?.fill(b' ');
        from = end;
    }
    Some(out)
}

fn find(bytes: &[u8], what: &[u8], from: usize) -> Option<usize> {
    let found = bytes.get(from..)?.windows(what.len()).position(|w| w == what);
    Some(from + found?)
}

/// A box of a film or a HEIC picture: its name, where its content begins, where it ends.
#[derive(Debug, Clone, Copy)]
struct Part {
    name: [u8; 4],
    head: usize,
    from: usize,
    to: usize,
}

/// The boxes between two places; none if they do not fill it exactly.
fn parts(bytes: &[u8], from: usize, to: usize) -> Option<Vec<Part>> {
    let mut found = Vec::new();
    let mut at = from;
    while at < to {
        let name = *bytes.get(at + 4..at + 8)?.first_chunk()?;
        let (content, length) = match be32(bytes, at)? {
            0 => (at + 8, to - at),
            1 => (at + 16, be64(bytes, at + 8)?),
            length => (at + 8, length),
        };
        let end = at.checked_add(length)?;
        if end < content || end > to {
            return None;
        }
        found.push(Part {
            name,
            head: at,
            from: content,
            to: end,
        });
        at = end;
    }
    Some(found)
}

/// Makes a box one of free space, so that everything else stays where it is.
fn free(out: &mut [u8], part: Part) -> Option<()> {
    out.get_mut(part.head + 4..part.head + 8)?
        .copy_from_slice(b"free");
    blank(out, part.from, part.to - part.from)
}

/// A film (or sound) that has pictures, sound and subtitles, and nothing that says where it was made. Phones write
/// that beside the film, or as a track of its own that runs along.
fn film(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    let top = parts(bytes, 0, bytes.len())?;
    let movie = top.iter().find(|p| &p.name == b"moov")?;
    if top.iter().any(|p| &p.name == b"moof") {
        return None;
    }
    for part in &top {
        match &part.name {
            b"ftyp" | b"moov" | b"mdat" => {}
            _ => free(&mut out, *part)?,
        }
    }
    let mut played = Vec::new();
    for part in parts(bytes, movie.from, movie.to)? {
        match &part.name {
            b"mvhd" | b"iods" => {}
            b"trak" => match track(bytes, &mut out, part)? {
                Some(mut samples) => played.append(&mut samples),
                None => free(&mut out, part)?,
            },
            _ => free(&mut out, part)?,
        }
    }
    // What no track plays has no reason to be there.
    played.sort_unstable();
    for part in top.iter().filter(|p| &p.name == b"mdat") {
        let mut at = part.from;
        for (from, length) in played.iter().filter(|(f, _)| (part.from..part.to).contains(f)) {
            blank(&mut out, at, from.saturating_sub(at))?;
            at = at.max(from.checked_add(*length)?).min(part.to);
        }
        blank(&mut out, at, part.to - at)?;
    }
    Some(out)
}

/// Cleans a track and says where its samples are; none for a track that is neither seen nor heard nor read.
fn track(bytes: &[u8], out: &mut [u8], track: Part) -> Option<Option<Vec<(usize, usize)>>> {
    let inside = parts(bytes, track.from, track.to)?;
    let media = inside.iter().find(|p| &p.name == b"mdia")?;
    let in_media = parts(bytes, media.from, media.to)?;
    let handler = in_media.iter().find(|p| &p.name == b"hdlr")?;
    let kind = bytes.get(handler.from + 8..handler.from + 12)?;
    if !matches!(kind, b"vide" | b"soun" | b"sbtl" | b"text" | b"subt" | b"clcp") {
        return Some(None);
    }
    for part in inside.iter().chain(&in_media) {
        if matches!(&part.name, b"udta" | b"meta" | b"uuid") {
            free(out, *part)?;
        }
    }
    let info = in_media.iter().find(|p| &p.name == b"minf")?;
    let in_info = parts(bytes, info.from, info.to)?;
    let table = in_info.iter().find(|p| &p.name == b"stbl")?;
    let tables = parts(bytes, table.from, table.to)?;
    Some(Some(samples(bytes, &tables)?))
}

/// Where the chunks of a track stand, and how long each is.
fn samples(bytes: &[u8], tables: &[Part]) -> Option<Vec<(usize, usize)>> {
    let table = |name: &[u8; 4]| tables.iter().find(|p| &p.name == name).map(|p| p.from);
    let (chunks, wide) = match (table(b"stco"), table(b"co64")) {
        (Some(at), _) => (at, false),
        (None, at) => (at?, true),
    };
    let (runs, sizes) = (table(b"stsc")?, table(b"stsz")?);
    let (same_size, many) = (be32(bytes, sizes + 4)?, be32(bytes, sizes + 8)?);
    let size = |sample: usize| match same_size {
        0 => be32(bytes, sizes.checked_add(12)?.checked_add(sample.checked_mul(4)?)?),
        size => Some(size),
    };
    let all_runs = be32(bytes, runs + 4)?;
    let (mut sample, mut run) = (0, 0);
    let mut found = Vec::new();
    for chunk in 0..be32(bytes, chunks + 4)? {
        // A run begins with the chunk of its number (they count from one) and lasts until the next begins.
        while run + 1 < all_runs && be32(bytes, runs + 8 + 12 * (run + 1))? <= chunk + 1 {
            run += 1;
        }
        let in_chunk = be32(bytes, runs + 8 + 12 * run + 4)?.min(many.saturating_sub(sample));
        let from = match wide {
            false => be32(bytes, chunks + 8 + 4 * chunk)?,
            true => be64(bytes, chunks + 8 + 8 * chunk)?,
        };
        let length = match same_size {
            0 => (sample..sample + in_chunk).try_fold(0_usize, |sum, s| sum.checked_add(size(s)?))?,
            one => one.checked_mul(in_chunk)?,
        };
        sample += in_chunk;
        found.push((from, length));
    }
    Some(found)
}

/// A HEIC picture whose EXIF and XMP items are blank. Which way up it is shown is said elsewhere in it.
fn heic(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    let top = parts(bytes, 0, bytes.len())?;
    let meta = top.iter().find(|p| &p.name == b"meta")?;
    // Its first four bytes are a version.
    let inside = parts(bytes, meta.from + 4, meta.to)?;
    let one = |name: &[u8; 4]| inside.iter().find(|p| &p.name == name);
    let told = told_items(bytes, one(b"iinf")?)?;
    let idat = one(b"idat").map(|p| p.from);
    for (from, length) in item_places(bytes, one(b"iloc")?, &told, idat)? {
        let length = if length == 0 {
            bytes.len().checked_sub(from)?
        } else {
            length
        };
        blank(&mut out, from, length)?;
    }
    for part in top.iter().chain(&inside) {
        match &part.name {
            b"udta" | b"uuid" | b"moov" => free(&mut out, *part)?,
            _ => {}
        }
    }
    Some(out)
}

/// The numbers of the items that are EXIF or XMP.
fn told_items(bytes: &[u8], list: &Part) -> Option<Vec<usize>> {
    let wide = *bytes.get(list.from)? > 0;
    let first = list.from + if wide { 8 } else { 6 };
    let mut told = Vec::new();
    for item in parts(bytes, first, list.to)? {
        let version = *bytes.get(item.from)?;
        let (number, kind) = match version {
            2 => (be16(bytes, item.from + 4)?, item.from + 8),
            3 => (be32(bytes, item.from + 4)?, item.from + 10),
            // Older kinds of entry have no type and are not written by any phone.
            _ => return None,
        };
        if matches!(bytes.get(kind..kind + 4)?, b"Exif" | b"mime" | b"uri ") {
            told.push(number);
        }
    }
    Some(told)
}

/// Where the bytes of these items are.
fn item_places(
    bytes: &[u8],
    list: &Part,
    wanted: &[usize],
    idat: Option<usize>,
) -> Option<Vec<(usize, usize)>> {
    let version = *bytes.get(list.from)?;
    let (a, b) = (*bytes.get(list.from + 4)?, *bytes.get(list.from + 5)?);
    let (offset, length, base) = (a >> 4, a & 15, b >> 4);
    let index = if version > 0 { b & 15 } else { 0 };
    let number = |at: &mut usize, size: u8| {
        let value = match size {
            0 => Some(0),
            2 => be16(bytes, *at),
            4 => be32(bytes, *at),
            8 => be64(bytes, *at),
            _ => None,
        };
        *at += usize::from(size);
        value
    };
    let mut at = list.from + 6;
    let id_size = if version < 2 { 2 } else { 4 };
    let items = number(&mut at, id_size)?;
    let mut found = Vec::new();
    for _ in 0..items {
        let id = number(&mut at, id_size)?;
        let method = if version > 0 { number(&mut at, 2)? & 15 } else { 0 };
        number(&mut at, 2)?;
        let base = number(&mut at, base)?;
        for _ in 0..number(&mut at, 2)? {
            number(&mut at, index)?;
            let from = base.checked_add(number(&mut at, offset)?)?;
            let many = number(&mut at, length)?;
            if wanted.contains(&id) {
                let start = match method {
                    0 => 0,
                    1 => idat?,
                    _ => return None,
                };
                found.push((start.checked_add(from)?, many));
            }
        }
    }
    Some(found)
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
