"""Documents and a query tree -> the answer, token by token in plain Python: slow, and simple enough to be believed.

It shares the words, folds and stems of `analysis`, the gazetteer, and nothing of `search`.
"""

import calendar
import datetime as dt
import itertools
import math
import re
from functools import cache

from searcher.analysis import fold, stem, tokens, words
from searcher.knowledge.gazetteer import canonical, settled
from searcher.knowledge.gazetteer import fold as fold_place
from searcher.knowledge.spellings import spelling_key
from searcher.query import nodes

NAMES = ("people", "places", "dateline")


class Story:
    """A document as lists of words: `texts` are (zone, words, sentence numbers, paragraph numbers)."""

    def __init__(self, document, added):
        self.document, self.added = document, added
        sources = [("title", document.title), ("body", document.body), *(("caption", c) for c in document.captions)]
        self.texts = []
        for zone, text in sources:
            found = list(tokens(text))
            sentences = list(itertools.accumulate(int(token.sentence) for token in found))
            paragraphs = list(itertools.accumulate(int(token.paragraph) for token in found))
            self.texts.append((zone, [token.surface for token in found], sentences, paragraphs))
        self.lead = sum(number == 1 for number in self.texts[1][3])

    def length(self, zone):
        return sum(len(surfaces) for name, surfaces, _, _ in self.texts if name == zone)

    def values(self, field):
        """The values of a field that is matched by words, as lists of folded words."""
        document = self.document
        held = {
            "source": [document.source],
            "section": [document.section],
            "byline": [document.byline],
            "version": [document.version],
            "lang": [fold(document.language) if document.language else None],
            "keyword": document.keywords,
            "path": document.paths,
        }[field]
        return [value for value in held if value]

    def names(self, field):
        """The names of a field, each once."""
        document = self.document
        if field == "people":
            return {name for person in document.people for name in (person.name, *person.names)}
        if field == "places":
            return {name for place in document.places for name in (place.name, *place.names, *place.within)}
        return {document.dateline.place} if document.dateline and document.dateline.place else set()

    def days(self, field):
        """First and last day that a date may mean, or None."""
        if field == "added":
            return self.added, self.added
        date = self.document.date if field == "date" else self.document.updated
        if date is None:
            return None
        day = date.date() if isinstance(date, dt.datetime) else date
        precision = self.document.date_precision if field == "date" else None
        if precision == "year":
            return dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
        if precision == "month":
            return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
        return day, day

    def instant(self):
        date = self.document.date
        if date is None:
            return None
        if not isinstance(date, dt.datetime):
            date = dt.datetime(date.year, date.month, date.day)  # noqa: DTZ001
        return (date if date.tzinfo else date.replace(tzinfo=dt.UTC)).timestamp()


