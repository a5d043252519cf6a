//! A PDF as a reader meets it.

use lopdf::{Dictionary, Document, Object};

pub struct Read(Document);

impl Read {
    pub fn new(pdf: &[u8]) -> Self {
        Self(Document::load_mem(pdf).expect("a PDF"))
    }

    pub fn pages(&self) -> usize {
        self.0.get_pages().len()
    }

    /// All words, one space between them, without places to break a line.
    pub fn text(&self) -> String {
        self.page_texts().join(" ")
    }

    pub fn page_texts(&self) -> Vec<String> {
        let page = |number: &u32| {
            let text = self.0.extract_text(&[*number]).expect("text");
            let text = text.replace(['\u{200B}', '\u{2066}', '\u{2067}', '\u{2069}'], "");
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        self.0.get_pages().keys().map(page).collect()
    }

    fn catalog(&self) -> &Dictionary {
        self.0.catalog().expect("a catalogue")
    }

    pub fn language(&self) -> String {
        string(self.catalog().get(b"Lang").expect("a language"))
    }

    pub fn is_tagged(&self) -> bool {
        self.catalog().has(b"StructTreeRoot")
    }

    /// Says that it is PDF/UA-1.
    pub fn is_accessible(&self) -> bool {
        let id = self
            .catalog()
            .get(b"Metadata")
            .and_then(Object::as_reference)
            .expect("metadata");
        let stream = self
            .0
            .get_object(id)
            .and_then(Object::as_stream)
            .expect("a stream");
        let text = stream
            .decompressed_content()
            .unwrap_or_else(|_| stream.content.clone());
        let text = String::from_utf8_lossy(&text).into_owned();
        text.contains("pdfuaid:part") && text.contains(">1<")
    }

    /// Of every element of the structure: its kind and its description, if it has one.
    pub fn elements(&self) -> Vec<(String, Option<String>)> {
        let dictionaries = self.0.objects.values().filter_map(|o| o.as_dict().ok());
        let elements = dictionaries.filter(|d| d.has_type(b"StructElem"));
        let one = |d: &Dictionary| {
            let kind = d.get(b"S").and_then(Object::as_name).expect("a kind");
            let alt = d.get(b"Alt").ok().map(string);
            (String::from_utf8_lossy(kind).into_owned(), alt)
        };
        elements.map(one).collect()
    }

    /// Where the links are: the left and right edge of each.
    pub fn links(&self) -> Vec<(f32, f32)> {
        let dictionaries = self.0.objects.values().filter_map(|o| o.as_dict().ok());
        let links = dictionaries.filter(|d| {
            d.get(b"Subtype")
                .and_then(Object::as_name)
                .is_ok_and(|n| n == b"Link")
        });
        let edges = |d: &Dictionary| {
            let rect = d.get(b"Rect").and_then(Object::as_array).expect("a place");
            let at = |i: usize| rect[i].as_float().expect("a number");
            (at(0), at(2))
        };
        links.map(edges).collect()
    }

    pub fn descriptions(&self) -> Vec<String> {
        self.elements().into_iter().filter_map(|(_, alt)| alt).collect()
    }

    pub fn count(&self, kind: &str) -> usize {
        self.elements().iter().filter(|(k, _)| k == kind).count()
    }
}

fn string(object: &Object) -> String {
    lopdf::decode_text_string(object).expect("a text")
}
