//! What zone 1 needs of the agreement: assembled by `agreement`, paths already resolved.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::pseudonymous::TokenProfile;
use crate::pseudonymous::handover::Transport;
use crate::vocabulary::{
    AgeBands, AgreementDigest, Day, Dimensions, HouseholdType, PostcodeRanges, ProjectId,
    ProviderId, ServiceCode, ServiceIx, When,
};

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = $name:literal;)*) => {
        /// A field of ours that a column of an extract can be mapped to (contract, section 3).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field { $($(#[$doc])* $field,)* }

        impl Field {
            /// All fields.
            pub const ALL: &'static [Self] = &[$(Self::$field,)*];

            /// The name in the agreement.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$field => $name,)* }
            }

            /// The field with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|field| field.name() == name)
            }
        }
    };
}

fields! {
    /// The provider's own client number.
    Client = "client";
    /// BSN.
    Bsn = "bsn";
    /// Birth date.
    BirthDate = "birth_date";
    /// Sex.
    Sex = "sex";
    /// Own surname.
    Surname = "surname";
    /// Prefix of the own surname.
    SurnamePrefix = "surname_prefix";
    /// Given names.
    GivenNames = "given_names";
    /// Initials.
    Initials = "initials";
    /// The partner's surname.
    PartnerSurname = "partner_surname";
    /// Prefix of the partner's surname.
    PartnerSurnamePrefix = "partner_surname_prefix";
    /// Postcode.
    Postcode = "postcode";
    /// House number.
    HouseNumber = "house_number";
    /// House letter.
    HouseLetter = "house_letter";
    /// Addition to the house number.
    HouseNumberSuffix = "house_number_suffix";
    /// BAG nummeraanduiding.
    AddressId = "address_id";
    /// The provider's code of the service.
    Service = "service";
    /// The provider's finer code of the service, such as a product within a category; goes before `service`.
    Product = "product";
    /// First day of the use.
    Start = "start";
    /// Last day of the use.
    End = "end";
    /// Amount; allowed in a mapping, does not travel.
    Amount = "amount";
    /// Register: number of the household.
    Household = "household";
    /// Register: type of the household.
    HouseholdType = "household_type";
    /// Register: wijk.
    Wijk = "wijk";
    /// Register: buurt.
    Buurt = "buurt";
    /// Register: BSN of the partner.
    PartnerBsn = "partner_bsn";
    /// Register: BSN of the first parent.
    Parent1Bsn = "parent1_bsn";
    /// Register: BSN of the second parent.
    Parent2Bsn = "parent2_bsn";
    /// Register: date of death or departure.
    Left = "left";
    /// Register: code of secrecy (BRP 07.70.10); 0 or empty for none.
    Secrecy = "secrecy";
    /// Register: function of the address (BRP 08.10.10): `W` home, `B` postal only.
    AddressFunction = "address_function";
}

impl Field {
    /// Whether only the register may map this field.
    #[must_use]
    pub const fn is_of_register(self) -> bool {
        self as u8 >= Self::Household as u8
    }

    /// Whether only a provider may map this field: it is of a use, and the register has none.
    #[must_use]
    pub const fn is_of_use(self) -> bool {
        matches!(
            self,
            Self::Service | Self::Product | Self::Start | Self::End | Self::Amount
        )
    }
}

/// A format of extracts, as its file in `formats` states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtractFormat {
    /// The word in the agreement.
    pub word: &'static str,
    /// Its name in sentences, with its article.
    pub name: &'static str,
    /// What its files are.
    pub kind: FileKind,
    /// Whether it is a table whose columns the agreement maps to ours.
    pub is_table: bool,
    /// Whether it is of the register of persons.
    pub is_of_register: bool,
}

/// What the files of a format are, whatever they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Delimited text, with a line of names.
    Delimited,
    /// Text whose columns are at fixed places; a column is named by them, `"1-9"`, from 1.
    FixedWidth,
    /// A workbook, which has sheets.
    Workbook,
    /// Parquet.
    Parquet,
    /// XML.
    Xml,
    /// JSON.
    Json,
}

impl ExtractFormat {
    /// A format with fields of its own.
    pub(in crate::identified) const fn new(
        word: &'static str,
        name: &'static str,
        kind: FileKind,
    ) -> Self {
        Self {
            word,
            name,
            kind,
            is_table: false,
            is_of_register: false,
        }
    }

    /// A table whose columns the agreement maps to ours.
    pub(in crate::identified) const fn table(
        word: &'static str,
        name: &'static str,
        kind: FileKind,
    ) -> Self {
        let mut format = Self::new(word, name, kind);
        format.is_table = true;
        format
    }

    /// A format of the register of persons.
    pub(in crate::identified) const fn register(
        word: &'static str,
        name: &'static str,
        kind: FileKind,
    ) -> Self {
        let mut format = Self::new(word, name, kind);
        format.is_of_register = true;
        format
    }
}

impl FileKind {
    /// The endings of its files, where it has its own; of a folder, only files with these are read.
    #[must_use]
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Xml => &["xml"],
            Self::Json => &["json", "jsonl", "ndjson"],
            _ => &[],
        }
    }
}

/// The encoding of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Windows-1252.
    Windows1252,
    /// IBM code page 850: MS-DOS in western Europe.
    Ibm850,
    /// IBM code page 437: the first PCs.
    Ibm437,
    /// Mac Roman: Macintoshes before 2001.
    Macintosh,
}

