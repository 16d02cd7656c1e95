"""Which articles a question is answered from: those of some folders, or with some tags."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from vouch.errors import SettingsError, VouchError

FOLDER, TAG = "folder:", "tag:"


class EmptySelectionError(VouchError):
    """No article is in the selection."""

    def __init__(self, text: str, known: Iterable[str]) -> None:
        listed = list(known)
        there = f"There are {', '.join(listed[:20])}." if listed else None
        super().__init__(f"No article is in {text}.", there or "vouch sources lists all articles.")
        self.public = f"No article is in {text}"


@dataclass(frozen=True, slots=True)
class Selection:
    """Folders of the corpus and tags of articles; an article is in it by any of them.

    `names` may be either: a folder or a tag. All are compared without regard to case.
    """

    folders: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The selection that a text such as `folder:sport, tag:election` or `sport` describes.

        Raises SettingsError where it names nothing.
        """
        parts = [" ".join(part.split()) for part in text.split(",")]
        named: dict[str, set[str]] = {FOLDER: set(), TAG: set(), "": set()}
        for part in filter(None, parts):
            folded = part.casefold()
            kind = next((kind for kind in (FOLDER, TAG) if folded.startswith(kind)), "")
            name = folded[len(kind) :].strip()
            if kind != TAG:
                name = name.strip("/")
            if not name:
                raise SettingsError(f"“{part}” names no folder or tag.", _EXAMPLE)
            named[kind].add(name)
        if not any(named.values()):
            raise SettingsError("There is no folder or tag to choose articles by.", _EXAMPLE)
        return cls(*(frozenset(named[kind]) for kind in (FOLDER, TAG, "")))

    def has(self, source: str, tags: Iterable[str]) -> bool:
        """Whether the article at the path `source`, with these tags, is in the selection."""
        if self.tags | self.names and {tag.casefold() for tag in tags} & (self.tags | self.names):
            return True
        return not (self.folders | self.names).isdisjoint(folders_of(source.casefold()))

    def __str__(self) -> str:
        return ", ".join(
            [
                *(f"{FOLDER}{name}" for name in sorted(self.folders)),
                *(f"{TAG}{name}" for name in sorted(self.tags)),
                *sorted(self.names),
            ]
        )


_EXAMPLE = "Write it as folder:sport, tag:election, or both with a comma between."


def folders_of(source: str) -> list[str]:
    """The folders that a path lies in, the outermost first: `a/b/c.md` lies in `a` and `a/b`."""
    parts = source.split("/")[:-1]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]


def choices(articles: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """Every folder and tag of articles, given as path and tags, as a selection names them."""
    folders: dict[str, None] = {}
    tags: dict[str, None] = {}
    for source, own in articles:
        folders |= dict.fromkeys(folders_of(source))
        tags |= dict.fromkeys(tag.casefold() for tag in own)
    return [
        *(f"{FOLDER}{name}" for name in sorted(folders)),
        *(TAG + name for name in sorted(tags)),
    ]
