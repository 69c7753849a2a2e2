//! A release that is compared.

use serde_json::Value as Json;

use crate::verify::tables::Tables;

/// Its `run.json` and its tables.
pub(super) struct Side {
    pub(super) run: Json,
    pub(super) tables: Tables,
}
