//! Extracts of the formats that are text, in their true layouts, of persons with odd names.

pub(crate) const FIXED: &str = "\
123456782Ørsted-Żuławski     17-03-19711507XY 01-02-2026
048274641Ĳsbrandsz           29-02-19881507XY 01-02-2026
123456789Foutenbsn           31-02-19801508ZZ 01-02-2026
";

pub(crate) const BRP: &str = "\u{feff};01.01.20;01.02.40;01.03.10;05.01.20;05.02.40;05.07.10;05.H;07.67.10;07.67.20;08.10.10;08.11.10;08.11.20;08.11.60;08.13.10;;\r
KLANT-9F3A;123456782;Quisthoudt;19710317;111222333;Ørsted;20000101;;;;W;Kwelderpad;7331;1507XY;;;\r
KLANT-7C1B;111222333;Ørsted;19880229;123456782;Quisthoudt;20000101;;;;W;Kwelderpad;7331;1507XY;;;\r
KLANT-0D2E;123456789;Foutenbsn;31-02-1980;;;;;;;W;Kwelderpad;8442;1508ZZ;;;\r
";

pub(crate) const BRP_API: &str = r#"{"type": "RaadpleegMetBurgerservicenummer", "personen": [
{"burgerservicenummer": "123456782",
  "naam": {"voornamen": "Dieuwertje", "geslachtsnaam": "Quisthoudt", "volledigeNaam": "Dieuwertje Quisthoudt"},
  "geslacht": {"code": "V", "omschrijving": "vrouw"},
  "geboorte": {"datum": {"type": "Datum", "datum": "1971-03-17", "langFormaat": "17 maart 1971"}},
  "verblijfplaats": {"type": "Adres", "functieAdres": {"code": "W", "omschrijving": "woonadres"},
    "verblijfadres": {"officieleStraatnaam": "Kwelderpad", "huisnummer": 7331, "postcode": "1507XY", "woonplaats": "Zaandam"}},
  "partners": [{"burgerservicenummer": "111222333", "naam": {"geslachtsnaam": "Ørsted"}}]},
{"burgerservicenummer": "123456789", "naam": {"geslachtsnaam": "Foutenbsn"},
  "geboorte": {"datum": {"type": "Datum", "datum": "31-02-1980"}}}
]}
"#;

pub(crate) const WMO_301: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<wmo301:Bericht xmlns:iwmo="http://www.istandaarden.nl/iwmo/3_2/basisschema/schema" xmlns:wmo301="http://www.istandaarden.nl/iwmo/3_2/wmo301/schema">
<wmo301:Header><wmo301:BerichtCode>414</wmo301:BerichtCode><wmo301:BerichtVersie>3</wmo301:BerichtVersie><wmo301:BerichtSubversie>2</wmo301:BerichtSubversie><wmo301:Afzender>0999</wmo301:Afzender><wmo301:Ontvanger>99990002</wmo301:Ontvanger><wmo301:BerichtIdentificatie><iwmo:Identificatie>000000000001</iwmo:Identificatie><iwmo:Dagtekening>2026-12-31</iwmo:Dagtekening></wmo301:BerichtIdentificatie></wmo301:Header>
<wmo301:Client><wmo301:Bsn>123456782</wmo301:Bsn><wmo301:Geboortedatum><iwmo:Datum>1971-03-17</iwmo:Datum></wmo301:Geboortedatum><wmo301:Geslacht>2</wmo301:Geslacht>
<wmo301:Naam><iwmo:Geslachtsnaam><iwmo:Achternaam>Quisthoudt</iwmo:Achternaam></iwmo:Geslachtsnaam><iwmo:Voornamen>Dieuwertje</iwmo:Voornamen></wmo301:Naam>
<wmo301:Contactgegevens><wmo301:Contact><wmo301:Soort>01</wmo301:Soort><wmo301:Adres><iwmo:Huis><iwmo:Huisnummer>7331</iwmo:Huisnummer></iwmo:Huis><iwmo:Postcode>1507XY</iwmo:Postcode><iwmo:Straatnaam>Kwelderpad</iwmo:Straatnaam></wmo301:Adres></wmo301:Contact></wmo301:Contactgegevens>
<wmo301:ToegewezenProducten><wmo301:ToegewezenProduct><wmo301:ToewijzingNummer>8</wmo301:ToewijzingNummer><wmo301:Product><iwmo:Categorie>01</iwmo:Categorie><iwmo:Code>01A01</iwmo:Code></wmo301:Product><wmo301:Toewijzingsdatum>2026-01-01</wmo301:Toewijzingsdatum><wmo301:Ingangsdatum>2026-01-01</wmo301:Ingangsdatum></wmo301:ToegewezenProduct></wmo301:ToegewezenProducten>
</wmo301:Client>
</wmo301:Bericht>
"#;

