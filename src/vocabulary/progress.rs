//! Progress of a long step, and whether it must stop.

/// Who listens to a long step. The library draws nothing itself.
pub trait Progress: Sync {
    /// Stage `number`, from 1, of the `all` of a command begins; the steps that follow are its own.
    fn stage(&self, _number: usize, _all: usize) {}

    /// A step begins; `total` is in the same unit as [`Progress::advance`] (rows, or bytes of input), when known.
    fn begin(&self, step: &str, total: Option<u64>);

    /// The step went on by `amount`.
    fn advance(&self, amount: u64);

    /// The step is done.
    fn end(&self);

    /// Something to tell beside the result, in a sentence.
    fn note(&self, _sentence: &str) {}

    /// Whether the user wants to stop; a step asks at least every few thousand rows and then returns
    /// [`Error::interrupted`](crate::error::Error::interrupted).
    fn is_interrupted(&self) -> bool {
        false
    }
}

/// Nobody listens.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _step: &str, _total: Option<u64>) {}
    fn advance(&self, _amount: u64) {}
    fn end(&self) {}
}
