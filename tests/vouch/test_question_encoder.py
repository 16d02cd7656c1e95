"""Other embedding models than the packaged one: what is asked of them, and their export."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import (
    Dense,
    Normalize,
    Pooling,
    Transformer,
)
from transformers import BertConfig, BertModel

from vouch.embedding import Embedder, EmbeddingError, load_embedder, model_folder
from vouch.question_encoder import publish, read_record
from vouch.sentence_model import SentenceModel
from vouch.settings import Settings

READS, DIMENSION = 48, 24
QUESTIONS = ["When does the bridge open?", "mayor", "Who sold the HARBOUR, and to whom? " * 9]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model as sentence-transformers saves it: a Dense layer, prompts, its own length."""
    folder = tmp_path_factory.mktemp("models")
    packaged = model_folder("all-MiniLM-L6-v2")
    config = BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(config).save_pretrained(folder / "bert")
    for path in packaged.glob("*token*"):
        shutil.copy(path, folder / "bert")
    shutil.copy(packaged / "vocab.txt", folder / "bert")
    prompts = {"query": "query: ", "passage": "passage to be found: "}
    transformer = Transformer(str(folder / "bert"), max_seq_length=READS)
    modules = [transformer, Pooling(16, "mean"), Dense(16, DIMENSION), Normalize()]
    SentenceTransformer(modules=modules, prompts=prompts).save(str(folder / "small"))
    return folder / "small"


@pytest.fixture(scope="module")
def kept(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory to which the model was exported."""
    data_dir = tmp_path_factory.mktemp("data")
    Embedder(str(made)).keep_for_questions(data_dir)
    return data_dir


def opened(model: Path, data_dir: Path) -> Embedder:
    settings = Settings(embedding_model=str(model), data_dir=data_dir, embedding_dtype="float32")
    return load_embedder(settings)


def test_length_dimension_and_prompts_are_those_of_the_loaded_model(made: Path) -> None:
    embedder = Embedder(str(made))
    before = embedder.count_tokens(["passage to be found: "])[0]
    assert (embedder.dimension, embedder.max_tokens) == (DIMENSION, READS - before)
    model = SentenceTransformer(str(made), device="cpu")
    passage = embedder.encode([QUESTIONS[0]])[0]
    told = model.encode_document(f"passage to be found: {QUESTIONS[0]}")
    assert np.allclose(passage, told, atol=1e-5)
    question = embedder.embed_query(QUESTIONS[0])
    assert np.allclose(question, model.encode_query(QUESTIONS[0]), atol=1e-5)
    assert not np.allclose(question, passage, atol=1e-3)


def test_the_exported_model_embeds_questions_as_sentence_transformers_does(
    made: Path, kept: Path
) -> None:
    embedder = opened(made, kept)
    assert embedder.runs_in_onnx
    before = embedder.count_tokens(["passage to be found: "])[0]
    assert (embedder.dimension, embedder.max_tokens) == (DIMENSION, READS - before)
    expected = SentenceTransformer(str(made), device="cpu").encode_query(QUESTIONS)
    for question, vector in zip(QUESTIONS, expected, strict=True):
        assert float(np.array(embedder.embed_query(question)) @ vector) >= 0.9999
    assert "_model" not in vars(embedder)


def test_questions_need_nothing_but_what_was_exported(made: Path, kept: Path) -> None:
    there = opened(made, kept)
    expected = (there.embed_query("mayor"), there.dimension, there.max_tokens)
    away = made.rename(made.with_name("away"))
    try:
        gone = opened(made, kept)
        assert (gone.embed_query("mayor"), gone.dimension, gone.max_tokens) == expected
        with pytest.raises(EmbeddingError):
            gone.encode(["A passage."])
    finally:
        away.rename(made)


def test_a_model_that_has_changed_is_loaded_again(made: Path, kept: Path) -> None:
    weights = made / "model.safetensors"
    stat = weights.stat()
    os.utime(weights, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    try:
        assert not opened(made, kept).runs_in_onnx
    finally:
        os.utime(weights, ns=(stat.st_atime_ns, stat.st_mtime_ns))


@pytest.mark.parametrize("file", ["encoder.json", "model.onnx", "tokenizer.json"])
def test_an_export_that_is_cut_off_is_not_used(
    made: Path, kept: Path, tmp_path: Path, file: str
) -> None:
    shutil.copytree(kept, tmp_path / "data")
    os.truncate(tmp_path / "data/encoder" / file, 100)
    assert not opened(made, tmp_path / "data").runs_in_onnx


def test_a_model_that_cannot_be_exported_is_used_as_it_is(made: Path, tmp_path: Path) -> None:
    model = SentenceModel(made)
    expected = model.encode_questions(["mayor"])[0]
    del model.model  # so that exporting it raises an error
    record = publish(tmp_path, str(made), made, model)
    assert record.problem
    assert read_record(tmp_path, str(made)) == record
    embedder = opened(made, tmp_path)
    assert not embedder.runs_in_onnx
    assert "cannot be exported" in embedder.arithmetic
    assert np.allclose(embedder.embed_query("mayor"), expected, atol=1e-6)
