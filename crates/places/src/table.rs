//! Tables as people keep them: CSV and spreadsheets with a row of headings, read whole and written again.
//!
//! Headings are compared by their letters alone (`Step-free` is `step_free`), cells are text without spaces around it,
//! each row knows its number in the file. Nothing of a file is believed: not its size, its form or its encoding.

use std::io::{Cursor, Read, Write};

use calamine::{DataRef, Reader, Xlsx};
use page::Tongue;
use serde_json::Value;

/// The most that a file may hold.
const MOST_BYTES: usize = 30_000_000;
/// What the sheets of a spreadsheet may unpack to, and everything else of it together.
const MOST_UNPACKED: u64 = 120_000_000;
const MOST_BESIDE: u64 = 40_000_000;
const MOST_ROWS: usize = 200_000;
const MOST_COLUMNS: usize = 500;
/// Cells in all, empty ones too: some 200 MB of memory.
const MOST_CELLS: usize = 8_000_000;
/// No heading is longer; a first line that is holds something else.
const LONGEST_HEADING: usize = 200;

/// The heading of a column with the numbers that rows had in another file.
const FILE_ROW: &str = "file_row";

/// Why a file cannot be read at all; what is wrong with single rows is for whoever knows what they mean.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    #[error("the file is too large: at most 30 MB, 200,000 rows and 500 columns can be read")]
    TooLarge,
    #[error("the file is neither CSV nor a spreadsheet that can be read: {0}")]
    Unreadable(String),
    #[error("only XLSX spreadsheets and CSV can be read: save the file as one of these")]
    OtherSheet,
    #[error("the file has no row of headings")]
    NoHeadings,
    #[error("the heading {0} is there twice")]
    TwiceHeaded(String),
}

impl TableError {
    /// The same in the reader's language.
    pub fn say(&self, tongue: &Tongue) -> String {
        match self {
            Self::TooLarge => tongue.t("table-too-large").into_owned(),
            Self::Unreadable(_) => tongue.t("table-not-read").into_owned(),
            Self::OtherSheet => tongue.t("table-other-sheet").into_owned(),
            Self::NoHeadings => tongue.t("table-no-headings").into_owned(),
            Self::TwiceHeaded(heading) => tongue.t1("table-twice", "heading", heading.as_str()),
        }
    }
}

/// A table with its headings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    headings: Vec<String>,
    rows: Vec<Cells>,
    /// Numbers of rows in which something stands beyond the last heading.
    wider: Vec<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Cells {
    number: u64,
    cells: Vec<String>,
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    table: &'t Table,
    cells: &'t Cells,
}

