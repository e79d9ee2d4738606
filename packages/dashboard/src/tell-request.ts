import type { BlockReport, Path, Warning } from '@headroom/core';
import { linesOf } from './book/lines.js';
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

/** What the page is given of a request: the results of its tools and whatever else became shorter, each beside its original. */
export function tellRequest(request: ExplainedRequest): Explained['requests'][number] {
  const { original, sent, model = '', tokensBefore, tokensAfter, blocks, warnings } = request;
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
