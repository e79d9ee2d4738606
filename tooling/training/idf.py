"""
How rare words are: `python3 idf.py FOLDER LABELS OUT` counts in how many paragraphs of FOLDER/corpus.txt (and of our own training
passages) each word stands and writes a table as a TypeScript module: one line a level of 1/4 of a natural logarithm, the words of a
level in alphabetic order. What is not listed is rarer than all of them. No text is shipped, only words and levels.
"""
import glob, math, re, sys
from collections import Counter

WORDS = 40000
WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")


def main(folder, labels, out):
    count, paragraphs = Counter(), 0
    texts = [re.sub(r'[{}]', '', open(path).read()) for path in sorted(glob.glob(labels + '/[ab]-*.txt'))]
    own = [part for text in texts for part in text.split('\n') if part and not part.startswith('===')]
    for line in [*own, *open(folder + '/corpus.txt')]:
        paragraphs += 1
        count.update(set(WORD.findall(line.lower().replace('’', "'"))))
    common = [(word, n) for word, n in count.most_common(WORDS * 2) if len(word) < 24 and n >= 12][:WORDS]
    levels = {}
    for word, n in common:
        levels.setdefault(round(4 * math.log((paragraphs + 1) / (n + 1))), []).append(word)
    most = max(levels)
    lines = [' '.join(sorted(levels.get(level, []))) for level in range(most + 1)]
    with open(out, 'w') as file:
        file.write('/** Made by `tooling/training/idf.py`: words by how rare they are, a line for each quarter of a logarithm. */\n')
        file.write('export const WORDS_BY_LEVEL = `' + '\n'.join(lines) + '`;\n')
    print(paragraphs, 'paragraphs', len(common), 'words', most, 'levels')


main(*sys.argv[1:4])
