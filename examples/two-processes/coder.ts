import { tell } from '../tell.js';
import { openContext } from './open-context.js';

/** Reads what the researcher shared: small first, in full where it must be exact. */
const [run = 'demo'] = process.argv.slice(2);
const { context, close } = openContext(run);

const summary = await context.get('findings');
const full = await context.get('findings', { full: true });
if (summary === null || full === null) throw new Error('The researcher has shared nothing');
const requests = JSON.parse(full) as { readonly id: number; readonly route: string; readonly status: number }[];
const failed = requests.find(({ status }) => status === 500);
if (!failed || !summary.includes(`${failed.id}`)) throw new Error('The failed request is not in the short form');
await tell({
  question: 'Which request failed?',
  original: full,
  arrived: summary,
  answer: `Number ${failed.id} on ${failed.route}; the other process has ${requests.length} requests in full.`,
});

// Two agents may change one list without losing a word of each other.
await context.update('plan', (plan) => `${plan ?? ''}- fix ${failed.route}\n`, { agent: 'coder' });
const { entries, totalTokensSaved, agents } = await context.stats();
console.log(`coder: ${entries} entries, ${totalTokensSaved} tokens saved, by ${JSON.stringify(agents)}`);
await close();