impl Table {
    /// Reads a file by its content: a spreadsheet (XLSX), GeoJSON (a row for each feature, its point as `lat`
    /// and `lon`), otherwise CSV with commas, semicolons or tabs.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn read(bytes: &[u8]) -> Result<Self, TableError> {
        if bytes.len() > MOST_BYTES {
            return Err(TableError::TooLarge);
        }
        if bytes.starts_with(b"PK") {
            unpacked_size(bytes)?;
            sheet(bytes)
        } else if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
            Err(TableError::OtherSheet)
        } else {
            let text = text(bytes);
            if text.trim_start().starts_with('{') {
                features(&text)
            } else {
                commas(&text)
            }
        }
    }

    /// As [`Table::read`], from something that may be larger than the memory.
    ///
    /// # Errors
    /// When it cannot be read; what the inner answer says of it otherwise.
    pub fn read_from(from: impl Read) -> std::io::Result<Result<Self, TableError>> {
        let mut bytes = Vec::new();
        from.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        Ok(Self::read(&bytes))
    }

    /// A table of rows that are already there, numbered from `first`.
    pub fn new(headings: &[&str], rows: Vec<Vec<String>>, first: u64) -> Self {
        let rows = (first..)
            .zip(rows)
            .map(|(number, cells)| Cells { number, cells })
            .collect();
        Self {
            headings: headings.iter().map(|h| (*h).to_owned()).collect(),
            rows,
            wider: Vec::new(),
        }
    }

    /// Rows of cells, each with its number in the file; the first with something in it are the headings.
    fn of(rows: impl Iterator<Item = (u64, Vec<String>)>) -> Result<Self, TableError> {
        let mut rows = rows.filter(|(_, cells)| cells.iter().any(|c| !c.is_empty()));
        let (_, heads) = rows.next().ok_or(TableError::NoHeadings)?;
        if heads.len() > MOST_COLUMNS {
            return Err(TableError::TooLarge);
        }
        if heads.iter().any(|h| h.len() > LONGEST_HEADING) {
            return Err(TableError::NoHeadings);
        }
        let headings: Vec<String> = heads.iter().map(|h| plain(h)).collect();
        let numbered = headings.iter().position(|h| h == FILE_ROW);
        for (i, heading) in headings.iter().enumerate() {
            if !heading.is_empty() && headings.iter().take(i).any(|h| h == heading) {
                return Err(TableError::TwiceHeaded(heading.clone()));
            }
        }
        let (mut kept, mut wider) = (Vec::new(), Vec::new());
        for (number, mut cells) in rows {
            if kept.len() == MOST_ROWS || (kept.len() + 1) * headings.len() > MOST_CELLS {
                return Err(TableError::TooLarge);
            }
            let told = numbered.and_then(|at| cells.get(at)?.parse().ok());
            let number = told.unwrap_or(number);
            if cells.iter().skip(headings.len()).any(|c| !c.is_empty()) {
                wider.push(number);
            }
            // Every row is as wide as the headings: nothing is known of what stands beside them.
            cells.resize(headings.len(), String::new());
            kept.push(Cells { number, cells });
        }
        Ok(Self {
            headings,
            rows: kept,
            wider,
        })
    }

    /// As they are compared: lower case, words joined by `_`.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    pub fn has(&self, heading: &str) -> bool {
        self.headings.iter().any(|h| h == heading)
    }

    /// The headings that none of these is: columns of which nothing would be read.
    pub fn unread<'t>(&'t self, known: impl Fn(&str) -> bool + 't) -> impl Iterator<Item = &'t str> {
        let said = self.headings.iter().map(String::as_str);
        said.filter(move |h| !h.is_empty() && *h != FILE_ROW && !known(h))
    }

    /// The numbers of rows with more cells than there are headings, as a comma in a text without quotes makes them: what
    /// stands beyond the last heading is not read, and what stands before it may be under a wrong one.
    pub fn wider(&self) -> &[u64] {
        &self.wider
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }

    /// The same with the number of each row in a column of its own: read again, the rows keep their numbers.
    #[must_use]
    pub fn numbered(&self) -> Self {
        let mut same = self.clone();
        if !same.has(FILE_ROW) {
            same.headings.push(FILE_ROW.to_owned());
            let width = same.headings.len();
            for row in &mut same.rows {
                row.cells.resize(width - 1, String::new());
                row.cells.push(row.number.to_string());
            }
        }
        same
    }

    /// As CSV that a spreadsheet opens in the right encoding. A cell that would begin a formula is kept from it.
    pub fn to_csv(&self) -> Vec<u8> {
        let mut out = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
        let lines = std::iter::once(&self.headings).chain(self.rows.iter().map(|r| &r.cells));
        for line in lines {
            // Writing into memory cannot fail, and all rows are of one length.
            let _ = out.write_record(line.iter().map(|cell| harmless(cell)));
        }
        out.into_inner().unwrap_or_default()
    }

    /// As a spreadsheet of one sheet, all cells text.
    pub fn to_xlsx(&self) -> Vec<u8> {
        self.zipped().unwrap_or_default()
    }

    fn zipped(&self) -> zip::result::ZipResult<Vec<u8>> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let how = zip::write::SimpleFileOptions::default();
        for (name, content) in PARTS {
            zip.start_file(*name, how)?;
            zip.write_all(content.as_bytes())?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", how)?;
        zip.write_all(self.sheet_xml().as_bytes())?;
        Ok(zip.finish()?.into_inner())
    }

    fn sheet_xml(&self) -> String {
        let mut xml = format!("{XML}<worksheet xmlns=\"{MAIN}\"><sheetData>");
        let lines = std::iter::once(&self.headings).chain(self.rows.iter().map(|r| &r.cells));
        for line in lines {
            xml.push_str("<row>");
            for cell in line {
                xml.push_str("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
                xml.push_str(&escaped(cell));
                xml.push_str("</t></is></c>");
            }
            xml.push_str("</row>");
        }
        xml.push_str("</sheetData></worksheet>");
        xml
    }
}

impl<'t> Row<'t> {
    /// The number that a spreadsheet shows beside it.
    pub fn number(&self) -> u64 {
        self.cells.number
    }

