"""
Text to count words in: documentation, manual pages, dictionaries and package descriptions of Debian, one paragraph a line.

    python3 corpus.py FOLDER        (downloads with apt, about 150 MB; writes FOLDER/corpus.txt)

The text itself stays where it is: only counts of words (`idf.py`) and a small model's weights (`student.py`) are made of it.
"""
import gzip, hashlib, html, os, re, subprocess, sys

PACKAGES = """linux-doc-6.1 python3.11-doc perl-doc postgresql-doc-15 git-doc git-man apache2-doc vim-runtime sqlite3-doc
cmake-data nodejs-doc python-django-doc python-sqlalchemy-doc debian-handbook debian-reference-en debian-policy
developers-reference manpages manpages-dev bash-doc python-numpy-doc dict-gcide dict-wn fortunes fortunes-min
python-pandas-doc python-scipy-doc""".split()
BLOCK = re.compile(r'(?is)<(script|style|nav|header|footer|svg|head|pre)\b.*?</\1>')
BREAK = re.compile(r'(?i)</?(p|div|li|dd|dt|h[1-6]|tr|table|ul|ol|section|blockquote|br|td|th)\b[^>]*>')
TAG = re.compile(r'<[^>]+>')


def of_html(text):
    return html.unescape(TAG.sub('', BREAK.sub('\n\n', BLOCK.sub(' ', text))))


def of_manual(text):
    text = re.sub(r"(?m)^[.'](SH|SS|TH|PP|P|LP|TP|IP|br|nf|fi|sp|RS|RE|HP|Sp).*$", '\n\n', text)
    text = re.sub(r'(?m)^\.(B|I|BR|IR|RB|BI|IB|RI|SM)\s+', ' ', text)
    text = re.sub(r"(?m)^[.'].*$", ' ', text)
    return re.sub(r'\\f[BIRP]|\\&|\\\(..', '', text).replace('\\-', '-').replace('\\(aq', "'")


def paragraphs(text, seen):
    for part in re.split(r'\n\s*\n', text):
        part = re.sub(r'\s+', ' ', re.sub(r'\[[^\]\n]{0,40}(?:Webster|WordNet|PJC)[^\]\n]{0,20}\]', ' ', part)).strip()
        if len(part) < 60 or sum(c.isalpha() or c == ' ' for c in part) < len(part) * 0.6:
            continue
        key = hashlib.md5(part.encode()).digest()[:8]
        if key in seen:
            continue
        seen.add(key)
        yield part[:3000]


def descriptions():
    files = [f for f in os.listdir('/var/lib/apt/lists') if 'Translation-en' in f]
    for name in files:
        path = '/var/lib/apt/lists/' + name
        cat = ['lz4', '-dc', path] if name.endswith('.lz4') else ['cat', path]
        text = subprocess.run(cat, capture_output=True).stdout.decode('utf8', 'ignore')
        for part in text.split('\n\n'):
            found = re.search(r'Description-en: (.*)\n((?: .*\n?)*)', part + '\n')
            if found:
                body = re.sub(r'(?m)^ \.?', '', found[2]).replace('\n .\n', '\n\n')
                yield found[1] + '. ' + body


def files_of(folder):
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            path = os.path.join(root, name)
            if os.path.islink(path) or os.path.getsize(path) > 40e6:
                continue
            raw = open(path, 'rb').read()
            if name.endswith(('.gz', '.dz')):
                try:
                    raw = gzip.decompress(raw)
                except Exception:
                    continue
            bare = re.sub(r'\.(gz|dz)$', '', name)
            text = raw.decode('utf8', 'ignore')
            if bare.endswith(('.html', '.htm')):
                yield of_html(text)
            elif '/man/' in root:
                yield of_manual(text)
            elif bare.endswith(('.txt', '.rst', '.md', '.pod', '.dict')) or '/fortunes' in root:
                if not bare.startswith('changelog') and not re.search(r'\.(dat|index|u8)$', bare):
                    yield text.replace('\n%\n', '\n\n')


def main(folder):
    debs = os.path.join(folder, 'debs')
    tree = os.path.join(folder, 'tree')
    os.makedirs(debs, exist_ok=True)
    os.makedirs(tree, exist_ok=True)
    for name in PACKAGES if not os.listdir(debs) else []:
        subprocess.run(['apt-get', 'download', '-q', name], cwd=debs, capture_output=True)
    for name in sorted(os.listdir(debs)):
        subprocess.run(['dpkg-deb', '-x', os.path.join(debs, name), os.path.join(tree, name.split('_')[0])])
    seen, size = set(), {}
    with open(os.path.join(folder, 'corpus.txt'), 'w') as out:
        for source in [*sorted(os.listdir(tree)), 'descriptions']:
            texts = descriptions() if source == 'descriptions' else files_of(os.path.join(tree, source))
            for text in texts:
                for part in paragraphs(text, seen):
                    out.write(part + '\n')
                    size[source] = size.get(source, 0) + len(part)
    for source, characters in sorted(size.items(), key=lambda one: -one[1]):
        print(source, round(characters / 1e6, 2), 'MB')


main(sys.argv[1])
