//! Loading a force's tables, and deciding with them.

use std::sync::Arc;

use serde::Serialize;

use crate::answers::{Answer, AnswerType, OddAnswer, Vocabulary};
use crate::error::{Flaw, LoadProblem, Problems, TriageError};
use crate::facts::{Facts, Val};
use crate::grades::{Catalogue, Grade, Outcome, Reasons};
use crate::jdm::{self, HitPolicy};
use crate::table::{self, Asked, Fault, Graph, Known, Rule, Table};
use crate::texts::Lang;
use crate::words::{Emergency, EmergencyKind, Words};
use crate::{cover, shipped};

/// Why a grade was suggested: one row of one table, or an emergency word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The row's id, or `words:` and the kind of emergency.
    pub rule_id: Arc<str>,
    pub table: Arc<str>,
    /// The version the table declares, `+`, and a fingerprint of the file, so that an edit without a new version shows.
    pub table_version: Arc<str>,
    /// Key of the sentence for handlers, for [`Triage::reason_text`].
    pub key: Arc<str>,
    /// Names of the answers the row looked at.
    pub facts: Arc<[Arc<str>]>,
    /// The grade this reason alone gives.
    pub grade: Arc<str>,
}

/// Offer 999 now, before the report is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interrupt {
    /// The kind of emergency, for [`Triage::emergency_kind`].
    pub kind: Arc<str>,
    /// The row or the words that asked for it.
    pub rule_id: Arc<str>,
}

/// What is suggested for a report. A person decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    pub grade: Arc<str>,
    /// 1 is the most urgent.
    pub grade_order: u32,
    /// Minutes until an officer should be there; none where nobody is sent.
    pub clock_minutes: Option<u32>,
    pub outcome_suggestion: Arc<str>,
    /// The most urgent first.
    pub reasons: Vec<Reason>,
    /// Of the table that gave the first reason.
    pub table_version: Arc<str>,
    pub interrupts: Vec<Interrupt>,
    pub emergencies: Vec<Emergency>,
    /// The grade a person had given, when it was more urgent than what the answers say and was therefore kept.
    pub kept: Option<Arc<str>>,
    /// Whether the suggestion is more urgent than the grade a person had given.
    pub raises: bool,
    /// Cells that could not be answered; the handler is told to look.
    pub faults: Vec<Fault>,
    /// Answers outside what they can be, counted as unsure or missing.
    pub odd_answers: Vec<OddAnswer>,
}

/// How one table came to what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableTrace {
    pub table: Arc<str>,
    pub table_version: Arc<str>,
    /// For each row that was asked: its id, and the answer that spoke against it, or none for a hit.
    pub rows: Vec<(Arc<str>, Option<Arc<str>>)>,
}

/// A force's tables and lists, checked and ready. `Send + Sync`; make one and share it.
#[derive(Debug)]
pub struct Triage {
    vocabulary: Vocabulary,
    catalogue: Catalogue,
    reasons: Reasons,
    words: Words,
    graphs: Vec<Graph>,
    /// Places of the free-text answers.
    texts: Vec<usize>,
    words_version: Arc<str>,
    words_table: Arc<str>,
    words_rules: Vec<Arc<str>>,
    words_facts: Vec<Arc<[Arc<str>]>>,
}