    /// The cell under a heading; "" when either is not there.
    pub fn get(&self, heading: &str) -> &'t str {
        let at = self.table.headings.iter().position(|h| h == heading);
        at.and_then(|i| self.cells.cells.get(i))
            .map_or("", String::as_str)
    }

    /// The first of several headings under which something stands.
    pub fn any(&self, headings: &[&str]) -> &'t str {
        let found = headings.iter().map(|h| self.get(h)).find(|cell| !cell.is_empty());
        found.unwrap_or("")
    }
}

/// A heading as it is compared.
fn plain(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    words.join("_")
}

/// UTF-8 with or without its mark, UTF-16 with it, otherwise what Windows wrote in western Europe.
fn text(bytes: &[u8]) -> String {
    let (text, _, _) = match std::str::from_utf8(bytes) {
        Ok(_) => encoding_rs::UTF_8.decode(bytes),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes),
    };
    text.into_owned()
}

fn commas(text: &str) -> Result<Table, TableError> {
    let first = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
    let count = |mark: &u8| first.bytes().filter(|b| b == mark).count();
    let mark = [b',', b';', b'\t'].into_iter().max_by_key(count).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(mark)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut row, mut cells) = (0_u64, 0_usize);
    for record in reader.records() {
        let record = record.map_err(|e| TableError::Unreadable(e.to_string()))?;
        // The reader tells where it began to look: empty lines, which a spreadsheet counts as rows, are behind that, and so
        // may be the second half of the line end before. A line end inside a cell begins no row.
        let began = record
            .position()
            .map_or(0, |p| usize::try_from(p.byte()).unwrap_or(0));
        let (before, rest) = text.split_at_checked(began).unwrap_or((text, ""));
        let empty = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        let ends = rest.get(..empty).unwrap_or_default().matches('\n').count();
        let half = before.ends_with('\r') && rest.starts_with('\n');
        row += 1 + u64::try_from(ends - usize::from(half)).unwrap_or(0);
        cells += record.len();
        if record.len() > MOST_COLUMNS || cells > MOST_CELLS {
            return Err(TableError::TooLarge);
        }
        if record.iter().any(|c| c.contains('\0')) {
            return Err(TableError::Unreadable(format!("row {row} is not text")));
        }
        rows.push((row, record.iter().map(|c| unguarded(c).to_owned()).collect()));
        if rows.len() > MOST_ROWS {
            return Err(TableError::TooLarge);
        }
    }
    Table::of(rows.into_iter())
}

fn features(text: &str) -> Result<Table, TableError> {
    let wrong = |why: &str| TableError::Unreadable(why.to_owned());
    let read: Value = serde_json::from_str(text).map_err(|e| TableError::Unreadable(e.to_string()))?;
    let list = read.get("features").and_then(Value::as_array);
    let list = list.ok_or_else(|| wrong("no GeoJSON with features"))?;
    let no_properties = serde_json::Map::new();
    let own = |feature: &'_ Value| feature.get("properties").and_then(Value::as_object).cloned();
    let mut headings = vec!["lat".to_owned(), "lon".to_owned()];
    for name in list
        .iter()
        .filter_map(own)
        .flat_map(|p| p.keys().cloned().collect::<Vec<_>>())
    {
        if !headings.contains(&name) {
            headings.push(name);
        }
        if headings.len() > 500 {
            return Err(TableError::TooLarge);
        }
    }
    let rows = list.iter().map(|feature| {
        let properties = own(feature).unwrap_or_else(|| no_properties.clone());
        let point = feature
            .pointer("/geometry/coordinates")
            .filter(|_| feature.pointer("/geometry/type").and_then(Value::as_str) == Some("Point"));
        let along = |at: usize| point.and_then(|p| p.get(at)).map(said).unwrap_or_default();
        headings
            .iter()
            .map(|name| match name.as_str() {
                "lat" if point.is_some() => along(1),
                "lon" if point.is_some() => along(0),
                _ => properties.get(name).map(said).unwrap_or_default(),
            })
            .collect()
    });
    if list.len().saturating_mul(headings.len()) > MOST_CELLS {
        return Err(TableError::TooLarge);
    }
    let rows: Vec<Vec<String>> = rows.collect();
    let numbered = std::iter::once((0, headings.clone())).chain((1..).zip(rows));
    Table::of(numbered)
}

