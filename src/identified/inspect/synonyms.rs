//! Known column names of each field, Dutch and English, in lower-case letters and digits.
//!
//! The likeliest name of a field comes first. A name may be under one field only. White space parts the names.

use crate::identified::settings::Field;

/// The names of each field.
pub(super) const SYNONYMS: &[(Field, &str)] = &[
    (
        Field::Client,
        "clientnummer clientnr clientid clientcode klantnummer klantnr klantid klantcode
         relatienummer relatienr relatieid persoonsnummer persoonnummer persoonid personid
         persoonsid administratienummer deelnemernummer deelnemernr deelnemerid huurdernummer
         huurdernr clientno clientnumber customerid customernumber patientnummer patientnr patientid
         clientidentificatie clientkenmerk client klant",
    ),
    (
        Field::Bsn,
        "bsn bsnnummer bsnnr burgerservicenummer burgerservicenr sofinummer sofinr sofi
         sociaalfiscaalnummer bsncode nationalid citizenservicenumber",
    ),
    (
        Field::BirthDate,
        "geboortedatum geboortedat geboortedt gebdatum gebdat gebdt datumgeboorte geboortedag
         geboren geborenop gebd dob dateofbirth birthdate birthday born",
    ),
    (
        Field::Sex,
        "geslacht geslachtsaanduiding geslachtaanduiding geslachtcode geslachtscode sekse mv
         manvrouw sex gender",
    ),
    (
        Field::Surname,
        "geslachtsnaam achternaam familienaam eigennaam eigenachternaam eigengeslachtsnaam
         meisjesnaam geboortenaam surname lastname familyname achternm geslnaam naam name",
    ),
    (
        Field::SurnamePrefix,
        "voorvoegsel voorvoegsels voorvoegselgeslachtsnaam voorvoegselachternaam tussenvoegsel
         tussenvoegsels tussenv tussenvgs tv vv voorv voorvgs voorvoegselnaam surnameprefix prefix
         infix middlename",
    ),
    (
        Field::GivenNames,
        "voornamen voornaam voorna eerstevoornaam doopnamen doopnaam givennames givenname firstname
         firstnames forename forenames christianname roepnaam voornm",
    ),
    (
        Field::Initials,
        "voorletters voorletter voorl vl vltrs initialen initiaal init initials",
    ),
    (
        Field::PartnerSurname,
        "achternaampartner geslachtsnaampartner naampartner partnernaam partnerachternaam
         partnergeslachtsnaam achternaamechtgenoot naamechtgenoot gehuwdenaam aangetrouwdenaam
         familienaampartner partnersurname partnerlastname partnername spousesurname",
    ),
    (
        Field::PartnerSurnamePrefix,
        "voorvoegselpartner voorvoegselspartner tussenvoegselpartner tussenvoegselspartner
         partnervoorvoegsel partnertussenvoegsel voorvpartner voorvoegselgeslachtsnaampartner
         voorvoegselpartnernaam tussenvoegselpartnernaam partnersurnameprefix",
    ),
    (
        Field::Postcode,
        "postcode pc pc6 postc postcd postkode pcode postcodewoonadres zip zipcode postalcode
         postcodeplaats postcodeenplaats postcodewoonplaats postcodeenwoonplaats",
    ),
    (
        Field::HouseNumber,
        "huisnummer huisnr huisno hnr hsnr hn nr nummeraanduidinghuisnummer housenumber houseno
         streetnumber adres straatenhuisnummer straathuisnummer straatnaamenhuisnummer adresregel
         adresregel1 address streetaddress addressline1",
    ),
    (
        Field::HouseLetter,
        "huisletter huisnummerletter huisltr hl hltr houseletter huislet",
    ),
    (
        Field::HouseNumberSuffix,
        "huisnummertoevoeging toevoeging toev huisnrtoevoeging huisnrtoev huisnummertoev hnrtoev
         hnrtoevoeging hsnrtoev toevoeg tvg huistoevoeging toevoeginghuisnummer toevhuisnr ht
         housenumbersuffix housenumberaddition addition",
    ),
    (
        Field::AddressId,
        "nummeraanduiding nummeraanduidingid nummeraanduidingidentificatie bagnummeraanduiding
         bagnummeraanduidingid idnummeraanduiding bagid identificatienummeraanduiding addressid
         identificatiecodenummeraanduiding idcodenummeraanduiding",
    ),
    (
        Field::Service,
        "voorziening voorzieningcode productcode product productcategorie productnaam regeling
         regelingcode dienst dienstcode soortvoorziening typevoorziening soortregeling soortdienst
         uitkering soortuitkering uitkeringssoort typemaatwerkarrangement
         typemaatwerkarrangementtoewijzing hulpvorm soorthulp
         typehulp dienstverlening categorie soortproduct typeproduct zorgproduct zorgvorm module
         voorzieningsoort service servicecode productcategory benefit",
    ),
    (
        Field::Start,
        "startdatum begindatum ingangsdatum datumingang datumstart datumbegin aanvangsdatum
         datumaanvang startdat begindat ingdatum ingangsdat ingang start begin vanaf van datumvan
         datumvanaf vandatum geldigvan geldigvanaf startdate begindate datefrom validfrom
         datumstartdaadwerkelijkeondersteuning from startdt begindt aanvang",
    ),
    (
        Field::End,
        "einddatum datumeinde datumeind einddat eindedatum einddt einde eind stopdatum datumstop
         totdatum datumtot tot totenmet tm datumtm datumtotenmet geldigtot geldigtotenmet
         beeindigingsdatum datumbeeindiging beeindigd beeindigdop enddate end until dateto validto
         stop afsluitdatum datumafsluiting einddatumwerkelijk",
    ),
    (
        Field::Amount,
        "bedrag uitkeringsbedrag bedragpermaand maandbedrag nettobedrag brutobedrag totaalbedrag
         amount",
    ),
    (
        Field::Household,
        "huishouden huishoudnummer huishoudensnummer huishoudnr huishoudennr huishoudid huishoudenid
         gezinsnummer household householdid householdnumber",
    ),
    (
        Field::HouseholdType,
        "huishoudtype huishoudenstype typehuishouden soorthuishouden huishoudsamenstelling
         samenstellinghuishouden householdtype",
    ),
    (Field::Wijk, "wijk wijkcode cbswijk wijkcodecbs"),
    (Field::Buurt, "buurt buurtcode cbsbuurt buurtcodecbs"),
    (
        Field::PartnerBsn,
        "bsnpartner partnerbsn burgerservicenummerpartner bsnechtgenoot bsnnummerpartner",
    ),
    (
        Field::Parent1Bsn,
        "bsnouder1 ouder1bsn bsnmoeder burgerservicenummerouder1 bsneersteouder",
    ),
    (
        Field::Parent2Bsn,
        "bsnouder2 ouder2bsn bsnvader burgerservicenummerouder2 bsntweedeouder",
    ),
    (
        Field::Left,
        "datumvertrek vertrekdatum datumoverlijden overlijdensdatum datumopschorting overleden
         datumuitschrijving",
    ),
    (
        Field::Secrecy,
        "geheim geheimhouding indicatiegeheim indgeheim codegeheim geheimhoudingsindicatie",
    ),
    (
        Field::AddressFunction,
        "functieadres adresfunctie soortadres adressoort addressfunction",
    ),
];

