import type { BlockReport, Path, Warning } from '@headroom/core';
import { linesOf } from './book/lines.js';
import { pageOf, readPage } from './routes/page-file.js';
import type { Explained } from './routes/told.js';

/** One request with what was done to it. */
export interface ExplainedRequest {
  /** The body as it came, parsed. */
  readonly original: unknown;
  /** The body as it would be sent. */
  readonly sent: unknown;
  readonly model: string | undefined;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  readonly blocks: readonly BlockReport[];
  readonly warnings: readonly Warning[];
}

/** The dashboard's view of requests as one file that holds their texts, and asks for nothing. */
export function explainedPage(requests: readonly ExplainedRequest[]): string {
  const data: Explained = { requests: requests.map(explained) };
  const { html } = readPage();
  // No text can end the element it stands in.
  const json = JSON.stringify(data).replace(/</g, '\\u003c');
  const filled = html.replace(
    '</body>',
    () => `<script type="application/json" id="explained">${json}</script></body>`,
  );
  const policy = pageOf(html)
    .policy.replace("connect-src 'self'", "connect-src 'none'")
    .replace(/; frame-ancestors[^;]*/, '');
  return filled.replace('<head>', () => `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`);
}

function explained({ original, sent, model = '', tokensBefore, tokensAfter, blocks, warnings }: ExplainedRequest) {
  const told = new Map(blocks.map((block) => [block.at.join('.'), block]));
  const texts = linesOf(blocks).map((line) => {
    const { at } = told.get(line.at) ?? { at: [] };
    return { ...line, original: textAt(original, at), shown: textAt(sent, at) };
  });
  const said = warnings.map(({ code, message }) => `${code}: ${message}`);
  return { model, before: tokensBefore, after: tokensAfter, warnings: said, texts };
}

function textAt(root: unknown, at: Path): string {
  const value = at.reduce<unknown>(
    (inside, part) => (inside as Record<string | number, unknown> | undefined)?.[part],
    root,
  );
  return typeof value === 'string' ? value : JSON.stringify(value ?? '', null, 2);
}
