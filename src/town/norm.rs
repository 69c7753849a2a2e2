//! How often households elsewhere have a service, as a region would publish it: in the made-up town fewer do.

use std::fmt::Write as _;
use std::path::Path;

use super::files::write_file;
use crate::error::Result;

/// What the agreement says of the file.
pub(super) const AGREED: &str = "
# How often households elsewhere have a service: what a town is compared with besides itself.
[[norm]]
file   = \"analyst/norm.csv\"
source = \"verzonnen, als het gemiddelde van een regio\"
";

/// The domain that the region has a norm of.
const DOMAIN: &str = "Welzijn";

/// Of a thousand households of an age, so many.
const PER_1000: [(&str, u32); 5] = [
    ("0-24", 12),
    ("25-44", 25),
    ("45-64", 42),
    ("65-74", 45),
    ("75+", 125),
];

/// Writes `norm.csv` into the folder of the analyst.
pub(super) fn write(folder: &Path) -> Result<()> {
    let mut norm = String::from("wat;leeftijd;per_1000\n");
    for (age, households) in PER_1000 {
        // Writing to a String cannot fail.
        let _ = writeln!(norm, "{DOMAIN};{age};{households}");
    }
    write_file(&folder.join("norm.csv"), norm.as_bytes())
}
