//! Questions in SQL in, answers out: what a cluster is asked over tables that it sees, who answers, and whether an answer is whole.

mod answers;
mod results;
mod statement;

pub use answers::{Answers, Order, Tables, partitions};
pub use results::Results;
pub use statement::{Statement, Statements, View};

pub(in crate::pseudonymous) use answers::Checked;
#[cfg(test)]
pub(in crate::pseudonymous) use statement::not_portable;
pub(in crate::pseudonymous) use statement::{Question, columns};
