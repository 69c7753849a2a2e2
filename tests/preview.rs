//! What leaves can be read and signed: before anything is made, and beside what was made.

#[cfg(test)]
mod office;

use std::fs;

use office::{Office, step};

#[test]
fn a_hand_over_has_its_preview_beside_it_and_never_in_it() {
    let office = Office::small();
    office.make_keys();
    let id = office.succeeds(&["key", "id", "project.key"]);
    let id = id.split("id ").nth(1).unwrap().split(',').next().unwrap();
    for party in ["register", "wijkteam"] {
        office.pseudonymise(party);
        let page =
            fs::read_to_string(office.path(&format!("handovers/{party}.preview.html"))).unwrap();
        assert!(page.contains(id) && page.contains("Handtekening") && page.contains("Signature"));
        let inside = fs::read_dir(office.path(&format!("handovers/{party}"))).unwrap();
        assert!(
            inside
                .flatten()
                .all(|file| file.path().extension().unwrap() != "html")
        );
    }
}

#[test]
fn the_page_can_be_signed_before_anything_is_made() {
    let office = Office::small();
    let words = [
        "check",
        "-c",
        "config.toml",
        "--provider",
        "wijkteam",
        "--preview",
        "page.html",
    ];
    office.succeeds(&words);
    let page = fs::read_to_string(office.path("page.html")).unwrap();
    assert!(page.contains("nog geen sleutel gebruikt") && page.contains("no key used yet"));
    assert!(!office.path("handovers").exists());
    // Once more over the page of the first time, but never over another file.
    office.succeeds(&words);
    office.write("page.html", b"BSN;Naam\n");
    assert!(
        office
            .fails(1, &words)
            .contains("page.html: already exists and is not a preview")
    );
    assert_eq!(fs::read(office.path("page.html")).unwrap(), b"BSN;Naam\n");
}

#[test]
fn agreement_and_key_are_found_when_only_one_can_be_meant() {
    let office = Office::small();
    office.make_keys();
    let words = ["pseudonymise", "--provider", "wijkteam"];
    let output = office.run(&words);
    let screen = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{screen}");
    assert!(screen.contains("Using the agreement config.toml and the key project.key (id "));
    office.succeeds(&["key", "new", "second.key"]);
    let words = ["pseudonymise", "--provider", "thuiszorg"];
    let screen = office.fails(2, &words);
    assert!(
        screen.contains("2 project secrets beside the agreement"),
        "{screen}"
    );
    assert!(!office.path("handovers/thuiszorg").exists());
}

#[test]
fn another_file_at_the_place_of_the_preview_stays_and_nothing_is_made() {
    let office = Office::small();
    office.make_keys();
    office.write("handovers/wijkteam.preview.html", b"another page");
    office.fails(1, &step("wijkteam"));
    let page = office.path("handovers/wijkteam.preview.html");
    assert_eq!(fs::read(page).unwrap(), b"another page");
    assert!(!office.path("handovers/wijkteam").exists());
}
