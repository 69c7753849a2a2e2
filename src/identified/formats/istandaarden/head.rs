//! The kind and release of a message, from its head and namespaces.

use crate::identified::source::element::Element;
use crate::identified::source::inline_text::{Date, Short};

/// What a message does to its allocations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// 301.
    #[default]
    Grants,
    /// 305.
    Starts,
    /// 307.
    Stops,
    /// 323.
    Declares,
}

/// The head of a message that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    /// What it does.
    pub(super) kind: Kind,
    /// Its date (`Dagtekening`).
    pub(super) dated: Date,
}

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Message {
    /// A message that is read.
    Read(Header),
    /// A message that would be read if it were of release 3.0, 3.1 or 3.2; the release that it is of, empty when it does
    /// not say so.
    OtherRelease(Short<5>),
    /// Another message, or other XML.
    Unknown,
}

/// What is known so far.
#[derive(Default)]
pub(super) struct Head {
    kind: Option<Kind>,
    /// Whether the head has another form than that of release 3.
    is_of_other_form: bool,
    version: Short<3>,
    subversion: Short<3>,
    /// The release that the namespace of a message that would be read tells.
    namespace: Short<5>,
    dated: Date,
}

impl Head {
    /// What the message is.
    pub(super) fn message(&self) -> Message {
        let Some(kind) = self.kind else {
            return match self.namespace {
                Short::EMPTY => Message::Unknown,
                release => Message::OtherRelease(release),
            };
        };
        let is_read = matches!(self.subversion.as_str(), "" | "0" | "1" | "2");
        if self.is_of_other_form || self.version.as_str() != "3" || !is_read {
            return Message::OtherRelease(self.release());
        }
        let dated = self.dated;
        Message::Read(Header { kind, dated })
    }

    /// The release that the head tells, or else the namespace; empty when neither does.
    fn release(&self) -> Short<5> {
        let (version, subversion) = (self.version.as_str(), self.subversion.as_str());
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if version.is_empty() || !is_number(version) || !is_number(subversion) {
            return self.namespace;
        }
        let subversion = if subversion.is_empty() {
            "0"
        } else {
            subversion
        };
        Short::of(&format!("{version}.{subversion}"))
    }

    /// Takes a namespace of the root: `…istandaarden.nl/iwmo/2_0/wmo301/…` tells release and message.
    pub(super) fn take_namespace(&mut self, namespace: &str) {
        let mut parts = namespace
            .split('/')
            .skip_while(|part| !matches!(*part, "iwmo" | "ijw"));
        let (_, release, message) = (parts.next(), parts.next(), parts.next());
        let number =
            message.map(|name| name.trim_start_matches(|sign: char| sign.is_ascii_alphabetic()));
        if matches!(number, Some("301" | "305" | "307" | "323"))
            && let Some(release) = release
            && !matches!(release, "3_0" | "3_1" | "3_2")
            && release
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'_')
        {
            self.namespace = Short::of(&release.replace('_', "."));
        }
    }

    /// Takes the head itself. Other releases have other names there: what ends in code and version is known by how the
    /// name ends.
    pub(super) fn take(&mut self, header: Element<'_>) {
        header.for_each_text(&mut |path, text| {
            let name = path.rsplit('/').next().unwrap_or(path);
            let name = name.to_ascii_lowercase();
            let is_version = name.ends_with("versie") && !name.contains("xsd");
            if path == "BerichtIdentificatie/Dagtekening" {
                self.dated = Short::of(text);
            } else if name.ends_with("code") && self.kind.is_none() {
                self.kind = kind_of(text);
                self.is_of_other_form = path != "BerichtCode";
            } else if is_version && name.ends_with("subversie") {
                self.subversion = Short::of(text);
            } else if is_version {
                self.version = Short::of(text);
            }
        });
    }
}

/// What a message of this code does; `None` for a message that is not read.
fn kind_of(code: &str) -> Option<Kind> {
    Some(match code {
        "414" | "436" => Kind::Grants,
        "418" | "438" => Kind::Starts,
        "420" | "440" => Kind::Stops,
        "484" | "490" => Kind::Declares,
        _ => return None,
    })
}
