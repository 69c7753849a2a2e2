//! The extract of a party: which file, what its columns and codes are, and its settings in the agreement, each after a yes.

use std::path::{Path, PathBuf};

use anyhow::Result;
use factlab::agreement::{About, Agreement, Proposed, fill_in};
use factlab::identified::{Inspection, Surroundings, inspect_extracts};
use factlab::run::{InFolder, defaults};
use factlab::vocabulary::ProviderId;

use crate::cli::language::{as_is, said};
use crate::cli::screen::Screen;

/// A code that counts for nothing here.
const DROPPED: &str = "-";

/// The agreement with the party's own settings; `None` where it ends here.
pub(super) fn filled_in(
    here: &InFolder,
    file: &Path,
    (agreement, party): (&Agreement, &ProviderId),
    screen: &Screen,
) -> Result<Option<Agreement>> {
    let Some(extract) = chosen(here, screen) else {
        return Ok(None);
    };
    let surroundings = Surroundings {
        shows_names: true,
        ..defaults::surroundings(Some(file))?
    };
    let inspections = inspect_extracts(&[extract], &surroundings, &screen.bars())?;
    let Some(inspection) = likeliest(&inspections, screen) else {
        screen.note("No columns were recognised in it. Ask for an export whose first row names the columns.");
        return Ok(None);
    };
    show(inspection, screen);
    let mut proposed = Proposed::of(inspection.block.as_deref().unwrap_or_default())?;
    ask(&mut proposed, agreement, screen);
    let columns = inspection.columns.iter();
    let names: Vec<String> = columns.filter_map(|column| column.name.clone()).collect();
    if !screen.agrees(&format!(
        "Note this in {}, for {party} only?",
        file.display()
    )) {
        screen.note("Nothing was changed.");
        return Ok(None);
    }
    let noted = fill_in(file, party, &proposed, &names)?;
    if codes(&mut proposed, &noted, party, screen)? {
        return Ok(Some(fill_in(file, party, &proposed, &names)?));
    }
    Ok(Some(noted))
}

/// Asks which service each code is that the agreement does not have; tells whether any was chosen.
fn codes(
    proposed: &mut Proposed,
    agreement: &Agreement,
    party: &ProviderId,
    screen: &Screen,
) -> Result<bool> {
    let settings = agreement.party_settings(std::slice::from_ref(party))?;
    let bars = screen.bars();
    let summary = settings[0].check(&mut |_| Ok(()), &bars)?;
    drop(bars);
    let mut services = named(agreement);
    services.push(said("no service of this project"));
    let known = agreement
        .services()
        .iter()
        .map(|service| service.code.as_str());
    let known: Vec<&str> = known.collect();
    let mut has_chosen = false;
    for (code, _) in &summary.unknown_codes.shown {
        let question = format!("Which service is your code `{code}`? Give its number:");
        if let Some(index) = screen.chooses(&question, &services) {
            proposed.map_code(code, known.get(index).copied().unwrap_or(DROPPED));
            has_chosen = true;
        }
    }
    Ok(has_chosen)
}

fn named(agreement: &Agreement) -> Vec<String> {
    let services = agreement.services().iter();
    services
        .map(|service| format!("{} ({})", service.name, service.code))
        .collect()
}

fn chosen(here: &InFolder, screen: &Screen) -> Option<PathBuf> {
    match here.exports.as_slice() {
        [] => {
            screen.note("There is no extract in this folder: a file that your system exported, such as .xlsx or .csv. Put it here, and start factlab again.");
            None
        }
        [one] => screen
            .agrees(&format!("Is {} your extract?", one.display()))
            .then(|| one.clone()),
        many => {
            let list: Vec<String> = many.iter().map(|file| file.display().to_string()).collect();
            screen
                .chooses("Which of these is your extract? Give its number:", &list)
                .map(|index| many[index].clone())
        }
    }
}

/// The only sheet or table with a proposal, or the one that is chosen.
fn likeliest<'a>(inspections: &'a [Inspection], screen: &Screen) -> Option<&'a Inspection> {
    let proposed: Vec<&Inspection> = inspections
        .iter()
        .filter(|one| one.block.is_some())
        .collect();
    if let [one] = proposed.as_slice() {
        return Some(one);
    }
    let list: Vec<String> = proposed.iter().map(|one| one.files.join(", ")).collect();
    let chosen = screen.chooses("Which of these has your clients? Give its number:", &list)?;
    proposed.get(chosen).copied()
}

/// A line for each column that was recognised, and what is doubted; what is asked is not said here too.
fn show(inspection: &Inspection, screen: &Screen) {
    for file in &inspection.files {
        screen.note(file);
    }
    let columns = inspection.columns.iter();
    let known = columns.filter_map(|column| Some((column.name.as_deref()?, column.field?)));
    screen.note("Your columns, and what they are taken for:");
    for (name, field) in known {
        screen.note(&format!(
            "  {}  {}",
            as_is(&format!("{name:28}")),
            as_is(field.name())
        ));
    }
    let is_asked = |remark: &&String| remark.ends_with('?') || remark.contains("`made_up");
    for remark in inspection.remarks.iter().filter(|remark| !is_asked(remark)) {
        screen.note(&format!("  ! \t{remark}"));
    }
}

/// Settles each open line that its owner agrees with; one service for all rows where no column has the services.
fn ask(proposed: &mut Proposed, agreement: &Agreement, screen: &Screen) {
    let open = proposed.open.clone();
    let mut has_services = false;
    for line in open.iter().filter(|line| line.about == About::Column) {
        let name = &line.value;
        if screen.agrees(&format!("Column `{name}`: {}", line.question)) {
            has_services |= line.key == "service";
            proposed.settle(line, name);
        }
    }
    for line in open
        .iter()
        .filter(|line| line.about == About::Extract && !has_services)
    {
        let question = "Which service are all rows about? Give its number:";
        if let Some(index) = screen.chooses(question, &named(agreement)) {
            proposed.settle(line, agreement.services()[index].code.as_str());
        }
    }
}
