"""The features of a question: hashed words, pairs of words and character n-grams. `packages/image/src/question/grams.ts` does the same."""
import re
import unicodedata

from concepts import concepts_of

BUCKETS = 1 << 15


def tidy(text):
    text = unicodedata.normalize("NFKC", text).lower()
    text = re.sub(r"[0-9]+", "0", text)
    return re.sub(r"\s+", " ", text).strip()


def words_of(text):
    return re.findall(r"\w+", text)


def grams(text):
    """Spelling: what a text is made of. All of them together weigh as one."""
    words = words_of(text)
    found = [f"w1:{word}" for word in words]
    found += [f"w2:{a} {b}" for a, b in zip(words, words[1:])]
    for word in words:
        padded = f" {word} "
        for length in (2, 3, 4, 5):
            found += [f"c:{padded[at:at + length]}" for at in range(len(padded) - length + 1)]
    return found


def marks(text):
    """Meaning: concepts, each pair of them, the first word, the length. Each weighs as one half."""
    words = words_of(text)
    names = concepts_of(text)
    found = [f"k1:{name}" for name in names]
    found += [f"k2:{a} {b}" for at, a in enumerate(names) for b in names[at + 1 :]]
    found += [f"f1:{word}" for word in words[:1]] + [f"f2:{' '.join(words[:2])}"]
    found.append(f"n:{min(4, len(words) // 4)}")
    if "?" in text or "？" in text:
        found.append("q")
    return found


def hashed(gram):
    """FNV-1a, 32 bits, of the bytes of UTF-8."""
    value = 0x811C9DC5
    for byte in gram.encode("utf8"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value % BUCKETS


def features(text):
    """Bucket -> value, of a question as it was typed."""
    text = tidy(text)
    spelt = {hashed(gram) for gram in grams(text)}
    meant = {hashed(mark) for mark in marks(text)}
    values = {bucket: 1 / max(1, len(spelt)) ** 0.5 for bucket in spelt}
    for bucket in meant:
        values[bucket] = values.get(bucket, 0) + 0.5
    return dict(sorted(values.items()))
