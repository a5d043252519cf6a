//! THE LIST: what this program is made of. The kernel's own feature comes by itself.

use std::sync::Arc;

use atlas::{Ended, Gazetteer};
use contact::Book;
use kernel::Feature;
use places::Ways;

/// The features, in the order in which their routes, words and jobs are put together.
pub fn all(ground: Arc<Gazetteer>, book: Arc<Book>, ways: Arc<Ways>, ended: Arc<Ended>) -> Vec<Feature> {
    vec![
        // No feature of its own: the force's map, for whoever asks for it.
        Feature {
            name: "ground",
            parts: vec![ground],
            ..Feature::default()
        },
        contact::feature(book),
        cases::feature(),
        sessions::feature(),
        places::feature(ways),
        places::finder(vec![places::SOURCE, neighbourhoods::SOURCE]),
        planner::feature(),
        neighbourhoods::feature(ended),
        counters::feature(),
        open::feature(),
    ]
}
