/** Strings on which storage breaks: empty, huge, not Unicode, looking like something else. By name. */
export function* oddValues(): Iterable<readonly [string, string]> {
  yield ['empty', ''];
  yield ['blank', ' \n\t '];
  yield ['nul', 'before\u0000after\u0000'];
  yield ['controls', Array.from({ length: 32 }, (_, i) => String.fromCharCode(i)).join('')];
  yield [
    'latin-1',
    Array.from({ length: 256 }, (_, i) => String.fromCharCode(i))
      .join('')
      .repeat(20),
  ];
  yield ['scripts', 'Größe µs — 日本語 العربية 🙂👩‍👩‍👧 e\u0301 \u202e'];
  yield ['byte order mark', '\ufeff{"a":1}\r\n'];
  yield ['lone surrogates', 'a\ud800b\udfffc'];
  yield ['lone surrogate, long', `${'x'.repeat(5000)}\udc00`];
  yield ['brotli-like', '\u0001\u000b\u0002\u0080' + 'a'.repeat(3000)];
  yield ['number', '12345678901234567890'];
  yield ['json null', 'null'];
  yield ['incompressible', noise(200_000)];
  yield ['ten megabytes', 'The quick brown fox 🦊 logs line after line.\n'.repeat(220_000).slice(0, 10_000_000)];
}

/** Text without pattern, the same every time. */
function noise(length: number): string {
  let state = 1;
  let text = '';
  while (text.length < length) {
    state = (state * 1103515245 + 12345) % 2147483648;
    text += state.toString(36);
  }
  return text.slice(0, length);
}
