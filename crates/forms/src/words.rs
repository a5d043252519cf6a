//! The words of the engine itself: what it says when an answer cannot be taken, and the few labels
//! that the format leaves to the engine. In English, Welsh and Easy Read.

use jiff::civil::Date;

use crate::text::lower_first;

/// Which set of built-in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Words {
    En,
    Cy,
    EnSimple,
}

impl Words {
    pub fn of(code: &str) -> Self {
        match code {
            "en-simple" => Self::EnSimple,
            c if c == "cy" || c.starts_with("cy-") => Self::Cy,
            _ => Self::En,
        }
    }

    /// Picks from a row of the tables below.
    fn pick(self, row: [&str; 3]) -> &str {
        let [en, cy, simple] = row;
        match self {
            Self::En => en,
            Self::Cy => cy,
            Self::EnSimple => simple,
        }
    }

    pub fn label(self, label: Label) -> &'static str {
        self.pick(label.row())
    }

    pub fn month(self, month: i8) -> &'static str {
        const EN: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        const CY: [&str; 12] = [
            "Ionawr",
            "Chwefror",
            "Mawrth",
            "Ebrill",
            "Mai",
            "Mehefin",
            "Gorffennaf",
            "Awst",
            "Medi",
            "Hydref",
            "Tachwedd",
            "Rhagfyr",
        ];
        let names = if self == Self::Cy { &CY } else { &EN };
        usize::try_from(month)
            .ok()
            .and_then(|m| m.checked_sub(1))
            .and_then(|m| names.get(m))
            .copied()
            .unwrap_or_default()
    }

    /// `25 November 2026`.
    pub fn date(self, date: Date) -> String {
        format!("{} {} {}", date.day(), self.month(date.month()), date.year())
    }

    /// Fills a message. `label` is the component's short name as its author wrote it.
    pub fn say(self, rule: Rule, label: &str, limit: &str) -> String {
        // "Upload upload a photo" helps nobody.
        if rule == Rule::Upload && label.get(..6).is_some_and(|l| l.eq_ignore_ascii_case("upload")) {
            return label.to_owned();
        }
        // A whole question cannot stand in the middle of a sentence.
        let question = label.trim_end().ends_with('?');
        let row = if question { rule.question_row() } else { rule.row() };
        fill(self.pick(row), label, limit)
    }
}

/// Replaces `{label}` (first letter small), `{Label}` and `{limit}`.
fn fill(template: &str, label: &str, limit: &str) -> String {
    let mut out = String::with_capacity(template.len() + label.len());
    let mut rest = template;
    while let Some((before, from)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, after)) = from.split_once('}') else {
            break;
        };
        match name {
            "label" => out.push_str(&lower_first(label)),
            "Label" => out.push_str(label),
            "limit" => out.push_str(limit),
            _ => {}
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A rule that an answer can break. The name in the comment is the key under which the format's
/// `customValidationMessages` may replace the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    Enter,
    Select,
    SelectAny,
    Upload,
    Agree,
    TooLong,
    TooShort,
    WrongLength,
    TooManyWords,
    Pattern,
    Email,
    Phone,
    PhoneUk,
    PhoneInternational,
    NotANumber,
    NotWhole,
    TooPrecise,
    TooImprecise,
    TooSmall,
    TooLarge,
    TooManyDigits,
    TooFewDigits,
    DateMissing,
    NotADate,
    NotAMonth,
    DateBefore,
    DateAfter,
    MonthBefore,
    MonthAfter,
    AddressLine,
    AddressTown,
    AddressPostcode,
    PostcodeFormat,
    PartTooLong,
    GridRef,
    GridField,
    Place,
    PlacesMin,
    PlacesMax,
    PickAtLeast,
    PickAtMost,
    PickExactly,
    FilesAtLeast,
    FilesAtMost,
    FileType,
    FileSize,
    FileEmpty,
    Payment,
    RepeatMin,
    RepeatMax,
}

