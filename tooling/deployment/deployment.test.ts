import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DCLinter } from 'dclint';
import { validate as lintDockerfile } from 'dockerfile-utils';
import { Deployment } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { Service } from 'kubernetes-models/v1';
import { afterAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { freePort, hasRedis, startRedis } from '../../packages/stores/src/redis-server.fixture.js';

const docker = fileURLToPath(new URL('../../docker/', import.meta.url));
const program = fileURLToPath(new URL('../../packages/cli/dist/main.js', import.meta.url));
const text = (name: string) => readFileSync(join(docker, name), 'utf8');
const dockerfile = text('Dockerfile');
const lines = dockerfile
  .replace(/\\\n/g, ' ')
  .split('\n')
  .map((line) => line.trim());
const instructions = (name: string) =>
  lines.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1));
const listOf = (json: string) => JSON.parse(json.slice(json.indexOf('['))) as string[];
// biome-ignore lint/suspicious/noExplicitAny: files of others' shapes
type Loose = any;
const compose = parse(text('compose.yaml')) as Loose;
const manifests = parseAllDocuments(text('kubernetes.yaml')).map((document) => document.toJS() as Loose);
const [deployment] = manifests as [Loose];
const { spec } = deployment.spec.template;
const [container] = spec.containers as Loose[];
const WHOLE_VERSION = /:\d+\.\d+\.\d+(?:[-.\w]*)$/;
const SECRET = /token|secret|password|api_?key/i;

const folder = mkdtempSync(join(tmpdir(), 'headroom-deployed-'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('the image', () => {
  it('has nothing that a linter minds, and a base by its whole version', () => {
    expect(lintDockerfile(dockerfile)).toEqual([]);
    for (const from of instructions('FROM')) expect(from.split(' ')[0]).toMatch(WHOLE_VERSION);
  });

  it('is not run as root, is asked for its health, and holds no secret', () => {
    expect(instructions('USER').at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(instructions('HEALTHCHECK')).toHaveLength(1);
    for (const set of [...instructions('ENV'), ...instructions('ARG')]) expect(set).not.toMatch(SECRET);
    for (const copied of [...instructions('COPY'), ...instructions('ADD')]) expect(copied).toMatch(/^--from=/);
  });
});

describe('the compose file', () => {
  it('has nothing that a linter minds', () => {
    const found = new DCLinter({
      rules: { 'require-quotes-in-ports': [2, { quoteType: 'double' }] },
      quiet: true,
      debug: false,
      exclude: [],
    } as Loose).lintFiles([join(docker, 'compose.yaml')], false);
    expect(found.flatMap(({ messages }) => messages.map(({ rule, line }) => `${rule} at ${line}`))).toEqual([]);
  });

  it('names whole versions, is reached on this machine only, and reads its secrets from files that are not here', () => {
    for (const { image, build } of Object.values<Loose>(compose.services))
      expect(image ?? build.args.HEADROOM_VERSION).toMatch(/:\d+\.\d+\.\d+|^\$\{HEADROOM_VERSION:\?/);
    for (const { ports = [] } of Object.values<Loose>(compose.services))
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    for (const { file } of Object.values<Loose>(compose.secrets))
      expect(readFileSync(join(docker, '../.gitignore'), 'utf8')).toContain(`docker/${file.replace('./', '')}`);
    for (const { environment = {} } of Object.values<Loose>(compose.services))
      for (const name of Object.keys(environment)) expect(name).not.toMatch(SECRET);
    expect(compose.services.proxy.depends_on.redis.condition).toBe('service_healthy');
    expect(compose.services.redis.healthcheck.test).toContain('redis-cli');
  });
});

describe('the manifest', () => {
  const kinds = { Deployment, Service, PodDisruptionBudget, HorizontalPodAutoscaler } as const;

  it.each(manifests.map((manifest) => [manifest.kind, manifest] as const))(
    '%s is what its schema says',
    (kind, manifest) => {
      const Kind = kinds[kind as keyof typeof kinds] as new (data: Loose) => { validate(): void };
      expect(() => new Kind(manifest).validate()).not.toThrow();
      const broken = { ...manifest, spec: { ...manifest.spec, selector: 7, maxReplicas: 'x' } };
      expect(() => new Kind(broken).validate()).toThrow();
    },
  );

  it('selects what it makes, runs as no root over files that it cannot write, and takes its secrets from a Secret', () => {
    const labels = deployment.spec.template.metadata.labels;
    for (const {
      kind,
      spec: { selector },
    } of manifests.filter(({ spec: { selector } }) => selector))
      expect(selector.matchLabels ?? selector, kind).toEqual(labels);
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container.securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
    for (const { name, value, valueFrom } of container.env) {
      expect([name, value]).toEqual([name, undefined]);
      expect(valueFrom.secretKeyRef.name).toBe('headroom');
    }
    expect(container.image).toMatch(WHOLE_VERSION);
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(8);
  });
});

describe.skipIf(!hasRedis())('the command that is in them', () => {
  const commands = {
    Dockerfile: listOf(instructions('CMD').at(-1) ?? '[]'),
    'compose.yaml': compose.services.proxy.command as string[],
    'kubernetes.yaml': container.args as string[],
  };

  it.each(Object.entries(commands))(
    'of %s starts, is well by its own check, and leaves when asked',
    async (name, args) => {
      const redis = await startRedis('no');
      const tokens = join(folder, 'tokens.json');
      writeFileSync(tokens, '{"team":"a-token-of-some-length"}');
      const port = await freePort();
      const own = args.map((arg) => arg.replace(/\/(?:var\/)?run\/\S+/, tokens));
      const child = spawn(process.execPath, [program, 'proxy', '--port', String(port), ...own], {
        env: { PATH: process.env.PATH, HOME: '/nonexistent', HEADROOM_REDIS: redis.url },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      children.push(child);
      try {
        const said = await new Promise<string>((resolve) =>
          child.stderr?.once('data', (data) => resolve(String(data))),
        );
        expect(said, name).toContain('listening');
        const check = listOf(instructions('HEALTHCHECK')[0] ?? '[]').map((part) => part.replace('8787', String(port)));
        const checked = spawn(process.execPath, check.slice(1), { stdio: 'ignore' });
        expect(await new Promise((resolve) => checked.once('exit', resolve))).toBe(0);
        for (const { httpGet } of [container.startupProbe, container.livenessProbe, container.readinessProbe]) {
          const answer = await fetch(`http://127.0.0.1:${port}${httpGet.path}`, { headers: { host: '10.1.2.3:8787' } });
          expect(answer.status, httpGet.path).toBe(200);
        }
        expect((await fetch(`http://127.0.0.1:${port}/v1/messages`, { method: 'POST', body: '{}' })).status).toBe(401);
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        expect(await gone).toBe(0);
      } finally {
        await redis.stop();
      }
    },
    60_000,
  );
});
