#!/usr/bin/env bash
# htmldate 1.11.0 completes a date that has no day with the day of the month on which it runs:
# a page that says "2025-05" is dated 2025-05-30 on the 30th and 2025-05-31 on the 31st.
# Expected: no day, or always the same one.
# Seen: find_date returns May with today's day of the month, unless max_date says otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check htmldate==1.11.0 2>&1 | grep -v WARNING || true
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from datetime import date

from htmldate import find_date

PAGE = """<html><head><meta property="article:published_time" content="2025-05"></head>
<body><article><p>The bridge is closed.</p></article></body></html>"""
found = find_date(PAGE)
print(found, "on day", date.today().day)
sys.exit(found != f"2025-05-{min(date.today().day, 31):02}")
PYTHON
