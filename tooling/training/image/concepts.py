"""Reads concepts.txt: the concepts that words of a question belong to."""
import re
from pathlib import Path


def concepts(path=Path(__file__).with_name("concepts.txt")):
    """Name -> (whole words, stems, parts of words of languages without blanks)."""
    found = {}
    for line in Path(path).read_text(encoding="utf8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, words = line.split(":", 1)
        words = words.split()
        if name == "without":
            continue
        wide = [word for word in words if ord(word[0]) >= 0x3040]
        stems = [word[:-1] for word in words if word.endswith("*")]
        whole = [word for word in words if word not in wide and not word.endswith("*")]
        found[name] = {"words": sorted(set(whole)), "stems": sorted(set(stems)), "parts": sorted(set(wide))}
    return found


def phrases(path=Path(__file__).with_name("concepts.txt")):
    line = next(line for line in Path(path).read_text(encoding="utf8").splitlines() if line.startswith("without:"))
    return [phrase.replace("_", " ") for phrase in line.split(":", 1)[1].split()]


CONCEPTS = concepts()
WITHOUT = phrases()


def plain(text):
    """A tidy text without the phrases."""
    for phrase in WITHOUT:
        text = text.replace(phrase, " ")
    return text


def concepts_of(tidied):
    """The names of what a tidy text is about, in the order of the file."""
    text = plain(tidied)
    words = re.findall(r"\w+", text)
    known = set(words)
    return [
        name
        for name, each in CONCEPTS.items()
        if known & set(each["words"])
        or any(word.startswith(stem) for stem in each["stems"] for word in words)
        or any(part in text for part in each["parts"])
    ]
