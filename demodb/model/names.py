"""The identity of names: match key, slug, near key and e-mail domain of a customer's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from demodb.model.legal_forms import LEGAL_WORDS

SLUG_BYTES = 250
"""The longest slug, so that `{slug}.json` stays within the 255 bytes that file systems allow."""

NEWS_NAME_BYTES = 245
"""The longest name of a news file, so that `{Name}_news.json` does."""

# What JavaScript's \s matches: the app computes slugs with it, and Python's \s differs in a few characters.
_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_SPACES = re.compile(f"[{_SPACE}]+")
_DELETED = str.maketrans(dict.fromkeys(",.()[]") | {"&": "and", "/": "-"})
_DASHES = re.compile("-+")

_ABBREVIATIONS = {
    "intl": "international",
    "int": "international",
    "tel": "telecom",
    "telco": "telecom",
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
_ASCII = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i"}
    | {"ä": "ae", "ö": "oe", "ü": "ue"}
)


def match_key(name: str) -> str:
    """The key by which names are the same: NFKC, casefold, `&` = `and`, punctuation dropped, white space folded.

    It is "" for a name that holds nothing but punctuation and white space.
    """
    if name.isascii():
        folded = name.lower().replace("&", "and")
    else:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).replace("&", "and")
    kept = "".join(c for c in folded if c.isalnum() or unicodedata.category(c) not in _DROPPED)
    return unicodedata.normalize("NFKC", " ".join(kept.split()))


_DROPPED = frozenset({"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Cf"})


def apart_key(name: str) -> str:
    """The key of an account of its own for a name whose match key is another one's: no match key holds a #."""
    return f"{match_key(name)} #{slug(name)}"


def is_apart(key: str) -> bool:
    """Whether an account's key is no match key."""
    return "#" in key


def unit_key(name: str) -> str:
    """The key of a business unit: its name without regard to case."""
    return name.casefold()


def slug(name: str) -> str:
    """The app's file name for a customer, without `.json`; the rules and their order are the app's."""
    dashed = _SPACES.sub("-", name.lower().translate(_DELETED))
    dashed = _DASHES.sub("-", dashed)
    return dashed.removeprefix("-").removesuffix("-")


def name_fault(name: str) -> str | None:
    """Why a name cannot be an account's, or None: it must have a match key, and a slug that is one safe path component."""
    if not match_key(name):
        return "a customer name needs a letter or a digit"
    if any(unicodedata.category(c) == "Cc" for c in name):
        return "a customer name must not hold control characters"
    file_name = slug(name)
    if file_name in ("", ".", "..") or "\\" in file_name:
        return f"its file name would be {file_name!r}, which is not one safe path component"
    size = len(file_name.encode())
    if size > SLUG_BYTES:
        return f"its file name would be {size} bytes long, at most {SLUG_BYTES} are possible"
    return None


def unit_fault(name: str) -> str | None:
    """Why a name cannot be a business unit's, or None: it names a file as well."""
    if "/" in name or name_fault(name.strip()):
        return "a business unit's name needs a letter or a digit and must be one safe path component"
    return None


def near_key(name: str) -> str:
    """The match key without legal forms and with abbreviations written out: equal ones are suggested, never merged."""
    words = _telling(match_key(name.replace("-", " ")).split())
    return " ".join(_ABBREVIATIONS.get(word, word) for word in words)


def _telling(words: list[str]) -> list[str]:
    """The words that tell the company and not its legal form; all of them, where none does."""
    return [word for word in words if word not in LEGAL_WORDS] or words


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
    words = _telling(match_key(ascii_fold(without_aside).replace("/", "")).replace("-", " ").split())
    label = re.sub("[^a-z0-9-]", "", "-".join(words))[:63].strip("-")
    return f"{label or 'customer'}.example"
