//! Agreed names: project, provider, service.

use std::fmt;

/// Whether `text` is a code: 1 to 64 characters of `a-z`, `0-9`, `-` and `_`, a letter or digit first.
fn is_code(text: &str) -> bool {
    let first = text.bytes().next();
    text.len() <= 64
        // An id becomes the name of a folder.
        && !is_device(text)
        && first.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

/// Whether Windows takes a file or folder of this name for a device, such as `NUL` or `aux.csv`.
#[must_use]
pub fn is_device(name: &str) -> bool {
    // What follows a dot does not count; https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    let text = name.split('.').next().unwrap_or_default();
    let text = text.trim_end().to_ascii_lowercase();
    let is_numbered = |letters: &str| {
        text.strip_prefix(letters)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    ["con", "prn", "aux", "nul"].contains(&text.as_str())
        || is_numbered("com")
        || is_numbered("lpt")
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// `None` unless `text` is 1 to 64 of `a-z`, `0-9`, `-`, `_`, beginning with a letter or digit, and no device.
            #[must_use]
            pub fn new(text: &str) -> Option<Self> {
                is_code(text).then(|| Self(text.to_owned()))
            }

            fn parse(text: &str) -> Option<Self> {
                Self::new(text)
            }

            /// The code as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        super::as_text!($name, "1 to 64 of a-z, 0-9, - and _");

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

code! {
    /// The project that a set of hand-overs was made for; enters every token.
    ProjectId
}
code! {
    /// The organisation that hands over; `register` is the register office.
    ProviderId
}
code! {
    /// A service of the agreement. Holds no `+` or `,`, so that codes can be joined in a table.
    ServiceCode
}

impl ProviderId {
    /// The name under which the register office hands over.
    pub const REGISTER: &'static str = "register";

    /// The register office.
    #[must_use]
    pub fn register() -> Self {
        Self(Self::REGISTER.to_owned())
    }

    /// Whether this is the register office.
    #[must_use]
    pub fn is_register(&self) -> bool {
        self.0 == Self::REGISTER
    }
}

/// A service as agreed: what it is called, under which law, by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// The agreed code.
    pub code: ServiceCode,
    /// The name to print.
    pub name: String,
    /// Law or field: `Wmo`, `Jeugdwet`, …
    pub domain: String,
    /// Who carries it out; where the agreement is silent, the provider that hands it over.
    pub organisation: Option<String>,
    /// Whether it counts for the household at the address that the provider gives, and not where the client lives.
    pub is_by_address: bool,
}

/// A need as agreed: what a file says that a household lacks, and which domains answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The agreed code.
    pub code: ServiceCode,
    /// The name to print.
    pub name: String,
    /// The domains whose services answer it; none listed are all.
    pub answered_by: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_cannot_hold_what_a_table_uses_to_join_or_split() {
        for text in ["", "a+b", "a,b", "A", "-a", "a b", "é"] {
            assert!(ServiceCode::new(text).is_none(), "{text}");
        }
        assert!(ServiceCode::new("wmo-hbh_2").is_some());
    }

    #[test]
    fn no_id_is_the_name_of_a_device() {
        for text in ["con", "nul", "com1", "lpt9"] {
            assert!(
                ProjectId::new(text).is_none() && ProviderId::new(text).is_none(),
                "{text}"
            );
        }
        for name in ["NUL", "Con.txt", "aux.csv", "lpt9 .tar.gz"] {
            assert!(is_device(name), "{name}");
        }
        assert!(!is_device("console.csv") && !is_device(".con"));
        for text in ["contact", "com", "com10", "lpt-1", "nul-2026"] {
            assert!(ProjectId::new(text).is_some(), "{text}");
        }
    }
}
