//! The list of error codes: each with the way it ends a command and its usual hint. `docs/errors.md` explains them.

/// How an error ends a command; the exit status follows from it (contract, section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Configuration, data, disk, or an output that exists: status 1.
    Failed,
    /// The words of the command were wrong: status 2.
    Usage,
    /// Refused to protect people: verification, agreement, protection, audit: status 3.
    Refused,
    /// Stopped by the user: status 130.
    Interrupted,
}

impl Class {
    /// The exit status of a command that ends this way.
    #[must_use]
    pub const fn exit_status(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Refused => 3,
            // What shells give a command stopped by Ctrl-C: 128 + SIGINT (2).
            Self::Interrupted => 130,
        }
    }
}

/// Makes the enum and its matches from one line per code; an empty hint is not one.
macro_rules! codes {
    ($($class:ident $name:ident $word:literal $hint:literal)*) => {
        /// What kind of error ended a command, in a word that stays the same between versions.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Code {
            $(#[doc = concat!("`", $word, "`")] $name,)*
        }

        impl Code {
            /// All codes, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its word on the screen, in JSON and in the docs.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word),* }
            }

            /// How it ends a command.
            #[must_use]
            pub const fn class(self) -> Class {
                match self { $(Self::$name => Class::$class),* }
            }

            /// What usually helps.
            pub(super) const fn hint(self) -> Option<&'static str> {
                let hint = match self { $(Self::$name => $hint),* };
                if hint.is_empty() { None } else { Some(hint) }
            }
        }
    };
}

