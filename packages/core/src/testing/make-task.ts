import type { Task } from '../model/compressor.js';
import { counterFor } from '../tokens/counter-for.js';

/** A task with ordinary values, for calling a compressor directly in a test. */
export function makeTask(changes: Partial<Task> = {}): Task {
  return { query: '', mode: 'balanced', bias: 1, retrievable: true, tokens: counterFor('gpt-4o'), ...changes };
}