class Brute:
    """Answers by looking at every live document."""

    def __init__(self, documents, added, weights):
        self.stories = [Story(document, added) for document in documents]
        self.weights = weights

    # --- the answer

    def answer(self, node, sort="relevance"):
        """(id, score) of every match, in order."""
        rows = []
        for story in self.stories:
            if self.matches(node, story):
                instant = story.instant()
                score = self.score(node, story)
                undated = instant is None
                time = 0.0 if undated else instant if sort == "oldest" else -instant
                first = (-score,) if sort == "relevance" else ()
                rows.append(((*first, undated, time, story.document.id), story.document.id, score))
        return [(key, score) for _, key, score in sorted(rows)]

    def matches(self, node, story):  # noqa: PLR0912 - one case a kind of node
        match node:
            case nodes.Everything():
                return True
            case nodes.And(children):
                return all(self.matches(child, story) for child in children)
            case nodes.Or(children):
                return any(self.matches(child, story) for child in children)
            case nodes.Not(child):
                return not self.matches(child, story)
            case nodes.Boost(child):
                return self.matches(child, story)
            case nodes.Named(field, name):
                return self.named(field, name, story)
            case nodes.Whole(field, value):
                return self.whole(field, value, story)
            case nodes.Located("path", value):
                asked = [fold(word) for word in words(value)]
                return any(side_by_side(asked, [fold(w) for w in words(path)]) for path in story.values("path"))
            case nodes.Located("url", value):
                return bool(story.document.url) and under(story.document.url, value)
            case nodes.DateRange(field, first, last):
                days = story.days(field)
                return days is not None and (first is None or first <= days[0]) and (last is None or days[1] <= last)
            case nodes.WordCount(minimum, maximum):
                count = story.length("body")
                return (minimum is None or count >= minimum) and (maximum is None or count <= maximum)
            case nodes.Has(field):
                document = story.document
                name = {"caption": "captions", "keyword": "keywords", "lang": "language"}.get(field, field)
                return bool(getattr(document, name))
        field = getattr(node, "field", None)
        if field in NAMES or (field is not None and field not in ("title", "body", "lead", "caption")):
            return self.on_values(node, field, story)
        return bool(self.occurrences(node, story))

    def score(self, node, story):
        if not self.matches(node, story):
            return 0.0
        match node:
            case nodes.And(children) | nodes.Or(children):
                total = 0.0
                for child in children:
                    total += 0.0 if isinstance(child, nodes.Not) else self.score(child, story)
                return total + sum(self.nearness(*pair, story) for pair in itertools.pairwise(children))
            case nodes.Boost(child, weight):
                return weight * self.score(child, story)
            case nodes.Named(field) | nodes.Whole(field):
                return self.weights.name * self.idf(node) if field in ("people", "places") else 0.0
            case nodes.Word() | nodes.Phrase() | nodes.Pattern() | nodes.Fuzzy() | nodes.Near() | nodes.AtLeast():
                field = getattr(node, "field", None)
                if field in ("people", "places"):
                    return self.weights.name * self.idf(node)
                if field not in (None, "title", "body", "lead", "caption"):
                    return 0.0
                return self.bm25f(node, story)
        return 0.0

    @cache  # noqa: B019 - a test's object lives as long as the test
    def idf(self, node):
        count = len(self.stories)
        having = sum(self.matches(node, story) for story in self.stories)
        return math.log(1.0 + (count - having + 0.5) / (having + 0.5))

    @cache  # noqa: B019
    def mean_length(self):
        w = self.weights
        title, body, caption = (sum(story.length(z) for story in self.stories) for z in ("title", "body", "caption"))
        lead = sum(story.lead for story in self.stories)
        total = w.title * title + w.lead * lead + w.body * (body - lead) + w.caption * caption
        return total / len(self.stories) if total else 1.0

    def bm25f(self, node, story):
        w = self.weights
        if isinstance(node, nodes.Near):
            left, right = self.near_sides(node, story)
            frequency = self.weigh(left, story)
            if not node.negated:
                frequency = min(frequency, self.weigh(right, story))
        else:
            frequency = self.weigh(self.occurrences(node, story), story)
        return self.idf(node) * ((w.k1 + 1.0) * frequency / (self.norm(story) + frequency))

    def norm(self, story):
        w = self.weights
        length = w.title * story.length("title") + w.lead * story.lead
        length = length + w.body * (story.length("body") - story.lead) + w.caption * story.length("caption")
        return w.k1 * ((1.0 - w.b) + w.b * (length / self.mean_length()))

    def nearness(self, one, other, story):
        """What it adds that two plain words of the query, side by side in it, stand close to each other."""
        plain = [isinstance(n, nodes.Word) and n.field is None and n.match == "stem" for n in (one, other)]
        if not all(plain) or form(one.text, "stem") == form(other.text, "stem"):
            return 0.0
        frequency = sum(
            (self.weights.title if story.texts[text][0] == "title" else self.weights.body)
            * 0.25 ** (second - first - 1)
            for text, first, _ in self.occurrences(one, story)
            for its, second, _ in self.occurrences(other, story)
            if its == text and 1 <= second - first <= 4
        )
        w = self.weights
        rarity = min(self.idf(one), self.idf(other))
        return w.near * rarity * ((w.k1 + 1.0) * frequency / (self.norm(story) + frequency)) if frequency else 0.0

    def weigh(self, occurrences, story):
        return sum(self.zone_weight(story, text, first) for text, first, _ in occurrences)

    def zone_weight(self, story, text, first):
        zone = story.texts[text][0]
        return getattr(self.weights, "lead" if zone == "body" and first < story.lead else zone)

    # --- occurrences: (text, first, last)

    def occurrences(self, node, story):
        match node:
            case nodes.Boost(child):
                return self.occurrences(child, story)
            case nodes.Or(children):
                return {found for child in children for found in self.occurrences(child, story)}
            case nodes.AtLeast(count, operand):
                found = self.occurrences(operand, story)
                return found if len(found) >= count else set()
            case nodes.Near():
                if node.negated:
                    return self.near_sides(node, story)[0]
                return {hull(a, b) for a, b in self.near_pairs(node, story)}
        found = {
            (number, *span)
            for number, (_, surfaces, _, _) in enumerate(story.texts)
            for span in self.spans(node, surfaces)
        }
        return {one for one in found if self.in_zone(node.field, story, *one)}

    def spans(self, node, surfaces):
        """(first, last) in one text."""
        if not isinstance(node, nodes.Phrase):
            return {(place, place) for place, surface in enumerate(surfaces) if word_matches(node, surface)}
        wanted = [form(word, node.match) for word in node.words]
        held = [form(surface, node.match) for surface in surfaces]
        if not node.slop:
            size = len(wanted)
            return {(at, at + size - 1) for at in range(len(held) - size + 1) if held[at : at + size] == wanted}
        return {(min(choice), max(choice)) for choice in loose(wanted, held, node.slop)}

    def in_zone(self, field, story, text, first, last):
        zone = story.texts[text][0]
        return field is None or zone == field or (field == "lead" and zone == "body" and last < story.lead)

    def near_pairs(self, node, story):
        left, right = self.occurrences(node.left, story), self.occurrences(node.right, story)
        return {(a, b) for a in left for b in right if self.near(node, story, a, b)}

    def near_sides(self, node, story):
        found = self.near_pairs(node, story)
        if node.negated:
            return self.occurrences(node.left, story) - {a for a, _ in found}, set()
        return {a for a, _ in found}, {b for _, b in found}

    def near(self, node, story, left, right):
        if left[0] != right[0]:
            return False
        after, before = right[1] - left[2], left[1] - right[2]
        if after <= 0 and (before <= 0 or node.ordered):
            return False
        if node.unit == "word":
            return max(after, before) <= node.distance
        units = story.texts[left[0]][2 if node.unit == "sentence" else 3]
        return len({units[place] for place in (*left[1:], *right[1:])}) == 1

    # --- fields of values

    def on_values(self, node, field, story):
        if field in NAMES:
            if isinstance(node, nodes.Word):
                return self.named(field, node.text, story)
            if isinstance(node, nodes.Phrase):
                return self.named(field, " ".join(node.words), story)
            return any(word_matches(node, word) for name in story.names(field) for word in spellings(name))
        for value in story.values(field):
            held = words(value)
            if isinstance(node, nodes.Phrase):
                if side_by_side([fold(word) for word in node.words], [fold(word) for word in held]):
                    return True
            elif isinstance(node, nodes.Word):
                if fold(node.text) in [fold(word) for word in held]:
                    return True
            elif any(word_matches(node, word) for word in held):
                return True
        return False

    def named(self, field, name, story):
        asked = [name, *canonical(name)] if field in ("places", "dateline") else [name]
        if field in ("places", "dateline") and any(settled(own) in asked for own in own_names(story.document, field)):
            return True
        if field == "places" and any(lies_in(place, name) for place in story.document.places):
            return True
        if field == "people" and any(same_person(name, person.name) for person in story.document.people):
            return True
        return any(
            bool(wanted) and wanted <= set(spellings(held))
            for one in asked
            for wanted in wanted_words(one)
            for held in story.names(field)
        )

    def whole(self, field, value, story):
        document = story.document
        if field == "people":
            return value in {person.name for person in document.people}
        if field == "places":
            return value in {place.name for place in document.places}
        if field == "dateline":
            return value in story.names("dateline")
        if field == "id":
            return value == document.id
        if field == "url":
            return bool(document.url) and split_url(document.url) == split_url(value)
        return (fold(value) if field == "lang" else value) in story.values(field)


