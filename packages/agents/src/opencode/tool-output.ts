import { type Fields, isFields } from '../fields.js';
import { OPENCODE_RETRIEVE_TOOL } from './names.js';

/** The texts of a tool's output, and the fields of it that are to be put in place of its own when they are others. */
export interface OpencodeOutput {
  readonly texts: readonly string[];
  readonly write: (texts: readonly string[]) => Fields;
}

/** Tools of opencode whose output is something that was found, read or printed; a skill, say, is to be followed to the letter. */
const KNOWN: ReadonlySet<string> = new Set(
  'bash read grep glob list webfetch websearch codesearch task lsp'.split(' '),
);

/** Where the whole of an output lies of which the model would see an end only. */
export function savedOutput(tool: string, output: unknown): string | undefined {
  if (!KNOWN.has(tool) || !isFields(output) || !isFields(output.metadata)) return undefined;
  const { truncated, outputPath } = output.metadata;
  return truncated === true && typeof outputPath === 'string' && /[\\/]tool-output[\\/][\w-]+$/.test(outputPath)
    ? outputPath
    : undefined;
}

/**
 * Finds the texts of an output: `{output}` of the tools that come with opencode, `{content}` of MCP. `whole` is what the file of
 * {@link savedOutput} holds. Undefined for tools and shapes that are not known.
 */
export function readOpencodeOutput(tool: string, output: unknown, whole?: string): OpencodeOutput | undefined {
  if (!isFields(output) || tool === OPENCODE_RETRIEVE_TOOL) return undefined;
  if (Array.isArray(output.content)) return readContent(output.content);
  if (!KNOWN.has(tool) || typeof output.output !== 'string' || output.output === '') return undefined;
  const isWhole = whole !== undefined && endsAs(whole, output.output);
  return { texts: [isWhole ? whole : output.output], write: ([text]) => ({ output: text }) };
}

/** The file is what was cut if it ends as that does. */
function endsAs(whole: string, shown: string): boolean {
  return whole.length > shown.length / 2 && whole.trimEnd().endsWith(shown.trimEnd().slice(-1000));
}

function readContent(content: readonly unknown[]): OpencodeOutput | undefined {
  const isText = (part: unknown): part is Fields & { readonly text: string } =>
    isFields(part) && part.type === 'text' && typeof part.text === 'string' && part.text !== '';
  const texts = content.filter(isText).map(({ text }) => text);
  if (texts.length === 0) return undefined;
  return {
    texts,
    write(changed) {
      let at = 0;
      return { content: content.map((part) => (isText(part) ? { ...part, text: changed[at++] ?? part.text } : part)) };
    },
  };
}