/// Words that say whose a column is or what it is of, and nothing about which field; they may be before or behind.
pub(super) const ASIDES: &str =
    "client clienten klant klanten persoon persoons inwoner burger deelnemer patient huurder
    hoofdhuurder betrokkene belanghebbende bewoner hoofdpersoon aanvrager eigen ggm de het een van
    der per op in woonadres adres brp gba bag woon officieel officiele feitelijk feitelijke
    werkelijk werkelijke daadwerkelijk daadwerkelijke volledig volledige huidig huidige actueel
    actuele dd mm jj jjjj yyyy ddmmjjjj jjjjmmdd yyyymmdd ddmmyyyy voorziening indicatie product
    zorg uitkering regeling traject hulp levering ondersteuning dienst dienstverlening contract huur
    rechthebbende person customer the of nr kolom veld col";

/// Words of another person or an organisation: a name with one of them is not the client's.
pub(super) const OTHERS: &str =
    "contactpersoon contact mantelzorger mantelzorg hulpverlener medewerker behandelaar verwijzer
    huisarts arts bewindvoerder mentor curator gemachtigde vertegenwoordiger ouder ouders ouder1
    ouder2 vader moeder kind kinderen gezinslid verhuurder aanbieder organisatie instelling
    zorgaanbieder leverancier gemeente school werkgever bedrijf consulent casemanager regisseur
    begeleider correspondentie correspondentieadres postadres postbus factuur factuuradres afzender
    ontvanger schuldeiser klantmanager contactpersonen melder employee employer provider supplier
    parent child doctor relatie wijkteam auteur gezaghebbende gezagdrager voogd verzorger opvoeder
    pleegouder pleegouders huisgenoot medebewoner medeaanvrager";

/// Words for a child, who in youth care is the client.
pub(super) const CHILD: &str = "kind kinderen child jeugdige";

/// Words for a BSN that make one of any name they are in.
pub(super) const BSN_WORDS: &str =
    "burgerservicenummer burgerservicenr bsnnummer bsnnr sofinummer sofinr bsn";

/// Words of a partner: a name with one of them can only be a field of the partner.
pub(super) const PARTNER: &str = "partner expartner echtgenoot echtgenote spouse";

/// Further words of administrations, which a name of a column may hold and still be shown.
pub(super) const ADMINISTRATIVE: &str =
    "nummer nr no id ids code codes datum dat date dt naam name type soort status kolom veld column
    field waarde value bedrag aantal volgnummer volgnr jaar maand week dag uur uren minuten eenheid
    frequentie volume omvang tarief prijs kosten straat straatnaam openbare ruimte woonplaats plaats
    gemeente gemeentecode gemeentenaam provincie land wijk buurt adres telefoon telefoonnummer tel
    mobiel email mail iban rekening rekeningnummer opmerking opmerkingen toelichting omschrijving
    reden beeindiging verwijzer aanbieder agb organisatie instelling medewerker afdeling team
    dossier dossiernummer zaak zaaknummer beschikking besluit toekenning toewijzing toewijzingsdatum
    toewijzingnummer aanvraag aanvraagdatum melding intake indicatie product categorie wet domein
    sector herkomst bron systeem export aanmaak aanmaakdatum bestand mutatie mutatiedatum wijziging
    laatste eerste overlijden leeftijd nationaliteit burgerlijke staat geboorte geboorteplaats
    geboorteland actief inactief ja nee indicator ind key sleutel referentie kenmerk inkomen schuld
    huur woning contract regel volgorde versie bericht client klant persoon partner gezin huishouden
    leveringsvorm zin pgb hulp zorg dienst start begin einde eind stop periode peildatum totaal
    netto bruto per van tot en met of de het op in number street city town country phone description
    reason created updated service age note notes remarks";
