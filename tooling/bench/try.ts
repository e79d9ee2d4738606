/**
 * Runs one compressor on texts and shows what a reader would get:
 *   npx tsx tooling/bench/try.ts log [case id part | path of a text file] [--show] [--mode aggressive] [--query "…"]
 * With a case of the bench it also lists which facts were lost.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Compressor, Mode } from '../../packages/core/src/model/compressor.js';
import { createContent } from '../../packages/core/src/reading/content.js';
import { makeTask } from '../../packages/core/src/testing/make-task.js';

const bench = new URL('../../../shared/bench/', import.meta.url);
const [name = '', ...rest] = process.argv.splice(2);
// The grader reads the command line when it is imported, so the words are taken off first.
const grader = existsSync(bench) ? await import(new URL('grade.mjs', bench).href) : undefined;
const option = (key: string) => (rest.includes(key) ? rest[rest.indexOf(key) + 1] : undefined);
const which = rest.find((word, i) => !word.startsWith('--') && !rest[i - 1]?.match(/^--(mode|query)$/)) ?? '';
const folder = name.replaceAll('_', '-');
const module = await import(`../../packages/core/src/compressors/${folder}/${folder}.js`);
const compressor = (Object.values(module).find((value) => typeof value === 'function') as () => Compressor)();
const mode = (option('--mode') ?? 'balanced') as Mode;

interface Case {
  id: string;
  question: string;
  messages: { role: string; content: unknown; tool_calls?: { function: { name: string; arguments: string } }[] }[];
  must_keep: object[];
}

const texts: { id: string; text: string; query: string; tool?: string; input?: unknown; must: object[] }[] = [];
if (existsSync(which))
  texts.push({ id: which, text: readFileSync(which, 'utf8'), query: option('--query') ?? '', must: [] });
else
  for (const file of readdirSync(new URL('corpus/', bench)).sort()) {
    const one = JSON.parse(readFileSync(new URL(`corpus/${file}`, bench), 'utf8')) as Case;
    if (!one.id.includes(which)) continue;
    const call = one.messages.flatMap((m) => m.tool_calls ?? [])[0]?.function;
    for (const message of one.messages)
      if (message.role === 'tool' && typeof message.content === 'string')
        texts.push({
          id: one.id,
          text: message.content,
          query: option('--query') ?? one.question,
          must: one.must_keep,
          ...(call ? { tool: call.name, input: JSON.parse(call.arguments) } : {}),
        });
  }

for (const { id, text, query, tool, input, must } of texts) {
  const content = createContent(text);
  const task = makeTask({ query, mode, ...(tool ? { tool, input } : {}) });
  const score = compressor.match(content);
  if (score === 0 && !which) continue;
  const start = performance.now();
  const shorter = await compressor.compress(content, task);
  const ms = performance.now() - start;
  const [before, after] = [task.tokens.count(text), task.tokens.count(shorter?.text ?? text)];
  const lost = grader ? must.filter((item) => !grader.has(grader.variants(shorter?.text ?? text), item)) : [];
  console.log(
    `${id.padEnd(28)} match ${score.toFixed(2)}  ${shorter?.kind ?? 'declined'}  ${before} -> ${after}  saved ${((100 * (before - after)) / before).toFixed(1)} %  ${ms.toFixed(1)} ms${lost.length ? `  LOST ${JSON.stringify(lost)}` : ''}`,
  );
  if (shorter?.kind === 'trimmed') console.log(`    left out: ${shorter.omitted.summary}`);
  if (rest.includes('--show')) console.log(shorter?.text ?? '(unchanged)');
}
