//! Courses for residents, and ways to volunteer.

use kernel::db::{DbError, FromRow, Row};
use kernel::id;

use crate::fact::Confirmed;
use crate::officer::words;
use crate::written::{Reading, Written, Wrongs};

id!(
    /// A course or a way to volunteer.
    CourseId,
    "crs"
);

words!(
    CourseKind {
        Training => "training",
        Volunteering => "volunteering",
    }
);

words!(
    /// How it is held.
    Format {
        InPerson => "in-person",
        Online => "online",
        Post => "post",
        Mixed => "mixed",
    }
);

/// What is said of a course, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCourse {
    pub(crate) kind: CourseKind,
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) format: Format,
    pub(crate) languages: String,
    pub(crate) needs: String,
    pub(crate) gives: String,
    pub(crate) joining: String,
}

impl NewCourse {
    pub fn parse(written: &Written) -> Result<Self, Wrongs> {
        let mut read = Reading::new(written);
        let kind = read.pick("kind", CourseKind::parse, "course-no-kind");
        let name = read.need("name", 200, "course-no-name");
        let about = read.need("about", 2_000, "course-no-about");
        let format = read.pick("format", Format::parse, "course-no-format");
        let languages = read.text("languages", 200);
        let needs = read.text("needs", 500);
        let gives = read.text("gives", 500);
        let joining = read.need("joining", 1_000, "course-no-joining");
        let made = kind.zip(format).map(|(kind, format)| Self {
            kind,
            name,
            about,
            format,
            languages,
            needs,
            gives,
            joining,
        });
        read.end(made)
    }

    pub fn written(&self) -> Written {
        Written::default()
            .with("kind", self.kind.as_str())
            .with("name", &self.name)
            .with("about", &self.about)
            .with("format", self.format.as_str())
            .with("languages", &self.languages)
            .with("needs", &self.needs)
            .with("gives", &self.gives)
            .with("joining", &self.joining)
    }
}

/// A course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub id: CourseId,
    /// The code of a ward or borough, or `force`.
    pub area: String,
    pub facts: NewCourse,
    pub ended_on: Option<String>,
    pub confirmed: Confirmed,
}

impl FromRow for Course {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            area: row.get("area")?,
            facts: NewCourse {
                kind: row.parse("kind", CourseKind::parse)?,
                name: row.get("name")?,
                about: row.get("about")?,
                format: row.parse("format", Format::parse)?,
                languages: row.get("languages")?,
                needs: row.get("needs")?,
                gives: row.get("gives")?,
                joining: row.get("joining")?,
            },
            ended_on: row.get("ended_on")?,
            confirmed: Confirmed::from_row(row)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_says_what_it_is_how_it_is_held_and_how_to_join() {
        let wrong = NewCourse::parse(&Written::default()).unwrap_err();
        let fields: Vec<_> = wrong.0.iter().map(|w| w.field).collect();
        assert_eq!(fields, ["kind", "name", "about", "format", "joining"]);
        let full = Written::default()
            .with("kind", "training")
            .with("name", "Home and bicycle security")
            .with("about", "An evening with locks to try")
            .with("format", "in-person")
            .with("joining", "Come along");
        let course = NewCourse::parse(&full).unwrap();
        assert_eq!(NewCourse::parse(&course.written()).unwrap(), course);
    }
}
