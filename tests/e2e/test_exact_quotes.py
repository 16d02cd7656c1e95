"""Every quote of every reply stands in its article, at its offsets, whatever the format."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.vouch.documents.making import FORMATS, Sketch, write
from vouch.assistant import Assistant
from vouch.documents import discover, read_article
from vouch.embedding import Embedder, load_embedder
from vouch.index import open_index, sync
from vouch.reader.loading import load_reader
from vouch.reader.protocol import Reader
from vouch.settings import Settings
from vouch.types import Answer, Quote, Reply

SENTENCES = (
    "The ferry to Lund sails at nine, and Ada Berg steers it.",
    "‘We will not sail in a storm,’ she said. ‘That is final.’",
    "The U.S. envoy, Mr. J. R. Cole, paid $3.2 million on Jan. 20, 2025.",
    "The mayor of Lund, Bo Ek, opposes the new bridge.",
    "He added that it would cost 40 percent more than was said in March.",
    "Some 1,200 people live on the island – fewer than in 1990.",
    "“Who decides?” a source asked, on condition of anonymity.",
    "- Tickets: 12 crowns.\n- Children: free.",
)
QUESTIONS = (
    "Who steers the ferry to Lund?",
    "How many people live on the island?",
    "What did the mayor say about the bridge?",
    "How old is Bo Ek?",
)

SKETCHES = st.builds(
    Sketch,
    paragraphs=st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12).map(tuple),
    title=st.sampled_from(["News of Lund", "The island – a “report”"]),
)
CORPORA = st.lists(st.tuples(st.sampled_from(FORMATS), SKETCHES), min_size=1, max_size=4)


@cache
def embedder() -> Embedder:
    return load_embedder(Settings())


@cache
def reader() -> Reader:
    return load_reader(Settings())


def quotes(reply: Reply) -> Iterator[Quote]:
    if isinstance(reply, Answer):
        yield from (citation.quote for citation in reply.citations)
    else:
        yield from reply.nearest


@given(CORPORA)
@examples(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_quote_is_exact(corpus: list[tuple[str, Sketch]]) -> None:
    with TemporaryDirectory() as directory:
        made = Settings(corpus_dir=Path(directory, "corpus"), data_dir=Path(directory, "data"))
        for number, (suffix, sketch) in enumerate(corpus):
            write(made.corpus_dir / f"{number}{suffix}", sketch)
        assert not sync(made, embedder()).failed
        files = discover(made.corpus_dir).files
        texts = {file.source: read_article(file, 10**7).text for file in files}
        assistant = Assistant(made, open_index(made, embedder()), embedder(), reader())
        told = corpus[0][1].paragraphs[0]  # asked word for word, something is always near
        replies = [assistant.ask(question) for question in (*QUESTIONS, told)]
        found = [quote for reply in replies for quote in quotes(reply)]
        assert found
        for quote in found:
            assert texts[quote.source.path][quote.start : quote.end] == quote.text
