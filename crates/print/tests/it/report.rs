use print::{Part, Press, PrintError};

use crate::document::Read;
use crate::samples::{leaflet, report};

#[test]
fn a_report_has_its_headings_its_figures_and_its_pages_numbered() {
    let read = Read::new(&Press::new().report(&report(120)).unwrap());
    assert!(read.is_tagged() && read.is_accessible());
    let pages = read.pages();
    assert!(pages > 3, "{pages}");
    let text = read.text();
    for said in ["In short", "Ward 0 of Farside", "Ward 119 of Farside"] {
        assert!(text.contains(said), "{said} is not in: {text}");
    }
    // The reader of this test takes the narrow gap where a line could end for a space.
    let close: String = text.split(' ').collect();
    assert!(close.contains("farside.example/plan/1.csv"), "{text}");
    assert!(text.contains(&format!("Page {pages} of {pages}")), "{text}");
    assert_eq!(read.count("H1"), 1);
    assert!(
        read.descriptions()
            .iter()
            .any(|d| d.starts_with("A map: Saltway"))
    );
}

#[test]
fn the_head_of_a_table_is_on_each_of_its_pages_and_is_a_head_to_a_screen_reader() {
    let read = Read::new(&Press::new().report(&report(120)).unwrap());
    let with_rows = read
        .page_texts()
        .iter()
        .filter(|t| t.contains(" of Farside"))
        .count();
    let with_head = read
        .page_texts()
        .iter()
        .filter(|t| t.contains("Ward Now After People"))
        .count();
    assert!(with_rows > 1);
    assert_eq!(with_rows, with_head);
    assert_eq!(
        (read.count("Table"), read.count("TH"), read.count("TD")),
        (1, 4, 120 * 4)
    );
}

#[test]
fn a_row_that_does_not_fit_its_table_is_refused() {
    let mut report = report(3);
    for part in report.sections.iter_mut().flat_map(|s| &mut s.parts) {
        if let Part::Table(table) = part {
            table.rows[1].pop();
        }
    }
    match Press::new().report(&report) {
        Err(PrintError::Row(caption)) => assert!(caption.starts_with("Minutes")),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_leaflet_lists_every_place_in_small_and_in_large_print() {
    for large in [false, true] {
        let read = Read::new(&Press::new().leaflet(&leaflet(large)).unwrap());
        let text = read.text();
        for i in 1..12 {
            assert!(text.contains(&format!("Hub number {i}")), "{i} is not in: {text}");
        }
        assert!(text.contains("Come and talk to them."));
        assert!(read.is_accessible());
    }
}
