"""Collections: the articles of a folder or with a tag, asked as if there were no others."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.assistant import Assistant
from vouch.documents.frontmatter import split_front_matter
from vouch.errors import SettingsError
from vouch.index import open_index, sync
from vouch.index.selected import SelectedIndex
from vouch.selection import EmptySelectionError, Selection, choices, folders_of
from vouch.settings import Settings
from vouch.types import Answer, ClaimVerdict, Refusal

ARTICLES = {
    "sport/harbour-run.md": (
        "---\ntags: [running, Harbour]\ndate: 2025-05-04\n---\n# Harbour Run\n\n"
        "Mila Ostrander won the Harbour Run in 43 minutes. The Harbour Run began at 9 a.m.\n"
    ),
    "sport/youth/rowing.md": (
        "# Rowing\n\nThe youth rowing club of Lindow has 61 members. It trains on Mondays.\n"
    ),
    "politics/harbour-tax.md": (
        "---\ntags: taxes, Harbour\n---\n# Harbour tax\n\n"
        "Mila Ostrander proposed the harbour tax of 4 percent. The council votes on it in June.\n"
    ),
    "notice.md": "# Notice\n\nThe library of Lindow opens at 10 a.m. on weekdays.\n",
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an index of four articles in folders, some with tags."""
    from vouch.embedding import load_embedder

    folder = tmp_path_factory.mktemp("desks")
    for name, text in ARTICLES.items():
        path = folder / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    settings = Settings(corpus_dir=folder / "corpus", data_dir=folder / "data")
    assert not sync(settings, load_embedder(settings)).failed
    return settings


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("folder:sport", {"sport/harbour-run.md", "sport/youth/rowing.md"}),
        ("Folder: Sport/Youth/", {"sport/youth/rowing.md"}),
        ("tag:harbour", {"sport/harbour-run.md", "politics/harbour-tax.md"}),
        ("harbour", {"sport/harbour-run.md", "politics/harbour-tax.md"}),
        ("politics", {"politics/harbour-tax.md"}),
        ("tag:running, folder:politics", {"sport/harbour-run.md", "politics/harbour-tax.md"}),
        ("folder:spo", set()),
        ("tag:sport", set()),
    ],
)
def test_a_selection_chooses_by_whole_folders_and_tags(text: str, chosen: set[str]) -> None:
    selection = Selection.parse(text)
    tags = {name: split_front_matter(article)[0].tags for name, article in ARTICLES.items()}
    assert {name for name in ARTICLES if selection.has(name, tags[name])} == chosen
    assert Selection.parse(str(selection)) == selection


@pytest.mark.parametrize("text", ["", " , ", "folder:", "tag: ,", "folder:/"])
def test_a_text_that_names_nothing_is_told(text: str) -> None:
    with pytest.raises(SettingsError, match="folder"):
        Selection.parse(text)


@given(st.lists(st.text(st.characters(exclude_characters="/,"), min_size=1), min_size=2))
def test_an_article_is_in_each_of_its_folders(parts: list[str]) -> None:
    source = "/".join(parts)
    assert folders_of(source)[-1] == source.rpartition("/")[0]
    assert choices([(source, ())]) == [f"folder:{name}" for name in sorted(folders_of(source))]


def test_both_searches_rank_the_selection_alone(desk: Settings) -> None:
    assistant = Assistant.from_settings(desk)
    question = "Who is Mila Ostrander?"
    vector = assistant.embedder.embed_query(question)
    whole = open_index(desk, assistant.embedder)
    chosen = SelectedIndex(whole, Selection.parse("folder:sport")).snapshot()
    ids = set(chosen.passage_ids())
    assert chosen.size == len(ids) < whole.snapshot().size
    assert {id_ for id_, _ in chosen.dense(vector, 100)} == ids
    everything = dict(whole.snapshot().dense(vector, 100))
    for id_, similarity in chosen.dense(vector, 100):
        assert similarity == pytest.approx(everything[id_], abs=1e-4)
    assert {id_ for id_, _ in chosen.lexical("Ostrander", 100)} < ids
    assert len(whole.snapshot().lexical("Ostrander", 1)) == 1
    assert chosen.lexical("harbour tax percent", 1)[0][0] in ids
    assert chosen.document_frequency("Ostrander") == 1
    assert [record.source for record in chosen.articles()] == [
        "sport/harbour-run.md",
        "sport/youth/rowing.md",
    ]


