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
    Failed InternalError "internal-error" "please report it; the message holds none of your data"

    // the machine
    Failed FileMissing "file-missing" "check the path; paths in the configuration start at its own folder"
    Failed FileDenied "file-denied" "check who may read and write there, and whether another program holds it open"
    Failed FileInUse "file-in-use" "close the file in Excel or the other program that has it open, and run the command again"
    Failed NotAFile "not-a-file" "name a file on a disk; a key can come in on standard input (`-`)"
    Failed FileError "file-error" ""
    Failed DiskFull "disk-full" "make room on the disk and run the command again; nothing half-written was kept"
    Failed MemoryFull "memory-full" "close other programs, or use a machine with more memory"
    Failed NoRandomness "no-randomness" "no key can be made and nothing can be shuffled without them; try another machine"
    Failed OutputExists "output-exists" "choose another name, or move this one away"
    Failed OutputFailed "output-failed" "check that standard output goes to a place with room, and run the command again"

    // the agreement
    Usage AgreementNotGiven "agreement-not-given" "name the agreement: -c FILE"
    Failed AgreementInvalid "agreement-invalid" ""
    Usage ProviderUnknown "provider-unknown" ""
    Usage NoProviderLeft "no-provider-left" "keep at least one provider in"
    Usage TokenMethodWrong "token-method-wrong" ""
    Refused KeyExpired "key-expired" ""
    Refused RetentionOver "retention-over" ""
    Refused InternalOnly "internal-only" ""

    // the extract
    Failed ExtractUnreadable "extract-unreadable" "make the export again, or ask for the file again"
    Failed ExtractFormat "extract-format" "leave `format` out: it is then detected by what the file holds"
    Failed ExtractEmpty "extract-empty" "make the export again and check that it has rows"
    Failed ExtractChanged "extract-changed" "run the command again when nothing else writes to the extract"
    Failed ColumnsWrong "columns-wrong" ""
    Failed ListInvalid "list-invalid" ""
    Failed TooManyRows "too-many-rows" "split the extract"
    Refused TooManyRejected "too-many-rejected" ""
    Refused RegisterImplausible "register-implausible" ""

    // keys
    Usage KeyNotGiven "key-not-given" "name the key that all parties of the project were given: --key FILE"
    Failed KeyInvalid "key-invalid" "`factlab key new FILE` makes a key; the key of a project comes from the party that made it for all"
    Failed KeyKind "key-kind" "an identity opens envelopes (--identity); a key is another file, which `factlab key new --kind` makes"
    Failed ShareInvalid "share-invalid" "compare it with the paper or copy it came from, or use another share"
    Failed SharesIncomplete "shares-incomplete" "give each share once, and ask another holder where one is missing; too few shares reveal nothing of the key"
    Failed SharesMismatch "shares-mismatch" "use shares of one split: those that one `factlab key split` made"
    Failed DestructionInvalid "destruction-invalid" "`factlab key destroy` writes one: FILE.destroyed.json"
    Refused DestructionUnproven "destruction-unproven" "ask for the record as it was written"

    // tokens without a shared secret
    Usage PublicKeyUnclear "public-key-unclear" ""
    Refused ElementsInvalid "elements-invalid" "ask for the file again"
    Refused ElementsMismatch "elements-mismatch" "give the file that came back for this party, or blind again under the agreement as it is now"
    Refused AnswersWrong "answers-wrong" "ask the keyholder to evaluate the file again with the agreed key; make no hand-over with these answers"
    Refused TooManyQuestions "too-many-questions" ""
    Refused BlindingMismatch "blinding-mismatch" ""

    // hand-overs
    Refused HandoverMissing "handover-missing" "ask for it, or leave the provider out with `--without ID`"
    Refused HandoverIncomplete "handover-incomplete" "ask for the hand-over again"
    Refused HandoverMisplaced "handover-misplaced" ""
    Refused HandoverChanged "handover-changed" "ask for the hand-over again, and copy the whole folder without opening its files"
    Refused HandoverInvalid "handover-invalid" "factlab writes no such hand-over: it was changed or made by another program; ask who made it, by another channel"
    Refused HandoverMismatch "handover-mismatch" ""
    Refused HandoverEncrypted "handover-encrypted" "name the file that opens it: --identity FILE"
    Refused IdentityWrong "identity-wrong" ""
    Refused HandoverUnencrypted "handover-unencrypted" "ask for it again, made with the agreement that names the recipient"
    Refused SignatureWrong "signature-wrong" ""
    Refused SigningKeyWrong "signing-key-wrong" ""
    Refused KeysDiffer "keys-differ" ""
    Refused StageWrong "stage-wrong" ""
    Refused DeliveryOlder "delivery-older" ""
    Failed DeliveryInvalid "delivery-invalid" ""

    // releases
    Refused ReleaseInvalid "release-invalid" ""
    Failed ReleaseUnreadable "release-unreadable" ""
    Refused ReleaseKeyChanged "release-key-changed" ""
    Failed TableTooLarge "table-too-large" "leave this format out of `[output] formats`; the other formats hold the same numbers"
}
