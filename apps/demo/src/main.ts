/** The main job on real input: no keys, no network. Run it with `npm run demo` in a fresh clone. */
import { createHeadroom, SharedContext } from '@headroom/core';
import { bold, dim, green, heading } from './print.js';
import { lostFacts, tellOutput } from './tell-output.js';
import { type ToolOutput, toolOutputs } from './tool-outputs.js';

const MODEL = 'gpt-4o';
const headroom = createHeadroom({ model: MODEL });
const outputs = toolOutputs();

/** One agent conversation: for each output the user's question, the call, and the result. */
function conversation(list: readonly ToolOutput[]) {
  return [
    { role: 'system', content: 'You are a careful engineer.' },
    ...list.flatMap((one, i) => [
      { role: 'user', content: one.question },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: `call_${i}`,
            type: 'function',
            function: { name: one.tool, arguments: JSON.stringify({ command: one.command }) },
          },
        ],
      },
      { role: 'tool', tool_call_id: `call_${i}`, content: one.output },
    ]),
  ];
}

const messages = conversation(outputs);
await headroom.compress(conversation([{ ...outputs[0]!, output: 'warm up' }]));
const started = performance.now();
const result = await headroom.compress(messages);
const elapsed = performance.now() - started;

heading(`An agent conversation of ${outputs.length} tool calls, compressed for ${MODEL}`);
const blocks = result.blocks.filter((block) => block.role === 'tool');
const texts = blocks.map((block) => String((result.messages[block.turn] as { content: string }).content));
const outcomes = blocks.map(({ tokensBefore, tokensAfter, compressor }, i) => ({
  tokensBefore,
  tokensAfter,
  text: texts[i] ?? '',
  ...(compressor !== undefined && { compressor }),
}));
console.log(
  'Results of tools are what fills a context. Each of these was shortened for the question it was asked for.\n',
);
outputs.forEach((output, i) => {
  console.log(`${tellOutput(output, outcomes[i]!, i + 1)}\n`);
});
console.log(
  `${bold('In all')}: ${result.tokensBefore} -> ${result.tokensAfter} tokens, ${green(`${result.savingsPercent} % saved`)}, ${elapsed.toFixed(0)} ms`,
);

heading('What the model reads instead of the 100 log entries');
console.log(texts[0]);

const hash = blocks[0]?.hash;
if (hash) {
  heading('And the original, by its hash');
  const back = await headroom.retrieve(hash);
  const exact = back.status === 'found' && back.text === outputs[0]?.output;
  console.log(
    `retrieve(${hash}): ${exact ? green('the exact original') : 'NOT the original'}, ${outputs[0]?.output.length} characters`,
  );
  const part = await headroom.retrieve(hash, { rows: '66-68', maxCharacters: 600 });
  if (part.status === 'found') console.log(dim(`${part.part}:\n${part.text}`));
  if (!exact) process.exitCode = 1;
}

heading('A hand-off between two agents through SharedContext');
const context = new SharedContext({ model: MODEL });
const entry = await context.put('findings', outputs[0]!.output, { agent: 'researcher', query: outputs[0]!.question });
console.log(
  `researcher puts ${entry.originalTokens} tokens; coder reads ${entry.compressedTokens} (${entry.savingsPercent} % saved)`,
);
const full = context.get('findings', { full: true });
console.log(
  `coder asks for the full text: ${full === outputs[0]!.output ? green('identical to what was put') : 'NOT identical'}`,
);

if (outputs.some((output, i) => lostFacts(output, outcomes[i]!).length > 0) || full !== outputs[0]!.output) {
  console.error('\nA fact the answer needs was lost.');
  process.exitCode = 1;
}
