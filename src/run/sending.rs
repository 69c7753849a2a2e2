//! A key and whom it is for, to the file that is sent.

use std::path::{Path, PathBuf};

use crate::agreement::{Agreement, Office};
use crate::error::{Code, Error, Result};
use crate::files::beside;
use crate::keys::{KeyId, KeyKind, KeyToSend, Recipient};
use crate::vocabulary::ProviderId;

/// A key that was encrypted for one recipient.
#[derive(Debug)]
pub struct SentKey {
    /// The file to send.
    pub file: PathBuf,
    /// What the key is for.
    pub kind: KeyKind,
    /// The id of the key.
    pub id: KeyId,
    /// Who can decrypt it.
    pub recipient: Recipient,
    /// Who that is, where the agreement says so.
    pub name: Option<String>,
}

/// Encrypts the key in `key` (`-` reads standard input) for `to`: a recipient, `age1…`, or the id of a party that has one
/// in the agreement. Writes it to `output`, or else beside the key.
///
/// # Errors
/// When `key` is no key, `to` is no recipient, or the output exists. Refused is a project secret for keyholder or analyst, or
/// another one than agreed.
pub fn send_key(
    key: &Path,
    to: &str,
    agreement: Option<&Agreement>,
    output: Option<&Path>,
) -> Result<SentKey> {
    let (recipient, office) = recipient(to, agreement)?;
    let file = match output {
        Some(file) => file.to_owned(),
        None if key == Path::new("-") => {
            let message = "the key came on standard input, so the file to send has no name";
            return Err(Error::new(Code::UsageInvalid, message).hint("name it: -o FILE"));
        }
        None => match office {
            Some(office) => beside(key, &format!(".{}.age", office.id)),
            None => beside(key, ".age"),
        },
    };
    let sent = KeyToSend::read(key)?;
    if let (KeyKind::Project, Some(agreement)) = (sent.kind(), agreement) {
        agreement.refuse_other_key(key.display(), sent.id())?;
        refuse_reader_of_tokens(office)?;
    }
    sent.seal(&recipient, &file)?;
    Ok(SentKey {
        file,
        kind: sent.kind(),
        id: sent.id(),
        recipient,
        name: office.map(|office| office.name.clone()),
    })
}

/// Whom `to` stands for, and who of the agreement that is.
fn recipient<'a>(
    to: &str,
    agreement: Option<&'a Agreement>,
) -> Result<(Recipient, Option<&'a Office>)> {
    if let Some(recipient) = Recipient::parse(to) {
        let mut offices = agreement.map(Agreement::offices).into_iter().flatten();
        let office = offices.find(|office| office.recipient.as_ref() == Some(&recipient));
        return Ok((recipient, office));
    }
    let id = ProviderId::new(to);
    let (Some(agreement), Some(id)) = (agreement, id) else {
        let message = "--to is not a recipient, age1…";
        return Err(Error::new(Code::UsageInvalid, message)
            .hint("`factlab key id` of an identity shows its recipient; to name a party by its id, pass the agreement: -c FILE"));
    };
    let office = agreement.office_of(&id)?;
    let recipient = office.recipient.clone().ok_or_else(|| {
        let message = format!("the agreement has no recipient of `{id}`");
        Error::new(Code::UsageInvalid, message).hint(
            "let them run `factlab key new FILE --kind identity` and add what it prints under their name: recipient = \"age1…\"; or pass --to age1…",
        )
    })?;
    Ok((recipient, Some(office)))
}

/// Refuses to give the project secret to who receives tokens and could then tell whose they are.
fn refuse_reader_of_tokens(office: Option<&Office>) -> Result<()> {
    let reader = office.filter(|office| ["keyholder", "analyst"].contains(&office.id.as_str()));
    let Some(office) = reader else {
        return Ok(());
    };
    let message = format!(
        "the {} must not have the project secret: with it, tokens can be traced to people",
        office.id
    );
    Err(Error::new(Code::RecipientWrong, message)
        .hint("send it to providers and the register office only"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{Identity, create};

    const HEAD: &str = "[project]\nid='p'\nfrom=2026-01-01\nto=2026-12-31\n[[service]]\ncode='a'\n";

    /// A folder with a key, and an agreement in which provider x and the analyst have a recipient, each another.
    fn given(kind: KeyKind) -> (tempfile::TempDir, PathBuf, Agreement, [Recipient; 2]) {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("a.key");
        create(&key, kind).unwrap();
        let recipients = [(); 2].map(|()| Identity::generate().recipient());
        let [x, analyst] = &recipients;
        let text = format!(
            "{HEAD}[[provider]]\nid='x'\nrecipient='{x}'\n[[provider]]\nid='y'\n[analyst]\nrecipient='{analyst}'\n"
        );
        let agreement = Agreement::parse(&text, Path::new("config.toml")).unwrap();
        (folder, key, agreement, recipients)
    }

    #[test]
    fn a_party_is_named_by_its_id_or_by_its_recipient() {
        let (_folder, key, agreement, [x, _]) = given(KeyKind::Project);
        let sent = send_key(&key, "x", Some(&agreement), None).unwrap();
        assert!(sent.file.ends_with("a.key.x.age"));
        let other = key.with_file_name("b.age");
        let again = send_key(&key, &x.to_string(), Some(&agreement), Some(&other)).unwrap();
        assert_eq!(
            (sent.name.as_deref(), again.name.as_deref()),
            (Some("x"), Some("x"))
        );
        assert!(
            send_key(&key, "x", Some(&agreement), None).is_err(),
            "never overwritten"
        );
        for to in ["y", "z", "age1", "register"] {
            assert!(send_key(&key, to, Some(&agreement), None).is_err(), "{to}");
        }
        assert!(send_key(&key, "x", None, None).is_err());
    }

    #[test]
    fn analyst_and_keyholder_never_get_the_project_secret() {
        let (_folder, key, agreement, [_, analyst]) = given(KeyKind::Project);
        for to in ["analyst", &analyst.to_string()] {
            let error = send_key(&key, to, Some(&agreement), None).unwrap_err();
            assert_eq!(error.code(), Code::RecipientWrong);
        }
        let (_folder, key, agreement, _) = given(KeyKind::Release);
        send_key(&key, "analyst", Some(&agreement), None).unwrap();
    }

    #[test]
    fn another_secret_than_agreed_is_not_sent() {
        let (_folder, key, _, [x, _]) = given(KeyKind::Project);
        let text = format!(
            "{HEAD}[tokens]\nkey_id='83019beb8764fe67'\n[[provider]]\nid='x'\nrecipient='{x}'\n"
        );
        let agreement = Agreement::parse(&text, Path::new("config.toml")).unwrap();
        let error = send_key(&key, "x", Some(&agreement), None).unwrap_err();
        assert_eq!(error.code(), Code::KeysDiffer);
    }
}
