"""What the network finds on articles that it never saw, for the calibration to be fitted on."""

import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random

from training.news import HELD_OUT_STORIES, read_stories
from training.records import HELD_OUT, read_lines, read_paragraphs
from training.text import sentences
from vouch.embedding import load_embedder
from vouch.evaluation.corpus import article_file
from vouch.index import Snapshot, open_index, sync
from vouch.reader.features import question_terms
from vouch.reader.model import NeuralReader
from vouch.reader.reader import read_claims, sentence_features, support_features
from vouch.reader.sentence_reading import read_sentences
from vouch.retrieval import retrieve
from vouch.settings import Settings
from vouch.text.tokens import content_words
from vouch.types import Passage

Rows = list[dict[str, float]]


@dataclass(frozen=True)
class Asked:
    """A labelled question of a corpus; `selected` are the sentences that answer, if known."""

    corpus: str
    question: str
    passage: str
    answerable: bool
    selected: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """What was found for a question: features of each candidate, and which hold the answer.

    `sentences` are those of the passages that hold selected ones and were read
    sentence by sentence; `belongs` says which are selected.
    """

    asked: Asked
    candidates: Rows
    gold: list[bool]
    sentences: Rows
    belongs: list[bool]


def clapnq(directory: Path) -> tuple[dict[str, tuple[str, str]], list[Asked]]:
    """The articles (path: title and text) and questions of CLAPnq dev."""
    articles: dict[str, tuple[str, str]] = {}
    asked = []
    for number, record in enumerate(read_lines(directory / "dev/clapnq_dev_a.jsonl.gz")):
        path = f"{number:04}.md"
        articles[path] = (record["title"], " ".join(record["sentences"]))
        asked.append(
            Asked(
                "clapnq", record["question"], path, record["answerable"], tuple(record["selected"])
            )
        )
    return articles, asked


def squad2(
    directory: Path, titles: Sequence[str], each: int
) -> tuple[dict[str, tuple[str, str]], list[Asked]]:
    """The passages of held-out articles, and `each` answerable and unanswerable questions."""
    articles: dict[str, tuple[str, str]] = {}
    asked = []
    for name in ("squad2_dev_a", "squad2_dev_b1"):
        for paragraph in read_paragraphs(directory / f"train/{name}.jsonl.gz"):
            if paragraph.article not in titles:
                continue
            path = f"{len(articles):04}.md"
            articles[path] = (paragraph.article, paragraph.text)
            for question in paragraph.questions:
                asked.append(Asked("squad2", question.text, path, bool(question.answers)))
    Random(0).shuffle(asked)
    chosen = [[a for a in asked if a.answerable is label][:each] for label in (True, False)]
    return articles, [a for some in chosen for a in some]


def news() -> tuple[dict[str, tuple[str, str]], list[Asked]]:
    """The news stories that are kept from training, and the questions on them."""
    articles: dict[str, tuple[str, str]] = {}
    asked = []
    for number, story in enumerate(read_stories(HELD_OUT_STORIES)):
        path, text = f"{number:04}.md", story.parts[0]
        articles[path] = (story.title, text)
        for question, answer in story.answered:
            telling = tuple(text[slice(*s)] for s in sentences(text) if answer in text[slice(*s)])
            asked.append(Asked("news", question, path, True, telling))
        asked += [Asked("news", question, path, False) for question in story.open]
    return articles, asked


def index(directory: Path, articles: dict[str, tuple[str, str]]) -> tuple[Snapshot, Settings]:
    """Write the articles as files and index them."""
    settings = Settings(corpus_dir=directory / "corpus", data_dir=directory / "data")
    settings.corpus_dir.mkdir(parents=True, exist_ok=True)
    for path, (title, text) in articles.items():
        (settings.corpus_dir / path).write_text(article_file(title, text), "utf-8")
    embedder = load_embedder(settings)
    sync(settings, embedder)
    return open_index(settings, embedder).snapshot(), settings


def cases(
    network: NeuralReader, snapshot: Snapshot, settings: Settings, asked: Sequence[Asked]
) -> Iterator[Case]:
    """What retrieval and the network find for each question."""
    embedder = load_embedder(settings)
    for a in asked:
        frequencies = snapshot.document_frequencies(content_words(a.question))
        terms = question_terms(a.question, frequencies, snapshot.size)
        vector = embedder.embed_query(a.question)
        candidates = retrieve(snapshot, a.question, vector, settings.candidates)
        read = read_sentences(network, terms, candidates)
        found, gold, sentences, belongs = [], [], [], []
        for rank, (candidate, (whole, parts)) in enumerate(zip(candidates, read, strict=True), 1):
            found.append(support_features(terms, candidate, rank, whole, parts))
            gold.append(a.answerable and candidate.passage.source == a.passage)
            marks = _belonging(candidate.passage, a.selected) if gold[-1] else []
            if any(marks) and any(part.pointing for part in parts):
                sentences += sentence_features(candidate, whole, parts)
                belongs += marks
        yield Case(a, found, gold, sentences, belongs)


def _belonging(passage: Passage, selected: Sequence[str]) -> list[bool]:
    """Which sentences of a passage are selected."""
    return [_among(passage.sentence(span), selected) for span in passage.sentences]


def _among(sentence: str, selected: Sequence[str]) -> bool:
    letters = re.sub(r"\W", "", sentence)
    others = [re.sub(r"\W", "", s) for s in selected]
    return any(letters in other or other in letters for other in others)


def gather(network: NeuralReader, directory: Path, workspace: Path, each: int) -> list[Case]:
    """Index the corpora, ask all questions, and keep what was found."""
    corpora = {
        "clapnq": clapnq(directory),
        "squad2": squad2(directory, HELD_OUT[:3], each),
        "news": news(),
    }
    found: list[Case] = []
    for name, (articles, asked) in corpora.items():
        snapshot, settings = index(workspace / name, articles)
        found += cases(network, snapshot, settings, asked)
    return found


def kept(path: Path, network: NeuralReader, directory: Path, each: int) -> list[Case]:
    """The cases that are kept in a file, which is made if it is not there."""
    if not path.exists():
        with tempfile.TemporaryDirectory() as workspace:
            gathered = gather(network, directory, Path(workspace), each)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps([asdict(case) for case in gathered]), "utf-8")
    found = json.loads(path.read_text("utf-8"))
    return [Case(**{**case, "asked": Asked(**case["asked"])}) for case in found]


@dataclass(frozen=True)
class ClaimCase:
    """A labelled claim: what its support by each window of its evidence is weighed by."""

    corpus: str
    windows: Rows
    supported: bool


def claim_cases(network: NeuralReader, directory: Path, limit: int) -> list[ClaimCase]:
    """The first `limit` claims of FEVER dev, and those of AttributionBench dev."""
    fever = islice(read_lines(directory / "dev/fever_dev_a.jsonl.gz"), limit)
    labelled = [("fever", r["claim"], r["evidence"], r["supported"]) for r in fever]
    labelled += [
        ("attributionbench", r["claim"], "\n".join(r["references"]), r["attributable"])
        for r in read_lines(directory / "dev/attributionbench_dev_a.jsonl.gz")
    ]
    read = read_claims(network, [(claim, evidence) for _, claim, evidence, _ in labelled])
    return [
        ClaimCase(corpus, rows, supported)
        for (corpus, _, _, supported), rows in zip(labelled, read, strict=True)
    ]
