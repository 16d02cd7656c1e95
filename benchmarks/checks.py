"""How often `vouch check` judges a claim rightly.

Run: `python -m benchmarks.checks`. Indexes the ten articles of benchmarks/data/checked, which are
ours and in the manner of news, and checks its 120 claims, a third each supported, contradicted
and not mentioned. Prints the accuracy, and how many contradicted claims are called supported.
"""

import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from vouch.assistant import Assistant, index_articles
from vouch.settings import Settings

DATA = Path(__file__).parent / "data" / "checked"
VERDICTS = ("supported", "contradicted", "unmentioned")


def main() -> None:
    claims = [json.loads(line) for line in (DATA / "claims.jsonl").open(encoding="utf-8")]
    with TemporaryDirectory() as folder:
        settings = Settings(corpus_dir=DATA / "articles", data_dir=Path(folder))
        index_articles(settings)
        assistant = Assistant.from_settings(settings)
        found = Counter[tuple[str, str]](
            (claim["verdict"], assistant.check(claim["claim"]).verdict.value) for claim in claims
        )
        del assistant
    print(f"{'':14}" + "".join(f"{verdict:>14}" for verdict in VERDICTS))
    for truth in VERDICTS:
        print(f"{truth:14}" + "".join(f"{found[truth, verdict]:14}" for verdict in VERDICTS))
    right = sum(found[verdict, verdict] for verdict in VERDICTS)
    contradicted = sum(found["contradicted", verdict] for verdict in VERDICTS)
    print(f"accuracy {right / len(claims):.1%} of {len(claims)}")
    print(f"contradicted called supported {found['contradicted', 'supported'] / contradicted:.1%}")


if __name__ == "__main__":
    main()
