//! The uses and amounts read from declarations.

use super::{granted, message, period, uses};
use crate::identified::settings::Field;

/// Declares claims, each `(reference, credited line, allocation, cents)`.
fn declared(claims: &[(&str, &str, &str, &str)]) -> String {
    let claim = |&(reference, credited, number, cents): &(&str, &str, &str, &str)| {
        let (previous, sign) = match credited {
            "" => (String::new(), "D"),
            line => (
                format!("<i:VorigReferentieNummer>{line}</i:VorigReferentieNummer>"),
                "C",
            ),
        };
        format!(
            "<m:Prestatie><m:ProductReferentie><i:ReferentieNummer>{reference}</i:ReferentieNummer>{previous}</m:ProductReferentie>\
             <m:ToewijzingNummer>{number}</m:ToewijzingNummer><m:ProductCategorie>45</m:ProductCategorie>\
             <m:ProductCode>45A48</m:ProductCode><m:ProductPeriode><i:Begindatum>2026-04-01</i:Begindatum>\
             <i:Einddatum>2026-04-30</i:Einddatum></m:ProductPeriode><m:IngediendBedrag><i:Bedrag>{cents}</i:Bedrag>\
             <i:DebetCredit>{sign}</i:DebetCredit></m:IngediendBedrag></m:Prestatie>"
        )
    };
    let claims: String = claims.iter().map(claim).collect();
    let client = format!(
        "<m:Declaratie><m:Clienten>\n<m:Client><m:Bsn>999900006</m:Bsn><m:Prestaties>{claims}</m:Prestaties></m:Client>\
         </m:Clienten></m:Declaratie>"
    );
    message("490", "2026-05-01", &client)
}

#[test]
fn a_claim_without_its_allocation_is_a_use_of_its_own_period() {
    let trial = uses(&[declared(&[("1", "", "0101", "5000")])]);
    assert_eq!(period(&trial), ("2026-04-01", "2026-04-30"));
    let fields = [Field::Service, Field::Product, Field::Amount].map(|field| trial.field(0, field));
    assert_eq!(fields, ["45", "45A48", "50.00"]);
    assert_eq!((trial.places(), trial.findings.len()), (vec!["1.xml:3"], 0));
}

#[test]
fn claims_add_up_in_their_allocation_and_leave_its_dates() {
    let claims = declared(&[("1", "", "101", "5000"), ("2", "", "101", "2550")]);
    let trial = uses(&[claims.clone(), granted("2026-01-01", "0101", ""), claims]);
    assert_eq!(trial.rows.len(), 1);
    assert_eq!(period(&trial), ("2026-01-01", ""));
    assert_eq!(trial.field(0, Field::Amount), "75.50");
}

#[test]
fn a_credit_takes_back_its_debit_and_no_other_whatever_the_order_of_the_files() {
    let debit = declared(&[("1", "", "101", "5000"), ("2", "", "101", "5000")]);
    let credit = declared(&[("3", "2", "101", "5000")]);
    for messages in [
        [debit.clone(), credit.clone()],
        [credit.clone(), debit.clone()],
    ] {
        assert_eq!(uses(&messages).rows.len(), 1);
    }
    let both = declared(&[("4", "1", "101", "5000")]);
    assert_eq!(uses(&[debit, credit.clone(), both]).rows.len(), 0);
    assert_eq!(uses(&[credit]).rows.len(), 0);
}

#[test]
fn a_claim_for_what_was_never_granted_is_no_use() {
    let deleted = granted(
        "2026-03-01",
        "101",
        "<m:RedenWijziging>13</m:RedenWijziging>",
    );
    assert_eq!(
        uses(&[declared(&[("1", "", "101", "5000")]), deleted])
            .rows
            .len(),
        0
    );
}
