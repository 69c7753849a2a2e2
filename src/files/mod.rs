//! Files and folders that are whole or absent, and plain files to read.

mod access;
mod atomic_file;
mod claim;
mod open;
mod own_file;
mod path;
mod sync;
mod whole_folder;

pub use access::{Readers, append_to};
pub use atomic_file::{AtomicFile, put_file, put_new_file};
pub use claim::abandon;
pub use open::{open_plain, read_plain, read_plain_text};
pub use own_file::{begins_with, refuse_other_files};
pub use path::{beside, reachable, rename};
pub use whole_folder::{
    Existing, WholeFile, WholeFolder, is_left, remove_unfinished, unfinished_beside,
    unfinished_name,
};
