import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const BFCL =
  'https://raw.githubusercontent.com/ShishirPatil/gorilla/main/berkeley-function-call-leaderboard/bfcl_eval/data';

interface DataSet {
  readonly licence: string;
  /** The name in the folder, and where it is published. */
  readonly files: Readonly<Record<string, string>>;
}

const bfclFiles = ['simple_python', 'multiple', 'parallel', 'parallel_multiple'].flatMap((name) => [
  [`bfcl/BFCL_v4_${name}.json`, `${BFCL}/BFCL_v4_${name}.json`],
  [`bfcl/possible_answer/BFCL_v4_${name}.json`, `${BFCL}/possible_answer/BFCL_v4_${name}.json`],
]);

/** Data sets that may be fetched. None is a part of this repository; each keeps its own licence. */
export const DATA_SETS: Readonly<Record<string, DataSet>> = {
  gsm8k: {
    licence: 'MIT (openai/grade-school-math)',
    files: {
      'gsm8k-test.jsonl':
        'https://raw.githubusercontent.com/openai/grade-school-math/master/grade_school_math/data/test.jsonl',
    },
  },
  truthfulqa: {
    licence: 'Apache-2.0 (sylinrl/TruthfulQA)',
    files: { 'TruthfulQA.csv': 'https://raw.githubusercontent.com/sylinrl/TruthfulQA/main/TruthfulQA.csv' },
  },
  squad: {
    licence: 'CC BY-SA 4.0 (rajpurkar.github.io/SQuAD-explorer)',
    files: { 'dev-v2.0.json': 'https://rajpurkar.github.io/SQuAD-explorer/dataset/dev-v2.0.json' },
  },
  bfcl: { licence: 'Apache-2.0 (ShishirPatil/gorilla)', files: Object.fromEntries(bfclFiles) },
  qmsum: {
    licence: 'MIT (Yale-LILY/QMSum)',
    files: { 'qmsum-test.jsonl': 'https://raw.githubusercontent.com/Yale-LILY/QMSum/main/data/ALL/jsonl/test.jsonl' },
  },
  locomo: {
    licence: 'CC BY-NC 4.0, for research only (snap-research/locomo)',
    files: { 'locomo10.json': 'https://raw.githubusercontent.com/snap-research/locomo/main/data/locomo10.json' },
  },
};

/**
 * Brings data sets into a folder, those that are there already left as they are. The one command that reaches for the network besides
 * asking a model; without names it says what there is.
 */
export async function fetchData(
  names: readonly string[],
  folder: string | undefined,
  say: (line: string) => void,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<void> {
  if (names.length === 0 || folder === undefined) {
    for (const [name, { licence }] of Object.entries(DATA_SETS)) say(`${name.padEnd(12)} ${licence}`);
    throw new Error('Usage: npm run evals -- fetch NAME… --data FOLDER');
  }
  for (const name of names) {
    const set = DATA_SETS[name];
    if (!set) throw new Error(`No data set ${name}; there are ${Object.keys(DATA_SETS).join(', ')}`);
    say(`${name}: ${set.licence}`);
    for (const [file, address] of Object.entries(set.files)) {
      const path = join(folder, file);
      if (existsSync(path)) continue;
      const response = await fetch(address);
      if (!response.ok) throw new Error(`${address}: status ${response.status}`);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, Buffer.from(await response.arrayBuffer()));
      say(`  wrote ${path}`);
    }
  }
}
