//! A client's rows as fixed-width text.

use super::provider::cell;
use crate::town::client::Client;
use crate::town::providers::Provider;

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
