//! One block of the town: the bytes of its part of every file, and the truth about it.

use super::client::Client;
use super::clients::clients;
use super::extracts::{
    Message, addresses_of, fixed_rows_of, institutions_of, messages_of, persons_of, rows_of,
    trajectories_of,
};
use super::inhabitants::Inhabitants;
use super::needs::clients_in_need;
use super::organisations::PROVIDERS;
use super::people::{People, people};
use super::plan::{BLOCKS_PER_DISTRICT, Plan};
use super::providers::Layout;
use super::rng::Rng;
use super::uses::uses;

/// The part of a block in every file, and its people and clients where the truth is wanted.
pub(super) struct Block {
    /// Which district it is in.
    pub(super) district: u64,
    /// Its private households.
    pub(super) households: u64,
    /// Rows of the register.
    pub(super) register: Vec<u8>,
    /// Rows of the table of addresses.
    pub(super) addresses: Vec<u8>,
    /// Rows of the list of institutions.
    pub(super) institutions: Vec<u8>,
    /// Rows of each provider.
    pub(super) extracts: Vec<Vec<u8>>,
    /// Messages: the place of their provider, and the message.
    pub(super) messages: Vec<(usize, Message)>,
    /// Who lives in each buurt.
    pub(super) inhabitants: Inhabitants,
    /// What is true, where it is wanted.
    pub(super) truth: Option<BlockTruth>,
}

/// The people and clients of a block.
pub(super) struct BlockTruth {
    pub(super) people: People,
    /// The clients, in the order of their rows.
    pub(super) clients: Vec<Client>,
}

/// Makes a block: a pure function of the plan and the number.
pub(super) fn block(plan: &Plan, number: u64, with_truth: bool) -> Block {
    let mut rng = Rng::new(plan.seed, number);
    let district = number / BLOCKS_PER_DISTRICT;
    let mut people = people(plan, number, &mut rng);
    let uses = uses(plan, number, &people, &mut rng);
    let mut clients = clients(&mut people, &uses, plan.rates, &mut rng);
    clients.extend(clients_in_need(plan, number, &people, &uses));
    let mut extracts = vec![Vec::new(); PROVIDERS.len()];
    let mut messages = Vec::new();
    for client in &clients {
        let provider = &PROVIDERS[client.provider];
        let bytes = &mut extracts[client.provider];
        match provider.layout {
            Layout::Messages => messages.extend(
                messages_of(provider, client)
                    .into_iter()
                    .map(|one| (client.provider, one)),
            ),
            Layout::Ddas => trajectories_of(provider, client, bytes),
            Layout::Fixed => fixed_rows_of(provider, client, bytes),
            Layout::Delimited(_) | Layout::Workbook | Layout::Parquet => {
                rows_of(provider, client, bytes);
            }
        }
    }
    let range = plan.block(number);
    Block {
        district,
        households: range.end - range.start,
        register: persons_of(&people),
        addresses: addresses_of(&people, district),
        institutions: institutions_of(&people),
        extracts,
        messages,
        inhabitants: Inhabitants::of(&people, &uses),
        truth: with_truth.then_some(BlockTruth { people, clients }),
    }
}
