//! How much memory linking and counting take, and how they are divided to fit in what there is.

use crate::error::{Code, Error, Result};
use crate::pseudonymous::handover::Handover;

/// Bytes of a program that has read nothing yet, and the buffers of a thread.
const A_PROGRAM: u64 = 80 << 20;
const A_THREAD: u64 = 24 << 20;

/// Bytes of a person, a household and a client while they are linked, and of a person until it is known who lives where.
const A_PERSON: u64 = 9;
const A_HOUSEHOLD: u64 = 23;
const A_CLIENT: u64 = 10;
const A_PERSON_READ: u64 = 4;

/// Bytes of a client and of a use of the provider whose clients are joined to households.
const A_CLIENT_JOINED: u64 = 32;
const A_USE_JOINED: u64 = 28;

/// Bytes of the tables of the whole town; and, of each area and service, of the tables and of what counts them. Measured in towns of 1,044
/// and 8,350 areas and 41 services: all that is published by area, hidden or not, and all exact counts, which have more rows.
const TABLES: u64 = 60 << 20;
const IN_TABLES: u64 = 6_000;
const IN_EXACT_TABLES: u64 = 7_500;
const IN_COUNTERS: u64 = 1_200;

/// Households of an area, where the register names none: as many as in the Netherlands.
const OF_AN_AREA: u64 = 500;

/// How much more than its file the ledger of earlier releases takes. The households of this one are in a file.
const LEDGER: u64 = 2;

/// Bytes of a token that is sought: the client that asks for it, its place among all, and who has it.
const A_TOKEN: usize = 120;

/// Bytes of a household that is counted: its columns, draw, members and their order, and uses, of about 3 persons with 2 uses, and what the
/// ledger keeps.
const A_HOUSEHOLD_COUNTED: usize = 200;

/// Bytes to work with, at least: with fewer a run goes through the register too often.
const LEAST: u64 = 64 << 20;

/// What a run takes, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// While it links and counts, but for what it works on.
    linking: u64,
    /// While it protects and writes the tables; persons and households are gone by then.
    tables: u64,
}

/// What a run has to do with beside persons and uses.
#[derive(Debug, Clone, Copy)]
pub struct Beside {
    /// How many bytes of the hand-overs came in envelopes, which are opened in memory.
    pub packed: u64,
    /// How many bytes the file of the ledger has.
    pub ledger: u64,
    /// How many services and needs are counted.
    pub services: u64,
    /// Whether they are counted by area.
    pub by_area: bool,
    /// Whether the counts stay exact.
    pub is_exact: bool,
}

impl Need {
    /// Of these hand-overs, the register's first.
    #[must_use]
    pub fn of(handovers: &[Handover], beside: Beside) -> Self {
        let threads = rayon::current_num_threads() as u64;
        let all = A_PROGRAM + A_THREAD * threads + beside.packed + LEDGER * beside.ledger;
        let Some((register, providers)) = handovers.split_first() else {
            return Self {
                linking: all,
                tables: all,
            };
        };
        let (persons, households) = (register.persons() as u64, register.count_of_households());
        let clients = providers.iter().map(|one| one.persons() as u64);
        let joined = |one: &Handover| {
            A_CLIENT_JOINED * one.persons() as u64 + A_USE_JOINED * one.count_of_uses()
        };
        // First who lives where, later the clients of one provider after the other.
        let joined = providers.iter().map(joined).max().unwrap_or(0);
        let kept = A_PERSON * persons
            + A_HOUSEHOLD * households
            + A_CLIENT * clients.sum::<u64>()
            + joined.max(A_PERSON_READ * persons);
        let named = register.manifest().area_names.len() as u64;
        let areas = if named == 0 {
            households / OF_AN_AREA
        } else {
            named
        };
        let cells = if beside.by_area {
            areas * beside.services
        } else {
            0
        };
        let in_tables = if beside.is_exact {
            IN_EXACT_TABLES
        } else {
            IN_TABLES
        };
        Self {
            linking: all + kept + IN_COUNTERS * cells,
            tables: all + TABLES + in_tables * cells,
        }
    }

    /// The least with which it goes on, in bytes.
    #[must_use]
    pub fn least(self) -> u64 {
        self.tables.max(self.linking + LEAST)
    }

    /// What is left to work with, of so many bytes.
    ///
    /// # Errors
    /// When they are fewer than [`Need::least`].
    pub fn room(self, memory: u64) -> Result<Room> {
        if memory < self.least() {
            let (least, given) = (megabytes(self.least()), memory / 1_000_000);
            let message =
                format!("this run takes at least {least} MB of memory, and may take {given} MB");
            let hint = format!(
                "run with `--memory {least}MB`, on a machine that has as much; fewer threads (RAYON_NUM_THREADS) take less"
            );
            return Err(Error::new(Code::MemorySmall, message).hint(hint));
        }
        let room = memory - self.linking;
        Ok(Room::of(usize::try_from(room).unwrap_or(usize::MAX)))
    }
}

/// Bytes in millions, rounded up to ten.
const fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(10_000_000) * 10
}

/// Memory for what is worked on at a time, beside what is kept of all persons, clients and households.
#[derive(Debug, Clone, Copy)]
pub struct Room(usize);

impl Room {
    /// So many bytes.
    #[must_use]
    pub const fn of(bytes: usize) -> Self {
        Self(bytes)
    }

    /// How many tokens are sought at a time.
    pub(super) const fn tokens(self) -> usize {
        1 + self.0 / A_TOKEN
    }

    /// Bytes for uses that are sorted.
    pub(super) const fn sorting(self) -> usize {
        self.0 / 2
    }

    /// Households that are counted at a time, beside uses that are read back.
    pub(super) const fn households(self) -> usize {
        1 + self.0 / 2 / A_HOUSEHOLD_COUNTED
    }
}
