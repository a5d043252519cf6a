//! Answers in, grade and reasons out: decision tables in the JDM format.
