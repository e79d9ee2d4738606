import { parseArgs } from 'node:util';

const TEXT = { type: 'string' } as const;
const FLAG = { type: 'boolean', default: false } as const;

const OPTIONS = {
  tier: TEXT,
  count: { ...TEXT, short: 'n' },
  ci: FLAG,
  json: FLAG,
  method: TEXT,
  'update-baseline': FLAG,
  provider: TEXT,
  url: TEXT,
  'key-env': TEXT,
  model: TEXT,
  price: TEXT,
  'max-cost': TEXT,
  'max-tokens': TEXT,
  temperature: TEXT,
  resume: FLAG,
  seed: TEXT,
  margin: TEXT,
  arms: TEXT,
  tasks: TEXT,
  parallel: TEXT,
  data: TEXT,
  repositories: TEXT,
  published: TEXT,
  rows: TEXT,
  plant: TEXT,
  output: { ...TEXT, short: 'o' },
  help: { ...FLAG, short: 'h' },
} as const;

export type Flags = ReturnType<typeof parseFlags>['values'];

export const parseFlags = (args?: readonly string[]) =>
  parseArgs({ allowPositionals: true, options: OPTIONS, ...(args && { args: [...args] }) });

export const USAGE = `Usage: npm run evals -- COMMAND
Without a model:
  quick                     facts of real tool outputs (tier 0)
  suite [--tier 0|1]        everything that needs no model (default)
  report                    the whole suite, written to docs/reports and the README
  list                      what is measured, with data sets and licences
  fetch NAME…               brings data sets into the folder of --data, where the network allows it
  --ci                      the whole suite and scripted runs over three wires against apps/evals/baseline.json;
                            exits 1 on a regression
With a model, every item through every arm:
  quick --provider P --model M [-n 8]              a few items, no compression against ours
  suite --provider P --model M --tier 1|2|3 [-n N] all arms; N items a task (default 20)
  report --rows FILE                               counts the rows of a run again
Providers: openai, anthropic, gemini (keys from OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY), the address of any
  OpenAI-compatible endpoint, scripted[:openai|anthropic|gemini] (a program that answers from what it reads)
  --url ADDRESS --key-env NAME --price input,cached,written,output (dollars for a million tokens)
  --max-cost DOLLARS        nothing is sent that could go beyond it     --resume    goes on with the rows of -o
  --seed N (1) --margin SHARE (.05) --max-tokens N (4096) --temperature T --parallel N (1) -o FOLDER
  --tasks a,b --arms a,b (self-test: those that are known to be bad) --data FOLDER --repositories FILE (tier 3)
  --published FILE          (report) paired rows of published runs, priced again
Other options: --json · --method NAME (quick, suite: judge one method) · --update-baseline (report) · --plant ARM (--ci: puts a
self-test arm in our place, to see it found out)`;

/** A number of an option, within bounds. */
export function numberOf(name: string, text: string | undefined, otherwise: number, least = 0): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (!Number.isFinite(number) || number < least) throw new Error(`--${name} takes a number of at least ${least}`);
  return number;
}
