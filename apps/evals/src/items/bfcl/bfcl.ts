import type { ToolSpec } from '../../wire/chat.js';
import { type Item, type TaskSource, verdict } from '../item.js';
import { listed } from '../listed.js';
import { jsonLines, nameOf, OWN_DATA, readData } from '../read-data.js';
import { shuffled } from '../shuffled.js';
import { callsFit, type FunctionSpec, type PossibleAnswer, wireName } from './check-calls.js';
import { isDict } from './values.js';

/** Its categories in Python. Those in Java and JavaScript are read from source text, which a tool call has none of. */
const CATEGORIES = ['simple_python', 'multiple', 'parallel', 'parallel_multiple'];

export interface BfclEntry {
  readonly id: string;
  readonly question: readonly (readonly { readonly role: string; readonly content: string }[])[];
  readonly function: readonly FunctionSpec[];
  readonly possible: readonly PossibleAnswer[];
}

const TYPES: Readonly<Record<string, string>> = { dict: 'object', float: 'number', tuple: 'array', any: 'string' };

/** A description of the data set as JSON Schema: its types have Python's names. */
export function toSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toSchema);
  if (!isDict(value)) return value;
  const entries = Object.entries(value).filter(([key, field]) => !(key === 'optional' && typeof field === 'boolean'));
  return Object.fromEntries(
    entries.map(([key, field]) => [
      key,
      key === 'type' && typeof field === 'string' ? (TYPES[field] ?? field) : toSchema(field),
    ]),
  );
}

/** The entries of a folder in the data set's layout. */
export function readBfcl(folder: string | undefined): BfclEntry[] {
  return CATEGORIES.flatMap((category) => {
    const names = [`bfcl/${category}.jsonl`, `bfcl/BFCL_v4_${category}.json`];
    const text = readData(folder, names);
    const answers = readData(
      folder,
      names.map((name) => name.replace('bfcl/', 'bfcl/possible_answer/')),
    );
    if (text === undefined || answers === undefined) return [];
    const known = new Map(
      jsonLines<{ id: string; ground_truth: PossibleAnswer[] }>(answers).map((one) => [one.id, one.ground_truth]),
    );
    return jsonLines<Omit<BfclEntry, 'possible'>>(text).map((entry) => ({
      ...entry,
      possible: known.get(entry.id) ?? [],
    }));
  });
}

const requestOf = ({ question }: BfclEntry) => (question[0] ?? []).map(({ content }) => content).join('\n');

const toolOf = ({ name, description, parameters }: FunctionSpec): ToolSpec => ({
  name: wireName(name),
  description,
  parameters: toSchema({ ...parameters, type: 'object' }) as object,
});

/** What an item is made from besides its own text: the task's name, the seed and the texts that stand around it in a list. */
interface From {
  readonly task: string;
  readonly seed: number;
  readonly all: readonly BfclEntry[];
}

function itemOf(entry: BfclEntry, nth: number, { task, seed, all }: From): Item {
  const request = requestOf(entry);
  const check: Item['check'] = ({ calls, text }) =>
    verdict(
      callsFit(calls, entry.function, entry.possible),
      calls.length > 0 ? JSON.stringify(calls.map(({ name, input }) => ({ name, input }))) : text,
    );
  const tools = entry.function.map(toolOf);
  const system = 'You call functions. Make all the calls that are asked for at once, and no others.';
  const base = { task, system, check };
  if (nth % 2 === 0)
    return {
      ...base,
      id: `${task}/alone/${entry.id}`,
      says: [`Call the functions for this.\n\n${request}`],
      tools,
      open: () => ({ call: () => undefined }),
    };
  const { id, tool, open } = listed(all.map(requestOf), request, 'read_requests', seed + nth);
  const says = [`Call read_requests, then call the functions for request ${id}.`];
  return { ...base, id: `${task}/listed/${entry.id}`, says, tools: [tool, ...tools], open };
}

export const bfcl: TaskSource = {
  name: 'bfcl',
  title: 'Calls of functions by what is asked for, AST checker (Patil et al. 2025); alone, and as one of a list',
  tier: 1,
  data: 'single-turn AST categories of BFCL v4 from ShishirPatil/gorilla, Apache-2.0; else 24 of our own in its format',
  items(given) {
    const found = readBfcl(given.data);
    const all = shuffled(found.length > 0 ? found : readBfcl(OWN_DATA), given.seed);
    return all
      .slice(0, given.count)
      .map((entry, nth) => itemOf(entry, nth, { task: nameOf('bfcl', found.length === 0), seed: given.seed, all }));
  },
};