impl Triage {
    /// Reads and checks a force's files, given as name and text; the folder before a name does not matter. Tables are
    /// `grade….json` and `raise….json`; the four lists have the names of [`crate::FILES`].
    ///
    /// # Errors
    /// All problems that were found, with file, table and rule.
    pub fn load<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Result<Self, Vec<LoadProblem>> {
        let mut found = Vec::new();
        let mut lists: [Option<(&str, &str)>; 4] = [None; 4];
        let mut tables: Vec<(&str, &str)> = Vec::new();
        for (name, text) in files {
            let (name, text) = (name.as_ref(), text.as_ref());
            let mut problems = Problems {
                file: name,
                found: &mut found,
            };
            if text.len() > jdm::BIGGEST_FILE {
                problems.add(Flaw::TooBig(text.len(), jdm::BIGGEST_FILE));
                continue;
            }
            let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
            let list = crate::FILES.iter().take(4).position(|f| *f == base);
            match list.and_then(|place| lists.get_mut(place)) {
                Some(slot) if slot.is_some() => problems.add(Flaw::Twice(base.to_owned())),
                Some(slot) => *slot = Some((name, text)),
                None if (base.starts_with("grade") || base.starts_with("raise"))
                    && base.ends_with(".json") =>
                {
                    tables.push((name, text));
                }
                None => problems.add(Flaw::UnknownFile),
            }
        }
        for (slot, name) in lists.iter().zip(crate::FILES) {
            if slot.is_none() {
                Problems {
                    file: name,
                    found: &mut found,
                }
                .add(Flaw::MissingFile(name));
            }
        }
        if !found.is_empty() {
            return Err(found);
        }
        let [answers, grades, reasons, words] = lists.map(Option::unwrap_or_default);
        let vocabulary = Vocabulary::parse(
            answers.1,
            &mut Problems {
                file: answers.0,
                found: &mut found,
            },
        );
        let catalogue = Catalogue::parse(
            grades.1,
            &mut Problems {
                file: grades.0,
                found: &mut found,
            },
        );
        let reasons = Reasons::parse(
            reasons.1,
            &mut Problems {
                file: reasons.0,
                found: &mut found,
            },
        );
        let mut words_problems = Problems {
            file: words.0,
            found: &mut found,
        };
        let words_text = words.1;
        let words = Words::parse(words_text, &catalogue, &reasons, &mut words_problems);
        if !found.is_empty() {
            return Err(found);
        }
        let kinds: Vec<Arc<str>> = words.kinds.iter().map(|k| k.code.clone()).collect();
        let known = Known {
            vocabulary: &vocabulary,
            catalogue: &catalogue,
            reasons: &reasons,
            kinds: &kinds,
        };
        let mut graphs = Vec::with_capacity(tables.len());
        // The grade tables are asked before the raising ones, so that their reasons come first.
        tables.sort_by_key(|(name, _)| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned());
        for (name, text) in &tables {
            let mut problems = Problems {
                file: name,
                found: &mut found,
            };
            let raw = jdm::read(text, &mut problems);
            let graph = table::compile(raw, &fingerprint(text), &known, &mut problems);
            for table in &graph.tables {
                cover::check(table, &known, &mut problems);
            }
            graphs.push(graph);
        }
        let always = |t: &Table| t.grades && t.policy == HitPolicy::First;
        if found.is_empty() && !graphs.iter().flat_map(|g: &Graph| &g.tables).any(always) {
            Problems {
                file: crate::FILES[4],
                found: &mut found,
            }
            .add(Flaw::NoGradeTable);
        }
        if !found.is_empty() {
            return Err(found);
        }
        let texts: Vec<usize> = vocabulary
            .answers
            .iter()
            .enumerate()
            .filter(|(_, a)| a.kind == AnswerType::Text)
            .map(|(place, _)| place)
            .collect();
        let words_facts = vocabulary
            .answers
            .iter()
            .map(|a| Arc::from([a.name.clone()]))
            .collect();
        let words_rules = words
            .kinds
            .iter()
            .map(|k| format!("words:{}", k.code).into())
            .collect();
        Ok(Self {
            words_version: format!("{}+{}", words.version, fingerprint(words_text)).into(),
            words_table: "emergency-words".into(),
            words_rules,
            words_facts,
            vocabulary,
            catalogue,
            reasons,
            words,
            graphs,
            texts,
        })
    }

    /// The tables that come with the program.
    ///
    /// # Errors
    /// Never for tables that passed the tests; the type is that of [`Triage::load`].
    pub fn load_shipped() -> Result<Self, Vec<LoadProblem>> {
        Self::load(&shipped())
    }

    /// What is suggested for these answers.
    pub fn decide(&self, facts: &Facts) -> Decision {
        self.decide_above(facts, None)
    }

    /// What is suggested, given the grade that a person has set. The suggestion is never below it.
    ///
    /// # Errors
    /// When the force has no such grade.
    pub fn decide_again(&self, facts: &Facts, set_by_a_person: &str) -> Result<Decision, TriageError> {
        match self.catalogue.place(set_by_a_person) {
            Some(place) => Ok(self.decide_above(facts, Some(place))),
            None => Err(TriageError::NoSuchGrade(set_by_a_person.to_owned())),
        }
    }

