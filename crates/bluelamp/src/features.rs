//! THE LIST: what this program is made of. The kernel's own feature comes by itself.

use kernel::Feature;

/// The features, in the order in which their routes, words and jobs are put together.
pub fn all() -> Vec<Feature> {
    Vec::new()
}
