//! A client's rows as delimited text, or of fixed width.

use std::borrow::Cow;

use super::cells::{birth_date, day, put_line};
use crate::town::client::{Client, Row};
use crate::town::providers::{Column, Provider, Storage};
use crate::vocabulary::Sex;

/// The first line of an extract, with its byte order mark.
pub(in crate::town) fn header(provider: &Provider) -> Vec<u8> {
    let mut bytes = Vec::new();
    if provider.storage == Storage::Utf8WithMark {
        bytes.extend_from_slice("\u{feff}".as_bytes());
    }
    put_line(
        provider,
        provider
            .columns
            .iter()
            .map(|(_, name)| Cow::Borrowed(*name)),
        &mut bytes,
    );
    bytes
}

/// Adds the rows of a client to `bytes`.
pub(in crate::town) fn rows_of(provider: &Provider, client: &Client, bytes: &mut Vec<u8>) {
    for row in &client.rows {
        let cells = provider
            .columns
            .iter()
            .map(|(column, _)| cell(provider, client, row, *column));
        put_line(provider, cells, bytes);
    }
}

/// Adds the rows of a client to `bytes`: each cell filled up with spaces, or cut, to the width of its column.
pub(in crate::town) fn fixed_rows_of(provider: &Provider, client: &Client, bytes: &mut Vec<u8>) {
    for row in &client.rows {
        for (column, _) in provider.columns {
            let text = cell(provider, client, row, *column);
            let width = column.width();
            let text: String = text.chars().take(width).collect();
            bytes.extend_from_slice(format!("{text:width$}").as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
    }
}

pub(super) fn cell<'a>(
    provider: &Provider,
    client: &'a Client,
    row: &Row,
    column: Column,
) -> Cow<'a, str> {
    let recorded = &client.recorded;
    let (start, end) = if row.is_spoiled {
        (row.period.end, row.period.start)
    } else {
        (row.period.start, row.period.end)
    };
    let text = match column {
        Column::Given => return Cow::Borrowed(&recorded.given),
        Column::Initials => return Cow::Borrowed(&recorded.initials),
        Column::Prefix => return Cow::Borrowed(&recorded.prefix),
        Column::Surname => return Cow::Borrowed(&recorded.surname),
        Column::PartnerPrefix => return Cow::Borrowed(&recorded.partner_prefix),
        Column::PartnerSurname => return Cow::Borrowed(&recorded.partner_surname),
        Column::Postcode => return Cow::Borrowed(&recorded.postcode),
        Column::Service => row
            .service
            .map_or("ONB", |service| provider.code_of(service))
            .to_owned(),
        Column::Client => recorded.client.to_string(),
        Column::Bsn | Column::BsnNumber if recorded.bsn == 0 => String::new(),
        Column::Bsn => format!("{:09}", recorded.bsn),
        Column::BsnNumber => recorded.bsn.to_string(),
        Column::Birth => birth_date(provider.dates, recorded.birth),
        Column::Sex => provider.sexes[place_of_sex(recorded.sex)].to_owned(),
        Column::Number => recorded.address.number.to_string(),
        Column::Letter => recorded.address.letter(),
        Column::Suffix => recorded.address.suffix(),
        Column::LetterAndSuffix => recorded.address.letter() + &recorded.address.suffix(),
        Column::Start => day(provider.dates, start),
        Column::End => day(provider.dates, end),
        Column::Remark => format!("{}", recorded.client % 7 + 1),
    };
    Cow::Owned(text)
}

const fn place_of_sex(sex: Sex) -> usize {
    match sex {
        Sex::Female => 0,
        Sex::Male => 1,
        Sex::Unknown => 2,
    }
}
