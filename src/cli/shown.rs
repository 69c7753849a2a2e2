//! What a file is, in words and as JSON.

use factlab::agreement::Agreement;
use factlab::error::Error;
use factlab::keys::{DestroyedKey, KeyFacts, ShareFacts};
use factlab::pseudonymous::handover::{BandedCount, Counts, Envelope, Manifest};
use factlab::run::{Packing, Shown, ShownHandover, ShownRelease};
use serde_json::{Value, json};

use super::words::{counted, grouped};

/// The first line says what it is; those below it, indented, what it says of itself.
pub(super) fn in_words(path: &str, shown: &Shown) -> String {
    let lines = match shown {
        Shown::Handover(handover) => of_handover(handover),
        Shown::Sealed(recipients) => vec![
            format!(
                "encrypted, for {}",
                counted(*recipients as u64, "recipient", "recipients")
            ),
            "to see what it is, if it is for you: --identity FILE".into(),
        ],
        Shown::Key(facts, is_encrypted) => of_key(facts, *is_encrypted),
        Shown::Share(share) => of_share(share),
        Shown::Destroyed(record) => of_destroyed(record),
        Shown::Agreement(agreement) => of_agreement(agreement),
        Shown::Findings(lines) => vec![
            format!("findings: {}", counted(*lines, "line", "lines")),
            "exact, and for the owner of the extract: do not send it".into(),
        ],
        Shown::Release(release) => of_release(release),
        // The error names the file itself.
        Shown::Unknown(error) => return of_unknown(error),
    };
    format!("{path}: {}", lines.join("\n  "))
}

fn of_handover(ShownHandover { manifest, packing }: &ShownHandover) -> Vec<String> {
    let what = what(manifest.envelope);
    let first = match packing {
        Packing::Open => format!("an envelope of {what}, NOT encrypted"),
        Packing::Encrypted => format!("an envelope of {what}, encrypted for you"),
        Packing::Folder => format!("a folder of {what}"),
        Packing::Manifest => format!("the manifest of {what}"),
    };
    let of = &manifest.parties;
    let delivery = &manifest.delivery;
    let mut lines = vec![
        first,
        format!("party {}, project {}", of.provider, of.project),
        format!(
            "delivery {} of {}, tokens of stage {}",
            delivery.number, delivery.day, of.stage
        ),
        format!("agreement {}", of.agreement),
        format!("key id {}", of.key_id),
    ];
    if let Some(id) = &manifest.stage2_key_id {
        lines.push(format!("key id of the second stage {id}"));
    }
    lines.extend(manifest.counts.as_ref().map(of_counts));
    lines.push(signed(manifest));
    lines.push(format!("made with factlab {}", of.tool));
    lines
}

const fn what(envelope: Envelope) -> &'static str {
    match envelope {
        Envelope::Whole => "a whole hand-over",
        Envelope::Tokens => "tokens",
        Envelope::Uses => "uses",
        Envelope::Households => "households",
    }
}

fn of_counts(counts: &Counts) -> String {
    let shown = |count: BandedCount| count.known().map_or_else(|| "<10".into(), grouped);
    let [read, kept, outside, double, rejected] = [
        counts.read,
        counts.kept,
        counts.outside_period,
        counts.double,
        counts.left_behind,
    ]
    .map(shown);
    format!(
        "rows: {read} read, {kept} kept, {outside} outside the period, {double} duplicate, {rejected} rejected"
    )
}

/// By whom a manifest says that it is signed; whether that holds is checked against the agreement.
fn signed(manifest: &Manifest) -> String {
    let who = if manifest.parties.stage == 1 {
        &*manifest.parties.provider
    } else {
        "the keyholder"
    };
    match manifest.signature {
        Some(_) => format!("signed, as by {who}; `factlab status` checks that"),
        None => "not signed".into(),
    }
}

