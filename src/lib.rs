//! Shows how public services stack up in households; no name ever leaves its organisation.
//!
//! | zone | stage | takes | gives |
//! |---|---|---|---|
//! | 1 `identified` | `dates` | a text | the date it is in an order, or a vote on the order |
//! | | `source`, `formats` | an extract | rows of text |
//! | | `normalise` | a row | a client record, or findings |
//! | | `household` | the register | who lives together, where |
//! | | `pseudonymise` ▶ gate | a client record | a pseudonymous record |
//! | | `step` | an extract, through these stages | a hand-over |
//! | 2 `pseudonymous` | `handover` | pseudonymous records | files and a manifest, and back |
//! | | `rekey` | tokens of the first stage | tokens of the second |
//! | | `cluster` | questions in SQL | answers that are whole |
//! | | `link` | hand-overs | households and their services |
//! | | `cells` | nothing | what each table says |
//! | | `measure` | households and services | exact counts |
//! | | `protect` ▶ gate | exact counts | publishable counts |
//! | 3 `released` | `calculate` | publishable counts | tables with shares and lift |
//! | | `places` | public files by area | borders, classes of a map |
//! | | `estimates` | tables | what published counts imply |
//! | | `export`, `report`, `runs` | tables | a release |
//! | | `compare` | two releases | what differs beyond rounding and chance |
//! | | `witness` | a release | a made-up town that has its tables |
//!
//! [`run`] takes each party through its part of the pipeline, and the analyst from hand-overs to a release. Beside the
//! pipeline: [`agreement`] (what all parties share), [`keys`] (secrets), [`town`] (the made-up town), [`verify`] (checks a
//! release from its files), [`files`] (whole or not at all), `columns` (Parquet), [`language`], [`vocabulary`] and [`error`].
//! Imports run one way; `tests/one_way.rs` holds the map.

pub mod agreement;
mod columns;
pub mod error;
pub mod files;
pub mod identified;
pub mod keys;
pub mod language;
pub mod pseudonymous;
pub mod released;
pub mod run;
pub mod town;
pub mod verify;
pub mod vocabulary;
