"""The identity of names: match key, slug, near key and e-mail domain of a customer's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from demodb.model.legal_forms import LEGAL_WORDS, TEMPLATE_LEGAL_WORDS
from demodb.model.paths import PART_BYTES

SLUG_BYTES = PART_BYTES - len(".json")
"""The longest slug, so that `{slug}.json` stays within what file systems allow."""

# What JavaScript's \s matches: the app computes slugs with it, and Python's \s differs in a few characters.
_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_SPACES = re.compile(f"[{_SPACE}]+")
_DELETED = str.maketrans(dict.fromkeys(",.()[]") | {"&": "and", "/": "-"})
_REPORT_DELETED = str.maketrans(dict.fromkeys(",.()[]"))
_DASHES = re.compile("-+")

_ABBREVIATIONS = {
    "intl": "international",
    "int": "international",
    "tel": "telecom",
    "telco": "telecom",
    "telekom": "telecom",
    "telekomunikasi": "telecom",
    "telecomunicaciones": "telecom",
    "telecommunications": "telecom",
    "telecommunication": "telecom",
    "comm": "communications",
    "comms": "communications",
    "communication": "communications",
    "svc": "services",
    "svcs": "services",
    "service": "services",
    "tech": "technology",
    "technologies": "technology",
    "natl": "national",
    "mgmt": "management",
    "uk": "united kingdom",
    "us": "united states",
    "usa": "united states",
}
_LETTERS = {"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
_ASCII = str.maketrans(_LETTERS | {"ä": "ae", "ö": "oe", "ü": "ue"})


@lru_cache(maxsize=2048)
def match_key(name: str) -> str:
    """The key by which names are the same: NFKC, casefold, `&` = `and`, punctuation dropped, white space folded.

    It is "" for a name that holds nothing but punctuation and white space.
    """
    if name.isascii():
        folded = name.lower().replace("&", "and")
    else:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).replace("&", "and")
    return unicodedata.normalize("NFKC", " ".join(folded.translate(_KEPT).split()))


_DROPPED = frozenset({"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Cf"})


class _Kept(dict[int, int | None]):
    """For `str.translate`: a character that stays as itself, None for one that is dropped. Each is looked up once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) in _DROPPED else code
        return self[code]


_KEPT = _Kept()


def account_name(key: str, revenue: Mapping[str, float]) -> str:
    """Which of its records' names an account bears, by the revenue of each: the one with the most, of several the first.

    Only those that have its key come into question, if any has. First is meant in code-point order, so that the order in
    which records came makes no difference.
    """
    own = [name for name in revenue if match_key(name) == key]
    return min(own or revenue, key=lambda name: (-round(revenue[name], 2), name))


def apart_key(name: str) -> str:
    """The key of an account of its own for a name whose match key is another one's: no match key holds a #."""
    return f"{match_key(name)} #{slug(name)}"


def is_apart(key: str) -> bool:
    """Whether an account's key is no match key."""
    return "#" in key


def unit_key(name: str) -> str:
    """The key of a business unit: its name without regard to case."""
    return name.casefold()


@lru_cache(maxsize=2048)
def slug(name: str) -> str:
    """The app's file name for a customer, without `.json`; the rules and their order are the app's."""
    dashed = _SPACES.sub("-", name.lower().translate(_DELETED))
    dashed = _DASHES.sub("-", dashed)
    return dashed.removeprefix("-").removesuffix("-")


def nameless_fault(name: str) -> str | None:
    """Why something typed names nobody, or None: something of it has to be seen that is no punctuation."""
    if _PLAINLY_SEEN.search(name):
        return None
    seen = any(unicodedata.category(c)[0] in "LNS" and c not in INVISIBLE for c in match_key(name))
    return None if seen else "a customer name needs a letter or a digit"


INVISIBLE = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that show nothing: the fillers of Hangul, and an empty cell of Braille."""
_PLAINLY_SEEN = re.compile("[A-Za-z0-9]")


def name_fault(name: str) -> str | None:
    """Why a name cannot be an account's, or None: it must name somebody, and have a slug that is one safe path component."""
    if fault := nameless_fault(name):
        return fault
    if _holds_controls(name):
        return "a customer name must not hold control characters"
    file_name = slug(name)
    if _is_unsafe(file_name):
        return f"its file name would be {file_name!r}, which is not one safe path component"
    size = len(file_name.encode())
    if size > SLUG_BYTES:
        return f"its file name would be {size} bytes long, at most {SLUG_BYTES} are possible"
    return None


def _holds_controls(name: str) -> bool:
    return bool(_CONTROLS.search(name))


_CONTROLS = re.compile("[\\x00-\\x1f\\x7f-\\x9f]")
"""All characters of the category Cc."""


