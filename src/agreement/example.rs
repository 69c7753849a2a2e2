//! Who plays which role in, the commented example agreement with their names out.

use toml_edit::{DocumentMut, Item, Table, Value};

use crate::error::{Code, Error, Result};
use crate::keys::Recipient;

/// The commented example, `config.toml` of the source.
const EXAMPLE: &str = include_str!("../../config.toml");

/// Who plays a role.
#[derive(Debug)]
pub struct RolePlayer {
    /// Its table in the agreement: `keyholder`, `analyst` or `register`.
    pub role: &'static str,
    /// Their name, a text of one line.
    pub name: String,
    /// Whom to write to or call.
    pub contact: Option<String>,
    /// Whom what is for them is encrypted to.
    pub recipient: Option<Recipient>,
}

/// The example, with these names in place of its own.
///
/// # Errors
/// When the example has no such role.
pub fn example(players: &[RolePlayer]) -> Result<String> {
    if players.is_empty() {
        return Ok(EXAMPLE.to_owned());
    }
    let unknown = || Error::new(Code::InternalError, "the example agreement lacks a role");
    let mut document: DocumentMut = EXAMPLE.parse().map_err(|_| unknown())?;
    for player in players {
        let table = document.get_mut(player.role).and_then(Item::as_table_mut);
        let table = table.ok_or_else(unknown)?;
        put(table, "name", Some(&player.name));
        if player.contact.is_none() {
            // That of the example is of somebody else.
            table.remove("contact");
        }
        put(table, "contact", player.contact.as_deref());
        let recipient = player.recipient.as_ref().map(ToString::to_string);
        put(table, "recipient", recipient.as_deref());
    }
    Ok(document.to_string())
}

/// Sets a key, and leaves the comment behind its value.
fn put(table: &mut Table, key: &str, text: Option<&str>) {
    let Some(text) = text else { return };
    let mut value = Value::from(text);
    if let Some(earlier) = table.get(key).and_then(Item::as_value) {
        value.decor_mut().clone_from(earlier.decor());
    }
    table.insert(key, Item::Value(value));
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Agreement;
    use super::*;
    use crate::keys::Identity;

    fn player(role: &'static str, recipient: Option<Recipient>) -> RolePlayer {
        RolePlayer {
            role,
            name: format!("The \"{role}\""),
            contact: (role != "register").then(|| "a@b.example".into()),
            recipient,
        }
    }

    #[test]
    fn without_names_the_example_is_as_it_was() {
        assert_eq!(example(&[]).unwrap(), EXAMPLE);
    }

    #[test]
    fn names_take_the_place_of_those_of_the_example_and_comments_stay() {
        let recipient = Identity::generate().recipient();
        let players = [
            player("keyholder", Some(recipient.clone())),
            player("analyst", None),
            player("register", None),
        ];
        let text = example(&players).unwrap();
        let agreement = Agreement::parse(&text, Path::new("config.toml")).unwrap();
        for office in agreement.offices() {
            if let Some(player) = players.iter().find(|one| one.role == office.id) {
                assert_eq!(office.name, player.name);
                assert_eq!(office.contact, player.contact);
                assert_eq!(office.recipient, player.recipient);
            }
        }
        let comments = |text: &str| text.matches('#').count();
        assert_eq!(comments(&text), comments(EXAMPLE));
        assert_eq!(text.lines().count(), EXAMPLE.lines().count());
    }
}
