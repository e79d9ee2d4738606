import { describe, expect, it } from 'vitest';
import type { Shorter } from '../../model/compressor.js';
import { createContent } from '../../reading/content.js';
import { atOnce } from '../../reading/in-turns.js';
import { testCompressor } from '../../testing/index.js';
import { makeTask } from '../../testing/make-task.js';
import { readFixtures } from '../../testing/node-fixtures.js';
import { decodeEntities } from './entities.js';
import { html } from './html.js';
import { scanHtml } from './scan-html.js';

testCompressor({ describe, it, expect }, html(), { fixtures: readFixtures(new URL('./fixtures/', import.meta.url)) });

const shorten = (text: string, query = ''): string =>
  (html().compress(createContent(text), makeTask({ query })) as Shorter | undefined)?.text ?? text;

const page = (body: string) =>
  `<!doctype html><html><head><title>T</title></head><body><main>${body}</main></body></html>`;

describe('html', () => {
  it('keeps links and tables (P-098)', () => {
    const text = shorten(
      page(
        '<p>See <a href="guide/limits.html">the limits</a>.</p><table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>',
      ),
    );
    expect(text).toContain('the limits (guide/limits.html)');
    expect(text).toContain('| a | b |\n|---|---|\n| 1 | 2 |');
  });

  it('keeps code as it is, with entities decoded', () => {
    expect(shorten(page('<pre><code>if (a &lt; b &amp;&amp; c) {\n    go();\n}</code></pre>'))).toContain(
      'if (a < b && c) {\n    go();\n}',
    );
  });

  it('drops scripts, styles, comments and menus, and says that markup was left out', () => {
    const source = page(
      '<nav><a href="/x">Menu</a></nav><script>var secret = "<p>no</p>";</script><style>p{}</style><!-- note --><p>Kept sentence, which is long enough to be a page of its own for the purposes of this test. It goes on for a while, because very short pages are read without any skipping, and this one is not to be one of them at all.</p>',
    );
    const shorter = html().compress(createContent(source), makeTask()) as Shorter;
    expect(shorter.text).toContain('Kept sentence');
    for (const gone of ['secret', 'p{}', 'note -->', 'Menu']) expect(shorter.text).not.toContain(gone);
    expect(shorter.kind === 'trimmed' && shorter.omitted.summary).toBe('markup with the address of a link');
  });

  it('does not lose a page that never closes its navigation', () => {
    expect(shorten(`<html><body><nav><a href="/">Home</a><p>${'All of the text is here. '.repeat(20)}`)).toContain(
      'All of the text is here.',
    );
  });

  it('keeps a page whose whole text stands in a part that is usually skipped', () => {
    expect(
      shorten(`<html><body><div class="modal"><p>${'The text of the dialog. '.repeat(20)}</p></div></body></html>`),
    ).toContain('The text of the dialog.');
  });

  it('shows the markup that a question is about', () => {
    const source = page(
      `<p>${'A sentence of the page. '.repeat(40)}</p><form id="login" action="/in"><input name="mail" type="email"><button id="go">Sign in</button></form><script>${'track(1);'.repeat(40)}track("UA-7781-2");</script>`,
    );
    expect(shorten(source, 'Which fields does the login form have?')).toContain('<input name="mail" type="email">');
    expect(shorten(source, 'What does the button with the id `go` say?')).toContain('<button id="go">Sign in');
    expect(shorten(source, 'Where is UA-7781-2 used?')).toContain('track("UA-7781-2")');
    expect(shorten(source, 'What is said?')).not.toContain('UA-7781-2');
  });

  it('decodes references and leaves unknown ones alone', () => {
    expect(decodeEntities('&lt;a&gt; &#65;&#x42; &nosuch; &toString; &#xd800; A&B')).toBe(
      '<a> AB &nosuch; &toString; &#xd800; A&B',
    );
  });

  it('is not sure of sources, xml and markdown', () => {
    const others = [
      '<?xml version="1.0"?><project><modelVersion>4.0.0</modelVersion><dependencies><dependency><id>a</id></dependency></dependencies></project>',
      '<svg viewBox="0 0 1 1"><path d="M0 0"/><g><rect/></g></svg>',
      '# Title\n\n<img src="x.png">\n\nText with <b>bold</b> words.\n',
      'export const App = () => <div><p>hello</p></div>;\n',
      '<system-reminder>do this</system-reminder>',
    ];
    for (const text of others) expect(html().match(createContent(text)), text.slice(0, 30)).toBeLessThan(0.3);
  });

  it.each([
    ['open tags', '<a '.repeat(200_000)],
    ['open comments', '<!-- '.repeat(200_000)],
    ['unclosed scripts', '<script>'.repeat(100_000)],
    ['unclosed navigation', '<nav class="x">'.repeat(60_000)],
    ['quotes', '<a href="'.repeat(120_000)],
    ['nested tables', '<table><tr><td>'.repeat(20_000)],
    ['nested lists', '<ul><li>x'.repeat(50_000)],
    ['deep divs', `${'<div>'.repeat(100_000)}x${'</div>'.repeat(100_000)}`],
  ])('reads %s in linear time', (_, text) => {
    const start = performance.now();
    atOnce(scanHtml(text));
    shorten(text, 'what is this about?');
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
