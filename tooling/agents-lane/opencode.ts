import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, LaneAgent, ScriptedProvider } from './lane-agent.js';
import { scriptedMessages } from './messages-provider.js';
import { hashIn } from './steps.js';
import { lastResult, wrap } from './try-agent.js';
import type { World } from './world.js';

const TOOL = 'headroom_headroom_retrieve';
const MODEL = 'anthropic/claude-sonnet-4-5';
const shell = (id: string, command: string) => ({ id, name: 'bash', input: { command, description: 'look' } });

/** opencode, with the provider that comes with it. */
export const opencode: LaneAgent = {
  name: 'opencode',
  tool: TOOL,
  files: (provider) => ({
    'home/.config/opencode/opencode.json': JSON.stringify({
      // It writes this line itself where it is not there.
      $schema: 'https://opencode.ai/config.json',
      model: MODEL,
      small_model: MODEL,
      autoupdate: false,
      share: 'disabled',
      permission: { '*': 'ask', bash: 'allow', read: 'allow', task: 'allow' },
      provider: { anthropic: { options: { baseURL: `${provider}/v1`, apiKey: 'made-up' } } },
    }),
  }),
  env: () => ({
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
    // It fetches a small package at its first start, and a plugin waits for that.
    npm_config_offline: 'true',
  }),
  ask: (prompt) => ['run', '--thinking', prompt],
  goOn: (prompt) => ['run', '--continue', prompt],
  shell,
  read: (id, path) => ({ id, name: 'read', input: { filePath: path } }),
  subagent: (id, prompt) => ({ id, name: 'task', input: { description: 'look', prompt, subagent_type: 'explore' } }),
  unwrapped: (text) => text,
  ownState: /^\.(?:cache|config\/opencode|local|npm|bun)\//,
  provider: scriptedMessages,
  scripts: { denied: [{ calls: [shell('d1', 'cat rows.json')] }] },
  more: denied,
  endsAtOnce: [['--version'], ['models', 'anthropic'], ['run', '--no-such-flag']],
};

async function denied(world: World, provider: ScriptedProvider, check: Check): Promise<void> {
  const config = JSON.stringify({ permission: { [TOOL]: 'deny' } });
  const { code } = await wrap(opencode, world, opencode.ask('Look again @@denied@@'), [], {
    OPENCODE_CONFIG_CONTENT: config,
  });
  const text = lastResult(provider, 'd1')?.text ?? '';
  const whole = readFileSync(join(world.project, 'rows.json'), 'utf8');
  check(
    'where the retrieve tool is denied nothing is left out',
    code === 0 && hashIn(text) === 'none',
    text.slice(-200),
  );
  check('and what is packed is all there', text === whole || text.includes('lost'), text.slice(0, 200));
}
