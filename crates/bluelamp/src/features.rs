//! THE LIST: what this program is made of. The kernel's own feature comes by itself.

use std::sync::Arc;

use atlas::{Ended, Gazetteer};
use contact::Book;
use equality::Questions;
use kernel::Feature;
use places::Ways;
use print::Press;

/// The features, in the order in which their routes, words and jobs are put together.
pub fn all(
    ground: Arc<Gazetteer>,
    book: Arc<Book>,
    questions: Arc<Questions>,
    ways: Arc<Ways>,
    ended: Arc<Ended>,
    press: Arc<Press>,
) -> Vec<Feature> {
    vec![
        // No feature of its own: the force's map, for whoever asks for it.
        Feature {
            name: "ground",
            parts: vec![ground],
            ..Feature::default()
        },
        contact::feature(book),
        cases::feature(),
        equality::feature(questions),
        sessions::feature(press),
        places::feature(ways),
        places::finder(vec![
            places::SOURCE,
            neighbourhoods::SOURCE,
            sessions::SOURCE,
            crate::site_pages::SOURCE,
        ]),
        places::beside(vec![neighbourhoods::NEAR, sessions::NEAR]),
        planner::feature(),
        neighbourhoods::feature(ended),
        counters::feature(),
        open::feature(),
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    type Anything = Result<(), Box<dyn std::error::Error>>;

    fn everything() -> Result<Vec<Feature>, Box<dyn std::error::Error>> {
        let ground = Arc::<Gazetteer>::default();
        let book = Book::load(None, Arc::clone(&ground)).map_err(|p| p.join("\n"))?;
        let questions = Questions::load(None).map_err(|p| p.join("\n"))?;
        let press = Arc::new(Press::new());
        Ok(all(
            ground,
            book,
            questions,
            Arc::default(),
            Arc::default(),
            press,
        ))
    }

    /// Each feature's words are checked in its own tests; here, that no two of them use one key.
    #[test]
    fn the_words_of_all_features_go_together() -> Anything {
        let features = everything()?;
        let sources = || kernel::WORDS.iter().chain(features.iter().flat_map(|f| f.words));
        assert_eq!(page::check_words(sources()), Vec::<String>::new());
        page::Words::load(sources())?;
        Ok(())
    }

    /// What the kernel finds by name in a table or a list is there once.
    #[test]
    fn no_two_features_claim_the_same() -> Anything {
        let mut claimed = HashSet::new();
        for feature in everything()? {
            let jobs = feature.jobs.names().map(|n| format!("job {n}"));
            let links = feature.desk.iter().map(|l| format!("desk {}", l.href));
            let starts = feature.start.iter().map(|s| format!("start {}", s.key));
            let afters = feature.after.iter().map(|a| format!("after {}", a.key));
            for name in jobs.chain(links).chain(starts).chain(afters) {
                assert!(claimed.insert(name.clone()), "{name} is there twice");
            }
        }
        Ok(())
    }
}
