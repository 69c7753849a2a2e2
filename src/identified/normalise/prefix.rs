//! The prefix (voorvoegsel) of a surname.

/// Prefixes as [`write_words`](super::letters::write_words) writes them, sorted. Source: national table 36 of the BRP
/// (those that occur), abbreviations met in extracts, and articles of other languages.
#[rustfmt::skip]
const PREFIXES: [&str; 142] = [
    "AAN", "AAN DE", "AAN DEN", "AAN DER", "AAN HET", "AAN T", "AF", "AL", "AM", "AUF", "AUF DEM", "AUF DEN",
    "AUF DER", "AUF TER", "AUS", "AUS DEM", "AUS DEN", "AUS DER", "AUS M", "BEN", "BIN", "BOVEN D", "BY", "BY DE",
    "BY DEN", "BY HET", "BY T", "D", "DA", "DAL", "DALLA", "DALLE", "DAS", "DE", "DE DIE", "DE DIE LE", "DE L",
    "DE LA", "DE LAS", "DE LE", "DE LOS", "DE VAN DER", "DEGLI", "DEI", "DEL", "DELLA", "DEN", "DER", "DES", "DI",
    "DIE LE", "DO", "DOS", "DU", "EL", "HET", "IM", "IN", "IN DE", "IN DEN", "IN DER", "IN HET", "IN T", "L", "LA",
    "LAS", "LE", "LES", "LO", "LOS", "ONDER", "ONDER DE", "ONDER DEN", "ONDER HET", "ONDER T", "OP", "OP DE",
    "OP DEN", "OP DER", "OP GEN", "OP HET", "OP T", "OP TEN", "OVER", "OVER DE", "OVER DEN", "OVER HET", "OVER T",
    "S", "T", "TE", "TEN", "TER", "TO", "TOE", "TOT", "UIT", "UIT DE", "UIT DEN", "UIT HET", "UIT T", "UIT TE DE",
    "UIT TEN", "UYT", "UYT DE", "UYT DEN", "UYT T", "UYT TE DE", "UYT TEN", "V", "V D", "V DE", "V DEN", "V DER",
    "V T", "VAN", "VAN DE", "VAN DE L", "VAN DEN", "VAN DER", "VAN GEN", "VAN HET", "VAN LA", "VAN T", "VAN TER",
    "VAN VAN DE", "VD", "VOM", "VON", "VON DEM", "VON DEN", "VON DER", "VON T", "VOOR", "VOOR DE", "VOOR DEN",
    "VOOR IN T", "VOR", "VOR DER", "ZU", "ZUM", "ZUR",
];

/// The length of the prefix in front of `words`, the space behind it included: the longest that leaves something.
pub(super) fn prefix_length(words: &str) -> usize {
    let ends = words.match_indices(' ').map(|(end, _)| end).take(4);
    let prefixes = ends.filter(|end| is_prefix(&words[..*end]));
    prefixes.last().map_or(0, |end| end + 1)
}

/// Whether `words` are a prefix and nothing else.
pub(super) fn is_prefix(words: &str) -> bool {
    PREFIXES.binary_search(&words).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_goes_when_something_remains() {
        let rest = |words: &'static str| &words[prefix_length(words)..];
        assert_eq!(rest("VAN DER BERG"), "BERG");
        assert_eq!(rest("VOOR IN T HOLT"), "HOLT");
        assert_eq!(rest("DE JONG"), "JONG");
        assert_eq!(rest("VAN DER"), "DER");
        assert_eq!(rest("VAN"), "VAN");
        assert_eq!(rest("VANDERBERG"), "VANDERBERG");
        assert_eq!(rest("HAERSMA DE WITH"), "HAERSMA DE WITH");
    }

    #[test]
    fn the_published_list_is_this_one() {
        let method = include_str!("../../../docs/method.md");
        let (_, after) = method.split_once("```prefixes\n").unwrap();
        let (block, _) = after.split_once("\n```").unwrap();
        let published: Vec<&str> = block.split(',').map(str::trim).collect();
        assert_eq!(published, PREFIXES);
    }

    #[test]
    fn the_list_is_sorted_for_the_search() {
        assert!(PREFIXES.is_sorted());
    }
}