pub(crate) const WMO_323: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<wmo323:Bericht xmlns:iwmo="http://www.istandaarden.nl/iwmo/3_2/basisschema/schema" xmlns:wmo323="http://www.istandaarden.nl/iwmo/3_2/wmo323/schema">
<wmo323:Header><wmo323:BerichtCode>484</wmo323:BerichtCode><wmo323:BerichtVersie>3</wmo323:BerichtVersie><wmo323:BerichtSubversie>2</wmo323:BerichtSubversie><wmo323:Afzender>65656055</wmo323:Afzender><wmo323:Ontvanger>0999</wmo323:Ontvanger><wmo323:BerichtIdentificatie><iwmo:Identificatie>765432198</iwmo:Identificatie><iwmo:Dagtekening>2026-05-06</iwmo:Dagtekening></wmo323:BerichtIdentificatie></wmo323:Header>
<wmo323:Declaratie><wmo323:DeclaratieNummer>DN001</wmo323:DeclaratieNummer><wmo323:DeclaratiePeriode><iwmo:Begindatum>2026-04-01</iwmo:Begindatum><iwmo:Einddatum>2026-04-30</iwmo:Einddatum></wmo323:DeclaratiePeriode><wmo323:DeclaratieDagtekening>2026-05-06</wmo323:DeclaratieDagtekening>
<wmo323:TotaalIngediendBedrag><iwmo:TotaalBedrag>10000</iwmo:TotaalBedrag><iwmo:DebetCredit>D</iwmo:DebetCredit></wmo323:TotaalIngediendBedrag>
<wmo323:Clienten>
<wmo323:Client><wmo323:Bsn>123456782</wmo323:Bsn><wmo323:Prestaties><wmo323:Prestatie><wmo323:ProductReferentie><iwmo:ReferentieNummer>KLANT-9F3A</iwmo:ReferentieNummer></wmo323:ProductReferentie><wmo323:ToewijzingNummer>8</wmo323:ToewijzingNummer><wmo323:ProductCategorie>01</wmo323:ProductCategorie><wmo323:ProductCode>01A03</wmo323:ProductCode><wmo323:ProductPeriode><iwmo:Begindatum>2026-04-01</iwmo:Begindatum><iwmo:Einddatum>2026-04-30</iwmo:Einddatum></wmo323:ProductPeriode><wmo323:GeleverdVolume>4</wmo323:GeleverdVolume><wmo323:Eenheid>04</wmo323:Eenheid><wmo323:ProductTarief>1250</wmo323:ProductTarief><wmo323:IngediendBedrag><iwmo:Bedrag>5000</iwmo:Bedrag><iwmo:DebetCredit>D</iwmo:DebetCredit></wmo323:IngediendBedrag></wmo323:Prestatie></wmo323:Prestaties></wmo323:Client>
<wmo323:Client><wmo323:Bsn>123456789</wmo323:Bsn><wmo323:Prestaties><wmo323:Prestatie><wmo323:ProductReferentie><iwmo:ReferentieNummer>KLANT-0D2E</iwmo:ReferentieNummer></wmo323:ProductReferentie><wmo323:ToewijzingNummer>9</wmo323:ToewijzingNummer><wmo323:ProductCategorie>01</wmo323:ProductCategorie><wmo323:ProductCode>01A03</wmo323:ProductCode><wmo323:ProductPeriode><iwmo:Begindatum>2026-04-01</iwmo:Begindatum><iwmo:Einddatum>2026-04-30</iwmo:Einddatum></wmo323:ProductPeriode><wmo323:GeleverdVolume>4</wmo323:GeleverdVolume><wmo323:Eenheid>04</wmo323:Eenheid><wmo323:ProductTarief>1250</wmo323:ProductTarief><wmo323:IngediendBedrag><iwmo:Bedrag>5000</iwmo:Bedrag><iwmo:DebetCredit>D</iwmo:DebetCredit></wmo323:IngediendBedrag></wmo323:Prestatie></wmo323:Prestaties></wmo323:Client>
</wmo323:Clienten></wmo323:Declaratie>
</wmo323:Bericht>
"#;

