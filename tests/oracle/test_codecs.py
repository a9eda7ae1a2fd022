"""Every codec answers as the leaves in memory do, whatever the segments and deletions."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.codec import load_codec
from searcher.codec.base import Snapshot
from searcher.search import Request, run
from searcher.search.explain import explain_hit
from tests.effort import EFFORT
from tests.oracle.memory import ADDED, snapshot
from tests.oracle.strategies import collections, trees
from tests.oracle.test_oracle import Asked


def stored(codec, folder, batches, deleted):
    """A snapshot of an index on disk: a segment a batch, then the deletions."""
    codec.create(folder)
    for batch in [*batches, []]:
        writer = codec.writer(folder, "english")
        for document in batch:
            writer.add(document, ADDED)
        for key in deleted if not batch else ():
            writer.delete(key)
        writer.commit(lambda generation: {})
    return Snapshot(*codec.open(folder))


@settings(max_examples=40 * EFFORT, deadline=None, suppress_health_check=list(HealthCheck))
@given(collections(), trees, st.sampled_from(["news1", "whoosh3"]))
def test_every_codec_answers_as_the_leaves_in_memory(collection, node, name):
    batches, deleted = collection
    folder = Path(tempfile.mkdtemp())
    try:
        held = snapshot(*batches, deleted=deleted)
        kept = stored(load_codec(name), folder, batches, deleted)
        for sort in ("relevance", "newest", "oldest"):
            request = Request(limit=None, sort=sort, facets=("people", "places", "year"))
            expected, found = run(held, Asked(node), request), run(kept, Asked(node), request)
            assert [(hit.id, hit.score, hit.snippets) for hit in expected] == [
                (hit.id, hit.score, hit.snippets) for hit in found
            ]
            assert (expected.total, expected.facets, expected.notes) == (found.total, found.facets, found.notes)
        for hit in found:
            assert explain_hit(kept, node, hit.id) == explain_hit(held, node, hit.id)
    finally:
        shutil.rmtree(folder)
