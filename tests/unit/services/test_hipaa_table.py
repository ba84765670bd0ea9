"""The technical safeguards of 45 CFR 164.312, line by line: which tests hold each, or why none does.

A line whose tests hold only a part of it says in `short` what is missing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[3]
_COUNT = 26


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        asks: what it asks for.
        tests: that hold it, `file::name` below `tests/`; a file alone where all of it holds the line.
        short: what is not held by a test, and why.
    """

    asks: str
    tests: tuple[str, ...] = ()
    short: str = ""


LINES = {
    1: Line(
        "wrong passphrases give no data and wait longer and longer",
        (
            "unit/vault/test_access.py::test_wrong_passphrases_wait_longer_and_longer_and_reach_the_log",
            "unit/vault/test_access.py::test_a_try_before_its_time_is_not_even_looked_at",
        ),
    ),
    2: Line(
        "what each role may do",
        (
            "unit/services/test_roles.py::test_every_operation_stands_in_the_table_with_what_it_asks_for",
            "unit/services/test_roles.py::test_a_viewer_changes_nothing_whatever_is_called",
            "unit/services/test_session.py::test_what_each_role_may_do",
            "unit/services/test_session.py::test_a_viewer_can_neither_change_nor_export",
            "unit/services/test_intake.py::test_a_viewer_may_not_import",
            "unit/services/records/test_round_trip.py::test_only_an_administrator_lets_records_out_and_in",
            "unit/services/records/test_back_guards.py::test_nobody_becomes_a_prescriber_by_a_file",
        ),
    ),
    3: Line(
        "vault, keys and backups are this user's only",
        ("unit/vault/test_access.py::test_every_file_is_this_users_only",),
        "Windows access lists are not looked at: the folder of the user is the user's own there, and the tests of this "
        "table run on Linux, where lists of that kind are not.",
    ),
    4: Line(
        "each row of the log names person and computer; nobody shares a slot",
        (
            "unit/vault/test_audit.py::test_rows_say_who_what_where_and_when",
            "unit/vault/test_access.py::test_two_people_each_with_their_own_passphrase",
            "unit/vault/test_keys.py::test_a_new_slot_takes_the_place_of_the_same_ways_slot",
        ),
    ),
    5: Line(
        "the recovery key opens on a clean computer, is logged, and asks for a new passphrase; a restore is practised",
        (
            "unit/vault/test_access.py::test_the_recovery_key_opens_on_a_clean_machine_and_is_logged",
            "unit/services/test_setup.py::test_the_recovery_key_opens_and_a_new_passphrase_is_chosen",
            "unit/vault/test_backups.py::test_a_restore_with_the_recovery_key",
        ),
    ),
    6: Line(
        "without input the desk locks and forgets",
        (
            "desk/test_screens.py::test_the_desk_locks_itself_and_forgets_the_screens",
            "desk/test_forgetting.py::test_a_locked_desk_has_forgotten_everything",
        ),
    ),
    7: Line(
        "screen lock, sleep and user switch lock the desk",
        (
            "desk/test_screens.py::test_the_computers_own_screen_lock_locks_the_desk",
            "desk/test_screens.py::test_a_computer_that_slept_wakes_up_with_a_locked_desk",
        ),
        "What Windows and macOS answer when they are asked is seen on those systems alone.",
    ),
    8: Line(
        "timers and progress do not put the lock off",
        ("desk/test_idle.py::test_only_a_hand_puts_the_lock_off",),
    ),
    9: Line(
        "fifteen minutes at most, never off",
        (
            "unit/test_settings.py::test_the_lock_is_never_off_however_the_file_was_edited",
            "unit/test_settings.py::test_settings_without_a_lock_cannot_be_made",
        ),
    ),
    10: Line(
        "no word of a patient outside the vault, also after a kill",
        (
            "unit/vault/test_files.py::test_nothing_of_a_patient_stands_in_any_file",
            "unit/test_whole_flow.py::test_no_word_of_a_patient_is_on_the_disk_outside_the_packets",
            "unit/test_whole_flow.py::test_a_killed_run_leaves_no_word_and_no_half_file",
            "unit/vault/test_renewing.py::test_what_a_killed_program_left_is_swept_at_the_next_opening",
            "unit/test_whole_flow.py::test_no_image_of_the_memory_is_written_when_the_program_ends_badly",
            "faults/test_scanner.py::test_what_a_stopped_program_left_half_written_goes_after_an_hour",
        ),
    ),
    11: Line("another key opens nothing", ("unit/vault/test_files.py::test_another_key_opens_nothing",)),
    12: Line(
        "the file does not say what it is",
        ("unit/vault/test_files.py::test_the_file_does_not_even_say_what_it_is",),
    ),
    13: Line(
        "what goes out can be encrypted",
        (
            "unit/services/records/test_round_trip.py::test_an_encrypted_file_opens_with_its_passphrase_alone",
            "unit/services/test_evidence.py::test_evidence_tells_nothing_without_its_passphrase",
        ),
        "Packets for payers have no passphrase: their faxes and portals take none.",
    ),
    14: Line(
        "each act writes one row of ids and names of fields, without a value",
        (
            "unit/vault/test_vault.py::test_the_audit_row_of_an_edit_names_fields_and_no_value",
            "unit/vault/test_audit.py::test_what_looks_like_a_value_is_refused",
            "unit/services/test_evidence.py::test_the_log_holds_no_value",
            "unit/services/test_intake.py::test_the_audit_names_the_file_by_its_hash_alone",
        ),
    ),
    15: Line(
        "a row that was edited, removed or moved is found",
        (
            "unit/vault/test_audit.py::test_tampering_is_found",
            "unit/vault/test_audit.py::test_rows_cut_off_the_end_are_found_even_with_an_old_head",
            "unit/vault/test_audit.py::test_a_rewritten_chain_without_the_audit_key_is_found",
        ),
    ),
    16: Line(
        "the log is looked through and written out",
        (
            "desk/test_log_and_verify.py::test_the_log_is_narrowed_checked_and_written_out",
            "unit/services/test_evidence.py::test_the_log_goes_out_with_a_program_that_checks_it",
        ),
    ),
    17: Line(
        "the log is kept six years",
        (
            "unit/vault/test_audit.py::test_the_log_only_grows",
            "unit/vault/test_audit.py::test_rows_of_seven_years_ago_outlive_backups_a_new_key_and_a_restore",
        ),
    ),
    18: Line(
        "a changed page is noticed; what the others hold is read out, or a backup put in place",
        (
            "unit/vault/test_files.py::test_one_flipped_bit_in_any_page_is_noticed_or_does_no_harm",
            "unit/vault/test_rescuing.py::test_what_the_other_pages_hold_is_rescued",
            "desk/test_mending.py::test_a_damaged_vault_is_read_out_and_kept",
            "desk/test_mending.py::test_a_backup_shows_what_is_inside_and_is_put_in_place",
        ),
    ),
    19: Line(
        "an older copy in the vault's place is noticed",
        ("unit/vault/test_backups.py::test_an_older_copy_put_in_the_vaults_place_is_noticed",),
    ),
    20: Line(
        "an edit of a record that changed meanwhile is refused",
        (
            "unit/vault/test_vault.py::test_an_edit_out_of_date_is_refused_and_nothing_of_the_change_stays",
            "unit/services/test_intake.py::test_a_record_changed_since_the_review_stops_the_import",
        ),
    ),
    21: Line(
        "the written form is read back; its hash stands in the log",
        (
            "unit/services/test_sign.py::test_the_audit_names_document_packet_signer_and_who_sat_at_the_desk",
            "unit/services/test_verify.py::test_any_changed_byte_is_found",
            "unit/pdf/proving",
        ),
    ),
    22: Line(
        "the passphrase is asked for again before great acts",
        (
            "desk/test_own_access.py::test_the_old_passphrase_is_asked_for_where_there_is_a_signature",
            "unit/services/test_second_person.py::test_a_second_person_confirms_it_with_the_own_passphrase",
            "unit/services/test_setup.py::test_a_new_key_closes_the_vault_and_lets_its_administrator_in",
            "unit/services/test_again.py",
            "desk/test_office_records.py::test_records_are_taken_out_encrypted_and_looked_at_again",
            "desk/test_coming_back.py::test_access_is_given_and_taken_by_who_types_the_own_passphrase",
            "desk/test_mending.py::test_a_backup_shows_what_is_inside_and_is_put_in_place",
        ),
        "An administrator changes names and roles without it; becoming a prescriber needs a second person.",
    ),
    23: Line(
        "the keychain's way in ends",
        (
            "unit/vault/test_access.py::test_the_keychain_opens_the_vault_until_it_forgets",
            "unit/services/test_quick_unlock.py",
            "unit/services/test_quick_unlock.py::test_the_keychain_alone_opens_for_twelve_hours_after_a_passphrase",
        ),
        "A second factor is optional in the rule as it stands, and there is none. Beside passphrase and sheet the "
        "office has this computer's keychain, which holds half of a PIN.",
    ),
    24: Line(
        "no network, by trial and by the imports",
        (
            "unit/test_no_network.py::test_connect_bind_and_look_up_are_refused",
            "unit/test_whole_flow.py::test_nothing_tried_the_network",
            "unit/test_whole_flow.py::test_the_network_guard_would_have_seen_it",
        ),
    ),
    25: Line(
        "links open nothing",
        ("unit/services/test_hipaa_table.py::test_nothing_in_the_program_opens_an_address",),
    ),
    26: Line(
        "what leaves the office leaves by an act of a person",
        (
            "unit/services/test_export.py::test_nothing_is_written_of_what_nobody_signed",
            "desk/test_more_screens.py::test_the_printed_draft_says_that_it_is_one",
        ),
    ),
}


def test_the_table_is_whole() -> None:
    assert sorted(LINES) == list(range(1, _COUNT + 1))
    assert [number for number, line in LINES.items() if not line.tests and not line.short] == []


@pytest.mark.parametrize("number", LINES)
def test_every_named_test_is_there(number: int) -> None:
    for named in LINES[number].tests:
        name, _, test = named.partition("::")
        file = _ROOT / "tests" / name
        assert file.exists(), named
        if test:
            assert re.search(rf"^def {test}\(", file.read_text(encoding="utf-8"), re.MULTILINE), named


def test_nothing_in_the_program_opens_an_address() -> None:
    """Folders of this computer are shown; nothing else is opened."""
    words = re.compile(r"openUrl\((?!QUrl\.fromLocalFile\()|setOpenExternalLinks\(True\)|webbrowser|os\.startfile")
    found = [str(file) for file in (_ROOT / "app").rglob("*.py") if words.search(file.read_text(encoding="utf-8"))]
    assert found == []
