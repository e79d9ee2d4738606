import { scriptedGemini } from './gemini-provider.js';
import type { LaneAgent } from './lane-agent.js';

const TOOL = 'mcp_headroom_headroom_retrieve';
const headless = ['--approval-mode', 'default', '--skip-trust', '--allowed-tools', 'run_shell_command,read_file'];

/** Gemini CLI, with a key of one's own. */
export const gemini: LaneAgent = {
  name: 'gemini',
  tool: TOOL,
  files: () => ({
    'home/.gemini/settings.json': JSON.stringify({ security: { auth: { selectedType: 'gemini-api-key' } } }),
  }),
  env: (provider) => ({ GOOGLE_GEMINI_BASE_URL: provider, GEMINI_API_KEY: 'made-up' }),
  ask: (prompt) => ['-m', 'gemini-2.5-pro', '-p', prompt, ...headless],
  goOn: (prompt) => ['-m', 'gemini-2.5-pro', '--resume', 'latest', '-p', prompt, ...headless],
  shell: (id, command) => ({ id, name: 'run_shell_command', input: { command, description: 'look' } }),
  read: (id, path) => ({ id, name: 'read_file', input: { file_path: path } }),
  unwrapped(text) {
    const inner = /^<untrusted_context>\n([\s\S]*)\n<\/untrusted_context>$/.exec(text)?.[1] ?? text;
    return inner.replace(/^Output: /, '').replace(/(?:\n(?:Exit Code|Process Group PGID): \d+)+$/, '');
  },
  ownState: /^\.(?:gemini|cache|npm)\//,
  provider: scriptedGemini,
  endsAtOnce: [['--version'], ['--no-such-flag']],
};
