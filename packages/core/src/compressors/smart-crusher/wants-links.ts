import type { Task } from '../../model/compressor.js';
import { readTask } from '../../question/query-terms.js';

const LINKS = /\b(?:urls?|links?|href|address(?:es)?|endpoints?|website|where can i (?:see|find|open))\b/i;

/** Whether a question asks for addresses. */
export function wantsLinks({ query }: Task): boolean {
  return LINKS.test(query);
}

/** Whether a question or its call has the very name of a column in it. */
export function namesKey(task: Task, key: string): boolean {
  const { names, words } = readTask(task);
  return names.includes(key) || words.includes(key.toLowerCase());
}