impl Encoding {
    /// All encodings, by the words that the agreement may use for them.
    pub const WORDS: [(&str, Self); 9] = [
        ("utf-8", Self::Utf8),
        ("windows-1252", Self::Windows1252),
        ("ibm850", Self::Ibm850),
        ("ibm437", Self::Ibm437),
        ("macintosh", Self::Macintosh),
        ("cp1252", Self::Windows1252),
        ("cp850", Self::Ibm850),
        ("cp437", Self::Ibm437),
        ("mac-roman", Self::Macintosh),
    ];

    /// The word in the agreement: the first of [`Encoding::WORDS`].
    #[must_use]
    pub fn word(self) -> &'static str {
        let mut words = Self::WORDS.iter();
        let found = words.find(|(_, encoding)| *encoding == self);
        found.map_or("", |(word, _)| word)
    }
}

/// The order of day, month and year in dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `31-12-2026`, `31/12/2026`, `31.12.2026`, `31-1-2026`, `31122026`.
    DayMonthYear,
    /// `12/31/2026`.
    MonthDayYear,
    /// `2026-12-31`, `20261231`.
    YearMonthDay,
}

impl DateOrder {
    /// The word in the agreement.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::DayMonthYear => "d-m-y",
            Self::MonthDayYear => "m-d-y",
            Self::YearMonthDay => "y-m-d",
        }
    }
}

/// Where an extract stands and how it is written; what is `None` is detected and reported.
#[derive(Debug, Clone, Default)]
pub struct ExtractSettings {
    /// The files, sorted; at least one.
    pub files: Vec<PathBuf>,
    /// How many folders stand where the files were looked for and hold others that are not read.
    pub subfolders: usize,
    /// The format.
    pub format: Option<ExtractFormat>,
    /// The delimiter of CSV.
    pub delimiter: Option<u8>,
    /// The encoding.
    pub encoding: Option<Encoding>,
    /// The order of dates.
    pub dates: Option<DateOrder>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Our field = their column. Empty for `brp` and `istandaarden`: their standard mapping.
    pub columns: BTreeMap<Field, String>,
}

/// How tokens are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenMethod {
    /// HMAC under keys derived from the project secret.
    Hmac,
    /// An oblivious pseudorandom function that the keyholder evaluates (RFC 9497); BSN and address only.
    Oprf,
}

/// What all parties agreed on, as far as zone 1 needs it.
#[derive(Debug, Clone)]
pub struct ProjectTerms {
    /// The project; enters every token.
    pub project: ProjectId,
    /// The series; enters every record key.
    pub series: String,
    /// First day of the period.
    pub from: Day,
    /// Last day of the period.
    pub to: Day,
    /// The day of households, ages and areas.
    pub reference_date: Day,
    /// The postcodes of the project.
    pub postcodes: PostcodeRanges,
    /// Whether BSNs are made up (eleven-test with remainder 5).
    pub made_up: bool,
    /// The age bands.
    pub age_bands: AgeBands,
    /// By what is counted: nothing else of households and persons travels.
    pub dimensions: Dimensions,
    /// Which tokens are made.
    pub profile: TokenProfile,
    /// How they are made.
    pub method: TokenMethod,
    /// The days and quarters of a use that are handed over.
    pub told: When,
    /// First and last day of the quarters of the period, where these are told.
    pub quarters: Vec<[Day; 2]>,
    /// The last day on which the project secret may be used.
    pub key_expires: Option<Day>,
    /// How the hand-over leaves.
    pub transport: Transport,
    /// The agreed services, in the order of the agreement.
    pub services: Vec<ServiceCode>,
    /// The agreement digest.
    pub agreement: AgreementDigest,
}

/// All that a provider's step needs.
#[derive(Debug, Clone)]
pub struct ProviderSettings {
    /// The provider.
    pub provider: ProviderId,
    /// Its extract.
    pub extract: ExtractSettings,
    /// The service of the whole extract, where it is one.
    pub service: Option<ServiceIx>,
    /// Their code = our service, `None` to drop; where there is a mapping, only it decides.
    pub services: Option<BTreeMap<String, Option<ServiceIx>>>,
    /// A list of people who objected, who are left out.
    pub objected: Option<PathBuf>,
    /// The share of rows (0 to 1) above which the hand-over is refused.
    pub max_left_behind: f64,
    /// What all agreed on.
    pub terms: ProjectTerms,
}

/// How households are formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HouseholdRule {
    /// A number supplied by the register.
    Column,
    /// Address and relations (partners, parents and children).
    Family,
    /// Everybody at an address.
    Address,
}

/// The table from address to area.
#[derive(Debug, Clone)]
pub struct LookupSettings {
    /// A CSV in the layout of CBS (`PC6;Huisnummer;Buurt2025;Wijk2025;…`, first words decide), or with our own
    /// column names `postcode`, `house_number`, `buurt`, `wijk`, and optionally `buurt_name`, `wijk_name`.
    pub file: PathBuf,
    /// The year of the borders.
    pub year: Option<u16>,
}

/// All that the register's step needs.
#[derive(Debug, Clone)]
pub struct RegisterSettings {
    /// Its extract.
    pub extract: ExtractSettings,
    /// How households are formed.
    pub household: HouseholdRule,
    /// A CSV of addresses of institutions: columns `postcode`, `house_number`, optionally `house_letter`, `house_number_suffix`.
    pub institutions: Option<PathBuf>,
    /// Their value = ours.
    pub household_types: BTreeMap<String, HouseholdType>,
    /// Addresses to areas.
    pub lookup: Option<LookupSettings>,
    /// A table of the BAG (NLExtract, CSV): the nummeraanduiding of an address.
    pub addresses: Option<PathBuf>,
    /// A list of people who objected, who are left out.
    pub objected: Option<PathBuf>,
    /// What all agreed on.
    pub terms: ProjectTerms,
}
