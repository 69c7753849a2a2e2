//! Readers that can only push what they read, pulled: each runs in a thread of its own, a few batches ahead.
//!
//! Messages that are merged and elements that a library visits cannot be left halfway; a workbook's reader borrows the
//! book. Nothing of them is laid out in memory or on disk.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use zeroize::Zeroizing;

use super::RawRow;
use super::file::Source;
use super::rows::{Next, Reading, Rows, Surveyed};
use crate::error::{Code, Error, Result};
use crate::identified::settings::ExtractSettings;
use crate::vocabulary::Finding;

/// The items that are handed over at once: enough for the threads not to wait for one another.
const BATCH: usize = 256;

/// The batches that a reader may be ahead.
const AHEAD: usize = 4;

/// Where a reader puts what it reads.
pub(in crate::identified) struct Pusher<T> {
    batch: Vec<T>,
    to: SyncSender<Vec<T>>,
}

impl<T> Pusher<T> {
    /// Hands on an item.
    ///
    /// # Errors
    /// When nobody takes it any more.
    pub(in crate::identified) fn push(&mut self, item: T) -> Result<()> {
        self.batch.push(item);
        if self.batch.len() < BATCH {
            return Ok(());
        }
        self.flush()
    }

    /// Hands on what is there, or else that the reader is still at work.
    ///
    /// # Errors
    /// As [`Pusher::push`].
    pub(in crate::identified) fn flush(&mut self) -> Result<()> {
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        self.to.send(batch).map_err(|_| Error::interrupted())
    }
}

/// What comes next of a reader.
pub(in crate::identified) enum Pulled<T, R> {
    /// An item.
    Item(T),
    /// It is still at work.
    Pause,
    /// It is done, and gives this back; afterwards nothing.
    Done(Option<R>),
}

/// A reader at work; it is stopped when this is dropped.
pub(in crate::identified) struct Pushed<T, R> {
    from: Option<Receiver<Vec<T>>>,
    batch: std::vec::IntoIter<T>,
    reader: Option<JoinHandle<Result<R>>>,
}

impl<T: Send + 'static, R: Send + 'static> Pushed<T, R> {
    /// Sets a reader to work.
    ///
    /// # Errors
    /// When the system has no thread for it.
    pub(in crate::identified) fn begin(
        read: impl FnOnce(&mut Pusher<T>) -> Result<R> + Send + 'static,
    ) -> Result<Self> {
        let (to, from) = sync_channel(AHEAD);
        let work = move || {
            let batch = Vec::with_capacity(BATCH);
            let mut pusher = Pusher { batch, to };
            let done = read(&mut pusher);
            // What came before a failure is handed on too. If nobody takes it, nobody takes the failure either.
            let _ = pusher.flush();
            done
        };
        let reader = std::thread::Builder::new().spawn(work).map_err(|_| {
            Error::new(
                Code::MemoryFull,
                "the system cannot start a thread to read with",
            )
        })?;
        Ok(Self {
            from: Some(from),
            batch: Vec::new().into_iter(),
            reader: Some(reader),
        })
    }
}

impl<T, R> Pushed<T, R> {
    /// Goes on to the next item.
    ///
    /// # Errors
    /// What the reader failed with.
    pub(in crate::identified) fn next(&mut self) -> Result<Pulled<T, R>> {
        if let Some(item) = self.batch.next() {
            return Ok(Pulled::Item(item));
        }
        if let Some(Ok(batch)) = self.from.as_ref().map(Receiver::recv) {
            self.batch = batch.into_iter();
            return Ok(self.batch.next().map_or(Pulled::Pause, Pulled::Item));
        }
        self.from = None;
        match self.reader.take().map(JoinHandle::join) {
            None => Ok(Pulled::Done(None)),
            Some(Ok(done)) => done.map(|done| Pulled::Done(Some(done))),
            Some(Err(panic)) => std::panic::resume_unwind(panic),
        }
    }
}

