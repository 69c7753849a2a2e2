//! The README of the folder of the made-up town, and the file that marks it.

/// Who has what in the folder.
pub(super) const README: &str = "\
Zaandorp, a made-up town, written by `factlab demo`. Nobody in it exists.
Each role has a folder, which holds exactly what that role would have:

config.toml        everybody: the agreement, without secrets
register-office/   the register office: names, addresses, households and the project secret; no services
provider/<id>/     each organisation: its own clients, under its own codes, and the project secret
keyholder/         the keyholder: the second-stage key; it saw the tokens, but no uses or households
analyst/           the municipality: the uses, the second-stage tokens, the release key, the key that signs and the
                   releases; neither the project secret nor the second-stage key
truth/             nobody, in real life: the true answers, to compare the results with
                   truth.json             every table, exact
                   truth-clients.parquet  the true household of every row of every extract

Each organisation made two envelopes, tokens for the keyholder and uses for the municipality, each encrypted
for its reader. The keyholder replaced the tokens with its own key and passed them on. The organisations
share the project secret, but it matches no token at the municipality; the municipality has neither key.
docs/method.md says what two roles learn if they work together.

The extracts have the faults of real ones: lost zeros, misspelled names, old addresses, duplicate
rows, clients from elsewhere, birth dates without a day. Try:

    factlab check -c config.toml --provider kredietbank
";

/// The file that says that the folder may be replaced, and what it says.
pub(super) const MARKER: (&str, &str) = (
    ".factlab-demo",
    "A made-up town written by `factlab demo`; this folder may be replaced by another.\n",
);
