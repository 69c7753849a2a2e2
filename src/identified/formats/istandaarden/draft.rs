//! The elements of a message in, one by one; its clients with their products and claims out.

use zeroize::Zeroizing;

use super::allocations::{Header, Kind, Product};
use super::claims::{Claim, cents};
use super::codes::{address_rank, birth_date};
use crate::error::Result;
use crate::identified::settings::Field;
use crate::identified::source::inline_text::{Date, Short};
use crate::identified::source::person::Person;

/// Where the clients of a message stand: of a declaration, and of all others.
const CLIENTS: [&str; 2] = ["Declaratie/Clienten/Client", "Client"];

/// The lists of products of a client.
const LISTS: [&str; 3] = ["ToegewezenProducten/", "StartProducten/", "StopProducten/"];

/// What a client's message says: the head, the client, what is granted, started or stopped, and what is claimed.
pub(super) type OnClient<'a> = dyn FnMut(Header, Person, &[Product], &[Claim]) -> Result<()> + 'a;

/// What a head says of its message.
#[derive(Debug, Clone, Copy)]
pub(super) enum Head {
    /// It is one that is read.
    Known(Header),
    /// It is one of another release; empty when it does not say of which.
    OtherRelease(Short<5>),
    /// It is a message of another kind, or none.
    OtherKind,
}

/// What is known so far of the message, its client and its product.
#[derive(Default)]
pub(super) struct Draft {
    kind: Option<Kind>,
    /// Whether the head has another form than that of release 3.
    is_other_head: bool,
    version: Short<3>,
    subversion: Short<3>,
    /// The release that the namespace of a message that would be read tells.
    namespace: Short<5>,
    dated: Date,
    /// Whether the head has been read and is none that is known.
    pub(super) is_foreign: bool,
    client: Person,
    birth_date: Zeroizing<String>,
    birth_date_usage: Short<1>,
    contact: Person,
    contact_rank: Option<u8>,
    address: Person,
    address_rank: Option<u8>,
    products: Vec<Product>,
    product: Product,
    claims: Vec<Claim>,
    claim: Claim,
}

