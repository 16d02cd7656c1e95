import threading
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from vouch.embedding import (
    Embedder,
    EmbeddingError,
    canonical_name,
    load_embedder,
    model_folder,
)
from vouch.runtime import thread_count
from vouch.settings import Settings

TEXTS = [
    "The council voted on Tuesday.",
    "Rain.",
    "A long sentence about the harbour, its cranes and its new owners, " * 6,
    "The harbour was sold.",
]

CORPUS = Path(__file__).parents[2] / "corpus"
PROSE = [path.read_text("utf-8") for path in sorted(CORPUS.glob("*.md"))[:4]]


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder(Settings(embedding_dtype="float32"))


def test_counts_word_pieces_without_special_tokens_and_without_truncation(
    embedder: Embedder,
) -> None:
    assert embedder.count_tokens(["hello world", ""]) == [2, 0]
    assert embedder.count_tokens(["word " * 1000]) == [1000]


def test_knows_its_model_before_the_weights_are_loaded() -> None:
    embedder = load_embedder(Settings())
    assert (embedder.dimension, embedder.max_tokens) == (384, 256)
    assert "_model" not in vars(embedder)


def test_vectors_are_unit_vectors_in_the_order_of_the_texts(embedder: Embedder) -> None:
    vectors = embedder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert np.allclose(embedder.embed_query(text), vector, atol=1e-5)


def test_a_vector_does_not_depend_on_what_is_embedded_beside_it(embedder: Embedder) -> None:
    many = embedder.encode([f"{text} {n}" for n in range(10) for text in TEXTS])
    for row in (0, 31, 32, 39):
        text = f"{TEXTS[row % len(TEXTS)]} {row // len(TEXTS)}"
        assert np.array_equal(many[row], embedder.encode([text])[0])


def test_special_tokens_in_a_text_are_text(embedder: Embedder) -> None:
    named, unnamed = embedder.encode(["The [SEP] token", "The token"])
    assert named @ unnamed < 0.999
    assert embedder.count_tokens(["[SEP]"]) == [3]


def test_embeds_nothing_as_nothing(embedder: Embedder) -> None:
    assert embedder.embed_documents([]) == []


def test_bfloat16_stays_comparable_to_float32(embedder: Embedder) -> None:
    coarse = load_embedder(Settings(embedding_dtype="bfloat16")).encode(TEXTS)
    cosines = (coarse * embedder.encode(TEXTS)).sum(axis=1)
    assert cosines.mean() >= 0.998


def test_several_threads_embed_at_once(embedder: Embedder) -> None:
    expected = embedder.encode(TEXTS)
    results: list[bool] = []

    def embed() -> None:
        results.extend(
            np.allclose(embedder.encode(TEXTS[row:]), expected[row:], atol=1e-5) for row in range(4)
        )

    threads = [threading.Thread(target=embed) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 16


@pytest.mark.parametrize("spelling", ["all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2"])
def test_a_model_has_one_name_however_it_is_spelt(spelling: str) -> None:
    assert canonical_name(spelling) == "all-MiniLM-L6-v2"
    assert load_embedder(Settings(embedding_model=spelling)).name == "all-MiniLM-L6-v2"


def test_an_unknown_model_is_named_with_what_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EmbeddingError) as raised:
        load_embedder(Settings(embedding_model="nobody/no-such-model"))
    assert "nobody/no-such-model" in raised.value.message
    assert "VOUCH_EMBEDDING_MODEL" in str(raised.value.mend)


def test_onnx_runtime_embeds_as_sentence_transformers_does(embedder: Embedder) -> None:
    texts = [*TEXTS, *PROSE]
    model = SentenceTransformer(str(model_folder("all-MiniLM-L6-v2")), device="cpu")
    expected = model.encode(texts, normalize_embeddings=True)
    cosines = (embedder.encode(texts) * expected).sum(axis=1)
    assert cosines.min() >= 0.9999
    assert "_model" not in vars(embedder)


def test_askers_share_one_thread_a_core(embedder: Embedder) -> None:
    askers = [threading.Thread(target=embedder.encode, args=(TEXTS * 3,)) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    workers = [t for t in threading.enumerate() if t.name.startswith("vouch-inference")]
    assert len(workers) <= thread_count()