fn of_key(facts: &KeyFacts, is_encrypted: bool) -> Vec<String> {
    let id = &facts.id;
    let kind = facts.kind;
    let first = match (kind, is_encrypted) {
        ("identity", _) => "an identity; it decrypts what is encrypted for its recipient".into(),
        (_, true) => {
            format!("a {kind} key, encrypted for you; decrypt it with `factlab key receive`")
        }
        (_, false) => format!("a {kind} key; keep it secret"),
    };
    let name = if kind == "identity" {
        "recipient"
    } else {
        "key id"
    };
    let mut lines = vec![first, format!("{name} {id}")];
    lines.extend(facts.created.map(|day| format!("created {day}")));
    lines
}

fn of_share(share: &ShareFacts) -> Vec<String> {
    let (kind, number, needed) = (share.kind.word(), share.number, share.needed);
    vec![
        format!("share {number} of a {kind} key; any {needed} shares restore the key"),
        format!("key id {}", share.id),
        format!("key created {}", share.created),
    ]
}

fn of_destroyed(record: &DestroyedKey) -> Vec<String> {
    vec![
        format!("the record of a destroyed {} key", record.kind),
        format!("key id {}", record.key_id),
        format!(
            "destroyed {}; `factlab key verify` checks the record",
            record.destroyed
        ),
    ]
}

fn of_agreement(agreement: &Agreement) -> Vec<String> {
    let providers = agreement.parties().len().saturating_sub(1) as u64;
    let services = agreement.services().len() as u64;
    let mut lines = vec![
        "an agreement".to_owned(),
        format!("project {}", agreement.project()),
        format!("reference date {}", agreement.reference_date()),
        format!(
            "{}, {}",
            counted(providers, "provider", "providers"),
            counted(services, "service", "services")
        ),
        format!("agreement digest {}", agreement.digest()),
    ];
    if let Some(keyholder) = agreement.keyholder() {
        lines.push(format!("keyholder {}", keyholder.name));
    }
    lines
}

fn of_release(release: &ShownRelease) -> Vec<String> {
    let first = if release.is_internal {
        "a release with exact counts, INTERNAL"
    } else {
        "a release"
    };
    let files = counted(release.files as u64, "file", "files");
    let signed = match &release.signed_by {
        Some(key) => format!("signed with {key}"),
        None => "not signed".into(),
    };
    vec![
        first.into(),
        format!("{}, {files}", release.name),
        format!(
            "profile {}, made with factlab {}",
            release.profile, release.tool
        ),
        format!("{signed}; `factlab verify` checks it"),
    ]
}

fn of_unknown(error: &Error) -> String {
    match error.advice() {
        Some(hint) => format!("{error}\n  {hint}"),
        None => error.to_string(),
    }
}

/// The same for a program.
pub(super) fn as_json(shown: &Shown) -> Value {
    match shown {
        Shown::Handover(one) => {
            let packing = match one.packing {
                Packing::Open => "open",
                Packing::Encrypted => "encrypted",
                Packing::Folder => "folder",
                Packing::Manifest => "manifest",
            };
            json!({"what": "handover", "packing": packing, "manifest": one.manifest})
        }
        Shown::Sealed(recipients) => json!({"what": "encrypted", "recipients": recipients}),
        Shown::Key(facts, is_encrypted) => json!({
            "what": "key", "kind": facts.kind, "id": facts.id, "encrypted": is_encrypted,
            "created": facts.created.map(|day| day.to_string()),
        }),
        Shown::Share(share) => json!({
            "what": "share", "kind": share.kind.word(), "id": share.id.to_string(),
            "created": share.created.to_string(), "number": share.number, "needed": share.needed,
        }),
        Shown::Destroyed(record) => json!({"what": "destroyed_key", "record": record}),
        Shown::Agreement(agreement) => json!({
            "what": "agreement", "project": agreement.project(), "parties": agreement.parties(),
            "reference_date": agreement.reference_date().to_string(),
            "agreement": agreement.digest().to_string(),
        }),
        Shown::Findings(lines) => json!({"what": "findings", "lines": lines}),
        Shown::Release(release) => json!({
            "what": "release", "release": release.name, "profile": release.profile,
            "internal": release.is_internal, "files": release.files, "tool": release.tool,
            "key": release.signed_by,
        }),
        Shown::Unknown(error) => json!({
            "what": "unknown", "code": error.code().word(), "error": error.to_string(),
            "hint": error.advice(),
        }),
    }
}
