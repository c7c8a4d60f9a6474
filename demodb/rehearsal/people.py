"""Checks of people: champions, roots, owners, names that nobody bears, addresses and titles, and accounts with friends alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from demodb.model.names import near_key
from demodb.model.renewals import renewal_at_risk
from demodb.model.rows import Row
from demodb.model.short_names import says_little
from demodb.rehearsal.check import Check, Meaning
from demodb.rehearsal.finding import Spot
from demodb.rehearsal.languages import ENGLISH, is_spoken, language_at, languages_of
from demodb.rehearsal.named import addressed, is_known, is_person, known_words
from demodb.rehearsal.view import RehearsedAccount, Scene

_WEAK = ("weak", "unknown")
_HALF = 0.5
_SEVERAL = 2


def _weak_champion(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    for person in view.people:
        strength = person["relationshipStrength"]
        if person["role"] == "champion" and strength in _WEAK and not (person.get("notes") or "").strip():
            why = f"{person['name']} is a champion whose relationship is {strength}, and no note says why"
            yield _spot(view, person, "relationshipStrength", why, "moderate")


def _two_roots(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    roots = [person for person in view.people if person.get("reportsTo") is None]
    if len(roots) > 1 and len(roots) < len(view.people):
        names = " and ".join(person["name"] for person in roots[:3])
        for person in roots[1:]:
            yield _spot(
                view, person, "reportsTo", f"{names} report to nobody: the org chart has {len(roots)} heads", roots[0]["id"]
            )


def _owners(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    owned = [("painPoints", row) for row in view.pains] + [("opportunities", row) for row in view.deals]
    by_people = [(of_list, row) for of_list, row in owned if row.get("owner") and is_person(row["owner"])]
    if not by_people or not view.people:
        return
    known = known_words(view, scene)
    for of_list, row in by_people:
        if not is_known(row["owner"], known):
            why = f"{row['owner']} looks after “{row['title']}” and is nobody of the plan"
            command = view.edit(f"strategy/{of_list}/{row['id']}/owner", view.people[0]["name"])
            yield Spot(why, command, "strategy", f"{of_list}/{row['id']}", "owner", row["owner"])


def _notes(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    named = [(person, name) for person in view.people for name in addressed(person.get("notes") or "")]
    known = known_words(view, scene) if named else frozenset()
    for person, name in named:
        if not is_known(name, known):
            why = f"the note on {person['name']} names {name}, who is nobody of the plan"
            yield _spot(view, person, "notes", why, "TEXT")


def _addresses(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    domains = {person["id"]: person["email"].rpartition("@")[2].casefold() for person in view.people if person.get("email")}
    usual = _usual(view.name, Counter(domains.values()))
    for person in view.people if usual else ():
        if domains.get(person["id"], usual) != usual:
            user = person["email"].rpartition("@")[0]
            why = f"{person['name']} has an address of {domains[person['id']]}, and not of {usual}"
            yield _spot(view, person, "email", why, f"{user}@{usual}")


def _usual(name: str, domains: Counter[str]) -> str | None:
    """The domain of most people, else the only one with a word of the company's name in it."""
    if not domains:
        return None
    usual, count = domains.most_common(1)[0]
    if count > domains.total() // 2:
        return usual
    words = [word for word in near_key(name).split() if len(word) >= _TELLING and not says_little(word)]
    named = [domain for domain in domains if any(word in domain for word in words)]
    return named[0] if len(named) == 1 else None


_TELLING = 3
"""Letters of a word that tells a company where a domain has it."""


def _titles(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    told = {person["id"]: languages for person in view.people if (languages := languages_of(person["title"]))}
    counted = Counter(language for languages in told.values() for language in languages)
    if not counted:
        return
    usual, count = max(counted.items(), key=lambda one: (one[1], one[0] == ENGLISH))
    if count < _SEVERAL:
        return
    # English titles are borne everywhere, and those of the company's own language beside them.
    right = {usual, ENGLISH, language_at(view.name, view.country)}
    for person in view.people:
        languages = told.get(person["id"], frozenset([usual]))
        if not languages & right and not is_spoken(person.get("notes") or "", languages):
            why = f"the title of {person['name']}, “{person['title']}”, is in another language than the others'"
            yield _spot(view, person, "title", why, "TITLE")


def _friends(view: RehearsedAccount, _: Scene) -> Iterator[Spot]:
    rows = view.material.subscriptions
    lost = sum(row.get("arr") or 0 for row in rows if (risk := renewal_at_risk(row)) and risk.outlook == "lost")
    total = sum(row.get("arr") or 0 for row in rows)
    if not view.people or lost <= 0 or lost < total * _HALF or any(map(_is_sceptic, view.people)):
        return
    why = f"{lost:,.0f} of {total:,.0f} USD will not be renewed, and nobody of the plan is against us"
    yield _spot(view, view.people[-1], "relationshipStrength", why, "weak")


def _is_sceptic(person: Row) -> bool:
    return bool(person["role"] == "blocker" or person["relationshipStrength"] == "weak")


def _rivals(view: RehearsedAccount, scene: Scene) -> Iterator[Spot]:
    own = near_key(view.name)
    ours = {near_key(unit): unit for unit in scene.units}
    for rival in view.rivals:
        key = near_key(rival["name"])
        who = "the customer itself" if key == own else "ourselves" if key in ours else ""
        if who:
            place = f"competitors/{rival['id']}"
            why = f"the rival {rival['name']} is {who}"
            yield Spot(why, view.edit(f"{place}/name", "NAME"), "competitors", rival["id"], "name", rival["name"])


def _spot(view: RehearsedAccount, person: Row, field: str, why: str, value: str) -> Spot:
    command = view.edit(f"stakeholders/{person['id']}/{field}", value)
    return Spot(why, command, "stakeholders", person["id"], field, person.get(field))


CHECKS = (
    Check(
        Meaning(
            "weak-champion",
            "warning",
            "the relationship with a champion is weak or unknown, and no note says why",
            "a champion stands up for us; the app marks this one red",
        ),
        _weak_champion,
    ),
    Check(
        Meaning(
            "two-roots",
            "hint",
            "several people report to nobody, though others report to somebody",
            "a company has one head, and the app draws a chart for each",
        ),
        _two_roots,
    ),
    Check(
        Meaning(
            "unknown-owner",
            "warning",
            "a pain point or an opportunity is looked after by a person whom neither plan nor `team` knows",
            "the first question is who that is",
        ),
        _owners,
    ),
    Check(
        Meaning(
            "unknown-name",
            "hint",
            "a note tells to ask, call, tell or invite somebody whom neither plan nor `team` knows",
            "the first question is who that is",
        ),
        _notes,
    ),
    Check(
        Meaning(
            "other-address",
            "warning",
            "a person's e-mail address is of another domain than most others', or than the one that has the company's name",
            "it looks like another company's person",
        ),
        _addresses,
    ),
    Check(
        Meaning(
            "other-language",
            "hint",
            "a title is neither in the others' language nor in English or the company's, and neither is the note on the person",
            "titles of one company are in one language",
        ),
        _titles,
    ),
    Check(
        Meaning(
            "only-friends",
            "warning",
            "half of the ARR or more will not be renewed, and the plan has neither a blocker nor a weak relationship",
            "somebody decided against us, and the plan does not know who",
        ),
        _friends,
    ),
    Check(
        Meaning(
            "own-rival",
            "warning",
            "a competitor is the customer, or one of our business units",
            "it was drawn or typed without looking",
        ),
        _rivals,
    ),
)