    fn decide_above(&self, facts: &Facts, set: Option<usize>) -> Decision {
        let mut odd_answers = Vec::new();
        let laid = self.vocabulary.lay_out(facts, &mut odd_answers);
        let mut faults = Vec::new();
        // Grade's place, outcome, reason; the most urgent is worked out as they come.
        let mut best: Option<(usize, Option<Arc<str>>)> = None;
        let mut reasons: Vec<(usize, Reason)> = Vec::with_capacity(4);
        let mut interrupts: Vec<Interrupt> = Vec::new();
        let mut note = |place: usize, outcome: &Option<Arc<str>>| {
            let better = match &best {
                None => true,
                Some((at, had)) => place < *at || (place == *at && had.is_none()),
            };
            if better {
                best = Some((place, outcome.clone()));
            }
        };
        for graph in &self.graphs {
            let mut asked = Asked {
                answers: &laid,
                above: vec![None; graph.handed],
                vocabulary: &self.vocabulary,
                isolate: None,
                faults: Vec::new(),
            };
            for table in &graph.tables {
                table.ask(&mut asked, |rule: &Rule| {
                    let (Some(place), Some(key)) = (rule.grade, &rule.reason) else {
                        return;
                    };
                    let Some(grade) = self.catalogue.grades.get(place) else {
                        return;
                    };
                    note(place, &rule.outcome);
                    reasons.push((
                        place,
                        Reason {
                            rule_id: rule.id.clone(),
                            table: table.name.clone(),
                            table_version: table.version.clone(),
                            key: key.clone(),
                            facts: rule.looks_at.clone(),
                            grade: grade.code.clone(),
                        },
                    ));
                    if let Some(kind) = &rule.interrupt
                        && !interrupts.iter().any(|i| i.kind == *kind)
                    {
                        interrupts.push(Interrupt {
                            kind: kind.clone(),
                            rule_id: rule.id.clone(),
                        });
                    }
                });
            }
            faults.append(&mut asked.faults);
        }
        let emergencies = self.emergencies(&laid, |at, kind, answer| {
            let (Some(grade), Some(rule)) = (self.catalogue.grades.get(kind.place), self.words_rules.get(at))
            else {
                return;
            };
            note(kind.place, &kind.outcome);
            reasons.push((
                kind.place,
                Reason {
                    rule_id: rule.clone(),
                    table: self.words_table.clone(),
                    table_version: self.words_version.clone(),
                    key: kind.reason.clone(),
                    facts: self.words_facts.get(answer).cloned().unwrap_or_default(),
                    grade: grade.code.clone(),
                },
            ));
            if kind.interrupt && !interrupts.iter().any(|i| i.kind == kind.code) {
                interrupts.push(Interrupt {
                    kind: kind.code.clone(),
                    rule_id: rule.clone(),
                });
            }
        });
        // Stable: within a grade the tables' order stays.
        reasons.sort_by_key(|(place, _)| *place);
        let reasons: Vec<Reason> = reasons.into_iter().map(|(_, reason)| reason).collect();
        // A table that failed in every row leaves nothing. Then the most urgent grade stands until a person has looked.
        let (said, outcome) = best.unwrap_or((0, None));
        let place = set.map_or(said, |set| set.min(said));
        let kept = set
            .filter(|set| *set < said)
            .and_then(|set| self.catalogue.grades.get(set));
        let outcome = outcome.filter(|_| place == said);
        let grade = self.catalogue.grades.get(place);
        let fallback = || {
            grade
                .and_then(|g| g.outcomes.first().cloned())
                .unwrap_or_else(|| "".into())
        };
        Decision {
            grade: grade.map_or_else(|| "".into(), |g| g.code.clone()),
            grade_order: grade.map_or(1, |g| g.order),
            clock_minutes: grade.and_then(|g| g.clock_minutes),
            outcome_suggestion: outcome.unwrap_or_else(fallback),
            table_version: reasons
                .first()
                .map_or_else(|| "".into(), |r| r.table_version.clone()),
            reasons,
            interrupts,
            emergencies,
            kept: kept.map(|g| g.code.clone()),
            raises: set.is_some_and(|set| said < set),
            faults,
            odd_answers,
        }
    }