impl Draft {
    /// What the message is, once its head has been read.
    pub(super) fn head(&self) -> Head {
        let Some(kind) = self.kind else {
            return match self.namespace {
                Short::EMPTY => Head::OtherKind,
                release => Head::OtherRelease(release),
            };
        };
        let is_read = matches!(self.subversion.as_str(), "" | "0" | "1" | "2");
        if self.is_other_head || self.version.as_str() != "3" || !is_read {
            return Head::OtherRelease(self.release());
        }
        let dated = self.dated;
        Head::Known(Header { kind, dated })
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
    pub(super) fn namespace(&mut self, namespace: &str) {
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

    /// An element begins at `line`; `path` holds the local names from the root to it.
    pub(super) fn open(&mut self, path: &str, line: u64) {
        let Some(inner) = path.strip_prefix("Bericht/") else {
            return;
        };
        let Some(inner) = in_client(inner) else {
            return;
        };
        match inner {
            "" => {
                self.client = Person::default();
                self.client.line = line;
                self.address = Person::default();
                self.address_rank = None;
                self.birth_date.clear();
                self.birth_date_usage = Short::EMPTY;
                self.products.clear();
                self.claims.clear();
            }
            "Contactgegevens/Contact" => {
                self.contact = Person::default();
                self.contact_rank = None;
            }
            "ToegewezenProducten/ToegewezenProduct"
            | "StartProducten/StartProduct"
            | "StopProducten/StopProduct" => self.product = Product::default(),
            "Prestaties/Prestatie" => self.claim = Claim::default(),
            _ => {}
        }
    }

    /// An element ends, with this text since the last element began or ended.
    ///
    /// # Errors
    /// What `each` gives back.
    pub(super) fn close(&mut self, path: &str, text: &str, each: &mut OnClient<'_>) -> Result<()> {
        let Some(inner) = path.strip_prefix("Bericht/") else {
            return Ok(());
        };
        if inner == "Header" {
            self.is_foreign = !matches!(self.head(), Head::Known(_));
        } else if let Some(inner) = inner.strip_prefix("Header/") {
            self.close_in_header(inner, text);
        } else {
            match in_client(inner) {
                Some("") => return self.close_client(each),
                Some(inner) => self.close_in_client(inner, text),
                None => {}
            }
        }
        Ok(())
    }

    /// Other releases have other names in their heads: what ends in code and version is known by how the name ends.
    fn close_in_header(&mut self, inner: &str, text: &str) {
        let name = inner.rsplit('/').next().unwrap_or(inner);
        let name = name.to_ascii_lowercase();
        let is_version = name.ends_with("versie") && !name.contains("xsd");
        if inner == "BerichtIdentificatie/Dagtekening" {
            self.dated = Short::of(text);
        } else if name.ends_with("code") && self.kind.is_none() {
            self.kind = kind_of(text);
            self.is_other_head = inner != "BerichtCode";
        } else if is_version && name.ends_with("subversie") {
            self.subversion = Short::of(text);
        } else if is_version {
            self.version = Short::of(text);
        }
    }

    fn close_in_client(&mut self, inner: &str, text: &str) {
        if let Some(inner) = inner.strip_prefix("Contactgegevens/") {
            return self.close_in_contact(inner, text);
        }
        if let Some(inner) = LISTS.iter().find_map(|list| inner.strip_prefix(list)) {
            return self.close_in_product(inner, text);
        }
        if let Some(inner) = inner.strip_prefix("Prestaties/Prestatie") {
            return self.close_in_claim(inner, text);
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
            "Product/Code" => product.code = Short::of(text),
            "Ingangsdatum" | "Begindatum" => product.start = Short::of(text),
            "Einddatum" => product.end = Short::of(text),
            "Toewijzingsdatum" => product.granted = Short::of(text),
            "Toewijzingstijd" => product.granted_at = Short::of(text),
            "RedenWijziging" => product.is_deleted |= text == "13",
            "StatusAanlevering" => product.is_deleted |= text == "3",
            _ => {}
        }
    }

    fn close_in_claim(&mut self, inner: &str, text: &str) {
        let claim = &mut self.claim;
        match inner {
            "" => self.claims.push(*claim),
            "/ProductReferentie/ReferentieNummer" => claim.reference = Short::of(text),
            "/ProductReferentie/VorigReferentieNummer" => claim.credited = Short::of(text),
            "/ToewijzingNummer" => claim.number = Short::of(text.trim_start_matches('0')),
            "/ProductCategorie" => claim.service = Short::of(text),
            "/ProductCode" => claim.code = Short::of(text),
            "/ProductPeriode/Begindatum" => claim.start = Short::of(text),
            "/ProductPeriode/Einddatum" => claim.end = Short::of(text),
            "/IngediendBedrag/Bedrag" => claim.cents = cents(text),
            "/IngediendBedrag/DebetCredit" => claim.is_credit = text == "C",
            _ => {}
        }
    }

    fn close_client(&mut self, each: &mut OnClient<'_>) -> Result<()> {
        let Head::Known(header) = self.head() else {
            return Ok(());
        };
        let mut client = std::mem::take(&mut self.client);
        client.add_all(&self.address);
        let born = Zeroizing::new(birth_date(&self.birth_date, self.birth_date_usage.as_str()));
        client.add(Field::BirthDate, &born);
        each(header, client, &self.products, &self.claims)
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

/// The path below a client; empty for the client itself.
fn in_client(inner: &str) -> Option<&str> {
    let below = CLIENTS
        .iter()
        .find_map(|client| inner.strip_prefix(client))?;
    if below.is_empty() {
        return Some(below);
    }
    below.strip_prefix('/')
}
