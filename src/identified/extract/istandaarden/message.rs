//! An XML message in, its clients and their products out.

use std::fs::File;
use std::io::{Cursor, Read};

use encoding_rs::WINDOWS_1252;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use zeroize::Zeroizing;

use super::super::text::TextFile;
use super::allocations::{Date, Header, Kind, Product, Short};
use super::client::{Client, address_rank, birth_date};
use super::lines::LineReader;
use crate::error::{Error, Result};
use crate::identified::settings::{Encoding, Field};

/// The elements that may stand in one another; a message has at most nine.
const DEEPEST: usize = 32;

/// The bytes that a text or a tag may have.
const LONGEST_TEXT: usize = 1_000_000;

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Message {
    /// A message that was read.
    Read,
    /// Another message, or other XML.
    Unknown,
}

/// What receives each client with the head of the message and its products.
pub(super) type OnClient<'a> = dyn FnMut(Header, Client, &[Product]) -> Result<()> + 'a;

/// Reads a message and calls `each` with every client.
///
/// # Errors
/// When the file is not well-formed XML, or declares or uses entities of its own, or nests too deep; and what `each`
/// gives back.
pub(super) fn read(file: &TextFile, each: &mut OnClient<'_>) -> Result<Message> {
    let mut source = file.reader()?;
    if file.encoding == Encoding::Utf8 && file.is_sound {
        return Parser::<File>::new(file, source).read(each);
    }
    let mut bytes = Zeroizing::new(Vec::new());
    source
        .read_to_end(&mut bytes)
        .map_err(|e| Error::io(&file.path, "read", &e))?;
    let text = match file.encoding {
        Encoding::Utf8 => String::from_utf8_lossy(&bytes),
        Encoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling(&bytes).0,
    };
    let text = Zeroizing::new(text.into_owned());
    Parser::new(file, Cursor::new(text.as_bytes())).read(each)
}

/// The state of reading a message.
struct Parser<'a, R> {
    file: &'a TextFile,
    xml: Reader<LineReader<R>>,
    path: String,
    depth: usize,
    has_root: bool,
    text: Zeroizing<String>,
    draft: Draft,
}

impl<'a, R: Read> Parser<'a, R> {
    fn new(file: &'a TextFile, source: R) -> Self {
        Self {
            file,
            xml: Reader::from_reader(LineReader::new(source, LONGEST_TEXT)),
            path: String::with_capacity(256),
            depth: 0,
            has_root: false,
            text: Zeroizing::new(String::with_capacity(1024)),
            draft: Draft::default(),
        }
    }

    fn read(mut self, each: &mut OnClient<'_>) -> Result<Message> {
        let mut buffer = Zeroizing::new(Vec::with_capacity(1 << 16));
        loop {
            buffer.clear();
            self.xml.get_mut().mark();
            let Ok(event) = self.xml.read_event_into(&mut buffer) else {
                return Err(self.refuse("is not well-formed XML", "ask for the message again"));
            };
            match event {
                Event::Start(tag) => self.open(tag.local_name().into_inner())?,
                Event::Empty(tag) => {
                    self.open(tag.local_name().into_inner())?;
                    self.close(each)?;
                }
                Event::End(_) => {
                    self.close(each)?;
                    if self.draft.is_of_other_kind {
                        return Ok(Message::Unknown);
                    }
                }
                Event::Text(text) => self.add(&text)?,
                Event::CData(text) => self.add(&text)?,
                Event::GeneralRef(reference) => self.add_character(&reference)?,
                Event::DocType(_) => return Err(self.refuse("declares a document type", PLAIN)),
                Event::Eof => break,
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
            }
        }
        if !self.has_root {
            return Err(self.refuse("is not XML", PLAIN));
        }
        if self.depth > 0 {
            return Err(self.refuse(
                "ends before its last element does",
                "ask for the message again",
            ));
        }
        match self.draft.header() {
            Some(_) => Ok(Message::Read),
            None => Ok(Message::Unknown),
        }
    }

    fn open(&mut self, name: &str) -> Result<()> {
        self.depth += 1;
        self.has_root = true;
        if self.depth > DEEPEST || name.len() > 200 {
            return Err(self.refuse("nests elements deeper than a message does", PLAIN));
        }
        if self.depth > 1 {
            self.path.push('/');
        }
        self.path.push_str(name);
        self.text.clear();
        self.draft.open(&self.path, self.xml.get_ref().line());
        Ok(())
    }

    fn close(&mut self, each: &mut OnClient<'_>) -> Result<()> {
        self.draft.close(&self.path, self.text.trim(), each)?;
        self.text.clear();
        self.depth = self.depth.saturating_sub(1);
        let end = self.path.rfind('/').unwrap_or(0);
        self.path.truncate(end);
        Ok(())
    }

    fn add(&mut self, text: &str) -> Result<()> {
        if self.text.len() + text.len() > LONGEST_TEXT {
            return Err(self.refuse("has a text longer than 1 MB", PLAIN));
        }
        self.text.push_str(text);
        Ok(())
    }

    /// The five entities of XML and characters by number; there are no others, so nothing can be expanded.
    fn add_character(&mut self, reference: &BytesRef<'_>) -> Result<()> {
        let known = match &**reference {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => reference.resolve_char_ref().ok().flatten(),
        };
        match known {
            Some(character) => self.add(character.encode_utf8(&mut [0; 4])),
            None => Err(self.refuse("uses an entity", PLAIN)),
        }
    }

    fn refuse(&self, what: &str, hint: &str) -> Error {
        let line = self.xml.get_ref().line();
        Error::failed(format!("{}:{line}: {what}", self.file.path.display())).hint(hint)
    }
}

