//! The digits of a number as a spreadsheet writes it.

/// The text without `.0` or `,0` behind its digits, which a spreadsheet adds to what it took for a number.
pub(super) fn without_decimal_tail(text: &str) -> &str {
    let Some((digits, tail)) = text.split_once(['.', ',']) else {
        return text;
    };
    let is_tail = !tail.is_empty() && tail.bytes().all(|byte| byte == b'0');
    if is_tail && is_digits(digits) {
        digits
    } else {
        text
    }
}

/// Whether the text is one digit or more and nothing else.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the text is one zero or more and nothing else: what a system writes for an empty number.
pub(super) fn is_zeros(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'0')
}
