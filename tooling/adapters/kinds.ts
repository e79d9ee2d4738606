import type { Row } from './compare.js';

/** The kinds of parts that readers ask about, each told by the labels of parts; the first that fits is a part's kind. */
const KINDS: readonly (readonly [string, RegExp])[] = [
  ['errors', /error|incomplete|denied|fail/i],
  ['unknown parts', /hologram/],
  ['reasoning', /reasoning|thinking|thought|compaction/],
  ['tool calls', /tool-call|tool_use|toolUse|function_call$|functionCall|tool calls$|(?<!mcp)_call$/],
  ['images, files', /image|file|document|audio|media|inlineData|fileData|computer|upload/],
  [
    'tool results',
    /tool_result|toolResult|tool-result|call_output|call_result|mcp_call|functionResponse|ToolMessage|FunctionMessage|^tool\b|^function\b/,
  ],
  ['prompts, answers', /^(?:system|developer|user|assistant|model|parts)\b|Message/],
];

/** The columns of the short table, in order. */
export const COLUMNS = [
  'tool results',
  'prompts, answers',
  'reasoning',
  'images, files',
  'tool calls',
  'errors',
  'unknown parts',
];

export function kindOf(label: string): string {
  return KINDS.find(([, labels]) => labels.test(label))?.[0] ?? 'others';
}

/** What became of the parts of a kind: all kept, some shortened, or none to be seen. */
export function outcome({ same, shortened }: Row, kind: string): 'kept' | 'shorter' | '–' {
  if (shortened.some((label) => kindOf(label) === kind)) return 'shorter';
  return same.some((label) => kindOf(label) === kind) ? 'kept' : '–';
}