def _is_unsafe(file_name: str) -> bool:
    return file_name in ("", ".", "..") or "\\" in file_name


def usable_name(name: str) -> str:
    """A name like this one that an account can have, for a person to look at."""
    spaced = "".join(" " if c == "\\" or unicodedata.category(c) == "Cc" else c for c in name)
    kept = " ".join(spaced.split())
    while len(slug(kept).encode()) > SLUG_BYTES:
        kept = kept[:-1].rstrip()
    return "Some Customer" if name_fault(kept) else kept


def unit_fault(name: str) -> str | None:
    """Why a name cannot be a business unit's, or None: it names a file as well."""
    key = unit_key(name.strip())
    if nameless_fault(key) or _holds_controls(key) or "/" in key or _is_unsafe(key):
        return "a business unit's name needs a letter or a digit and must be one safe path component"
    size = len(customers_file(key).encode())
    return f"its file name would be {size} bytes long, at most {PART_BYTES} are possible" if size > PART_BYTES else None


def customers_file(key: str) -> str:
    """The name of the file that lists the customers of a business unit, by its key."""
    return f"customers_{key}_all.json"


def folded_unit(name: str) -> str:
    """A business unit's name without case, spaces and punctuation: units that have the same are likely one."""
    return match_key(name).replace(" ", "")


def news_file(name: str) -> str:
    """The path below `news/` at which the app looks for the news of a customer called so; a `/` in it is a folder."""
    return f"{_SPACES.sub('_', name)}_news.json"


REPORTS = "intelligence/reports"
"""The folder of reports in the app's data."""


def report_file(name: str) -> str:
    """The path below `REPORTS` at which the app looks for the report on a customer called so, without regard to case."""
    return f"{_SPACES.sub('_', name).translate(_REPORT_DELETED)}.md"


def units_within(text: str, units: Iterable[str]) -> list[str]:
    """The business units that a text names as words of it; one that it spells with other spaces comes as it spells it."""
    named = [unit for unit in units if re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", text, re.IGNORECASE)]
    if named:
        return named
    words, folded = re.findall(r"\w+", text), {folded_unit(unit) for unit in units}
    pieces = (words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return [" ".join(piece) for piece in pieces if folded_unit(" ".join(piece)) in folded]


@lru_cache(maxsize=2048)
def near_key(name: str) -> str:
    """The match key without marks and legal forms and with abbreviations written out: equal ones are suggested, never merged."""
    key = _INITIALS.sub(lambda run: run[0].replace(" ", ""), unmarked(match_key(name.replace("-", " "))))
    words = _telling(key.split(), LEGAL_WORDS)
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


_INITIALS = re.compile(r"(?<!\S)[a-z](?: [a-z](?!\S))+")
"""Single letters one after another: "s r o" of "s. r. o."."""


def unmarked(text: str) -> str:
    """Lower-case text without the marks of Latin letters: é as e, ø as o."""
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFKD", _LIGATURES.sub(lambda letter: _LETTERS[letter[0]], text)))


_LIGATURES = re.compile(f"[{''.join(_LETTERS)}]")
_MARKS = re.compile("[\u0300-\u036f]")


def _telling(words: list[str], forms: frozenset[str]) -> list[str]:
    """The words that tell the company and not its legal form; all of them, where none does."""
    return [word for word in words if word not in forms] or words


def nearest(name: str, candidates: Iterable[str], most: int = 3, alike: float = 0.6) -> list[str]:
    """The candidates most like `name`, best first; only those that a person could have meant: near keys so much alike."""
    wanted = near_key(name)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    scored = []
    for candidate in candidates:
        matcher.set_seq1(near_key(candidate))
        if matcher.real_quick_ratio() >= alike and matcher.quick_ratio() >= alike:
            ratio = matcher.ratio()
            if ratio >= alike:
                scored.append((-ratio, candidate))
    return [candidate for _, candidate in sorted(scored)[:most]]


LIKELY = 0.85
"""How much alike near keys have to be for a command to be suggested that makes one name mean the other's account."""


def ascii_fold(text: str) -> str:
    """Lower-case ASCII letters and digits as they would be written in an e-mail address; other scripts vanish."""
    spelled = text.lower().translate(_ASCII)
    return "".join(c for c in unicodedata.normalize("NFKD", spelled) if c.isascii())


def email_domain(name: str) -> str:
    """A domain for invented people of this customer, under the reserved TLD `.example`: mail to it can reach nobody."""
    without_aside = re.sub(r"\(.*?\)", " ", name)
    words = _telling(match_key(ascii_fold(without_aside).replace("/", "")).replace("-", " ").split(), TEMPLATE_LEGAL_WORDS)
    label = re.sub("[^a-z0-9-]", "", "-".join(words))[:63].strip("-")
    return f"{label or 'customer'}.example"