impl<T, R> Drop for Pushed<T, R> {
    fn drop(&mut self) {
        // Without a receiver the reader fails at its next batch.
        self.from = None;
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

/// Reads a whole extract into a sink. It fails when a file cannot be read to its end, and with what the sink gives back.
pub(in crate::identified) type Read = fn(&ExtractSettings, &[Source], &mut Sink<'_>) -> Result<()>;

/// The extract of files that `read` reads; `reading` is what is settled before.
pub(in crate::identified) fn open(
    reading: Reading,
    read: Read,
    settings: &ExtractSettings,
    files: &[Source],
) -> Box<dyn Surveyed> {
    Box::new(PushedExtract {
        reading,
        read,
        settings: Arc::new(settings.clone()),
        files: files.into(),
    })
}

struct PushedExtract {
    reading: Reading,
    read: Read,
    settings: Arc<ExtractSettings>,
    files: Arc<[Source]>,
}

impl Surveyed for PushedExtract {
    fn reading(&self) -> &Reading {
        &self.reading
    }

    fn rows(&self) -> Result<Box<dyn Rows + '_>> {
        let (read, settings) = (self.read, Arc::clone(&self.settings));
        let files = Arc::clone(&self.files);
        let pushed = Pushed::begin(move |to| {
            let mut sink = Sink {
                to,
                file: None,
                has_met_any: false,
                questions: 0,
            };
            read(&settings, &files, &mut sink)
        })?;
        Ok(Box::new(PushedRows {
            pushed,
            file: Arc::from(""),
            bytes_read: 0,
            has_met_any: false,
        }))
    }
}

/// The questions of a reader whether to stop after which it says that it is still at work.
const QUESTIONS: u64 = 4096;

enum Item {
    /// The rows that follow are of this file.
    File(Arc<str>),
    /// A row, packed.
    Row(Zeroizing<Vec<u8>>),
    Finding(Finding),
    /// So many bytes more were read.
    Advance(u64),
    /// The extract holds somebody.
    Met,
}

/// Where a format puts its rows, its findings and its progress.
pub(in crate::identified) struct Sink<'a> {
    to: &'a mut Pusher<Item>,
    file: Option<Arc<str>>,
    has_met_any: bool,
    questions: u64,
}

impl Sink<'_> {
    /// Notes that the extract holds somebody, whatever comes of it.
    pub(in crate::identified) fn meet(&mut self) {
        if !std::mem::replace(&mut self.has_met_any, true) {
            // If nobody takes it, the next push fails.
            let _ = self.to.push(Item::Met);
        }
    }

    pub(in crate::identified) fn row(&mut self, row: &RawRow) -> Result<()> {
        let is_same = |file: &Arc<str>| Arc::ptr_eq(file, row.file());
        if !self.file.as_ref().is_some_and(is_same) {
            self.file = Some(row.file().clone());
            self.to.push(Item::File(row.file().clone()))?;
        }
        let mut packed = Zeroizing::new(Vec::with_capacity(row.packed_length()));
        row.pack(&mut packed);
        self.to.push(Item::Row(packed))
    }

    pub(in crate::identified) fn finding(&mut self, finding: Finding) -> Result<()> {
        self.to.push(Item::Finding(finding))
    }

    /// Says that `bytes` more of the extract were read.
    pub(in crate::identified) fn advance(&mut self, bytes: u64) -> Result<()> {
        self.to.push(Item::Advance(bytes))
    }

    /// Fails when the user wants to stop.
    pub(in crate::identified) fn stop_if_asked(&mut self) -> Result<()> {
        self.questions += 1;
        if self.questions.is_multiple_of(QUESTIONS) {
            return self.to.flush();
        }
        Ok(())
    }
}

struct PushedRows {
    pushed: Pushed<Item, ()>,
    file: Arc<str>,
    bytes_read: u64,
    has_met_any: bool,
}

impl Rows for PushedRows {
    fn next(&mut self, row: &mut RawRow) -> Result<Next> {
        loop {
            match self.pushed.next()? {
                Pulled::Item(Item::File(file)) => self.file = file,
                Pulled::Item(Item::Row(packed)) => {
                    row.unpack(&self.file, &packed);
                    return Ok(Next::Row);
                }
                Pulled::Item(Item::Finding(finding)) => return Ok(Next::Finding(finding)),
                Pulled::Item(Item::Met) => self.has_met_any = true,
                Pulled::Item(Item::Advance(bytes)) => {
                    self.bytes_read += bytes;
                    return Ok(Next::Pause);
                }
                Pulled::Pause => return Ok(Next::Pause),
                Pulled::Done(_) => return Ok(Next::End),
            }
        }
    }

    fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    fn has_met_any(&self) -> bool {
        self.has_met_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader gives that pushes so many numbers and then ends so.
    fn pulled(count: u32, ended: Result<char>) -> (Vec<u32>, Result<Option<char>>) {
        let mut pushed = Pushed::begin(move |to| {
            for number in 0..count {
                to.push(number)?;
            }
            ended
        })
        .unwrap();
        let mut numbers = Vec::new();
        loop {
            match pushed.next() {
                Ok(Pulled::Item(number)) => numbers.push(number),
                Ok(Pulled::Pause) => {}
                Ok(Pulled::Done(done)) => return (numbers, Ok(done)),
                Err(error) => return (numbers, Err(error)),
            }
        }
    }

    #[test]
    fn all_that_is_pushed_is_pulled_in_its_order() {
        for count in [0, 1, 256, 257, 5_000] {
            let (numbers, done) = pulled(count, Ok('x'));
            assert_eq!(numbers, (0..count).collect::<Vec<_>>());
            assert_eq!(done.unwrap(), Some('x'));
        }
    }

    #[test]
    fn a_failure_comes_behind_what_was_pushed_before_it() {
        let (numbers, done) = pulled(300, Err(Error::interrupted()));
        assert_eq!((numbers.len(), done.is_err()), (300, true));
    }

    #[test]
    fn a_reader_that_nobody_listens_to_stops() {
        let mut pushed =
            Pushed::begin(|to| (0..u64::MAX).try_for_each(|number| to.push(number))).unwrap();
        assert!(matches!(pushed.next(), Ok(Pulled::Item(0))));
        drop(pushed);
    }
}
