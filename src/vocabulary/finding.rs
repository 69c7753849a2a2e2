//! A broken rule and where: never the value, there is no field for it.

use std::fmt;
use std::sync::Arc;

/// Where in an extract something was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's name, without its folder.
    pub file: Arc<str>,
    /// The line, from 1 (the header is a line); 0 when the finding is of the whole file.
    pub line: u64,
    /// The field of ours that was mapped, such as `postcode`; `None` when the finding is of the whole row.
    pub field: Option<&'static str>,
}

impl fmt::Display for Place {
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

/// A broken rule at a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// Which rule.
    pub rule: Rule,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.place, self.rule.words())
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

            /// What is wrong, to stand behind the place: `column postcode` "is not a Dutch postcode".
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
    /// The row is left behind.
    RowLeftBehind,
}

rules! {
    /// The BSN has letters, too many digits or fails the eleven-test.
    BsnInvalid = "bsn-invalid", FieldBlanked, "is not a valid BSN (eleven-test)";
    /// The BSN is of the public test range.
    BsnTestRange = "bsn-test-range", Warning, "is a BSN of the public test range";
    /// The birth date cannot be read.
    BirthDateInvalid = "birth-date-invalid", FieldBlanked, "is not a date";
    /// The birth date lies before 1850, or after both the end of the period and the reference date.
    BirthDateImpossible = "birth-date-impossible", FieldBlanked, "is not a possible birth date";
    /// The postcode is none.
    PostcodeInvalid = "postcode-invalid", FieldBlanked, "is not a Dutch postcode";
    /// The house number is none.
    HouseNumberInvalid = "house-number-invalid", FieldBlanked, "is not a house number from 1 to 99999";
    /// The house letter is none.
    HouseLetterInvalid = "house-letter-invalid", FieldBlanked, "is not a single letter";
    /// The addition is too long.
    HouseNumberSuffixInvalid = "house-number-suffix-invalid", FieldBlanked, "is longer than an addition can be";
    /// The address identifier is none.
    AddressIdInvalid = "address-id-invalid", FieldBlanked, "is not a BAG nummeraanduiding (16 digits)";
    /// A name of nothing but signs, or longer than 200 characters.
    NameInvalid = "name-invalid", FieldBlanked, "is not a name";
    /// The client number is longer than 200 characters.
    ClientTooLong = "client-too-long", FieldBlanked, "is longer than 200 characters";
    /// The rows of a client number are of more than one person.
    ClientContradicts = "client-contradicts", FieldBlanked, "stands for more than one person; its rows are told apart by BSN, or by all other fields";
    /// The rows with a BSN are of more than one person.
    BsnContradicts = "bsn-contradicts", FieldBlanked, "stands on more than one person; its rows are linked by their other fields";
    /// The sex is no known code.
    SexUnknown = "sex-unknown", FieldBlanked, "is not a known code for sex";
    /// The text is not of the encoding, or the cell of a workbook has no value that can be used.
    TextBroken = "text-broken", FieldBlanked, "holds bytes of another encoding, a lost letter, a NUL, or a formula with an error or without a result";
    /// A formula or look-up failed, or was never calculated: what should stand in the cell is not known.
    FormulaFailed = "formula-failed", FieldBlanked, "holds the error of a formula, which is no value";
    /// The start or end of a use holds something that is no whole date.
    DateUnreadable = "date-unreadable", RowLeftBehind, "holds something that cannot be read as a date";
    /// The date of death or departure is none.
    LeftInvalid = "left-invalid", FieldBlanked, "is not a date";
    /// The date of death or departure lies before the birth.
    LeftBeforeBirth = "left-before-birth", FieldBlanked, "lies before the birth date";
    /// The end lies before the start.
    EndBeforeStart = "end-before-start", RowLeftBehind, "lies before the start";
    /// The service is not of the agreement.
    ServiceUnknown = "service-unknown", RowLeftBehind, "is not a service of the agreement";
    /// The row names no service.
    ServiceMissing = "service-missing", RowLeftBehind, "is empty";
    /// No token remains.
    NothingToLink = "nothing-to-link", RowLeftBehind, "has nothing left to find the person or the address by";
    /// More or fewer cells than the header.
    RowShape = "row-shape", RowLeftBehind, "has another number of cells than the header";
    /// The row is longer than a record may be.
    RowTooLong = "row-too-long", RowLeftBehind, "is longer than 1 MB";
    /// A quote opens and never closes.
    QuoteOpen = "quote-open", RowLeftBehind, "opens a quote that never closes";
    /// The BSN stands on more than one person of the register.
    PersonTwice = "person-twice", RowLeftBehind, "has a BSN that an earlier person has too";
    /// The wijk or buurt is unknown for the address.
    AreaUnknown = "area-unknown", Warning, "has an address that is in no area";
    /// The person asked for secrecy: the household travels without wijk and buurt.
    Secrecy = "secrecy", Warning, "is of somebody with secrecy, whose household is told without wijk and buurt";
    /// The address is a postal one: no household, and no token of it.
    AddressPostal = "address-postal", FieldBlanked, "says that the address takes post only; it makes no household";
    /// The household type is no value of the mapping.
    HouseholdTypeUnknown = "household-type-unknown", FieldBlanked, "is not a household type of the mapping";
    /// The household's number stands at more than one address.
    HouseholdAddresses = "household-addresses", Warning, "is of a household whose members are registered at more than one address";
    /// The message is of another kind than the readers know, or the delivery holds nobody.
    MessageUnknown = "message-unknown", Warning, "is a message of a kind that is not read, or a delivery that holds nobody";
    /// The message is of another release; its file counts as a row.
    MessageRelease = "message-release", RowLeftBehind, "is of a release or version that is not read; nothing of this file is used";
    /// The file is broken or cut off; it counts as a row.
    FileBroken = "file-broken", RowLeftBehind, "is where the file breaks off or is no longer well-formed; nothing of this file is used";
    /// The file declares entities, or nests or grows beyond bounds; it counts as a row.
    FileUnsafe = "file-unsafe", RowLeftBehind, "is where the file holds entities, or nests or grows beyond all bounds; nothing of this file is used";
    /// A start or stop without its allocation.
    AllocationMissing = "allocation-missing", Warning, "names an allocation that no message brings";
    /// A line of the list of objections that names nobody.
    ObjectionUnusable = "objection-unusable", Warning, "is an objection that names nobody: give a BSN, a client number, or birth date and surname";
}
