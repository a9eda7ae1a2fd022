"""Wire marks of headlines."""

from searcher.document import Document
from searcher.extract.versions import complete


def test_the_marks_are_the_version_and_the_title_stays():
    found = complete(Document(title="RPT-UPDATE 2-Oil falls"))
    assert (found.version, found.title, found.inferred) == ("RPT, UPDATE 2", "RPT-UPDATE 2-Oil falls", ("version",))


def test_a_headline_without_marks_and_a_given_version_stay():
    for given in (Document(title="Lead prices rise"), Document(), Document(title="UPDATE 1-Oil", version="URGENT")):
        assert complete(given) is given
