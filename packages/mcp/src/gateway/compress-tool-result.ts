import { type Engine, ledgerContext } from '../engine.js';
import { asFields, type Fields } from './messages.js';

/** The call whose result is compressed. */
export interface ToolCall {
  readonly tool: string;
  readonly input: unknown;
}

/**
 * A tool result with its texts shortened. Everything that is not a long text stays the same object: images, links, structured
 * content that a schema describes, errors, annotations, fields of later protocol versions.
 */
export async function compressToolResult(engine: Engine, result: unknown, call: ToolCall): Promise<unknown> {
  const { content, isError } = asFields(result);
  if (!Array.isArray(content) || isError === true) return result;
  const shorter = await Promise.all(content.map((part: unknown) => compressPart(engine, part, call)));
  return shorter.every((part, i) => part === content[i]) ? result : { ...asFields(result), content: shorter };
}

async function compressPart(engine: Engine, part: unknown, call: ToolCall): Promise<unknown> {
  const { type, text, resource } = asFields(part);
  if (type === 'text' && typeof text === 'string') {
    const made = await shortened(engine, text, call);
    return made === text ? part : { ...(part as Fields), text: made };
  }
  const inner = asFields(resource);
  if (type === 'resource' && typeof inner.text === 'string') {
    const made = await shortened(engine, inner.text, call);
    return made === inner.text ? part : { ...(part as Fields), resource: { ...inner, text: made } };
  }
  return part;
}

/** Arguments longer than this are content rather than a question; their words would keep everything. */
const LONG_INPUT = 4000;

async function shortened(engine: Engine, text: string, { tool, input }: ToolCall): Promise<string> {
  try {
    const asked = JSON.stringify(input ?? {}).length > LONG_INPUT ? {} : { input };
    const made = await engine.headroom.compressText(text, { tool, ...asked });
    engine.ledger.record(made.result, ledgerContext(engine));
    return made.text;
  } catch {
    return text;
  }
}
