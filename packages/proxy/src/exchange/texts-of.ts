import type { Path } from '@headroom/core';
import type { BodyReport } from '@headroom/core/http';
import type { ShortenedText } from './exchange.js';

/** The texts of a request that became shorter; `before` items stand in the report that are not in these bodies. */
export function textsOf(
  report: BodyReport | undefined,
  original: unknown,
  sent: unknown,
  before: number,
): readonly ShortenedText[] {
  if (!report || report.outcome === 'skipped') return [];
  return report.blocks.flatMap((block) => {
    if (block.outcome === 'kept') return [];
    const at = before === 0 ? block.at : block.at.map((part, depth) => (depth === 1 ? Number(part) - before : part));
    const [was, is] = [valueAt(original, at), valueAt(sent, at)];
    return typeof was === 'string' && typeof is === 'string' ? [{ block, original: was, sent: is }] : [];
  });
}

function valueAt(root: unknown, at: Path): unknown {
  return at.reduce<unknown>((value, part) => (value as Record<string | number, unknown> | undefined)?.[part], root);
}