fn said(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Array(list) => list.iter().map(said).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// A packed file that would fill the memory is not opened. What one of its parts says of its size is kept to by whoever
/// unpacks it.
fn unpacked_size(bytes: &[u8]) -> Result<(), TableError> {
    let wrong = |e: zip::result::ZipError| TableError::Unreadable(e.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(wrong)?;
    let (mut sheets, mut beside) = (0_u64, 0_u64);
    for i in 0..archive.len() {
        let part = archive.by_index_raw(i).map_err(wrong)?;
        let is_sheet = part.name().map_err(wrong)?.to_lowercase().contains("worksheets/");
        let all = if is_sheet { &mut sheets } else { &mut beside };
        *all = all.saturating_add(part.size());
    }
    if sheets > MOST_UNPACKED || beside > MOST_BESIDE {
        return Err(TableError::TooLarge);
    }
    Ok(())
}

/// The first sheet, cell by cell: one that stands far off makes no field of empty ones up to it.
fn sheet(bytes: &[u8]) -> Result<Table, TableError> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| TableError::OtherSheet)?;
    let wrong = |e: calamine::XlsxError| TableError::Unreadable(e.to_string());
    let name = book
        .sheet_names()
        .first()
        .cloned()
        .ok_or(TableError::NoHeadings)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(wrong)?;
    let (mut rows, mut all): (Vec<(u64, Vec<String>)>, usize) = (Vec::new(), 0);
    while let Some(found) = cells.next_cell().map_err(wrong)? {
        let said = cell(found.get_value());
        if said.is_empty() {
            continue;
        }
        let (row, column) = found.get_position();
        let (number, column) = (u64::from(row) + 1, column as usize);
        if column >= MOST_COLUMNS {
            return Err(TableError::TooLarge);
        }
        if rows.last().is_none_or(|(last, _)| *last != number) {
            if rows.len() > MOST_ROWS {
                return Err(TableError::TooLarge);
            }
            rows.push((number, Vec::new()));
        }
        if let Some((_, line)) = rows.last_mut() {
            let wide = line.len().max(column + 1);
            all += wide - line.len();
            if all > MOST_CELLS {
                return Err(TableError::TooLarge);
            }
            line.resize(wide, String::new());
            if let Some(slot) = line.get_mut(column) {
                *slot = said;
            }
        }
    }
    // Rows stand in their order, but nothing makes a file keep to it.
    rows.sort_by_key(|(number, _)| *number);
    Table::of(rows.into_iter())
}

