import { type Item, type TaskSource, verdict } from '../items/item.js';
import { hasToken } from '../questions/whole-token.js';
import { pick, random } from '../random.js';
import { BROWSER_TOOLS, browserWorld, makeShop } from './browser.js';
import { DATABASE_TOOLS, databaseWorld, makeTables } from './database.js';
import { FILE_TOOLS, fileWorld, SHELL_TOOLS } from './file-tools.js';
import { makeLog, makeProject } from './files.js';

const SYSTEM =
  'You are an agent with tools. Do the steps that you are given, one after the other, and say Done at the end. What you have seen is not to be read again where you still have it.';
const LONGEST = 1300;

const steps = (...list: readonly string[]) => `Do this:\n${list.map((step, i) => `${i + 1}. ${step}.`).join('\n')}`;

/** What was written down has to hold what was asked for, and be no copy of everything. */
const written = (text: string | undefined, expected: string) =>
  text !== undefined && text.length < LONGEST && hasToken(text, expected);

type Made = Pick<Item, 'says' | 'tools' | 'open' | 'check' | 'needles'>;

const share = (right: readonly boolean[], answer: string) => {
  const score = right.filter(Boolean).length / right.length;
  return verdict(score === 1, answer, score);
};

function filesItem(seed: number): Made {
  const { settings } = makeProject(random(seed));
  const next = random(seed + 1);
  const first = pick(settings, next);
  const beside = pick(
    settings.filter(({ path, name }) => path === first.path && name !== first.name),
    next,
  );
  const kind = /^[a-z]+_[a-z]+/.exec(first.name)?.[0] ?? '';
  return {
    says: [
      steps(
        `Search the files for "${kind}"`,
        `Read the file that the line with "${first.name}" names`,
        `Write the line with "${first.name}" to the file "first.txt"`,
      ),
      steps(`Write the line with "${beside.name}" to the file "second.txt"`),
    ],
    tools: FILE_TOOLS,
    needles: [first.name],
    open() {
      const { files } = makeProject(random(seed));
      return { ...fileWorld(files), files };
    },
    check({ world, text }) {
      const { files } = world as unknown as { files: Map<string, string> };
      return share(
        [written(files.get('first.txt'), `${first.value}`), written(files.get('second.txt'), `${beside.value}`)],
        text,
      );
    },
  };
}

function shellItem(seed: number): Made {
  const { jobs } = makeLog(random(seed));
  const next = random(seed + 1);
  const [known, later] = [pick(jobs, next), pick(jobs, next)];
  return {
    says: [
      steps('Run "cat logs/runner.log"', `Write the line with "${known.id}" to the file "known.txt"`),
      steps(`Write the line with "${later.id}" to the file "later.txt"`),
    ],
    tools: SHELL_TOOLS,
    needles: [known.id],
    open() {
      const files = new Map([['logs/runner.log', makeLog(random(seed)).text]]);
      return { ...fileWorld(files), files };
    },
    check({ world, text }) {
      const { files } = world as unknown as { files: Map<string, string> };
      const says = (name: string, { id, end }: { id: string; end: string }) =>
        written(files.get(name), id) && (files.get(name) ?? '').includes(end);
      return share([says('known.txt', known), says('later.txt', later)], text);
    },
  };
}

function databaseItem(seed: number): Made {
  const { orders, customers } = makeTables(random(seed));
  const next = random(seed + 1);
  const [known, later] = [pick(orders, next), pick(orders, next)];
  const cityOf = ({ customer }: { customer: string }) => customers.find(({ id }) => id === customer)?.phone ?? '';
  return {
    says: [
      steps(
        'Read the table "orders"',
        'Read the table "customers"',
        `Set the note of "T-1" to the row of the customer in the row of "${known.id}"`,
      ),
      steps(`Set the note of "T-2" to the row of the customer in the row of "${later.id}"`),
    ],
    tools: DATABASE_TOOLS,
    needles: [known.id, known.customer],
    open() {
      const tables = makeTables(random(seed));
      return { ...databaseWorld(tables), tables };
    },
    check({ world, text }) {
      const { notes } = (world as unknown as { tables: { notes: Map<string, string> } }).tables;
      return share([written(notes.get('T-1'), cityOf(known)), written(notes.get('T-2'), cityOf(later))], text);
    },
  };
}

function browserItem(seed: number): Made {
  const { articles } = makeShop(random(seed));
  const next = random(seed + 1);
  const [known, later] = [pick(articles, next).name, pick(articles, next).name];
  const buy = (name: string) => [`Click "${name}"`, 'Click "Add to basket"'];
  return {
    says: [steps('Open the page "catalog"', ...buy(known)), steps(...buy(later))],
    tools: BROWSER_TOOLS,
    needles: [known, 'Add to basket'],
    open() {
      const shop = makeShop(random(seed));
      return { ...browserWorld(shop), shop };
    },
    check({ world, text }) {
      const { basket } = (world as unknown as { shop: { basket: string[] } }).shop;
      return share([basket[0] === known, basket[1] === later && basket.length === 2], text);
    },
  };
}

const FAMILIES = { files: filesItem, shell: shellItem, database: databaseItem, browser: browserItem };

/** Tasks of several turns: what was read for one is needed for another, so that what was left out is asked for or read again. */
export const sandbox: TaskSource = {
  name: 'sandbox',
  title: 'An agent on files, a shell, tables and a web page; the state of the world is checked at the end',
  tier: 1,
  data: 'made from the seed; Apache-2.0, as this project',
  items({ seed, count }) {
    const names = Object.keys(FAMILIES) as (keyof typeof FAMILIES)[];
    return Array.from({ length: count }, (_, nth): Item => {
      const name = names[nth % names.length] ?? 'files';
      const made = FAMILIES[name](seed * 10_000 + nth * 10);
      return { id: `sandbox/${name}/${nth}`, task: 'sandbox', system: SYSTEM, maxSteps: 14, ...made };
    });
  },
};
