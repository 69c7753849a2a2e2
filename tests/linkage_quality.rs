//! A release of profile `strict` says how well clients are found, on its page too, and a changed number is found.

#[cfg(test)]
mod office;

use std::fs;

use office::Office;

#[test]
fn a_release_of_strict_says_how_well_clients_are_found_and_verify_calculates_it_again() {
    let office = Office::with(&[]);
    office.succeeds(&[
        "demo",
        "town",
        "--profile",
        "strict",
        "--households",
        "2000",
    ]);
    let identity = ["--identity", "town/analyst/identity.txt"];
    let run = ["run", "--new-series", "-c", "town/config.toml", "-o", "out"];
    office.succeeds(&[&run[..], &identity].concat());
    let release = office.release("out");
    office.succeeds(&["verify", release.to_str().unwrap()]);
    let file = release.join("linkage_quality.csv");
    let table = fs::read_to_string(&file).unwrap();
    let all = table
        .lines()
        .find(|line| line.starts_with("all,all,"))
        .unwrap();
    let cells: Vec<&str> = all.split(',').collect();
    let [recall, low, high] = [3, 4, 5].map(|column| cells[column].parse::<f64>().unwrap());
    assert!(low < recall && recall <= high && recall > 0.9, "{all}");
    let page = fs::read_to_string(release.join("report.html")).unwrap();
    assert!(page.contains("Wie gevonden kon worden"));
    fs::write(&file, table.replace(cells[3], "0.500000")).unwrap();
    let output = office.run(&["verify", release.to_str().unwrap()]);
    let screen = String::from_utf8(output.stdout).unwrap();
    let said = "linkage_quality: row all, all, recall: does not follow from the published numbers";
    assert!(
        !output.status.success() && screen.contains(said),
        "{screen}"
    );
}