codes! {
    // the command
    Usage UsageInvalid "usage-invalid" ""
    Usage NotBuilt "not-built" ""
    Usage ConfirmationNeeded "confirmation-needed" "pass --yes to confirm"
    Failed NotConfirmed "not-confirmed" ""
    Interrupted Interrupted "interrupted" ""
    Failed InternalError "internal-error" "please report it; the message contains none of your data"

    // the ledger of a series
    Refused LedgerMissing "ledger-missing" "restore the folder of ledgers from a copy; without one, go on from the last release of the series: --restore-ledger RELEASE"
    Refused LedgerChanged "ledger-changed" "restore the ledger of the last run from a copy"
    Failed LedgerSealed "ledger-sealed" "pass the analyst's identity: --identity FILE"
    Refused LedgerOther "ledger-other" "each series has a ledger of its own; restore this one from a copy"
    Refused LedgerOrder "ledger-order" "releases of a series are made in the order of their reference dates; check `reference_date`, or run with --internal for a look at an earlier day"
    Failed ClockBack "clock-back" "set the clock; where it was wrong at that time, put that release into another folder: the ledger knows it"
    Refused LedgerDefinitions "ledger-definitions" "restore the agreement of that release, run with --internal, or start a new series: --new-series, best with another release key"

    // the machine
    Failed FileMissing "file-missing" "check the path; paths in the configuration start at its own folder"
    Failed FileDenied "file-denied" "check the permissions, and whether another program has it open"
    Failed FileInUse "file-in-use" "close the file in Excel or the other program that has it open, and run the command again"
    Failed NotAFile "not-a-file" "give a regular file; a key can also come on standard input (`-`)"
    Failed FileError "file-error" ""
    Failed DiskFull "disk-full" "free some disk space and run the command again; nothing incomplete was kept"
    Failed MemoryFull "memory-full" "close other programs, or use a machine with more memory"
    Failed MemorySmall "memory-small" "allow more memory, on a machine that has it"
    Failed NoRandomness "no-randomness" "keys and shuffling need them; try another machine"
    Failed OutputExists "output-exists" "choose another name, or move the existing one away"
    Failed OutputFailed "output-failed" "check where standard output goes and whether there is space, and run the command again"

    // the agreement
    Usage AgreementNotGiven "agreement-not-given" "pass the agreement: -c FILE"
    Failed AgreementInvalid "agreement-invalid" ""
    Refused AgreementDiffers "agreement-differs" "agree which of them holds; hand-overs made under the other are refused, and must be made again"
    Usage ProviderUnknown "provider-unknown" ""
    Usage NoProviderLeft "no-provider-left" "keep at least one provider"
    Usage TokenMethodWrong "token-method-wrong" ""
    Refused AuditFailed "audit-failed" "nothing is left to hide: publish fewer areas, bands or services, or take profile k5; see docs/disclosure-control.md"
    Refused PublicTotals "public-totals" "give the households of this register on its reference date, by the codes of its wijken and buurten: columns `area` and `households`"
    Refused KeyExpired "key-expired" ""
    Refused RetentionOver "retention-over" ""
    Refused InternalOnly "internal-only" ""

    // public files by area
    Failed FiguresUnreadable "figures-unreadable" "export it again as CSV or .xlsx, with the codes of areas in a column"
    Failed FacilitiesUnreadable "facilities-unreadable" "the first rows name the columns: type, name, and x and y (or lon and lat, or postcode and huisnummer), or see [facilities.columns]; for ways: from, to and minutes"
    Failed SignalsUnreadable "signals-unreadable" "save it as CSV whose first row names the columns: of signals area, theme, role and direction; of approaches area and approach; of verdicts service_a, service_b, verdict and role"
    Refused SignalsNamePeople "signals-name-people" "signals are of areas and verdicts of pairs, never of people: remove the column, or what could point at a person; write roles in small letters, such as huisarts"
    Failed GeometryUnreadable "geometry-unreadable" "give the borders as GeoJSON, in RD or WGS84, with the codes of the areas"

    // the extract
    Failed ExtractUnreadable "extract-unreadable" "export it again, or ask for the file again"
    Failed ExtractFormat "extract-format" "remove `format` to have it detected"
    Failed ExtractEmpty "extract-empty" "export it again and check that it has rows"
    Failed ExtractChanged "extract-changed" "run the command again once nothing else writes to the extract"
    Failed ColumnsWrong "columns-wrong" ""
    Failed ListInvalid "list-invalid" ""
    Failed TooManyRows "too-many-rows" "split the extract"
    Refused TooManyRejected "too-many-rejected" ""
    Refused RegisterImplausible "register-implausible" ""

    // keys
    Usage KeyNotGiven "key-not-given" "pass the project secret that all parties have: --key FILE"
    Failed KeyInvalid "key-invalid" "create a key with `factlab key new FILE`; a project secret comes from the party that created it for all"
    Failed KeyKind "key-kind" "an identity decrypts envelopes (--identity); create a key with `factlab key new --kind`"
    Refused RecipientWrong "recipient-wrong" ""
    Failed ShareInvalid "share-invalid" "compare it with the original, or use another share"
    Failed SharesIncomplete "shares-incomplete" "give each share once, and ask another holder for a missing one; too few shares reveal nothing about the key"
    Failed SharesMismatch "shares-mismatch" "use shares that one `factlab key split` made"
    Failed DestructionInvalid "destruction-invalid" "use the file that `factlab key destroy` wrote: FILE.destroyed.json"
    Refused DestructionUnproven "destruction-unproven" "ask for the original record"

    // tokens without a shared secret
    Usage PublicKeyUnclear "public-key-unclear" ""
    Refused ElementsInvalid "elements-invalid" "ask for the file again"
    Refused ElementsMismatch "elements-mismatch" "use the file that came back for this party, or blind again under the current agreement"
    Refused AnswersWrong "answers-wrong" "ask the keyholder to evaluate the file again with the agreed key; do not use these answers"
    Refused TooManyQuestions "too-many-questions" ""
    Refused BlindingMismatch "blinding-mismatch" ""

    // hand-overs
    Refused HandoversDisagree "handovers-disagree" ""
    Refused HandoverMissing "handover-missing" "ask for it, or leave the provider out with `--without ID`"
    Refused HandoverIncomplete "handover-incomplete" "ask for the hand-over again"
    Refused HandoverMisplaced "handover-misplaced" ""
    Refused HandoverChanged "handover-changed" "ask for the hand-over again, and copy the whole folder without opening its files"
    Refused HandoverInvalid "handover-invalid" "factlab writes no such hand-over: it was changed or made by another program; check with its maker through another channel"
    Refused HandoverMismatch "handover-mismatch" ""
    Refused HandoverEncrypted "handover-encrypted" "pass the identity that decrypts it: --identity FILE"
    Refused IdentityWrong "identity-wrong" ""
    Refused HandoverUnencrypted "handover-unencrypted" "ask for it again, made under the agreement that names the recipient"
    Refused SignatureWrong "signature-wrong" ""
    Refused SigningKeyWrong "signing-key-wrong" ""
    Refused KeysDiffer "keys-differ" ""
    Refused StageWrong "stage-wrong" ""
    Refused DeliveryOlder "delivery-older" ""
    Failed DeliveryInvalid "delivery-invalid" ""
    Refused HandoverUnusual "handover-unusual" ""
    Refused LinkingContradicted "linking-contradicted" "check the columns of its [[provider]] and of [register] (BSN, birth date, names, address): one may be mapped wrongly, or was sorted or shifted by itself; then ask for the hand-over again"

    // counting elsewhere
    Failed EngineMissing "engine-missing" ""
    Failed ClusterFailed "cluster-failed" "look at the log of the cluster; nothing was written, so run it again"
    Refused ResultsInvalid "results-invalid" "let the cluster answer the statements of this run again"

    // releases
    Refused ReleaseInvalid "release-invalid" ""
    Failed ReleaseUnreadable "release-unreadable" ""
    Refused ReleaseKeyChanged "release-key-changed" ""
    Failed TableTooLarge "table-too-large" "leave this format out of `[output] formats`; the other formats have the same numbers"
}
