//! How many households have a need, and how many of them no service that answers it.

use super::names::KeyPart;
use super::table::{
    Counting, Counts, HOUSEHOLDS, PartsOf, STATUS, TableDef, Whole, count, key, share,
};
use crate::vocabulary::Dimension::{AgeBand, Buurt, HouseholdType, Wijk};

pub(super) static TABLE: TableDef = TableDef {
    name: "needs",
    row: "a need in the gemeente, or in the wijken and buurten for which it is not too rare, or of an age band or type of household",
    counted: Counting::Parts(PartsOf::Needs, &[Wijk, Buurt, AgeBand, HouseholdType]),
    columns: &[
        key("need", KeyPart::Need),
        key("level", KeyPart::AreaLevel),
        key("area", KeyPart::AreaCode),
        HOUSEHOLDS,
        STATUS,
        count("without_service", Counts::Without),
        share("share", "without_service", Whole::Count("households")),
    ],
};
