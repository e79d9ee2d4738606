import type { Edit } from '../model/edit.js';
import type { Format } from '../model/format.js';
import { isRecord } from './record.js';

/** Where a line of a batch file keeps its request: OpenAI's under `body`, Anthropic's under `params`, Gemini's under `request`. */
const KEYS = ['body', 'params', 'request'] as const;

/** A request of one of the formats inside a line of a batch file, such as `{"custom_id": "1", "body": {…}}`. */
export function batchLineOf(formats: readonly Format[]): Format {
  const inside = (line: unknown): { key: string; request: unknown; format: Format } | undefined => {
    if (!isRecord(line)) return undefined;
    for (const key of KEYS) {
      const request = line[key];
      const format = isRecord(request) ? formats.find((one) => one.matches(request)) : undefined;
      if (format) return { key, request, format };
    }
    return undefined;
  };
  const under = (key: string, edit: Edit): Edit => ({ ...edit, at: [key, ...edit.at] });
  return {
    name: 'batch-line',
    matches: (line): line is unknown => inside(line) !== undefined,
    *blocks(line) {
      const found = inside(line);
      if (!found) return;
      for (const block of found.format.blocks(found.request)) yield { ...block, at: [found.key, ...block.at] };
    },
    offer(line, tool) {
      const found = inside(line);
      const edit = found?.format.offer(found.request, tool);
      return found && edit && under(found.key, edit);
    },
    write(line, block, text) {
      const replaced: Edit = { kind: 'replace', at: block.at, value: text };
      const found = inside(line);
      if (!found?.format.write) return replaced;
      return under(found.key, found.format.write(found.request, { ...block, at: block.at.slice(1) }, text));
    },
  };
}
