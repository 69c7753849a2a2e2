//! Who may count the households of a run.

use std::path::Path;

use super::{SMALLEST, complaint, read};
use crate::agreement::EngineSettings;
use crate::pseudonymous::TokenProfile;

fn with(engine: &str) -> String {
    format!("{SMALLEST}\n[engine]\n{engine}\n")
}

#[test]
fn this_program_counts_where_nobody_else_is_named() {
    assert_eq!(read(SMALLEST).unwrap().engine(), EngineSettings::Embedded);
    let named = read(&with("kind = \"embedded\"")).unwrap();
    assert_eq!(named.engine(), EngineSettings::Embedded);
}

#[test]
fn who_counts_is_no_part_of_what_is_agreed() {
    let elsewhere = with("kind = \"emit\"\nfolder = \"cluster\"");
    let elsewhere = read(&elsewhere).unwrap();
    assert_eq!(elsewhere.digest(), read(SMALLEST).unwrap().digest());
    let folder = Path::new("cluster").to_owned();
    let links = false;
    assert_eq!(elsewhere.engine(), EngineSettings::Emit { folder, links });
}

#[test]
fn a_cluster_that_links_is_named_whatever_the_tokens_are() {
    let nobody = complaint(&with("links = true"));
    assert!(nobody.contains("and none is named"), "{nobody}");
    let cluster = "kind = \"emit\"\nfolder = \"cluster\"\nlinks = true";
    for profile in TokenProfile::ALL {
        let agreed = format!("{SMALLEST}\n[tokens]\nprofile = \"{}\"\n", profile.word());
        let linked = read(&format!("{agreed}\n[engine]\n{cluster}\n")).unwrap();
        assert!(linked.engine().links());
        assert_eq!(linked.digest(), read(&agreed).unwrap().digest());
    }
}

#[test]
fn a_cluster_has_a_folder_and_one_that_is_asked_an_address() {
    assert!(complaint(&with("kind = \"emit\"")).contains("[engine] lacks `folder`"));
    let both = complaint(&with("kind = \"spark\""));
    assert!(
        both.contains("lacks `folder`") && both.contains("lacks `url`"),
        "{both}"
    );
    let address = with("kind = \"spark\"\nfolder = \"f\"\nurl = \"https://host\"");
    assert!(complaint(&address).contains("must begin with sc://"));
    let of = |url: &str| {
        with(&format!(
            "kind = \"spark\"\nfolder = \"f\"\nurl = \"{url}\""
        ))
    };
    for url in [
        "sc://host",
        "sc://host:443",
        "sc://localhost.example",
        "sc://host/;use_ssl=false",
    ] {
        assert!(complaint(&of(url)).contains("in the clear"), "{url}");
    }
    for url in [
        "sc://localhost",
        "sc://127.0.0.1:15002",
        "sc://[::1]:1",
        "sc://host/;use_ssl=true",
    ] {
        assert!(read(&of(url)).is_ok(), "{url}");
    }
    let token = of("sc://host/;use_ssl=true;token=secret");
    let said = complaint(&token);
    assert!(
        said.contains("has a token in it") && !said.contains("secret"),
        "{said}"
    );
    assert!(complaint(&with("kind = \"sparc\"")).contains("did you mean \"spark\"?"));
}
