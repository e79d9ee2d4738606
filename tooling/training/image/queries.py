"""Expands the templates of queries.txt; the same lines give the same queries in the same order."""
import itertools
import random
import re
from pathlib import Path

CLASSES = ["text", "region", "gist", "whole"]
MOST = {"en": 12, "other": 10}
HELD_OUT = Path(__file__).with_name("questions-held-out.txt")
ALTERNATIVES = re.compile(r"\{([^{}]*)\}")


def expand(template, most, seed):
    """All spellings of a template, a fixed choice of `most` where there are more."""
    pieces = ALTERNATIVES.split(template)
    options = [piece.split("|") if index % 2 else [piece] for index, piece in enumerate(pieces)]
    total = 1
    for each in options:
        total *= len(each)
    chance = random.Random(seed)
    if total <= 400:
        spellings = ["".join(each) for each in itertools.product(*options)]
        chance.shuffle(spellings)
    else:
        spellings = ["".join(chance.choice(each) for each in options) for _ in range(most * 3)]
    tidy = [re.sub(r"\s+", " ", each).replace(" ?", "?").strip() for each in spellings]
    return list(dict.fromkeys(tidy))[:most]


def queries(path=Path(__file__).with_name("queries.txt")):
    """Rows of (class, language, number of the template, words)."""
    rows = []
    for number, line in enumerate(Path(path).read_text(encoding="utf8").splitlines()):
        if not line or line.startswith("#"):
            continue
        kind, language, template = line.split("\t")[:3]
        most = MOST.get(language, MOST["other"])
        rows += [(kind, language, number, words) for words in expand(template, most, number)]
    return rows


if __name__ == "__main__":
    from collections import Counter

    rows = queries()
    print(len(rows), "queries of", len({row[2] for row in rows}), "templates", Counter(row[0] for row in rows), Counter(row[1] for row in rows))
