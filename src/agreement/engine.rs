//! `[engine]`: who counts the households, and who links. It is local: no other party needs to know, and a release is the same.

use std::path::PathBuf;

use super::section::Section;

/// `[engine]`.
#[derive(Debug, Clone)]
pub(super) struct Engine {
    kind: Kind,
    links: bool,
    folder: Option<String>,
    seen_as: Option<String>,
    url: Option<String>,
    token: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Embedded,
    Emit,
    Spark,
}

/// Who counts the households.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineSettings {
    /// This program.
    Embedded,
    /// Whoever answers the statements that are written to a folder.
    Emit {
        /// Where each run writes a folder.
        folder: PathBuf,
        /// Whether it links, and this program counts.
        links: bool,
    },
    /// A Spark cluster, asked over Spark Connect.
    Spark {
        /// Where each run writes its tables, as this computer calls it.
        folder: PathBuf,
        /// The same folder as the cluster calls it, where that is another name.
        seen_as: Option<String>,
        /// Where the cluster listens: `sc://host:port`.
        url: String,
        /// The file with what it lets in.
        token: Option<PathBuf>,
        /// Whether it links too.
        links: bool,
    },
}

impl EngineSettings {
    /// Whether links are made elsewhere.
    #[must_use]
    pub const fn links(&self) -> bool {
        matches!(
            self,
            Self::Emit { links: true, .. } | Self::Spark { links: true, .. }
        )
    }
}

/// Reads `[engine]`.
pub(super) fn read_engine(section: Section<'_>) -> Engine {
    let kinds = [
        ("embedded", Kind::Embedded),
        ("emit", Kind::Emit),
        ("spark", Kind::Spark),
    ];
    let kind = section.word("kind", &kinds).unwrap_or(Kind::Embedded);
    let (folder, url) = (section.text("folder"), section.text("url"));
    let folder = match kind {
        Kind::Embedded => folder,
        _ => section.required("folder", folder, "\"/mnt/cluster/factlab\""),
    };
    if let Some(url) = &url
        && let Some((message, hint)) = mistake_in(&url.value)
    {
        section.mistake(url.spot, message, hint);
    }
    let url = match kind {
        Kind::Spark => section.required("url", url, "\"sc://host:443/;use_ssl=true\""),
        _ => url,
    };
    let links = section.boolean("links").unwrap_or(false);
    if links && kind == Kind::Embedded {
        section.mistake(
            section.spot_of("links"),
            "`engine.links` lets a cluster link, and none is named",
            "add kind = \"emit\" or kind = \"spark\", or leave out links",
        );
    }
    let text = |key| section.text(key).map(|text| text.value);
    let engine = Engine {
        kind,
        links,
        seen_as: text("seen_as"),
        token: text("token"),
        folder: folder.map(|folder| folder.value),
        url: url.map(|url| url.value),
    };
    section.close();
    engine
}

/// What is wrong with the address of a cluster, and what to do. Households and counts cross the network to it.
fn mistake_in(url: &str) -> Option<(&'static str, &'static str)> {
    let Some(rest) = url.strip_prefix("sc://") else {
        return Some((
            "`engine.url` must begin with sc://",
            "write it as \"sc://localhost:15002\", or \"sc://host:443/;use_ssl=true\"",
        ));
    };
    let (authority, parameters) = rest.split_once('/').unwrap_or((rest, ""));
    let has = |wanted: &dyn Fn(&str) -> bool| parameters.split(';').any(wanted);
    if has(&|parameter| parameter.starts_with("token=")) {
        return Some((
            "`engine.url` has a token in it",
            "put it in a file that only you can read, and name that: token = \"token.txt\"",
        ));
    }
    let is_here = LOOPBACK.iter().any(|host| {
        let port = authority.strip_prefix(host);
        port.is_some_and(|port| port.is_empty() || port.starts_with(':'))
    });
    let is_in_the_clear = !is_here && !has(&|parameter| parameter == "use_ssl=true");
    is_in_the_clear.then_some((
        "`engine.url` would send exact counts in the clear",
        "add /;use_ssl=true to the address; without it only this computer can be asked",
    ))
}

/// What this computer calls itself.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

impl Engine {
    /// Who counts; `resolve` makes a path of the agreement one of this computer.
    pub(super) fn settings(&self, resolve: impl Fn(&str) -> PathBuf) -> EngineSettings {
        // What a kind needs was required when the agreement was read.
        let folder = resolve(self.folder.as_deref().unwrap_or_default());
        match self.kind {
            Kind::Embedded => EngineSettings::Embedded,
            Kind::Emit => EngineSettings::Emit {
                folder,
                links: self.links,
            },
            Kind::Spark => EngineSettings::Spark {
                folder,
                seen_as: self.seen_as.clone(),
                url: self.url.clone().unwrap_or_default(),
                token: self.token.as_deref().map(resolve),
                links: self.links,
            },
        }
    }
}
