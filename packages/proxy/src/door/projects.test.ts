import { afterEach, describe, expect, it } from 'vitest';
import { CONVERSATIONS, echoProvider, rows } from '../echo-provider.fixture.js';
import { serveProxy } from '../node/serve-proxy.js';
import type { ProjectOptions } from '../options.js';
import { createProxy } from '../proxy.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serving(projects: Readonly<Record<string, ProjectOptions>>) {
  const provider = await echoProvider((_, response) => response.end('{}'));
  const retrieve = { tool: 'mcp__x__headroom_retrieve' };
  const running = await serveProxy(createProxy({ upstreams: { anthropic: provider.url }, projects, retrieve }), {
    drainMs: 0,
  });
  closing.push(provider.close, running.close);
  const { body } = CONVERSATIONS.anthropic as (typeof CONVERSATIONS)[string];
  const given = JSON.stringify(body(rows()));
  const ask = async (path: string, project?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(project === undefined ? {} : { 'x-headroom-project': project }),
    };
    const { status } = await fetch(`http://127.0.0.1:${running.port}${path}`, { method: 'POST', headers, body: given });
    const got = provider.got.at(-1);
    expect(JSON.stringify(got?.rawHeaders ?? '')).not.toContain('headroom');
    return { status, url: got?.url, body: got?.body.toString() ?? '' };
  };
  return { ask, given, provider };
}

describe('a project', () => {
  it('says how far to go, by header or address, and a session has its own say', async () => {
    const { ask, given } = await serving({
      exact: { mode: 'lossless' },
      off: { enabled: false },
      tools: { excludeTools: ['list'] },
      models: { excludeModels: ['claude-*'] },
    });
    const plain = (await ask('/v1/messages')).body;
    expect(plain).toContain('retrieve with hash=');
    // Each in a tenant's first sight of its own: what was sent once stays.
    for (const [name, isSame] of [
      ['exact', false],
      ['off', true],
      ['tools', true],
      ['models', true],
    ] as const) {
      const fresh = await serving({
        exact: { mode: 'lossless' },
        off: { enabled: false },
        tools: { excludeTools: ['list'] },
        models: { excludeModels: ['claude-*'] },
      });
      const { status, body, url } = await fresh.ask('/v1/messages', name);
      expect(
        [
          status,
          url,
          body === given,
          body.includes('hash='),
          (await fresh.ask(`/with/project=${name}/v1/messages`)).body === body,
        ],
        name,
      ).toEqual([200, '/v1/messages', isSame, false, true]);
    }
    const fresh = await serving({ exact: { mode: 'lossless' } });
    expect((await fresh.ask('/with/project=exact&mode=balanced/v1/messages')).body).toContain('hash=');
  });

  it('that has another mode later sends what was sent as it was', async () => {
    const { ask } = await serving({ exact: { mode: 'lossless' } });
    const first = (await ask('/v1/messages')).body;
    expect((await ask('/v1/messages', 'exact')).body).toBe(first);
  });

  it('that nobody knows is refused, not guessed', async () => {
    const { ask, provider } = await serving({ exact: {} });
    expect((await ask('/v1/messages', 'other')).status).toBe(400);
    expect((await ask('/with/project=toString/v1/messages')).status).toBe(400);
    expect(provider.got).toHaveLength(0);
    for (const project of [{ mode: 'most' }, { excludeTools: 'x' }, { unknown: 1 }, 'x'])
      expect(() => createProxy({ projects: { p: project as never } })).toThrow('projects.p');
  });
});
