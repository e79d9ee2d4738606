import type { LaneAgent } from './lane-agent.js';
import { scriptedMessages } from './messages-provider.js';

const headless = ['--allow-tool=shell', '--allow-tool=view', '--disable-builtin-mcps'];

/** GitHub Copilot CLI, with a provider of one's own. */
export const copilot: LaneAgent = {
  name: 'copilot',
  tool: 'headroom-headroom_retrieve',
  files: () => ({}),
  env: (provider) => ({
    COPILOT_PROVIDER_BASE_URL: provider,
    COPILOT_PROVIDER_TYPE: 'anthropic',
    COPILOT_PROVIDER_API_KEY: 'made-up',
    COPILOT_MODEL: 'claude-sonnet-4.5',
    COPILOT_OFFLINE: 'true',
  }),
  ask: (prompt) => ['-p', prompt, ...headless],
  goOn: (prompt) => ['--continue', '-p', prompt, ...headless],
  shell: (id, command) => ({ id, name: 'bash', input: { command, description: 'look' } }),
  read: (id, path) => ({ id, name: 'view', input: { path } }),
  unwrapped: (text) => text.replace(/\n(?:<shellId: \S+ completed with exit code \d+>|\[End of the original\])$/, ''),
  ownState: /^\.(?:copilot|cache|npm|config)\//,
  provider: scriptedMessages,
  endsAtOnce: [['--version'], ['--no-such-flag']],
};