def lies_in(place, asked):
    """Whether a place has the name before the first comma, and lies in all that follow."""

    def alike(part, names):
        return bool({fold_place(one) for one in (part, *canonical(part))} & {fold_place(one) for one in names})

    first, *around = [part.strip() for part in asked.split(",") if part.strip()] or [""]
    return bool(around) and alike(first, [place.name, *place.names]) and all(alike(p, place.within) for p in around)


def own_names(document, field):
    """The names of the places themselves, without what they lie in."""
    if field == "places":
        return [place.name for place in document.places]
    return [document.dateline.place] if document.dateline and document.dateline.place else []


def same_person(asked, name):
    """Whether a name of several words is a spelling of this one, of which it shares a word."""
    shared = set(spellings(asked)) & set(spellings(name))
    return len(asked.split()) > 1 and bool(shared) and spelling_key(asked) == spelling_key(name)


def form(word, match):
    return word if match == "exact" else stem(fold(word)) if match == "stem" else fold(word)


def word_matches(node, surface):
    match node:
        case nodes.Word(text, _, match):
            return form(surface, match) == form(text, match)
        case nodes.Pattern(text):
            return wild(text, fold(surface))
        case nodes.Fuzzy(text, distance):
            return edits(fold(text), fold(surface)) <= distance
    raise TypeError(node)


