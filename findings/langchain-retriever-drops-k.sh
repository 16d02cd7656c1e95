#!/usr/bin/env bash
# langchain-core: a retriever that declares `k` as a field alone ignores invoke(question, k=1) in
# silence: keyword arguments of invoke reach _get_relevant_documents only where its signature
# names them, and none of them overrides a field.
# Expected: one document, or an error for an argument that nothing takes.
# Seen with langchain-core 1.7.2: three documents, the field's number, and no warning.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check langchain-core==1.7.2 2>&1 | grep -v WARNING || true
"$folder/venv/bin/python" -W error - <<'PYTHON'
import sys

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever


class Numbers(BaseRetriever):
    k: int = 3

    def _get_relevant_documents(self, query, *, run_manager):
        return [Document(page_content=str(n)) for n in range(self.k)]


seen = (len(Numbers(k=3).invoke("q")), len(Numbers(k=3).invoke("q", k=1)))
print(seen)
sys.exit(seen != (3, 3))
PYTHON