    /// Scans the free texts; `first` hears of each kind once.
    fn emergencies(
        &self,
        laid: &[Val<'_>],
        mut first: impl FnMut(usize, &EmergencyKind, usize),
    ) -> Vec<Emergency> {
        let mut all: Vec<Emergency> = Vec::new();
        for &place in &self.texts {
            let (Some(Val::Text(text)), Some(answer)) = (laid.get(place), self.vocabulary.answers.get(place))
            else {
                continue;
            };
            for mut found in self.words.scan(text) {
                found.answer = Some(answer.name.clone());
                if !all.iter().any(|a| a.kind == found.kind)
                    && let Some((at, kind)) = self
                        .words
                        .kinds
                        .iter()
                        .enumerate()
                        .find(|(_, k)| k.code == found.kind)
                {
                    first(at, kind, place);
                }
                all.push(found);
            }
        }
        all
    }

    /// Emergency words in a text, in every language offered: people write in their own whatever the page's is. Those of
    /// the page's language come first.
    pub fn scan(&self, text: &str, lang: Lang) -> Vec<Emergency> {
        let mut found = self.words.scan(text);
        found.sort_by_key(|e| (e.lang != lang, e.start));
        found
    }

    /// How each table came to what it said, for the page that explains.
    pub fn trace(&self, facts: &Facts) -> Vec<TableTrace> {
        let laid = self.vocabulary.lay_out(facts, &mut Vec::new());
        let mut traces = Vec::new();
        for graph in &self.graphs {
            let mut asked = Asked {
                answers: &laid,
                above: vec![None; graph.handed],
                vocabulary: &self.vocabulary,
                isolate: None,
                faults: Vec::new(),
            };
            for table in &graph.tables {
                let rows = table.why_not(&mut asked);
                table.ask(&mut asked, |_| {});
                traces.push(TableTrace {
                    table: table.name.clone(),
                    table_version: table.version.clone(),
                    rows,
                });
            }
        }
        traces
    }

    /// The answers as the tables see them: the names they know, odd values settled, lists as lists.
    pub fn as_seen(&self, facts: &Facts) -> serde_json::Value {
        let laid = self.vocabulary.lay_out(facts, &mut Vec::new());
        let named = self.vocabulary.answers.iter().zip(laid);
        named
            .map(|(answer, value)| (answer.name.to_string(), value.to_variable().to_value()))
            .collect()
    }

    /// The force's grades, the most urgent first.
    pub fn grades(&self) -> &[Grade] {
        &self.catalogue.grades
    }

    pub fn grade(&self, code: &str) -> Option<&Grade> {
        self.catalogue
            .place(code)
            .and_then(|place| self.catalogue.grades.get(place))
    }

    pub fn outcomes(&self) -> &[Outcome] {
        &self.catalogue.outcomes
    }

    /// The sentence for handlers, or the key itself where there is none.
    pub fn reason_text<'a>(&'a self, key: &'a str, lang: Lang) -> &'a str {
        self.reasons.texts.get(key).map_or(key, |t| t.in_lang(lang))
    }

    /// All answers the tables know, by name.
    pub fn answers(&self) -> &[Answer] {
        &self.vocabulary.answers
    }

    pub fn answer(&self, name: &str) -> Option<&Answer> {
        self.vocabulary.get(name)
    }

    /// The kinds of emergency that words or rows can point to.
    pub fn emergency_kinds(&self) -> &[EmergencyKind] {
        &self.words.kinds
    }

    pub fn emergency_kind(&self, code: &str) -> Option<&EmergencyKind> {
        self.words.kinds.iter().find(|k| k.code.as_ref() == code)
    }

    /// Name and version of every table and list in use, for the audit log.
    pub fn versions(&self) -> Vec<(Arc<str>, Arc<str>)> {
        let tables = self
            .graphs
            .iter()
            .flat_map(|g| &g.tables)
            .map(|t| (t.name.clone(), t.version.clone()));
        tables
            .chain([
                (self.words_table.clone(), self.words_version.clone()),
                ("answers".into(), self.vocabulary.version.clone()),
                ("grades".into(), self.catalogue.version.clone()),
                ("reasons".into(), self.reasons.version.clone()),
            ])
            .collect()
    }

    pub(crate) fn rule_ids(&self) -> impl Iterator<Item = &str> {
        self.graphs
            .iter()
            .flat_map(|g| &g.tables)
            .flat_map(|t| &t.rules)
            .map(|r| r.id.as_ref())
    }

    /// How many rules the tables have together.
    pub fn rule_count(&self) -> usize {
        self.graphs
            .iter()
            .flat_map(|g| &g.tables)
            .map(|t| t.rules.len())
            .sum()
    }
}

/// Eight hexadecimal digits of FNV-1a: tells edits apart, protects against nothing.
fn fingerprint(text: &str) -> String {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{:08x}", (hash >> 32) ^ (hash & 0xffff_ffff))
}
