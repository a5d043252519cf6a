//! What the people of the demonstration said of themselves. Nobody is anybody.

use contact::Book;
use equality::{Counted, Quarter, Questions};
use forms::Answers;
use kernel::Site;
use kernel::seal::sha256;

use super::fill::Chance;

/// Sets of answers in two quarters that are over, and in this one so far.
const SETS: [u64; 3] = [210, 260, 74];

pub async fn fill(site: &Site, chance: &mut Chance) -> anyhow::Result<()> {
    let questions = site.part::<Questions>().map_err(|e| anyhow::anyhow!(e))?;
    let book = site.part::<Book>().map_err(|e| anyhow::anyhow!(e))?;
    let counted = questions.counted("en");
    let this = Quarter::of(site.now().date(site.days().zone()));
    let quarters = [this.before().before(), this.before(), this];
    let mut tx = site.db().begin().await?;
    for (quarter, sets) in quarters.into_iter().zip(SETS) {
        for _ in 0..sets {
            // Of the first kinds of the list more than of the last.
            let most = u64::try_from(book.flows().len()).unwrap_or(1);
            let at = chance.below(most).min(chance.below(most));
            let Some(flow) = book.flows().get(usize::try_from(at).unwrap_or(0)) else {
                continue;
            };
            let answers = someone(&questions, &counted, chance);
            let random = sha256(&[&chance.next().to_be_bytes(), &chance.next().to_be_bytes()]);
            let code = random.first_chunk::<12>().copied().unwrap_or_default();
            equality::fill(&mut tx, site.keys(), &flow.name, quarter, &answers, code).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// One in eight leaves a question empty, one in sixteen would rather not say; the first options are the most usual.
fn someone(questions: &Questions, counted: &[Counted], chance: &mut Chance) -> Answers {
    let mut answers = Answers::default();
    for question in counted {
        let asked = questions.within(&question.name).is_none_or(|within| {
            let given = answers.get(&within.question).and_then(|v| v.as_str());
            given == Some(within.answer.as_str())
        });
        if !asked || chance.below(8) == 0 {
            continue;
        }
        let most = u64::try_from(question.options.len()).unwrap_or(1);
        let last = most.saturating_sub(1);
        let at = match (chance.below(16), question.name.as_str()) {
            (0, _) => last,
            (_, "age") => chance.below(last),
            _ => chance.below(last).min(chance.below(last)),
        };
        if let Some((value, _)) = question.options.get(usize::try_from(at).unwrap_or(0)) {
            answers.set(&question.name, value.as_str().into());
        }
    }
    answers
}
