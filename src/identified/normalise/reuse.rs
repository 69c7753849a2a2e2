//! Empties a text for reuse but keeps its capacity: growing later would leave copies of names in memory.

use zeroize::Zeroize;

/// Empties `text` and sees to it that `bytes` fit; memory that is too small is wiped before it is given back.
pub(super) fn empty_with_room(text: &mut String, bytes: usize) {
    text.clear();
    if text.capacity() < bytes {
        text.zeroize();
        *text = String::with_capacity(2 * bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_room_stays_where_it_is_and_one_without_gets_it() {
        let mut text = String::with_capacity(16);
        text.push_str("JANSEN");
        let place = text.as_ptr();
        empty_with_room(&mut text, 16);
        assert!(text.is_empty() && text.as_ptr() == place);
        empty_with_room(&mut text, 100);
        assert!(text.is_empty() && text.capacity() >= 100);
    }
}
