#!/usr/bin/env python3
"""Writes the table of docs/rfc.md anew from what the code cites. Titles and statuses that it has are kept; new rows get question marks."""
import collections
import pathlib
import re

top = pathlib.Path(__file__).resolve().parent.parent
page = top / "docs/rfc.md"
text = page.read_text()
known = {int(m[1]): (m[2].strip(), m[3].strip()) for m in re.finditer(r"^\| (\d+) \|([^|]*)\|([^|]*)\|", text, re.M)}
cited = collections.defaultdict(set)
for module in ("protocol", "store", "server", "app"):
    root = top / module / "src/main/java/org/hikyaku"
    for file in root.rglob("*.java"):
        package = ".".join(file.parent.relative_to(root).parts)
        # A citation may be broken over two lines of a comment.
        for number in re.findall(r"RFC(?:\s|\n\s*(?:\*|//))+(\d{3,5})", file.read_text()):
            cited[int(number)].add(package)
head = text[: text.index("|---|---|---|---|\n") + len("|---|---|---|---|\n")]
rows = "".join(
    "| %d | %s | %s | %s |\n" % (n, *known.get(n, ("?", "?")), ", ".join(f"`{p}`" for p in sorted(cited[n]))) for n in sorted(cited)
)
page.write_text(head + rows)
