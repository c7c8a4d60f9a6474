"""What a finding advises mends it, and nothing else is touched."""

from __future__ import annotations

from typing import Any

from rehearsed import account_view, changed, edited, spots


def aged(sections: Any) -> None:
    """A plan of which the newest date is two months old, and a card that was due then."""
    for person in sections["stakeholders"]:
        person["lastInteraction"] = "2026-09-25"
    sections["strategy"]["painPoints"][0]["identifiedDate"] = "2026-08-01"
    for deal in sections["strategy"]["opportunities"]:
        deal["identifiedDate"] = "2026-08-01"
    sections["competitors"][0]["lastUpdated"] = "2026-08-01"
    sections["actions"][0].update(createdAt="2026-09-01", dueDate="2026-10-05")


def test_a_plan_that_is_old_as_a_whole_is_shifted() -> None:
    (spot,) = spots(account_view(aged))["overdue"]
    assert spot.command == "demodb shift --heroes"


def test_one_date_that_no_shift_brings_near_is_edited() -> None:
    overdue = changed("actions", 0, dueDate="2026-10-20", createdAt="2026-10-01")()
    (spot,) = spots(overdue)["overdue"]
    assert spot.command == "demodb edit Acme actions/a-1/dueDate DATE"
    (ahead,) = spots(changed("stakeholders", 0, lastInteraction="2026-12-20")())["future-date"]
    assert ahead.command == "demodb edit Acme stakeholders/p1/lastInteraction DATE"


def misnamed(sections: Any) -> None:
    sections["stakeholders"][2]["name"] = "Olof Lind"


def copied(sections: Any) -> None:
    sections["stakeholders"].append({**sections["stakeholders"][1], "id": "p4"})


def copied_with_a_report(sections: Any) -> None:
    copied(sections)
    sections["stakeholders"][2]["reportsTo"] = "p4"


def test_a_copy_is_deleted_and_somebody_else_of_the_same_name_gets_another_one() -> None:
    (spot,) = spots(account_view(copied))["listed-twice"]
    assert spot.command == "demodb edit --delete=stakeholders/p4 Acme"
    faulty = account_view(misnamed)
    (spot,) = spots(faulty)["listed-twice"]
    assert spot.command == "demodb edit Acme stakeholders/p3/name VALUE"
    assert "listed-twice" not in spots(edited(faulty, spot.command, "Eva Strand"))


def test_somebody_to_whom_others_report_is_not_deleted() -> None:
    (spot,) = spots(account_view(copied_with_a_report))["listed-twice"]
    assert spot.command == "demodb edit Acme stakeholders/p4/name VALUE"
