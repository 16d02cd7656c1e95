"""A reader that asks without pause while another process syncs."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from tests.vouch.index.fakes import WordEmbedder
from vouch.index import Index, open_index
from vouch.settings import Settings

SYNCS = int(os.environ.get("VOUCH_TEST_SYNCS", "20"))
ARTICLES = 30

WRITER = """
import sys
from pathlib import Path
from tests.vouch.index.fakes import WordEmbedder
from vouch.index import sync
from vouch.settings import Settings

corpus, data_dir = Path(sys.argv[1]), Path(sys.argv[2])
for version in range(int(sys.argv[3])):
    for number in range(int(sys.argv[4])):
        path = corpus / f"{number}.md"
        path.write_text(f"Article {number} tells of version{version}.")
    (corpus / f"only{version}.md").write_text(f"Only version{version} has the word only{version}.")
    (corpus / f"only{version - 1}.md").unlink(missing_ok=True)
    sync(Settings(corpus_dir=corpus, data_dir=data_dir), WordEmbedder())
    print(version, flush=True)
"""


def test_every_answer_is_of_one_published_state_and_never_stale(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    settings = Settings(corpus_dir=corpus, data_dir=tmp_path / "data")
    writer = subprocess.Popen(
        [
            sys.executable,
            "-c",
            WRITER,
            str(corpus),
            str(settings.data_dir),
            str(SYNCS),
            str(ARTICLES),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    published = [int(writer.stdout.readline())]
    asked, wrong = [0, 0], list[str]()

    def ask_on(reader: int, index: Index) -> None:
        while published[-1] < SYNCS - 1 and not wrong:
            known = published[-1]
            try:
                version = ask(index)
            except Exception as error:  # noqa: BLE001 - every error is one too many
                wrong.append(repr(error))
                return
            asked[reader] += 1
            if version < known:
                wrong.append(f"answered from {version} after {known} was published")

    index = open_index(settings, WordEmbedder())
    readers = [threading.Thread(target=ask_on, args=(reader, index)) for reader in range(2)]
    for reader in readers:
        reader.start()
    for line in writer.stdout:
        published.append(int(line))
    for reader in readers:
        reader.join()
    assert wrong == []
    assert writer.wait() == 0
    assert ask(index) == published[-1] == SYNCS - 1
    assert min(asked) >= SYNCS
    print(f"{sum(asked)} questions during {SYNCS} syncs")  # noqa: T201


def ask(index: Index) -> int:
    """Search in every way; the version that all of it agrees on."""
    snapshot = index.snapshot()
    query = WordEmbedder().embed_query("Article 7 tells of version")
    near = [id_ for id_, _ in snapshot.dense(query, ARTICLES * 2)]
    ids = near + [id_ for id_, _ in snapshot.lexical("article tells version", ARTICLES * 2)]
    passages = snapshot.passages(ids)
    assert set(passages) == set(ids)
    assert snapshot.vectors(ids).shape[0] == len(ids)
    texts = [passage.text for passage in passages.values()]
    versions = {text.split("version")[1].split(" ")[0].strip(".") for text in texts}
    assert len(versions) == 1, versions
    (version,) = versions
    assert len(snapshot.articles()) == ARTICLES + 1
    assert snapshot.mentions(f"only{version}") == 1
    assert snapshot.mentions(f"only{int(version) - 1}") == 0
    for passage in passages.values():
        text = snapshot.article(passage.source).text
        assert text[passage.start : passage.end] == passage.text
    return int(version)
