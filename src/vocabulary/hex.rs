//! Lower-case hexadecimal digits.

use std::fmt;

/// Exactly `N` bytes from their `2 N` digits; `None` for anything else.
#[must_use]
pub fn parse<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    parse_into(text, &mut bytes).map(|()| bytes)
}

/// As [`parse`], into `bytes`: for a secret, which then stands nowhere else.
#[must_use]
pub fn parse_into(text: &str, bytes: &mut [u8]) -> Option<()> {
    // Every digit is looked at, since `from_str_radix` takes a plus too.
    if text.len() != 2 * bytes.len() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(())
}

/// Writes two digits per byte.
///
/// # Errors
/// When `f` refuses.
pub fn write(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}
