//! THE LIST: what this program is made of. The kernel's own feature comes by itself.

use std::sync::Arc;

use contact::Book;
use kernel::Feature;

/// The features, in the order in which their routes, words and jobs are put together.
pub fn all(book: Arc<Book>) -> Vec<Feature> {
    vec![contact::feature(book), cases::feature()]
}
