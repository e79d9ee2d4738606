import { describe, expect, it } from 'vitest';
import { correctionOf } from './correction.js';

const ruleOf = (message: string) => {
  const said = correctionOf(message);
  return said && (said.wrong === '' ? said.right : `${said.right} / ${said.wrong}`);
};

describe('what a user says in general', () => {
  it.each([
    ['no, use gradle instead of maven', 'gradle / maven'],
    ["Don't use black; please use ruff", 'ruff / black'],
    ['For formatting, use "biome" instead of "prettier".', 'biome / prettier'],
    ['not curl - we use httpie', 'httpie / curl'],
    ['I told you: run make check, not npm test.', 'make check / npm test'],
    ['Tests run with vitest instead of jest.', 'vitest / jest'],
    ['Thanks!\n\nPlease always sign your commits with my key', 'Please always sign your commits with my key'],
    ['Style rule: never write abbreviations in names', 'Style rule: never write abbreviations in names'],
    ["don't ever edit generated sources", "don't ever edit generated sources"],
    ['Stop adding docstrings to tests.', 'Stop adding docstrings to tests'],
    ['From now on, please answer in French.', 'From now on, please answer in French'],
    ['Run the formatter before every commit.', 'Run the formatter before every commit'],
    ['In this project we never import from dist.', 'In this project we never import from dist'],
    ['I prefer short functions.', 'I prefer short functions'],
    ['I prefer short functions over comments.', 'I prefer short functions over comments'],
    ['Always use `dayjs` for dates', 'Always use dayjs for dates'],
  ])('%j: %s', (message, rule) => expect(ruleOf(message)).toBe(rule));
});

describe('what is no wish of his', () => {
  it.each([
    // Politeness and narration.
    'Always happy to help, you were great.',
    'Never a dull moment with that cache.',
    'Always run into trouble with webpack, sigh.',
    'The worker always restarts when I save.',
    'They use yarn instead of npm over there.',
    'I see you run jest instead of vitest, fine.',
    // Pasted, quoted, reported.
    'Here is the output:\nuse esbuild instead of rollup\nnever call close twice\n\nAny idea?',
    '```\nwarning: always use strict instead of loose\n```',
    '~~~text\nAlways use strict instead of loose.',
    '> Always write tests in Kotlin.\nwho wrote this?',
    '    always use strict mode for modules',
    '[INFO] never call this in production code',
    'The guide says “always return early in handlers”.',
    "The lead wrote 'Never deploy on Fridays'.",
    'CONTRIBUTING: always rebase your branches first.',
    'My boss wants me to use Java instead of Kotlin.',
    // Supposed, for now, pointed at, taken back, asked.
    'If we had time, use Rust instead of C.',
    'Maybe use sqlite instead of postgres',
    'Use sqlite instead of postgres for now.',
    'In this file use tabs instead of spaces',
    "Don't run the migrations.",
    "Don't push yet.",
    'Always answer in rhymes. Haha, just kidding.',
    'Use deno instead of node. What do you think?',
    'Never push to main?',
  ])('%j', (message) => expect(ruleOf(message)).toBeUndefined());
});