impl Rule {
    /// The validation-rule name the format's own custom messages are keyed by.
    pub fn key(self) -> &'static str {
        match self {
            Self::Enter | Self::DateMissing => "string.empty",
            Self::Select | Self::SelectAny | Self::Agree => "any.required",
            Self::Upload => "any.required",
            Self::TooLong | Self::PartTooLong => "string.max",
            Self::TooShort => "string.min",
            Self::WrongLength => "string.length",
            Self::TooManyWords => "string.maxWords",
            Self::Pattern
            | Self::Phone
            | Self::PhoneUk
            | Self::PhoneInternational
            | Self::PostcodeFormat
            | Self::GridRef
            | Self::GridField => "string.pattern.base",
            Self::Email => "string.email",
            Self::NotANumber => "number.base",
            Self::NotWhole => "number.integer",
            Self::TooPrecise => "number.precision",
            Self::TooImprecise => "number.minPrecision",
            Self::TooSmall => "number.min",
            Self::TooLarge => "number.max",
            Self::TooManyDigits => "number.maxLength",
            Self::TooFewDigits => "number.minLength",
            Self::NotADate | Self::NotAMonth => "date.format",
            Self::DateBefore | Self::MonthBefore => "date.min",
            Self::DateAfter | Self::MonthAfter => "date.max",
            Self::AddressLine | Self::AddressTown | Self::AddressPostcode => "object.required",
            Self::Place => "array.base",
            Self::PlacesMin | Self::PickAtLeast | Self::FilesAtLeast | Self::RepeatMin => "array.min",
            Self::PlacesMax | Self::PickAtMost | Self::FilesAtMost | Self::RepeatMax => "array.max",
            Self::PickExactly => "array.length",
            Self::FileType => "file.type",
            Self::FileSize => "file.size",
            Self::FileEmpty => "file.empty",
            Self::Payment => "payment.required",
        }
    }

    /// English, Welsh, Easy Read.
    fn row(self) -> [&'static str; 3] {
        match self {
            Self::Enter | Self::DateMissing => {
                ["Enter {label}", "{Label}: rhowch ateb", "Answer this: {Label}"]
            }
            Self::Select => [
                "Select {label}",
                "{Label}: dewiswch ateb",
                "Choose an answer: {Label}",
            ],
            Self::SelectAny => [
                "Select {label}",
                "{Label}: dewiswch ateb",
                "Choose {label}. You can choose more than one.",
            ],
            Self::Upload => ["Upload {label}", "{Label}: lanlwythwch ffeil", "Add {label}."],
            Self::Agree => [
                "You must confirm {label} to continue",
                "Rhaid i chi gadarnhau {label} i barhau",
                "Tick the box to agree. Then you can go on.",
            ],
            Self::TooLong => [
                "{Label} must be {limit} characters or less",
                "{Label}: rhaid i hyn fod yn {limit} nod neu lai",
                "{Label} is too long. Use {limit} letters or fewer.",
            ],
            Self::TooShort => [
                "{Label} must be {limit} characters or more",
                "{Label}: rhaid i hyn fod yn {limit} nod neu fwy",
                "{Label} is too short. Use {limit} letters or more.",
            ],
            Self::WrongLength => [
                "{Label} must be {limit} characters",
                "{Label}: rhaid i hyn fod yn {limit} nod",
                "{Label} must have {limit} letters or numbers.",
            ],
            Self::TooManyWords => [
                "{Label} must be {limit} words or fewer",
                "{Label}: rhaid i hyn fod yn {limit} gair neu lai",
                "{Label} is too long. Use {limit} words or fewer.",
            ],
            Self::Pattern => [
                "Enter a valid {label}",
                "{Label}: rhowch ateb dilys",
                "Check {label}. It does not look right.",
            ],
            Self::Email => [
                "Enter {label} in the correct format, like name@example.com",
                "{Label}: rhowch ateb yn y fformat cywir, fel enw@enghraifft.com",
                "Check {label}. It must look like name@example.com.",
            ],
            Self::Phone => [
                "Enter {label}, like 01632 960 001, 07700 900 982 or +44 808 157 0192",
                "{Label}: rhowch ateb, fel 01632 960 001, 07700 900 982 neu +44 808 157 0192",
                "Check {label}. Use only numbers, like 07700 900 982.",
            ],
            Self::PhoneUk => [
                "Enter {label} as a UK number, like 01632 960 001 or 07700 900 982",
                "{Label}: rhowch ateb fel rhif yn y DU, fel 01632 960 001 neu 07700 900 982",
                "Check {label}. It must be a UK number, like 07700 900 982.",
            ],
            Self::PhoneInternational => [
                "Enter {label} with its country code, like +44 808 157 0192",
                "{Label}: rhowch ateb gyda chod y wlad, fel +44 808 157 0192",
                "Check {label}. Start with the country code, like +44.",
            ],
            Self::NotANumber => [
                "{Label} must be a number",
                "{Label}: rhaid i hyn fod yn rhif",
                "Write a number, like 7: {Label}",
            ],
            Self::NotWhole => [
                "{Label} must be a whole number",
                "{Label}: rhaid i hyn fod yn rhif cyfan",
                "Write a whole number, like 7: {Label}",
            ],
            Self::TooPrecise => [
                "{Label} must have {limit} or fewer decimal places",
                "{Label}: rhaid i hyn fod â {limit} lle degol neu lai",
                "{Label} has too many numbers after the dot. Use {limit} or fewer.",
            ],
            Self::TooImprecise => [
                "{Label} must have {limit} or more decimal places",
                "{Label}: rhaid i hyn fod â {limit} lle degol neu fwy",
                "{Label} needs {limit} or more numbers after the dot.",
            ],
            Self::TooSmall => [
                "{Label} must be {limit} or higher",
                "{Label}: rhaid i hyn fod yn {limit} neu uwch",
                "{Label} must be {limit} or more.",
            ],
            Self::TooLarge => [
                "{Label} must be {limit} or lower",
                "{Label}: rhaid i hyn fod yn {limit} neu is",
                "{Label} must be {limit} or less.",
            ],
            Self::TooManyDigits => [
                "{Label} must be {limit} digits or fewer",
                "{Label}: rhaid i hyn fod yn {limit} digid neu lai",
                "{Label} is too long. Use {limit} numbers or fewer.",
            ],
            Self::TooFewDigits => [
                "{Label} must be {limit} digits or more",
                "{Label}: rhaid i hyn fod yn {limit} digid neu fwy",
                "{Label} is too short. Use {limit} numbers or more.",
            ],
            Self::NotADate => [
                "{Label} must be a real date",
                "{Label}: rhaid i hyn fod yn ddyddiad go iawn",
                "Check {label}. It must be a real day.",
            ],
            Self::NotAMonth => [
                "{Label} must be a real month and year",
                "{Label}: rhaid i hyn fod yn fis a blwyddyn go iawn",
                "Check {label}. It must be a real month and year.",
            ],
            Self::DateBefore | Self::MonthBefore => [
                "{Label} must be the same as or after {limit}",
                "{Label}: rhaid i hyn fod yr un fath â neu ar ôl {limit}",
                "{Label} is too early. It must be {limit} or later.",
            ],
            Self::DateAfter | Self::MonthAfter => [
                "{Label} must be the same as or before {limit}",
                "{Label}: rhaid i hyn fod yr un fath â neu cyn {limit}",
                "{Label} is too late. It must be {limit} or earlier.",
            ],
            Self::AddressLine => [
                "Enter address line 1, typically the building and street",
                "Rhowch linell gyfeiriad 1, fel arfer yr adeilad a’r stryd",
                "Write the house number and street.",
            ],
            Self::AddressTown => [
                "Enter town or city",
                "Rhowch y dref neu’r ddinas",
                "Write the town or city.",
            ],
            Self::AddressPostcode => ["Enter postcode", "Rhowch god post", "Write the postcode."],
            Self::PostcodeFormat => [
                "Enter a full UK postcode, like AA3 1AB",
                "Rhowch god post llawn yn y DU, fel AA3 1AB",
                "Check the postcode. It must look like AA3 1AB.",
            ],
            Self::PartTooLong => [
                "Each line of {label} must be {limit} characters or less",
                "{Label}: rhaid i bob llinell fod yn {limit} nod neu lai",
                "A line is too long. Use {limit} letters or fewer.",
            ],
            Self::GridRef => [
                "Enter {label} as an OS grid reference, like TQ123456",
                "{Label}: rhowch ateb fel cyfeirnod grid OS, fel TQ123456",
                "Check {label}. It must look like TQ123456.",
            ],
            Self::GridField => [
                "Enter {label} as 2 letters and 8 numbers, like NG 1234 5678",
                "{Label}: rhowch ateb fel 2 lythyren ac 8 rhif, fel NG 1234 5678",
                "Check {label}. It must look like NG 1234 5678.",
            ],
            Self::Place => [
                "Enter {label} as places on the map, one on each line, like 51.5072, -0.1276",
                "{Label}: rhowch ateb fel lleoedd ar y map, un ar bob llinell, fel 51.5072, -0.1276",
                "Check {label}. Put one place on each line.",
            ],
            Self::PlacesMin => [
                "{Label} must have {limit} or more places",
                "{Label}: rhaid i hyn gynnwys {limit} lle neu fwy",
                "Add {limit} or more places.",
            ],
            Self::PlacesMax => [
                "{Label} must have {limit} or fewer places",
                "{Label}: rhaid i hyn gynnwys {limit} lle neu lai",
                "Add {limit} or fewer places.",
            ],
            Self::PickAtLeast => [
                "Select at least {limit} options for {label}",
                "Dewiswch o leiaf {limit} opsiwn ar gyfer {label}",
                "Choose {limit} or more.",
            ],
            Self::PickAtMost => [
                "Select no more than {limit} options for {label}",
                "Dewiswch ddim mwy na {limit} opsiwn ar gyfer {label}",
                "Choose {limit} or fewer.",
            ],
            Self::PickExactly => [
                "Select only {limit} options for {label}",
                "Dewiswch {limit} opsiwn yn unig ar gyfer {label}",
                "Choose {limit}.",
            ],
            Self::FilesAtLeast => [
                "You must upload {limit} files or more",
                "Rhaid i chi lanlwytho {limit} ffeil neu fwy",
                "Add {limit} files or more.",
            ],
            Self::FilesAtMost => [
                "You can only upload {limit} files or fewer",
                "Dim ond {limit} ffeil neu lai y gallwch eu lanlwytho",
                "You can add {limit} files or fewer.",
            ],
            Self::FileType => [
                "The selected file must be one of these types: {limit}",
                "Rhaid i’r ffeil a ddewiswyd fod yn un o’r mathau hyn: {limit}",
                "We cannot use this kind of file. Use one of these: {limit}.",
            ],
            Self::FileSize => [
                "The selected file must be smaller than {limit}MB",
                "Rhaid i’r ffeil a ddewiswyd fod yn llai na {limit}MB",
                "This file is too big. It must be smaller than {limit}MB.",
            ],
            Self::FileEmpty => [
                "The selected file is empty",
                "Mae’r ffeil a ddewiswyd yn wag",
                "This file has nothing in it.",
            ],
            Self::Payment => [
                "You cannot pay here. We do not take payments online",
                "Ni allwch dalu yma. Nid ydym yn derbyn taliadau ar-lein",
                "You cannot pay here. We do not take money online.",
            ],
            Self::RepeatMin => [
                "You must add at least {limit}: {label}",
                "Rhaid i chi ychwanegu o leiaf {limit}: {label}",
                "Add {limit} or more.",
            ],
            Self::RepeatMax => [
                "You can add no more than {limit}: {label}",
                "Ni allwch ychwanegu mwy na {limit}: {label}",
                "You can add {limit} or fewer.",
            ],
        }
    }

    /// The same, for a label that is a whole question.
    fn question_row(self) -> [&'static str; 3] {
        match self {
            Self::Enter | Self::DateMissing => [
                "Enter an answer to ‘{Label}’",
                "Rhowch ateb i ‘{Label}’",
                "Answer this question: {Label}",
            ],
            Self::Select | Self::SelectAny | Self::Agree => [
                "Select an answer to ‘{Label}’",
                "Dewiswch ateb i ‘{Label}’",
                "Choose an answer: {Label}",
            ],
            Self::Upload => [
                "Upload a file for ‘{Label}’",
                "Lanlwythwch ffeil ar gyfer ‘{Label}’",
                "Add a file: {Label}",
            ],
            Self::TooLong => [
                "Your answer must be {limit} characters or less",
                "Rhaid i’ch ateb fod yn {limit} nod neu lai",
                "Your answer is too long. Use {limit} letters or fewer.",
            ],
            Self::TooShort => [
                "Your answer must be {limit} characters or more",
                "Rhaid i’ch ateb fod yn {limit} nod neu fwy",
                "Your answer is too short. Use {limit} letters or more.",
            ],
            Self::WrongLength => [
                "Your answer must be {limit} characters",
                "Rhaid i’ch ateb fod yn {limit} nod",
                "Your answer must have {limit} letters or numbers.",
            ],
            Self::TooManyWords => [
                "Your answer must be {limit} words or fewer",
                "Rhaid i’ch ateb fod yn {limit} gair neu lai",
                "Your answer is too long. Use {limit} words or fewer.",
            ],
            Self::Pattern => [
                "Enter a valid answer to ‘{Label}’",
                "Rhowch ateb dilys i ‘{Label}’",
                "Check your answer. It does not look right.",
            ],
            Self::Email => [
                "Enter an email address in the correct format, like name@example.com",
                "Rhowch gyfeiriad e-bost yn y fformat cywir, fel enw@enghraifft.com",
                "Check the email address. It must look like name@example.com.",
            ],
            Self::Phone => [
                "Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192",
                "Rhowch rif ffôn, fel 01632 960 001, 07700 900 982 neu +44 808 157 0192",
                "Check the phone number. Use only numbers, like 07700 900 982.",
            ],
            Self::PhoneUk => [
                "Enter a UK phone number, like 01632 960 001 or 07700 900 982",
                "Rhowch rif ffôn yn y DU, fel 01632 960 001 neu 07700 900 982",
                "Check the phone number. It must be a UK number.",
            ],
            Self::PhoneInternational => [
                "Enter a phone number with its country code, like +44 808 157 0192",
                "Rhowch rif ffôn gyda chod y wlad, fel +44 808 157 0192",
                "Check the phone number. Start with the country code, like +44.",
            ],
            Self::NotANumber => [
                "Your answer must be a number",
                "Rhaid i’ch ateb fod yn rhif",
                "Your answer must be a number, like 7.",
            ],
            Self::NotWhole => [
                "Your answer must be a whole number",
                "Rhaid i’ch ateb fod yn rhif cyfan",
                "Your answer must be a whole number, like 7.",
            ],
            Self::TooPrecise => [
                "Your answer must have {limit} or fewer decimal places",
                "Rhaid i’ch ateb fod â {limit} lle degol neu lai",
                "Your answer has too many numbers after the dot. Use {limit} or fewer.",
            ],
            Self::TooImprecise => [
                "Your answer must have {limit} or more decimal places",
                "Rhaid i’ch ateb fod â {limit} lle degol neu fwy",
                "Your answer needs {limit} or more numbers after the dot.",
            ],
            Self::TooSmall => [
                "Your answer must be {limit} or higher",
                "Rhaid i’ch ateb fod yn {limit} neu uwch",
                "Your answer must be {limit} or more.",
            ],
            Self::TooLarge => [
                "Your answer must be {limit} or lower",
                "Rhaid i’ch ateb fod yn {limit} neu is",
                "Your answer must be {limit} or less.",
            ],
            Self::TooManyDigits => [
                "Your answer must be {limit} digits or fewer",
                "Rhaid i’ch ateb fod yn {limit} digid neu lai",
                "Your answer is too long. Use {limit} numbers or fewer.",
            ],
            Self::TooFewDigits => [
                "Your answer must be {limit} digits or more",
                "Rhaid i’ch ateb fod yn {limit} digid neu fwy",
                "Your answer is too short. Use {limit} numbers or more.",
            ],
            Self::NotADate => [
                "The date must be a real date",
                "Rhaid i’r dyddiad fod yn ddyddiad go iawn",
                "Check the date. It must be a real day.",
            ],
            Self::NotAMonth => [
                "The month and year must be real",
                "Rhaid i’r mis a’r flwyddyn fod yn rhai go iawn",
                "Check the month and year.",
            ],
            Self::DateBefore | Self::MonthBefore => [
                "The date must be the same as or after {limit}",
                "Rhaid i’r dyddiad fod yr un fath â neu ar ôl {limit}",
                "The date is too early. It must be {limit} or later.",
            ],
            Self::DateAfter | Self::MonthAfter => [
                "The date must be the same as or before {limit}",
                "Rhaid i’r dyddiad fod yr un fath â neu cyn {limit}",
                "The date is too late. It must be {limit} or earlier.",
            ],
            Self::PartTooLong => [
                "Each line must be {limit} characters or less",
                "Rhaid i bob llinell fod yn {limit} nod neu lai",
                "A line is too long. Use {limit} letters or fewer.",
            ],
            Self::GridRef => [
                "Enter an OS grid reference, like TQ123456",
                "Rhowch gyfeirnod grid OS, fel TQ123456",
                "Check the grid reference. It must look like TQ123456.",
            ],
            Self::GridField => [
                "Enter 2 letters and 8 numbers, like NG 1234 5678",
                "Rhowch 2 lythyren ac 8 rhif, fel NG 1234 5678",
                "Check your answer. It must look like NG 1234 5678.",
            ],
            Self::Place => [
                "Enter places on the map, one on each line, like 51.5072, -0.1276",
                "Rhowch leoedd ar y map, un ar bob llinell, fel 51.5072, -0.1276",
                "Check the places. Put one place on each line.",
            ],
            Self::PlacesMin => [
                "Enter {limit} or more places",
                "Rhowch {limit} lle neu fwy",
                "Add {limit} or more places.",
            ],
            Self::PlacesMax => [
                "Enter {limit} or fewer places",
                "Rhowch {limit} lle neu lai",
                "Add {limit} or fewer places.",
            ],
            Self::PickAtLeast => [
                "Select at least {limit} options",
                "Dewiswch o leiaf {limit} opsiwn",
                "Choose {limit} or more.",
            ],
            Self::PickAtMost => [
                "Select no more than {limit} options",
                "Dewiswch ddim mwy na {limit} opsiwn",
                "Choose {limit} or fewer.",
            ],
            Self::PickExactly => [
                "Select only {limit} options",
                "Dewiswch {limit} opsiwn yn unig",
                "Choose {limit}.",
            ],
            // These rows do not put the label into a sentence.
            Self::AddressLine
            | Self::AddressTown
            | Self::AddressPostcode
            | Self::PostcodeFormat
            | Self::FilesAtLeast
            | Self::FilesAtMost
            | Self::FileType
            | Self::FileSize
            | Self::FileEmpty
            | Self::Payment
            | Self::RepeatMin
            | Self::RepeatMax => self.row(),
        }
    }
}

