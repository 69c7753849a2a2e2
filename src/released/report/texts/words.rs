//! Every text of the page, by name.

use super::absent::AbsentTexts;
use super::composition::CompositionTexts;
use super::external::ExternalTexts;
use super::flow::{FlowTexts, OverlapTexts};
use super::forecast::ForecastTexts;
use super::form::FormTexts;
use super::funnel::FunnelTexts;
use super::norm::NormTexts;
use super::sources::SourcesTexts;
use super::survey::SurveyTexts;
use super::types::TypesTexts;

texts! {
    Texts:
    page_title contents period purpose release made_with source_note
    internal_title internal_text made_up_title made_up_text missing_title missing_text missing_services_text missing_needs_text missing_means missing_service stage_1_title stage_1_text accepted_title accepted_text
    at_least hidden no_share nothing unknown register or_more households_number
    minute how_services_stack which_go_together how_sure
    headline_hidden headline_users headline_two_and_three headline_two headline_most
    houses_title legend_three legend_two legend_two_or_more legend_one legend_one_or_more legend_none
    figures_caption figure number
    changes_title changes_lead changes_caption changes_then changes_now changes_difference changes_small changes_none
    changes_lost changes_other_rule changes_other_organisations changes_other_period
    households households_1_or_more share_1_or_more households_2_or_more share_of_users_2_or_more
    households_3_or_more share_of_users_3_or_more most_services mean_services_of_users persons
    persons_with_service client_records services organisations
    stacking_title stacking_lead stacking_none stacking_exact_caption stacking_cumulative_caption
    stacking_incomplete services_number share_of_all share_of_users
    groups_title groups_lead groups_caption by_wijk by_wijk_many by_age by_type by_size wijk age household_type household_size
    one_or_more two_or_more three_or_more
    type_single type_couple type_couple_children type_single_parent type_other type_institution
    pairs_title pairs_lead pairs_across pairs_within pairs_apart pairs_left_out no_such_pair pair_attracts pair_avoids pair_numbers
    heat_map_title heat_map_lead heat_map_text
    lift_4_or_more lift_2_to_4 lift_up_to_2 lift_chance lift_less lift_much_less lift_hidden
    where_title where_lead where_first where_tables part thousand_euros no_maps no_data gemeente buurt group_stacking group_domains group_services group_pairs group_households group_figures group_reach
    facilities_title facilities_lead facilities_none facilities_caption facilities_all facilities_many how_many facility_type facility_name capacity opening open_day open_evening open_night target_group target_all nearest reach_is share_in_reach
    lacks_title lacks_lead lacks_none lacks_caption lacks_what lacks_facilities lacks_target capacity_per_thousand mismatch little_room much_room more_target more_capacity way_to capacity_of mismatch_of
    signals_title signals_lead signals_none signals_caption signals_theme signals_roles signals_direction signals_line signal_much_more signal_more signal_usual signal_less signal_much_less
    look_title look_lead look_none look_sentence look_strong look_some look_caption look_use look_signal look_rank look_as_expected look_not_compared
    approaches_title approaches_lead approaches_none approaches_unknown approaches_sentence approaches_caption approaches_income approaches_runs approaches_nothing approaches_all approaches_since
    expected_title expected_lead expected_none expected_caption expected_all expected_what expected_area expected_number expected_ratio expected_class expected_low expected_high expected_areas expected_lowest expected_highest
    out_of_view_title needs_title needs_lead needs_said needs_caption need without_service share_without needs_upper_bound needs_by_group group needs_by_service with_both
    reached_title reached_lead reached_said reached_caption right_by right_to reached share_reached group_needs group_reached group_expected map_without map_reached map_expected
    map_one_or_more map_two_or_more map_three_or_more map_search map_level map_indicator map_method map_quantile map_equal map_jenks map_manual map_breaks map_numbers map_below map_above row_title row_lead row_by pattern_alike pattern_unlike pattern_chance pattern_numbers pattern_high pattern_low pattern_others save
    wijken_title wijken_lead wijken_many most_used_services wijk_on_map stands_out_title stands_out_nothing people_know stands_out_highest stands_out_lowest stands_out_high stands_out_low stands_out_town
    combinations_title combinations_lead upset_title upset_lead upset_text combinations_caption domains_caption domains other_combinations most_common_of
    organisations_title organisations_lead organisations_caption organisations_number organisations_cumulative_caption
    services_title services_lead services_caption service domain organisation with_other_services
    linkage_title linkage_lead linked_caption provider records clients linked share_linked
    found_by_caption by_bsn by_combination by_spelling by_address
    not_linked_caption ambiguous not_found outside left left_behind
    protection_title word_rule rule_is word_hidden hidden_are
    word_accuracy away_at_most away_on_average word_held held_are ledger_was_lost word_audit audited_for word_saw saw_with_keyholder saw_without_keyholder
    word_kept kept_until kept_without_end word_signed signed_with signed_by_nobody
    definitions_title word_household household_means word_service counted_distinct counted_sum
    word_period moment_period moment_reference_date word_organisation organisation_means
    word_protection of_everyone_means word_share share_means word_chance chance_means word_pattern pattern_means
    word_linked linked_means word_at_least at_least_means
    ;
    composition: CompositionTexts
    survey: SurveyTexts
    types: TypesTexts
    forecast: ForecastTexts
    absent: AbsentTexts
    norm: NormTexts
    external: ExternalTexts
    sources: SourcesTexts
    flow: FlowTexts
    overlap: OverlapTexts
    form: FormTexts
    funnel: FunnelTexts
}

impl Texts {
    /// The words for a measure of the headline; the measure itself when it is not known.
    pub(in crate::released::report) fn measure(&self, measure: &str) -> String {
        let words = match measure {
            "households" => self.households,
            "households_1_or_more" => self.households_1_or_more,
            "share_1_or_more" => self.share_1_or_more,
            "households_2_or_more" => self.households_2_or_more,
            "share_of_users_2_or_more" => self.share_of_users_2_or_more,
            "households_3_or_more" => self.households_3_or_more,
            "share_of_users_3_or_more" => self.share_of_users_3_or_more,
            "most_services" => self.most_services,
            "mean_services_of_users" => self.mean_services_of_users,
            "persons" => self.persons,
            "persons_with_service" => self.persons_with_service,
            "client_records" => self.client_records,
            "services" => self.services,
            "organisations" => self.organisations,
            other => other,
        };
        words.to_owned()
    }

    /// The words for a type of household; the word of the table when it is not known.
    pub(in crate::released::report) fn household_type_name<'a>(&self, word: &'a str) -> &'a str {
        match word {
            "single" => self.type_single,
            "couple" => self.type_couple,
            "couple_children" => self.type_couple_children,
            "single_parent" => self.type_single_parent,
            "other" => self.type_other,
            "institution" => self.type_institution,
            "unknown" => self.unknown,
            other => other,
        }
    }
}
