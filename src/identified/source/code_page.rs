//! Single-byte code pages: the upper 128 bytes.

use std::sync::LazyLock;

use encoding_rs::{MACINTOSH, WINDOWS_1252};

use crate::identified::settings::Encoding;

/// Code page 850, of MS-DOS in western Europe. Source: IBM CDRA, code page 00850; 0xD5 is the letter without its dot.
const IBM850: &str = "\
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Code page 437, of the first PCs. Source: IBM CDRA, code page 00437.
const IBM437: &str = "\
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ\
    áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// The encodings with a byte for each character, the likeliest first.
pub(in crate::identified) const CODE_PAGES: [Encoding; 4] = [
    Encoding::Windows1252,
    Encoding::Ibm850,
    Encoding::Ibm437,
    Encoding::Macintosh,
];

/// What the bytes from 0x80 on stand for.
type Upper = [Option<char>; 128];

static UPPER: LazyLock<[Upper; 4]> = LazyLock::new(|| {
    [
        of_bytes(|byte| {
            WINDOWS_1252
                .decode_without_bom_handling(&[byte])
                .0
                .chars()
                .next()
        }),
        of_text(IBM850),
        of_text(IBM437),
        of_bytes(|byte| {
            MACINTOSH
                .decode_without_bom_handling(&[byte])
                .0
                .chars()
                .next()
        }),
    ]
});

fn of_text(text: &str) -> Upper {
    let mut upper = [None; 128];
    for (place, character) in upper.iter_mut().zip(text.chars()) {
        *place = Some(character);
    }
    upper
}

/// The WHATWG tables give control characters for bytes that stand for nothing.
fn of_bytes(character: impl Fn(u8) -> Option<char>) -> Upper {
    let mut upper = [None; 128];
    for (place, byte) in upper.iter_mut().zip(0x80..=0xff) {
        *place = character(byte).filter(|character| !character.is_control());
    }
    upper
}

/// The character of a byte; `None` when the code page has none, and for UTF-8.
pub(in crate::identified) fn character(encoding: Encoding, byte: u8) -> Option<char> {
    if byte.is_ascii() {
        return Some(char::from(byte));
    }
    let page = match encoding {
        Encoding::Utf8 => return None,
        Encoding::Windows1252 => 0,
        Encoding::Ibm850 => 1,
        Encoding::Ibm437 => 2,
        Encoding::Macintosh => 3,
    };
    UPPER[page][usize::from(byte - 0x80)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_page_has_its_own_bytes_for_a_letter() {
        use Encoding::{Ibm437, Ibm850, Macintosh, Windows1252};
        for (encoding, byte, letter) in [
            (Windows1252, 0xeb, 'ë'),
            (Ibm850, 0x89, 'ë'),
            (Ibm437, 0x89, 'ë'),
            (Macintosh, 0x91, 'ë'),
            (Windows1252, 0x80, '€'),
            (Ibm850, 0xd5, 'ı'),
            (Ibm437, 0xe1, 'ß'),
            (Macintosh, 0xa7, 'ß'),
            (Ibm850, 0xff, '\u{a0}'),
            (Macintosh, 0x41, 'A'),
        ] {
            assert_eq!(character(encoding, byte), Some(letter), "{encoding:?}");
        }
        assert_eq!(character(Windows1252, 0x81), None);
    }

    #[test]
    fn the_tables_of_dos_are_full() {
        for encoding in [Encoding::Ibm850, Encoding::Ibm437] {
            assert!((0x80..=0xff).all(|byte| character(encoding, byte).is_some()));
        }
    }
}
