//! A finding: a broken rule and where, never the value. There is no field for it.

use std::fmt;
use std::sync::Arc;

/// Where in an extract something was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file's name, without its folder.
    pub file: Arc<str>,
    /// The line, from 1 (the header is a line); 0 when the finding is of the whole file.
    pub line: u64,
    /// The field of ours that was mapped, such as `postcode`; `None` when the finding is of the whole row.
    pub field: Option<&'static str>,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if let Some(field) = self.field {
            write!(f, ": column `{field}`")?;
        }
        Ok(())
    }
}

/// A broken rule and its location.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub location: Location,
    /// Which rule.
    pub rule: Rule,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.location, self.rule.words())
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident = $code:literal, $effect:ident, $words:literal;)*) => {
        /// A rule that a field or a row of an extract can break.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[$doc])* $rule,)* }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$rule,)*];

            /// The code in a findings file and a manifest.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$rule => $code,)* }
            }

            /// What is wrong, to follow the location: `column postcode` "is not a Dutch postcode".
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$rule => $words,)* }
            }

            /// What the broken rule does to the row.
            #[must_use]
            pub const fn effect(self) -> Effect {
                match self { $(Self::$rule => Effect::$effect,)* }
            }
        }
    };
}

/// What a broken rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The value is used all the same.
    Warning,
    /// The field counts as empty.
    FieldBlanked,
    /// The row is rejected.
    RowLeftBehind,
}

rules! {
    /// The BSN has letters, too many digits or fails the eleven-test.
    BsnInvalid = "bsn-invalid", FieldBlanked, "is not a valid BSN (eleven-test)";
    /// The BSN is of the public test range.
    BsnTestRange = "bsn-test-range", Warning, "is a BSN from the public test range";
    /// The birth date cannot be read.
    BirthDateInvalid = "birth-date-invalid", FieldBlanked, "is not a date";
/// The birth date is before 1850, or after both the end of the period and the reference date.
    BirthDateImpossible = "birth-date-impossible", FieldBlanked, "is not a possible birth date";
/// Not four digits and two letters.
    PostcodeInvalid = "postcode-invalid", FieldBlanked, "is not a Dutch postcode";
/// Not a number from 1 to 99999.
    HouseNumberInvalid = "house-number-invalid", FieldBlanked, "is not a house number from 1 to 99999";
/// A postcode or house number of an address in one cell that can be read in more than one way.
    AddressUnclear = "address-unclear", FieldBlanked, "can be read as more than one address, and is not used";
/// Not one letter.
    HouseLetterInvalid = "house-letter-invalid", FieldBlanked, "is not a single letter";
/// More than 6 letters and digits.
    HouseNumberSuffixInvalid = "house-number-suffix-invalid", FieldBlanked, "is longer than 6 characters";
/// Not 16 digits.
    AddressIdInvalid = "address-id-invalid", FieldBlanked, "is not a BAG nummeraanduiding (16 digits)";
/// A name without letters, or longer than 200 characters.
    NameInvalid = "name-invalid", FieldBlanked, "is not a name";
    /// The client number is longer than 200 characters.
    ClientTooLong = "client-too-long", FieldBlanked, "is longer than 200 characters";
/// The rows with this client number contradict each other.
    ClientContradicts = "client-contradicts", FieldBlanked, "is used for more than one person; its rows are grouped by BSN or by all other fields";
/// The rows with this BSN contradict each other.
    BsnContradicts = "bsn-contradicts", FieldBlanked, "is used for more than one person; its rows are linked by their other fields";
/// Not a known code for sex.
    SexUnknown = "sex-unknown", FieldBlanked, "is not a known code for sex";
/// The text does not decode, or the cell of a workbook has no usable value.
    TextBroken = "text-broken", FieldBlanked, "has bytes of another encoding, a lost character, a NUL, or a formula without a usable result";
/// A formula failed or was never calculated, so the value is unknown.
    FormulaFailed = "formula-failed", FieldBlanked, "holds a formula error instead of a value";
/// The start or end of a use is not a complete date.
    DateUnreadable = "date-unreadable", RowLeftBehind, "cannot be read as a date";
/// The date of death or departure is not a date.
    LeftInvalid = "left-invalid", FieldBlanked, "is not a date";
/// The date of death or departure is before the birth.
    LeftBeforeBirth = "left-before-birth", FieldBlanked, "is before the birth date";
/// The end is before the start.
    EndBeforeStart = "end-before-start", RowLeftBehind, "is before the start";
/// The service is not in the agreement.
    ServiceUnknown = "service-unknown", RowLeftBehind, "is not a service in the agreement";
    /// The row names no service.
    ServiceMissing = "service-missing", RowLeftBehind, "is empty";
    /// No token remains.
    NothingToLink = "nothing-to-link", RowLeftBehind, "has no usable identifier left";
    /// More or fewer cells than the header.
    RowShape = "row-shape", RowLeftBehind, "has more or fewer cells than the header";
    /// The row is longer than a record may be.
    RowTooLong = "row-too-long", RowLeftBehind, "is longer than 1 MB";
/// A quote is never closed.
    QuoteOpen = "quote-open", RowLeftBehind, "opens a quote that is never closed";
/// A second person in the register with the same BSN.
    PersonTwice = "person-twice", RowLeftBehind, "has the same BSN as an earlier person";
    /// The wijk or buurt is unknown for the address.
    AreaUnknown = "area-unknown", Warning, "has an address that is in no known area";
/// The register marks the person's data as confidential (LO3 07.70.10): no wijk or buurt is handed over.
    Secrecy = "secrecy", Warning, "has a confidentiality flag: the household is counted without wijk and buurt";
/// A postal address (`briefadres`): no household and no address token.
    AddressPostal = "address-postal", FieldBlanked, "is a postal address only: it makes no household";
/// The household type is not in the mapping.
    HouseholdTypeUnknown = "household-type-unknown", FieldBlanked, "is not a household type in the mapping";
/// The members of a household number have more than one address.
    HouseholdAddresses = "household-addresses", Warning, "is a household registered at more than one address";
/// A message of an unsupported kind, or a delivery without people.
    MessageUnknown = "message-unknown", Warning, "is a message of an unsupported kind, or a delivery without people";
/// An unsupported release; the file counts as one rejected row.
    MessageRelease = "message-release", RowLeftBehind, "is of an unsupported release or version; the whole file is skipped";
/// The file is truncated or malformed; it counts as one rejected row.
    FileBroken = "file-broken", RowLeftBehind, "is truncated or malformed here; the whole file is skipped";
/// The file declares entities or exceeds a limit; it counts as one rejected row.
    FileUnsafe = "file-unsafe", RowLeftBehind, "has entities, or nesting or sizes beyond the limits, here; the whole file is skipped";
    /// A start or stop without its allocation.
    AllocationMissing = "allocation-missing", Warning, "refers to an allocation that is in no message";
/// A line of the objections file that identifies nobody.
    ObjectionUnusable = "objection-unusable", Warning, "is an objection that identifies nobody: give a BSN, a client number, or birth date and surname";
}
