//! `[engine]`: who counts the households. It is local: no other party needs to know, and a release is the same.

use std::path::PathBuf;

use super::section::Section;

/// `[engine]`.
#[derive(Debug, Clone)]
pub(super) struct Engine {
    kind: Kind,
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
    },
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
        && !url.value.starts_with("sc://")
    {
        let message = "`engine.url` must begin with sc://";
        let hint =
            "write it as \"sc://host:15002\" on this computer, or \"sc://host:443/;use_ssl=true\"";
        section.mistake(url.spot, message, hint);
    }
    let url = match kind {
        Kind::Spark => section.required("url", url, "\"sc://host:443/;use_ssl=true\""),
        _ => url,
    };
    let text = |key| section.text(key).map(|text| text.value);
    let engine = Engine {
        kind,
        seen_as: text("seen_as"),
        token: text("token"),
        folder: folder.map(|folder| folder.value),
        url: url.map(|url| url.value),
    };
    section.close();
    engine
}

impl Engine {
    /// Who counts; `resolve` makes a path of the agreement one of this computer.
    pub(super) fn settings(&self, resolve: impl Fn(&str) -> PathBuf) -> EngineSettings {
        // What a kind needs was required when the agreement was read.
        let folder = resolve(self.folder.as_deref().unwrap_or_default());
        match self.kind {
            Kind::Embedded => EngineSettings::Embedded,
            Kind::Emit => EngineSettings::Emit { folder },
            Kind::Spark => EngineSettings::Spark {
                folder,
                seen_as: self.seen_as.clone(),
                url: self.url.clone().unwrap_or_default(),
                token: self.token.as_deref().map(resolve),
            },
        }
    }
}