/// A label that the engine supplies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Yes,
    No,
    Day,
    Month,
    Year,
    Optional,
    AddressLine1,
    AddressLine2,
    Town,
    Postcode,
    Easting,
    Northing,
    Latitude,
    Longitude,
    Agree,
    Agreed,
    NotAgreed,
    NotAnswered,
    Select,
    ErrorPrefix,
    ThereIsAProblem,
    Important,
    Success,
    UploadedFiles,
    Remove,
    Change,
    AddAnother,
    NoneYet,
    Characters,
    WordsLeft,
    Places,
    PaymentNotOffered,
    MustInclude,
    DayPart,
    MonthPart,
    YearPart,
    And,
}

impl Label {
    fn row(self) -> [&'static str; 3] {
        match self {
            Self::Yes => ["Yes", "Iawn", "Yes"],
            Self::No => ["No", "Na", "No"],
            Self::Day => ["Day", "Diwrnod", "Day"],
            Self::Month => ["Month", "Mis", "Month"],
            Self::Year => ["Year", "Blwyddyn", "Year"],
            Self::Optional => ["(optional)", "(dewisol)", "(you do not have to answer)"],
            Self::AddressLine1 => ["Address line 1", "Llinell gyfeiriad 1", "House number and street"],
            Self::AddressLine2 => ["Address line 2", "Llinell gyfeiriad 2", "More of the address"],
            Self::Town => ["Town or city", "Tref neu ddinas", "Town or city"],
            Self::Postcode => ["Postcode", "Cod post", "Postcode"],
            Self::Easting => ["Easting", "Dwyreiniad", "Easting"],
            Self::Northing => ["Northing", "Gogleddiad", "Northing"],
            Self::Latitude => ["Latitude", "Lledred", "Latitude"],
            Self::Longitude => ["Longitude", "Hydred", "Longitude"],
            Self::Agree => ["I understand and agree", "Rwy’n deall ac yn cytuno", "I agree"],
            Self::Agreed => ["I understand and agree", "Rwy’n deall ac yn cytuno", "I agree"],
            Self::NotAgreed => ["Not agreed", "Heb gytuno", "Not agreed"],
            Self::NotAnswered => ["Not provided", "Heb ei ddarparu", "No answer"],
            Self::Select => ["Select an option", "Dewiswch opsiwn", "Choose one"],
            Self::ErrorPrefix => ["Error:", "Gwall:", "Mistake:"],
            Self::ThereIsAProblem => ["There is a problem", "Mae problem", "There is a problem"],
            Self::Important => ["Important", "Pwysig", "Important"],
            Self::Success => ["Success", "Llwyddiant", "It worked"],
            Self::UploadedFiles => ["Uploaded files", "Ffeiliau a lanlwythwyd", "Files you added"],
            Self::Remove => ["Remove", "Tynnu", "Remove"],
            Self::Change => ["Change", "Newid", "Change"],
            Self::AddAnother => ["Add another", "Ychwanegu un arall", "Add one more"],
            Self::NoneYet => [
                "You have not added any yet",
                "Nid ydych wedi ychwanegu unrhyw un eto",
                "You have not added any yet.",
            ],
            Self::Characters => [
                "You can enter up to {limit} characters",
                "Gallwch roi hyd at {limit} nod",
                "You can use up to {limit} letters.",
            ],
            Self::WordsLeft => [
                "You can enter up to {limit} words",
                "Gallwch roi hyd at {limit} gair",
                "You can use up to {limit} words.",
            ],
            Self::Places => [
                "Put each place on its own line: latitude and longitude, or an OS grid reference",
                "Rhowch bob lle ar ei linell ei hun: lledred a hydred, neu gyfeirnod grid OS",
                "Put one place on each line.",
            ],
            Self::PaymentNotOffered => [
                "We do not take payments online. Please contact us about how to pay.",
                "Nid ydym yn derbyn taliadau ar-lein. Cysylltwch â ni ynghylch sut i dalu.",
                "You cannot pay here. Please ask us how to pay.",
            ],
            Self::MustInclude => [
                "{Label} must include a {limit}",
                "{Label}: rhaid i hyn gynnwys {limit}",
                "Write the {limit} for {label}.",
            ],
            Self::DayPart => ["day", "diwrnod", "day"],
            Self::MonthPart => ["month", "mis", "month"],
            Self::YearPart => ["year", "blwyddyn", "year"],
            Self::And => ["and", "a", "and"],
        }
    }
}

