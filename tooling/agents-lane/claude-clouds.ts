import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { KEYS } from '../../packages/proxy/src/backends/aws-double.fixture.js';
import { type CloudFront, cloudFront } from './cloud-front.js';
import type { Check } from './lane-agent.js';
import { messagesProvider, type Step } from './messages-provider.js';
import { changedResults, resultOf } from './results.js';
import { bash, hashIn, rows } from './steps.js';
import { HEADROOM, makeWorld } from './world.js';

const ROWS = rows(300);
const SCRIPT: readonly Step[] = [
  { calls: [bash('big', 'cat rows.json')] },
  (request) => ({
    calls: [{ id: 'back', name: 'headroom_retrieve', input: { hash: hashIn(resultOf([request], 'big')?.text) } }],
  }),
  { text: 'That is all.' },
];
const PROJECT = 'lane-project';

/** How Claude Code is told of the proxy, and where the proxy sends what it says. */
interface Way {
  readonly name: string;
  readonly flags: readonly string[];
  agent(proxy: string): Readonly<Record<string, string>>;
  proxy(front: CloudFront): Readonly<Record<string, string>>;
  /** What must have been asked for at the house. */
  readonly verb: string;
}

const aws = () => ({ AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey });
const WAYS: readonly Way[] = [
  {
    name: 'Messages to InvokeModel',
    flags: ['--backend', 'bedrock', '--region', 'us-east-1', '--bedrock-route', 'invoke'],
    agent: (url) => ({ ANTHROPIC_BASE_URL: url }),
    proxy: aws,
    verb: 'invoke-with-response-stream',
  },
  {
    name: 'InvokeModel to InvokeModel',
    flags: ['--backend', 'bedrock', '--region', 'us-east-1'],
    agent: (url) => ({
      CLAUDE_CODE_USE_BEDROCK: '1',
      CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1',
      AWS_REGION: 'us-east-1',
      ANTHROPIC_BEDROCK_BASE_URL: url,
    }),
    proxy: aws,
    verb: 'invoke-with-response-stream',
  },
  {
    name: 'rawPredict to rawPredict',
    flags: ['--backend', 'vertex', '--region', 'us-east5', '--project', PROJECT],
    agent: (url) => ({
      CLAUDE_CODE_USE_VERTEX: '1',
      CLAUDE_CODE_SKIP_VERTEX_AUTH: '1',
      CLOUD_ML_REGION: 'us-east5',
      ANTHROPIC_VERTEX_PROJECT_ID: PROJECT,
      ANTHROPIC_VERTEX_BASE_URL: `${url}/v1`,
    }),
    proxy: ({ url }) => ({ GCE_METADATA_HOST: new URL(url).host, METADATA_SERVER_DETECTION: 'assume-present' }),
    verb: 'streamRawPredict',
  },
];

/** Claude Code in the words of Messages, Bedrock and Vertex AI, before a proxy whose backend is one of them. */
export async function tryClaudeInClouds(bin: string, check: Check): Promise<void> {
  for (const [index, way] of WAYS.entries()) await tryWay(way, bin, check, 23_000 + index * 7 + (process.pid % 20_000));
}

async function tryWay(way: Way, bin: string, check: Check, port: number): Promise<void> {
  const provider = await messagesProvider({ main: SCRIPT });
  const front = await cloudFront(provider.url);
  const settings = '{ "permissions": { "allow": ["Bash"] } }\n';
  const world = makeWorld(bin, front.url, { 'project/rows.json': ROWS, 'home/.claude/settings.json': settings });
  const args = [HEADROOM, 'proxy', '--port', String(port), '--backend-url', front.url, ...way.flags];
  const env = { ...process.env, HOME: world.home, HEADROOM_STORE: join(world.home, 'store.db'), ...way.proxy(front) };
  const proxy = spawn(process.execPath, args, { env });
  try {
    await new Promise((resolve) => proxy.stderr.once('data', resolve));
    const args = ['--model', 'claude-opus-4-8', '-p', 'Which node is lost?'];
    const ended = await world.run('claude', args, way.agent(`http://127.0.0.1:${port}`));
    const shown = (id: string) => resultOf(provider.requests, id)?.text ?? '';
    const says = (what: string, holds: boolean, found: unknown) => check(`${way.name}: ${what}`, holds, found);
    says('a session ends as it should', ended.code === 0 && ended.out.includes('That is all.'), [
      ended.code,
      ended.out.slice(-300),
      ended.err.slice(-300),
    ]);
    says('requests are in the house’s words and proven', front.problems.length === 0 && front.paths.has(way.verb), [
      front.problems,
      ...front.paths,
    ]);
    says('a large output arrives shortened', hashIn(shown('big')) !== 'none', shown('big').slice(0, 200));
    says('the model gets the exact original', shown('back') === ROWS, shown('back').slice(0, 200));
    const changes = [...changedResults(provider.requests), ...provider.mismatches];
    says('nothing that was sent changes', changes.length === 0, changes);
  } finally {
    proxy.kill('SIGTERM');
    front.close();
    provider.close();
    world.remove();
  }
}
