import type { Block } from '../model/block.js';
import type { Edit } from '../model/edit.js';
import type { Format } from '../model/format.js';
import type { Path } from '../model/path.js';
import { type Fields, isRecord } from './record.js';

/** Members in which a whole request of Gemini stands: in those of Code Assist, and where tokens are counted. */
const MEMBERS = ['request', 'generateContentRequest'] as const;
const OTHERS = ['contents', 'messages', 'input'];

/** The member that holds the request; undefined for a body that is none of these. */
export function envelopeMember(body: unknown, gemini: Format): (typeof MEMBERS)[number] | undefined {
  if (!isRecord(body) || OTHERS.some((name) => name in body)) return undefined;
  return MEMBERS.find((name) => isRecord(body[name]) && gemini.matches(body[name]));
}

/** Where the texts of a Gemini request live that stands in a member of another record. */
export function geminiEnvelopeOf(gemini: Format): Format<Fields> {
  const within = (body: Fields): readonly [at: Path, request: unknown] => {
    const member = envelopeMember(body, gemini) ?? 'request';
    return [[member], body[member]];
  };
  return {
    name: 'gemini-envelope',

    matches(body: unknown): body is Fields {
      return envelopeMember(body, gemini) !== undefined;
    },

    *blocks(body: Fields): Iterable<Block> {
      const [at, request] = within(body);
      for (const block of gemini.blocks(request)) yield { ...block, at: [...at, ...block.at] };
    },

    offer(body: Fields, tool: unknown): Edit | undefined {
      const [at, request] = within(body);
      const edit = gemini.offer(request, tool);
      return edit && { ...edit, at: [...at, ...edit.at] };
    },
  };
}
