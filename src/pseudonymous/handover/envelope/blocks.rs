//! The header and padding of a tar entry.
//!
//! An envelope is a tar in one form only (ustar, plain files, no owner, no time), so that every byte of it is checked.

use std::io::{self, Read, Write};

use tar::Header;

/// A tar is made of blocks of so many bytes.
const BLOCK: usize = 512;

/// What ends a tar: two blocks of zeros.
const END: [u8; 2 * BLOCK] = [0; 2 * BLOCK];

/// The header of a plain file that only its owner may read.
fn header(name: &str, size: u64) -> io::Result<Header> {
    let mut header = Header::new_ustar();
    header.set_path(name)?;
    header.set_size(size);
    header.set_mode(0o600);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_cksum();
    Ok(header)
}

fn padding(size: u64) -> usize {
    let over = usize::try_from(size % BLOCK as u64).unwrap_or_default();
    (BLOCK - over) % BLOCK
}

/// Writes an entry of `size` bytes that `bytes` gives.
pub(super) fn write_entry(
    output: &mut dyn Write,
    name: &str,
    size: u64,
    bytes: &mut dyn Read,
) -> io::Result<()> {
    output.write_all(header(name, size)?.as_bytes())?;
    if io::copy(&mut bytes.take(size), output)? != size {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
    }
    output.write_all(&END[..padding(size)])
}

/// Writes what ends a tar.
pub(super) fn write_end(output: &mut dyn Write) -> io::Result<()> {
    output.write_all(&END)
}

/// Reads the header of the entry that must come now and be called `name`; gives its length.
pub(super) fn read_header(input: &mut dyn Read, name: &str) -> io::Result<u64> {
    let mut block = [0; BLOCK];
    input.read_exact(&mut block)?;
    let size = Header::from_byte_slice(&block).size()?;
    if *header(name, size)?.as_bytes() == block {
        Ok(size)
    } else {
        Err(io::Error::from(io::ErrorKind::InvalidData))
    }
}

/// Reads what is behind an entry of `size` bytes: zeros only.
pub(super) fn read_padding(input: &mut dyn Read, size: u64) -> io::Result<()> {
    read_zeros(input, padding(size))
}

/// Reads the end of the tar, behind which nothing stands.
pub(super) fn read_end(input: &mut dyn Read) -> io::Result<()> {
    read_zeros(input, END.len())?;
    match input.read(&mut [0])? {
        0 => Ok(()),
        _ => Err(io::Error::from(io::ErrorKind::InvalidData)),
    }
}

fn read_zeros(input: &mut dyn Read, count: usize) -> io::Result<()> {
    let mut zeros = [0; END.len()];
    input.read_exact(&mut zeros[..count])?;
    if zeros == END {
        Ok(())
    } else {
        Err(io::Error::from(io::ErrorKind::InvalidData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_tar_program_reads_what_is_written() {
        let mut bytes = Vec::new();
        write_entry(&mut bytes, "manifest.json", 3, &mut &b"abc"[..]).unwrap();
        write_entry(&mut bytes, "persons.parquet", 512, &mut &[7; 512][..]).unwrap();
        write_end(&mut bytes).unwrap();
        let mut archive = tar::Archive::new(&bytes[..]);
        let sizes: Vec<_> = archive
            .entries()
            .unwrap()
            .map(|entry| entry.unwrap().size())
            .collect();
        assert_eq!(sizes, [3, 512]);
    }

    #[test]
    fn a_file_larger_than_eight_gigabytes_has_a_header() {
        let size = 20 << 30;
        let header = header("persons.parquet", size).unwrap();
        let block = header.as_bytes().to_vec();
        assert_eq!(
            read_header(&mut &block[..], "persons.parquet").unwrap(),
            size
        );
    }
}
