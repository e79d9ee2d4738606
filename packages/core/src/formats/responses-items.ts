import type { Block, ToolCall } from '../model/block.js';
import type { Path } from '../model/path.js';
import { isCodeCaller, READ_BY_CODE, SEEN_WHOLE } from './code-callers.js';
import { failedInCodex } from './codex-outputs.js';
import { type Fields, isRecord } from './record.js';
import { type TextPart, textParts } from './text-parts.js';
import { type SeenCall, toolCall } from './tool-call.js';

const TEXT: ReadonlySet<unknown> = new Set(['input_text', 'output_text', 'text']);

/** Names of tools whose calls carry an action instead of a name and arguments. */
const BUILT_IN: ReadonlyMap<unknown, string> = new Map([
  ['local_shell_call', 'local_shell'],
  ['shell_call', 'shell'],
  ['apply_patch_call', 'apply_patch'],
]);

/** Remembers a tool call under both of its ids. */
export function noteCall(item: Fields, calls: Map<string, SeenCall>, forCode: ReadonlySet<string>): void {
  const { type, name, id, call_id } = item;
  const builtIn = BUILT_IN.get(type);
  const tool = builtIn ?? (typeof name === 'string' ? name : undefined);
  if (tool === undefined || typeof type !== 'string' || !type.endsWith('_call')) return;
  const input = builtIn ? (item.action ?? item.operation) : (item.arguments ?? item.input);
  const isForCode = isCodeCaller(item.caller) || forCode.has(tool);
  const seen = { tool, input, ...(isForCode && { pinned: READ_BY_CODE }) };
  for (const key of [id, call_id]) if (typeof key === 'string') calls.set(key, seen);
}

/** The call that an output item answers, or that carries its own output. */
export function callOf({ id, call_id }: Fields, calls: ReadonlyMap<string, SeenCall>): ToolCall | undefined {
  for (const key of [call_id, id]) {
    const seen = typeof key === 'string' ? calls.get(key) : undefined;
    if (typeof key === 'string' && seen) return toolCall(key, seen);
  }
  return undefined;
}

/** Why the output of an item must not change, where its call says so. */
export function pinnedBy(
  { id, call_id, caller, type }: Fields,
  calls: ReadonlyMap<string, SeenCall>,
): { readonly pinned: string } | undefined {
  if (type === 'mcp_call') return { pinned: SEEN_WHOLE };
  const pinned = isCodeCaller(caller) ? READ_BY_CODE : calls.get(String(call_id ?? id))?.pinned;
  return pinned === undefined ? undefined : { pinned };
}

/** The texts of an item that holds the output of a tool; none for any other item. */
export function outputParts({ type, output }: Fields, at: Path): TextPart[] {
  switch (type) {
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'local_shell_call_output':
    case 'apply_patch_call_output':
    case 'mcp_call':
      return textParts(output, [...at, 'output'], TEXT);
    case 'shell_call_output':
      return shellParts(output, [...at, 'output']);
    default:
      return [];
  }
}

function shellParts(output: unknown, at: Path): TextPart[] {
  if (!Array.isArray(output)) return [];
  return output.flatMap((part: unknown, index) => {
    if (!isRecord(part)) return [];
    return ['stdout', 'stderr'].flatMap((stream) => {
      const text = part[stream];
      return typeof text === 'string' && text !== '' ? [{ at: [...at, index, stream], text, part }] : [];
    });
  });
}

/** What an item says about its own texts: that it failed, or that something else points into them. */
export function outputFlags({ type, status, error }: Fields, { part, text }: TextPart): Partial<Block> {
  const { annotations, outcome } = part ?? {};
  if (Array.isArray(annotations) && annotations.length > 0) return { pinned: 'annotations point into it' };
  const isOutput = type === 'apply_patch_call_output' || type === 'mcp_call';
  if (isOutput && (status === 'failed' || (error !== undefined && error !== null))) return { isError: true };
  if (isRecord(outcome) && (outcome.type === 'timeout' || (outcome.exit_code ?? 0) !== 0)) return { isError: true };
  return failedInCodex(text) ? { isError: true } : {};
}
