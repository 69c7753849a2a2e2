//! What a provider hands over, and the layout of its extract.

use super::services::{NEED_PLACE, code_at, place_of};

/// What a column of an extract holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// The provider's own number of the client.
    Client,
    /// BSN, nine digits.
    Bsn,
    /// BSN as a number: a leading zero is lost.
    BsnNumber,
    Birth,
    Sex,
    /// Surname, as the provider knows it.
    Surname,
    Prefix,
    Given,
    Initials,
    PartnerSurname,
    PartnerPrefix,
    Postcode,
    Number,
    Letter,
    /// Addition.
    Suffix,
    /// House letter and addition together.
    LetterAndSuffix,
    /// Their code of the service.
    Service,
    Start,
    End,
    /// Something that the agreement does not ask for.
    Remark,
}

impl Column {
    /// The field that the agreement maps it to; `None` for what stays where it is.
    pub(super) const fn field(self) -> Option<&'static str> {
        match self {
            Self::Client => Some("client"),
            Self::Bsn | Self::BsnNumber => Some("bsn"),
            Self::Birth => Some("birth_date"),
            Self::Sex => Some("sex"),
            Self::Surname => Some("surname"),
            Self::Prefix => Some("surname_prefix"),
            Self::Given => Some("given_names"),
            Self::Initials => Some("initials"),
            Self::PartnerSurname => Some("partner_surname"),
            Self::PartnerPrefix => Some("partner_surname_prefix"),
            Self::Postcode => Some("postcode"),
            Self::Number => Some("house_number"),
            Self::Letter => Some("house_letter"),
            Self::Suffix | Self::LetterAndSuffix => Some("house_number_suffix"),
            Self::Service => Some("service"),
            Self::Start => Some("start"),
            Self::End => Some("end"),
            Self::Remark => None,
        }
    }
}

/// How an extract is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Cells with this between them, below a line of headers.
    Delimited(char),
    /// Cells at fixed places, without headers.
    Fixed,
    /// Excel workbooks, with numbers as numbers and days as days.
    Workbook,
    /// A Parquet file of texts.
    Parquet,
    /// iWmo messages, each in a file of its own.
    Messages,
    /// DDAS deliveries, JSON.
    Ddas,
}

/// How the text of an extract is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    /// UTF-8 that begins with a byte order mark.
    Utf8WithMark,
    Utf8,
    Windows1252,
}

impl Column {
    /// The characters it takes where columns are at fixed places.
    pub(super) const fn width(self) -> usize {
        match self {
            Self::Letter | Self::Sex => 1,
            Self::Number => 5,
            Self::Postcode | Self::Suffix | Self::LetterAndSuffix => 7,
            Self::Bsn | Self::BsnNumber | Self::Client => 9,
            Self::Birth | Self::Start | Self::End | Self::Service | Self::Remark => 10,
            Self::Initials | Self::Prefix | Self::PartnerPrefix => 15,
            Self::Given | Self::Surname | Self::PartnerSurname => 50,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dates {
    /// `31-12-2026`.
    Dashes,
    /// `31/12/2026`.
    Slashes,
    /// `2026-12-31`.
    Iso,
    /// `20261231`.
    Digits,
}

/// An organisation and its extract.
#[derive(Debug)]
pub(super) struct Provider {
    /// The id in the agreement.
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// The file in its folder, or the folder of its messages; with `*` where files are numbered.
    pub(super) file: &'static str,
    /// How it is laid out.
    pub(super) layout: Layout,
    /// How the text is stored.
    pub(super) storage: Storage,
    pub(super) dates: Dates,
    /// Whether every cell is in quotes.
    pub(super) is_quoted: bool,
    /// Female, male, unknown.
    pub(super) sexes: [&'static str; 3],
    /// The columns and their headers.
    pub(super) columns: &'static [(Column, &'static str)],
    /// Our code and theirs.
    pub(super) codes: &'static [(&'static str, &'static str)],
}

impl Provider {
    /// Whether the extract has a column of this kind; messages have a fixed set.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.iter().any(|(one, _)| *one == column)
    }

    /// Whether it writes iWmo messages.
    pub(super) const fn writes_messages(&self) -> bool {
        matches!(self.layout, Layout::Messages)
    }

    /// Whether the fields are those of the format, so that the agreement maps no columns.
    pub(super) const fn has_own_fields(&self) -> bool {
        matches!(self.layout, Layout::Messages | Layout::Ddas)
    }

    /// Whether it knows its clients by their BSN.
    pub(super) fn knows_bsn(&self) -> bool {
        self.writes_messages() || self.has(Column::Bsn) || self.has(Column::BsnNumber)
    }

    /// Whether it knows only the address of its clients.
    pub(super) fn knows_only_addresses(&self) -> bool {
        !self.knows_bsn() && !self.has(Column::Surname)
    }

    /// Their code of a service.
    pub(super) fn code_of(&self, service: u8) -> &'static str {
        let ours = code_at(service);
        let found = self.codes.iter().find(|(code, _)| *code == ours);
        found.map_or("", |(_, theirs)| theirs)
    }

    /// Whether it hands over needs, and no services.
    pub(super) fn is_of_needs(&self) -> bool {
        self.services().any(|one| one == NEED_PLACE)
    }

    /// The services it hands over.
    pub(super) fn services(&self) -> impl Iterator<Item = u8> {
        let places = self.codes.iter().filter_map(|(ours, _)| place_of(ours));
        places.filter_map(|place| u8::try_from(place).ok())
    }
}