def wild(pattern, word):
    """Whether a word matches a pattern with * and ?."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(wild(pattern[1:], word[at:]) for at in range(len(word) + 1))
    return bool(word) and (pattern[0] in ("?", word[0])) and wild(pattern[1:], word[1:])


def edits(a, b):
    """Optimal string alignment, by its definition."""

    @cache
    def least(i, j):
        if not i or not j:
            return i + j
        found = [least(i - 1, j) + 1, least(i, j - 1) + 1, least(i - 1, j - 1) + (a[i - 1] != b[j - 1])]
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            found.append(least(i - 2, j - 2) + 1)
        return min(found)

    return least(len(a), len(b))


def loose(wanted, held, slop):
    """For each smallest shift the first choice of places: p[i] - i differ by at most slop, repeated words rise."""
    places = [[at for at, word in enumerate(held) if word == one] for one in wanted]
    by_shift = {}
    for choice in itertools.product(*places):
        shifts = [place - number for number, place in enumerate(choice)]
        rising = all(
            choice[a] < choice[b]
            for a in range(len(wanted))
            for b in range(a + 1, len(wanted))
            if wanted[a] == wanted[b]
        )
        if rising and max(shifts) - min(shifts) <= slop:
            by_shift.setdefault(min(shifts), []).append(choice)
    return [min(choices) for choices in by_shift.values()]


def hull(a, b):
    return a[0], min(a[1], b[1]), max(a[2], b[2])


def side_by_side(asked, held):
    return bool(asked) and any(held[at : at + len(asked)] == asked for at in range(len(held)))


def chunks(name):
    """A name's hyphenated runs and what stands between them."""
    return re.split(r"([^\W_]+(?:[-‐‑][^\W_]+)+)", name)


def spellings(name):
    """Folded words of a name, hyphenated ones joined as well."""
    joined = [fold("".join(words(run))) for run in chunks(name)[1::2]]
    return [*(fold(word) for word in words(name)), *joined]


def wanted_words(name):
    """The sets of words by which a name may be meant."""
    choices = [
        [{fold(w) for w in words(run)}, {fold("".join(words(run)))}] if number % 2 else [{fold(w) for w in words(run)}]
        for number, run in enumerate(chunks(name))
    ]
    return [set().union(*choice) for choice in itertools.product(*choices)]


def split_url(url):
    bare = re.sub(r"^[a-z]+://", "", url.strip(), flags=re.IGNORECASE)
    bare = re.split(r"[?#]", bare)[0].rstrip("/")
    host, *path = bare.split("/")
    return [host.split("@")[-1].lower().removeprefix("www."), *path]


def under(url, asked):
    held, wanted = split_url(url), split_url(asked)
    host = held[0] == wanted[0] or held[0].endswith("." + wanted[0])
    return host and held[1 : len(wanted)] == wanted[1:]