const PLAIN: &str = "an iWmo or iJw message is plain XML; ask for the message as it was sent";

/// What is known so far of the message, its client and its product.
#[derive(Default)]
struct Draft {
    code: Short<3>,
    version: Short<3>,
    dated: Date,
    is_of_other_kind: bool,
    client: Client,
    birth_date: Zeroizing<String>,
    birth_date_usage: Short<1>,
    contact: Client,
    contact_rank: Option<u8>,
    address: Client,
    address_rank: Option<u8>,
    products: Vec<Product>,
    product: Product,
}

impl Draft {
    /// What the message is, once its head has been read.
    fn header(&self) -> Option<Header> {
        let kind = match self.code.as_str() {
            "414" | "436" => Kind::Grants,
            "418" | "438" => Kind::Starts,
            "420" | "440" => Kind::Stops,
            _ => return None,
        };
        let dated = self.dated;
        (self.version.as_str() == "3").then_some(Header { kind, dated })
    }

    fn open(&mut self, path: &str, line: u64) {
        match path {
            "Bericht/Client" => {
                self.client = Client::default();
                self.client.line = line;
                self.address = Client::default();
                self.address_rank = None;
                self.birth_date.clear();
                self.birth_date_usage = Short::EMPTY;
                self.products.clear();
            }
            "Bericht/Client/Contactgegevens/Contact" => {
                self.contact = Client::default();
                self.contact_rank = None;
            }
            "Bericht/Client/ToegewezenProducten/ToegewezenProduct"
            | "Bericht/Client/StartProducten/StartProduct"
            | "Bericht/Client/StopProducten/StopProduct" => self.product = Product::default(),
            _ => {}
        }
    }

    fn close(&mut self, path: &str, text: &str, each: &mut OnClient<'_>) -> Result<()> {
        let Some(inner) = path.strip_prefix("Bericht/") else {
            return Ok(());
        };
        match inner {
            "Header/BerichtCode" => self.code = Short::of(text),
            "Header/BerichtVersie" => self.version = Short::of(text),
            "Header/BerichtIdentificatie/Dagtekening" => self.dated = Short::of(text),
            "Header" => self.is_of_other_kind = self.header().is_none(),
            "Client" => return self.close_client(each),
            _ => {
                if let Some(inner) = inner.strip_prefix("Client/") {
                    self.close_in_client(inner, text);
                }
            }
        }
        Ok(())
    }

    fn close_in_client(&mut self, inner: &str, text: &str) {
        if let Some(inner) = inner.strip_prefix("Contactgegevens/") {
            return self.close_in_contact(inner, text);
        }
        let product = ["ToegewezenProducten/", "StartProducten/", "StopProducten/"];
        if let Some(inner) = product.iter().find_map(|list| inner.strip_prefix(list)) {
            return self.close_in_product(inner, text);
        }
        let field = match inner {
            "Bsn" => Field::Bsn,
            "Geslacht" => Field::Sex,
            "Naam/Geslachtsnaam/Achternaam" => Field::Surname,
            "Naam/Geslachtsnaam/Voorvoegsel" => Field::SurnamePrefix,
            "Naam/Partnernaam/Achternaam" => Field::PartnerSurname,
            "Naam/Partnernaam/Voorvoegsel" => Field::PartnerSurnamePrefix,
            "Naam/Voornamen" => Field::GivenNames,
            "Naam/Voorletters" => Field::Initials,
            "Geboortedatum/Datum" => return self.birth_date.push_str(text),
            "Geboortedatum/DatumGebruik" => return self.birth_date_usage = Short::of(text),
            _ => return,
        };
        self.client.add(field, text);
    }

    fn close_in_contact(&mut self, inner: &str, text: &str) {
        let field = match inner {
            "Contact" => return self.choose_address(),
            "Contact/Soort" => return self.contact_rank = address_rank(text),
            "Contact/Adres/Postcode" => Field::Postcode,
            "Contact/Adres/Huis/Huisnummer" => Field::HouseNumber,
            "Contact/Adres/Huis/Huisletter" => Field::HouseLetter,
            "Contact/Adres/Huis/HuisnummerToevoeging" => Field::HouseNumberSuffix,
            _ => return,
        };
        self.contact.add(field, text);
    }

    fn choose_address(&mut self) {
        let is_better = match (self.contact_rank, self.address_rank) {
            (Some(this), Some(chosen)) => this < chosen,
            (this, _) => this.is_some(),
        };
        if is_better {
            self.address = std::mem::take(&mut self.contact);
            self.address_rank = self.contact_rank;
        }
    }

    fn close_in_product(&mut self, inner: &str, text: &str) {
        let Some((_, element)) = inner.split_once('/') else {
            return self.products.push(self.product);
        };
        let product = &mut self.product;
        match element {
            "ToewijzingNummer" => product.number = Short::of(text.trim_start_matches('0')),
            "Product/Categorie" => product.service = Short::of(text),
            "Ingangsdatum" | "Begindatum" => product.start = Short::of(text),
            "Einddatum" => product.end = Short::of(text),
            "RedenWijziging" => product.is_deleted |= text == "13",
            "StatusAanlevering" => product.is_deleted |= text == "3",
            _ => {}
        }
    }

    fn close_client(&mut self, each: &mut OnClient<'_>) -> Result<()> {
        let Some(header) = self.header() else {
            return Ok(());
        };
        let mut client = std::mem::take(&mut self.client);
        client.add_all(&self.address);
        let born = Zeroizing::new(birth_date(&self.birth_date, self.birth_date_usage.as_str()));
        client.add(Field::BirthDate, &born);
        each(header, client, &self.products)
    }
}
