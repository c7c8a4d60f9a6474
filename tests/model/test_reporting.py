"""Reporting lines: who stands above whom when some are left out."""

from __future__ import annotations

from demodb.model.reporting import nearest_outside


class _Asked(dict[str, str]):
    """Who reports to whom, counting how often that is asked."""

    count = 0

    def get(self, key: str, default: object = None) -> object:  # type: ignore[override]
        self.count += 1
        return super().get(key, default)


def test_above_those_who_are_left_out_stands_the_nearest_who_is_not() -> None:
    boss = {"e": "d", "d": "c", "c": "b", "b": "a", "x": "y"}

    assert nearest_outside(boss, ["d", "c", "a", "x", "y"]) == {"d": "b", "c": "b", "a": None, "x": None, "y": None}


def test_of_a_line_of_thousands_each_is_asked_once() -> None:
    boss = _Asked({f"s{n}": f"s{n + 1}" for n in range(5_000)})

    outside = nearest_outside(boss, {f"s{n}" for n in range(5_000)})

    assert set(outside.values()) == {"s5000"}
    assert boss.count == 5_000
