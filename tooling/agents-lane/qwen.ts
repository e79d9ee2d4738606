import { scriptedChat } from './chat-provider.js';
import type { LaneAgent } from './lane-agent.js';

const lines = (count: number) =>
  Array.from({ length: count }, (_, id) =>
    id === 211
      ? `12:00:${id} ERROR node-${id % 7} lost its disk`
      : `12:00:${id} INFO node-${id % 7} copied ${(id * 7919) % 97} blocks of ${count}`,
  ).join('\n');

/** Qwen Code behind the proxy, which offers the retrieve tool itself and answers it. */
export const qwen: LaneAgent = {
  name: 'qwen',
  tool: 'headroom_retrieve',
  // It puts words before an output, on the same line: JSON behind them is left as it is.
  files: () => ({ 'project/rows.json': lines(400), 'project/more.json': lines(2000) }),
  isRetrieveUnseen: true,
  changesItsStart: true,
  env: (provider) => ({
    OPENAI_API_KEY: 'made-up',
    OPENAI_MODEL: 'gpt-5',
    OPENAI_BASE_URL: `${provider}/v1`,
    QWEN_CODE_SUPPRESS_YOLO_WARNING: '1',
  }),
  ask: (prompt) => ['-p', prompt, '--yolo'],
  goOn: (prompt) => ['--continue', '-p', prompt, '--yolo'],
  shell: (id, command) => ({
    id,
    name: 'run_shell_command',
    // What a command says just before it ends is lost now and then (0.24.4, on a busy machine).
    // Its own words about skills speak of changes, so that a file that is read counts as one that may be edited next.
    input: { command: `${command.replaceAll('cat ', 'uniq ')}; sleep 0.3`, description: 'look', is_background: false },
  }),
  // A note of ours stands behind all that the agent says of a command.
  unwrapped: (text) =>
    text.includes('headroom_retrieve with hash=') ? text : (/\nOutput: ([\s\S]*?)\nError: /.exec(text)?.[1] ?? text),
  ownState: /^\.(?:qwen|cache|npm)\//,
  provider: scriptedChat,
  endsAtOnce: [['--version'], ['--no-such-flag']],
};