pub(crate) const DDAS: &str = r#"{"startdatumLevering": "2026-01-01", "einddatumLevering": "2026-12-31", "codeGegevensleverancier": "GL123456",
"leveringen": [{"teller": 1, "aanleverende_organisatie": {"contactpersonen": [{"naam": "Dieuwertje Onbekendeling"}]},
"schuldhulptrajecten": [
{"omschrijving": "Quisthoudt", "startdatum": "2026-01-10", "einddatum": "2026-09-30", "client": [
  {"Burgerservicenummer": "123456782", "Geboortedatum": "1971-03-17", "Geslachtsaanduiding": "Vrouw", "Postcode": "1507XY", "Huisnummer": "7331"},
  {"Burgerservicenummer": "111222333", "Geboortedatum": "1988-02-29", "Geslachtsaanduiding": "Man", "Postcode": "1507XY", "Huisnummer": "7331"}]},
{"startdatum": "2026-02-10", "client": [
  {"Burgerservicenummer": "123456789", "Geboortedatum": "31-02-1980", "Geslachtsaanduiding": "Man", "Postcode": "1508ZZ", "Huisnummer": "8442"}]}
]}]}
"#;

pub(crate) const VROEGSIGNALERING: &str = r#"{"codeGegevensleverancier": "SOFT-123", "startdatumLevering": "2026-01-01",
"leveringen": [{"teller": 1, "gemeentecode": "0999", "aanleverende_organisatie": {"contactpersoonen": [{"naam": "Dieuwertje Onbekendeling"}]},
"vroegsignalen": [
{"ID": "KLANT-9F3A", "bedrag": 450, "ontstaansdatum": "2026-02-10", "signaaldatum": "2026-03-05", "signaalpartner": {"type": "Energie"},
 "client": {"Burgerservicenummer": "123456782", "Voorletters": "D.", "Voorvoegsel": "van", "Achternaam": "Quisthoudt", "Geboortedatum": "1971-03-17",
  "Straatnaam": "Kwelderpad", "Postcode": "1507XY", "Huisnummer": "7331", "Plaatsnaam": "Voorbeeldstad"}},
{"ID": "KLANT-0D2E", "ontstaansdatum": "2026-02-10", "signaaldatum": "2026-03-05", "signaalpartner": {"type": "Huur"},
 "client": {"Burgerservicenummer": "123456789", "Achternaam": "Foutenbsn", "Geboortedatum": "31-02-1980", "Postcode": "1508ZZ", "Huisnummer": "8442"}}
]}]}
"#;

pub(crate) const GMSD: &str = "\
Gemeentecode;Aanmaakdatum_bestand;BSN;Type maatwerkarrangement toewijzing;Datum start daadwerkelijke ondersteuning;Opmerking
0999;20260701;123456782;01;20260115;Quisthoudt
0999;20260701;048274641;01;20260201;KLANT-7C1B
0999;20260701;123456789;01;20260201;Foutenbsn
";