impl Words {
    /// `You can enter up to 200 characters`.
    pub fn limit_hint(self, label: Label, limit: &str) -> String {
        fill(self.label(label), "", limit)
    }

    /// `Date of birth must include a month and year`.
    pub fn must_include(self, label: &str, parts: &[Label]) -> String {
        let names: Vec<&str> = parts.iter().map(|p| self.label(*p)).collect();
        let list = names.join(&format!(" {} ", self.label(Label::And)));
        let label = if label.trim_end().ends_with('?') {
            self.pick(["The date", "Y dyddiad", "The date"])
        } else {
            label
        };
        fill(self.label(Label::MustInclude), label, &list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_puts_the_short_name_into_the_sentence() {
        assert_eq!(
            Words::En.say(Rule::Enter, "Your full name", ""),
            "Enter your full name"
        );
        assert_eq!(
            Words::En.say(Rule::TooLong, "Full name", "70"),
            "Full name must be 70 characters or less"
        );
        assert_eq!(
            Words::Cy.say(Rule::Enter, "Enw llawn", ""),
            "Enw llawn: rhowch ateb"
        );
    }

    #[test]
    fn a_label_that_is_a_question_is_quoted_instead() {
        assert_eq!(
            Words::En.say(Rule::Enter, "What is your name?", ""),
            "Enter an answer to ‘What is your name?’"
        );
    }

    #[test]
    fn a_half_given_date_names_what_is_missing() {
        assert_eq!(
            Words::En.must_include("Date of birth", &[Label::MonthPart, Label::YearPart]),
            "Date of birth must include a month and year"
        );
    }
}
