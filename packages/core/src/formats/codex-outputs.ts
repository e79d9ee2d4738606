/** So much of an output is its head. */
const HEAD = 300;
const LINE = '\nProcess exited with code ';
const FIELD = '"exit_code":';

/**
 * True where the head that Codex gives the output of a command says that the command failed: lines before it, or, for a model that
 * writes code, fields around it.
 */
export function failedInCodex(text: string): boolean {
  if (text.startsWith('Chunk ID: ') || text.startsWith('Wall time: ')) return isFailure(text, LINE);
  return text.startsWith('{"chunk_id":') && isFailure(text, FIELD);
}

function isFailure(text: string, before: string): boolean {
  const head = text.slice(0, HEAD);
  const at = head.indexOf(before);
  const code = at < 0 ? Number.NaN : Number.parseInt(head.slice(at + before.length), 10);
  return !Number.isNaN(code) && code !== 0;
}
