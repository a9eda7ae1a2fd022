"""Documents -> which of them are copies and versions, by comparing all with all, as docs/copies.md says it."""

import datetime as dt
import itertools
import re

from searcher.analysis import fold, words
from searcher.analysis.tokens import tokens
from searcher.knowledge.versions import split_marks

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
NUMBERS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True))


def runs(document):
    folded = [fold(word) for word in words(document.body)]
    return {tuple(folded[start : start + 3]) for start in range(len(folded) - 2)}


def content(document):
    """What two documents that are copies word for word have the same."""
    if len(words(document.body)) >= 30:
        return document.body
    if not words(document.title) and not words(document.body):
        return document.id
    day = str(document.date or "")[:10]
    return day, tuple(fold(word) for word in words(document.title)), tuple(fold(word) for word in words(document.body))


def facts(document):
    """Names and numbers, and the day of the dateline."""
    found = list(tokens(document.body))
    folded = [fold(token.surface) for token in found]
    small = [
        fold(token.surface) for token in found if token.surface[0].islower() and fold(token.surface) not in NUMBERS
    ]
    told, day = set(), None
    for place, token in enumerate(found):
        word = folded[place]
        if word in NUMBERS:
            told.add(str(NUMBERS[word]))
        elif re.search(r"\d", word):
            month = folded[place - 1][:3] if 0 < place < 12 else ""
            if day is None and month in MONTHS and word.isdecimal():
                day = MONTHS.index(month) * 31 + int(word)
            else:
                told.add(word)
        elif token.surface[0].isupper() and not token.sentence and word not in small and len(small) >= 0.4 * len(found):
            told.add(word)
    return told, day


def copies(one, other):
    if content(one) == content(other):
        return True
    least = min(len(words(one.body)), len(words(other.body)))
    if least < 30:
        return False
    (first, day), (second, other_day) = facts(one), facts(other)
    slips = min(len(first - second), len(second - first))
    if day is not None and other_day is not None and 2 < abs(day - other_day) < 12 * 31 - 2:
        slips += 1
    if slips > least // 100:
        return False
    first, second = runs(one), runs(other)
    shared, either = len(first & second), len(first | second)
    return shared >= 0.8 * either or (shared >= 0.95 * min(len(first), len(second)) and shared >= 0.5 * either)


def part(first, second):
    return len(first & second) / min(len(first), len(second)) if first and second else 0


def moment(document):
    if document.date is None or document.date_precision in ("month", "year"):
        return None
    date = document.date
    date = date if isinstance(date, dt.datetime) else dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC)
    return date if date.tzinfo else date.replace(tzinfo=dt.UTC)


def versions(one, other):
    heads = [{fold(word) for word in words(split_marks(document.title)[1])} for document in (one, other)]
    head, text = part(*heads), part(runs(one), runs(other))
    if one.url and one.url == other.url:
        return head >= 0.5 or text >= 0.3
    if not (one.version or other.version) or fold(one.source or "") != fold(other.source or ""):
        return False
    if None in (moment(one), moment(other)) or abs(moment(one) - moment(other)) > dt.timedelta(days=2):
        return False
    fewest = min(map(len, heads))
    short = min(len(words(one.body)), len(words(other.body))) < 30
    back = any("KILL" in (document.version or "") for document in (one, other))
    if ((fewest >= 3 and head == 1) or (fewest >= 8 and head >= 0.85)) and (short or back):
        return True
    return (head >= 0.5 and text >= 0.2) or (head >= 0.25 and text >= 0.5)


def groups(documents, *rules):
    """Sets of ids that chains of pairs hold together, as a set of frozensets."""
    found = {document.id: {document.id} for document in documents}
    for one, other in itertools.combinations(documents, 2):
        if found[one.id] is not found[other.id] and any(rule(one, other) for rule in rules):
            found[one.id] |= found[other.id]
            for key in found[other.id]:
                found[key] = found[one.id]
    return {frozenset(group) for group in found.values()}