/// A cell as someone would have typed it.
fn cell(data: &DataRef<'_>) -> String {
    match data {
        DataRef::Int(n) => n.to_string(),
        // A whole number is shown as one, such as a telephone number or a year.
        DataRef::Float(n) => n.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.trim().to_owned()
        }
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, _, _) = at.to_ymd_hms_milli();
            match at.as_f64() {
                n if n < 1.0 => format!("{hour:02}:{minute:02}"),
                n if n.fract() == 0.0 => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A spreadsheet would reckon with a cell that begins so.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

fn harmless(cell: &str) -> String {
    let number = cell.parse::<f64>().is_ok();
    if cell.starts_with(FORMULA) && !number {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// The cell without the mark that [`harmless`] put before it.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'')
        .filter(|rest| rest.starts_with(FORMULA))
        .unwrap_or(cell)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // What XML does not allow.
            c if c.is_control() && !matches!(c, '\n' | '\t' | '\r') => {}
            '\u{FFFE}' | '\u{FFFF}' => {}
            c => out.push(c),
        }
    }
    out
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
/// The parts of a workbook that are always the same.
const PARTS: &[(&str, &str)] = &[
    (
        "[Content_Types].xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>",
    ),
    (
        "_rels/.rels",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
    ),
    (
        "xl/workbook.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
    ),
    (
        "xl/_rels/workbook.xml.rels",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(table: &Table, heading: &str) -> Vec<String> {
        table.rows().map(|r| r.get(heading).to_owned()).collect()
    }

    #[test]
    fn headings_are_found_however_they_are_written() {
        let table = Table::read("\u{feff}Name ; Step-free;\n\n Lamp Square;yes\n".as_bytes()).unwrap();
        assert!(table.has("step_free") && !table.has("phone"));
        assert_eq!(cells(&table, "name"), ["Lamp Square"]);
        let row = table.rows().next().unwrap();
        assert_eq!(
            (row.number(), row.any(&["access", "step_free"]), row.get("phone")),
            (3, "yes", "")
        );
    }

    #[test]
    fn what_windows_wrote_is_read_with_its_accents() {
        let table = Table::read(b"name\nCaf\xe9\n").unwrap();
        assert_eq!(cells(&table, "name"), ["Café"]);
        let wide: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("name\nTŷ\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert!(Table::read(&wide).is_ok_and(|t| cells(&t, "name") == ["Tŷ"]));
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(Table::read(b""), Err(TableError::NoHeadings));
        assert_eq!(Table::read(b"\n\n"), Err(TableError::NoHeadings));
        assert_eq!(
            Table::read(b"a,A\n1,2\n"),
            Err(TableError::TwiceHeaded("a".to_owned()))
        );
        assert!(matches!(
            Table::read(b"PK\x03\x04 rubbish"),
            Err(TableError::Unreadable(_))
        ));
        assert!(matches!(
            Table::read(b"\x89PNG\0\0\0"),
            Err(TableError::Unreadable(_))
        ));
        assert_eq!(
            Table::read(&vec![b'a'; MOST_BYTES + 1]),
            Err(TableError::TooLarge)
        );
    }

    /// A spreadsheet of one sheet with this inside.
    fn a_sheet(inside: &str) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let how = zip::write::SimpleFileOptions::default();
        let sheet = format!("{XML}<worksheet xmlns=\"{MAIN}\"><sheetData>{inside}</sheetData></worksheet>");
        let own = ("xl/worksheets/sheet1.xml", sheet.as_str());
        for (name, content) in PARTS.iter().copied().chain([own]) {
            zip.start_file(name, how).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn a_cell(at: &str, text: &str) -> String {
        format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    }

    #[test]
    fn a_cell_that_stands_far_off_fills_no_memory() {
        let head = format!("<row r=\"1\">{}</row>", a_cell("A1", "name"));
        let far = |at: &str, row: u32| format!("{head}<row r=\"{row}\">{}</row>", a_cell(at, "x"));
        let below = Table::read(&a_sheet(&far("A1048576", 1_048_576))).unwrap();
        assert!(
            below
                .rows()
                .map(|r| (r.number(), r.get("name")))
                .eq([(1_048_576, "x")])
        );
        for (at, row) in [("XFD1048576", 1_048_576), ("XFD1", 1)] {
            assert_eq!(Table::read(&a_sheet(&far(at, row))), Err(TableError::TooLarge));
        }
        // A stray cell with nothing in it, such as one that was coloured.
        let stray = format!("{head}<row r=\"2\"><c r=\"XFD2\"/></row>");
        assert!(Table::read(&a_sheet(&stray)).is_ok_and(|t| t.is_empty()));
    }

    #[test]
    fn empty_cells_count_too() {
        let row = format!("{}\n", ",".repeat(MOST_COLUMNS - 1));
        let many = format!("a,b\n{}", row.repeat(MOST_CELLS / MOST_COLUMNS + 1));
        assert!(Table::read(many.as_bytes()) == Err(TableError::TooLarge));
        let far: String = (2..=MOST_CELLS / MOST_COLUMNS + 2)
            .map(|n| format!("<row r=\"{n}\">{}</row>", a_cell(&format!("SF{n}"), "x")))
            .collect();
        let many = a_sheet(&format!("<row r=\"1\">{}</row>{far}", a_cell("A1", "a")));
        assert_eq!(Table::read(&many), Err(TableError::TooLarge));
    }

    #[test]
    fn rows_and_cells_that_a_file_has_in_another_order_stand_where_they_say() {
        let mixed = format!(
            "<row r=\"3\">{}</row><row r=\"1\">{}{}</row>",
            a_cell("B3", "two"),
            a_cell("B1", "b"),
            a_cell("A1", "a"),
        );
        let table = Table::read(&a_sheet(&mixed)).unwrap();
        let row = table.rows().next().unwrap();
        assert_eq!((row.number(), row.get("a"), row.get("b")), (3, "", "two"));
    }

    #[test]
    fn what_would_fill_the_memory_is_too_large_or_no_table() {
        let wide: Vec<String> = (0..200_000).map(|n| format!("h{n}")).collect();
        assert_eq!(Table::read(wide.join(",").as_bytes()), Err(TableError::TooLarge));
        let wide_row = format!("a,b\n{}", ",".repeat(200_000));
        assert_eq!(Table::read(wide_row.as_bytes()), Err(TableError::TooLarge));
        assert_eq!(Table::read(&vec![b'a'; 20_000_000]), Err(TableError::NoHeadings));
        let bomb = " ".repeat(usize::try_from(MOST_UNPACKED).unwrap());
        let bomb = a_sheet(&bomb);
        assert!(bomb.len() < 200_000, "a small file");
        assert_eq!(Table::read(&bomb), Err(TableError::TooLarge));
        // The same, that says of itself that it is small.
        let mut lying = bomb;
        let at = lying.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        lying[at + 24..at + 28].copy_from_slice(&1_000_u32.to_le_bytes());
        assert!(matches!(Table::read(&lying), Err(TableError::Unreadable(_))));
    }

    #[test]
    fn other_spreadsheets_are_named_as_such() {
        for bytes in [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old"[..], &a_document()] {
            assert_eq!(Table::read(bytes), Err(TableError::OtherSheet));
        }
    }

    /// A packed file that is no spreadsheet.
    fn a_document() -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("content.xml", zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(b"<office/>").unwrap();
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn the_features_of_a_map_are_rows() {
        let map = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"Name":"Lamp","opening_hours":"24/7","wheelchair":true},
             "geometry":{"type":"Point","coordinates":[2.5,54.5]}},
            {"type":"Feature","properties":null,"geometry":null}]}"#;
        let table = Table::read(map.as_bytes()).unwrap();
        let row = table.rows().next().unwrap();
        let cells = ["name", "lat", "lon", "opening_hours", "wheelchair"].map(|h| row.get(h));
        assert_eq!((row.number(), cells), (1, ["Lamp", "54.5", "2.5", "24/7", "yes"]));
        assert!(matches!(
            Table::read(b"{\"a\": 1}"),
            Err(TableError::Unreadable(_))
        ));
    }

    #[test]
    fn a_cell_that_would_begin_a_formula_is_kept_from_it() {
        let table = Table::new(&["a"], vec![vec!["=1+1".to_owned()], vec!["-0.5".to_owned()]], 2);
        let written = String::from_utf8(table.to_csv()).unwrap();
        assert!(
            written.contains("'=1+1") && written.contains("\n-0.5"),
            "{written}"
        );
        assert_eq!(
            cells(&Table::read(written.as_bytes()).unwrap(), "a"),
            ["=1+1", "-0.5"]
        );
    }

    #[test]
    fn rows_have_the_numbers_that_a_spreadsheet_shows_whatever_ends_a_line() {
        for end in ["\n", "\r\n"] {
            let text = "a,b\n1,x\n\n2,\"one\n\ntwo\"\n3,y\n\n\n4,z\n".replace('\n', end);
            let table = Table::read(text.as_bytes()).unwrap();
            let numbers: Vec<(u64, &str)> = table.rows().map(|r| (r.number(), r.get("a"))).collect();
            assert_eq!(numbers, [(2, "1"), (4, "2"), (5, "3"), (8, "4")], "{end:?}");
        }
    }

    #[test]
    fn rows_that_are_wider_than_the_headings_are_known() {
        let table = Table::read(b"a,b\n1,2,\n1,2,3\n1\n").unwrap();
        assert_eq!(table.wider(), [3]);
    }

    #[test]
    fn rows_keep_the_numbers_that_they_had_in_the_file() {
        let table = Table::read(b"a\n\n1\n\n\n2\n").unwrap();
        let again = Table::read(&table.numbered().to_csv()).unwrap();
        assert!(
            again
                .rows()
                .map(|r| (r.number(), r.get("a")))
                .eq([(3, "1"), (6, "2")])
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn what_is_written_is_read_again(cells in prop::collection::vec("[a-zA-Z0-9é,;\"'<&> ŷ]{0,12}", 1..12)) {
            let rows: Vec<Vec<String>> = cells.iter().map(|c| vec!["x".to_owned(), c.trim().to_owned()]).collect();
            let table = Table::new(&["one", "two"], rows, 2);
            prop_assert_eq!(&Table::read(&table.to_xlsx()).unwrap(), &table);
            let again = Table::read(&table.to_csv()).unwrap();
            prop_assert!(again.rows().map(|r| r.get("two")).eq(table.rows().map(|r| r.get("two"))));
        }

        #[test]
        fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), spoilt in 0_usize..2_000, by in any::<u8>()) {
            let _ = Table::read(&bytes);
            let mut sheet = Table::new(&["a"], vec![vec!["b".to_owned()]], 2).to_xlsx();
            let at = spoilt % sheet.len();
            sheet[at] ^= by;
            let _ = Table::read(&sheet);
        }
    }
}