def test_each_desk_answers_from_its_own_articles(desk: Settings) -> None:
    assistant = Assistant.from_settings(desk)
    sport, politics = assistant.within("folder:sport"), assistant.within("tag:taxes")
    assert assistant.within("Folder:Sport") is sport
    won = sport.ask("Who won the Harbour Run?")
    assert isinstance(won, Answer)
    assert {c.quote.source.path for c in won.citations} == {"sport/harbour-run.md"}
    assert isinstance(politics.ask("Who won the Harbour Run?"), Refusal)
    assert isinstance(politics.ask("How many members has the youth rowing club?"), Refusal)
    claim = "Mila Ostrander won the Harbour Run in 43 minutes."
    assert sport.check(claim).verdict is ClaimVerdict.SUPPORTED
    assert politics.check(claim).verdict is ClaimVerdict.UNMENTIONED


def test_an_answer_is_sure_by_its_risk(desk: Settings) -> None:
    assistant = Assistant.from_settings(desk)
    won = assistant.ask("Who won the Harbour Run?")
    assert assistant.is_sure(won, 0.5)
    assert not assistant.is_sure(won, 0.0)
    assert not assistant.is_sure(assistant.ask("Who built the tower of Lindow?"), 0.5)
    assert not assistant.is_sure(assistant.summarize("the articles"), 0.5)


def test_a_selection_follows_the_index(desk: Settings) -> None:
    assistant = Assistant.from_settings(desk)
    rowing = assistant.within("folder:sport/rowing")
    with pytest.raises(EmptySelectionError, match="folder:sport/youth"):
        rowing.ask("Who rows?")
    path = desk.corpus_dir / "sport" / "rowing" / "regatta.md"
    path.parent.mkdir()
    path.write_text("# Regatta\n\nThe regatta of Lindow was won by Piet Maas.\n", "utf-8")
    sync(desk, assistant.embedder)
    assert isinstance(rowing.ask("Who won the regatta of Lindow?"), Answer)
    path.unlink()
    sync(desk, assistant.embedder)
    with pytest.raises(EmptySelectionError):
        rowing.sources()


def test_the_command_line_asks_a_collection(
    desk: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    from vouch_bot.terminal.chat import Chat
    from vouch_bot.terminal.render import console

    chat = Chat(Assistant.from_settings(desk), console(plain=True), "folder:politics")
    chat.respond("Who won the Harbour Run?")
    chat.respond("/in folder:sport")
    chat.respond("Who won the Harbour Run?")
    chat.respond("/in folder:nowhere")
    chat.respond("/in")
    said = capsys.readouterr().out
    refused, _, rest = said.partition("Answers come from 2 articles.")
    assert "won the Harbour Run in 43 minutes" not in refused
    assert "won the Harbour Run in 43 minutes" in rest
    assert "No article is in folder:nowhere." in rest
    assert "Answers come from 4 articles." in rest


def test_ask_in_json_takes_a_collection(desk: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from vouch_bot import cli

    monkeypatch.setenv("VOUCH_CORPUS_DIR", str(desk.corpus_dir))
    monkeypatch.setenv("VOUCH_DATA_DIR", str(desk.data_dir))
    asked = ["Who", "won", "the", "Harbour", "Run?", "--json"]
    for within, kind in (("sport", "answer"), ("politics", "refusal")):
        ran = CliRunner().invoke(cli.app, ["ask", "--in", within, *asked])
        assert json.loads(ran.stdout)["kind"] == kind
    listed = CliRunner().invoke(cli.app, ["sources", "--in", "tag:running", "--json"])
    assert [entry["tags"] for entry in json.loads(listed.stdout)] == [["running", "Harbour"]]
