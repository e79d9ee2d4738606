import { describe, expect, it } from 'vitest';
import { PROXIED_AGENTS, type ProxiedOptions, proxiedSession } from './proxied.js';
import { overruledInQwen } from './qwen-settings.js';

const start = (agent: keyof typeof PROXIED_AGENTS, more: Partial<ProxiedOptions> = {}) =>
  proxiedSession({
    agent: PROXIED_AGENTS[agent],
    args: ['-p', 'x'],
    env: {},
    proxyUrl: (upstreams) => `http://127.0.0.1:7777/s${upstreams ? `(${JSON.stringify(upstreams)})` : ''}`,
    ...more,
  });

describe('proxiedSession', () => {
  it('tells each agent, by its own variables, where the proxy is', () => {
    expect(start('qwen')).toEqual({
      args: ['-p', 'x'],
      env: {
        OPENAI_BASE_URL: 'http://127.0.0.1:7777/s/openai/v1',
        ANTHROPIC_BASE_URL: 'http://127.0.0.1:7777/s/anthropic',
      },
    });
    expect(start('goose').env).toEqual({
      OPENAI_HOST: 'http://127.0.0.1:7777/s/openai',
      ANTHROPIC_HOST: 'http://127.0.0.1:7777/s/anthropic',
    });
    expect(start('aider').env.OPENAI_API_BASE).toBe('http://127.0.0.1:7777/s/openai/v1');
  });

  it("sends on to the user's own address, by flag before variable, and takes the flag over", () => {
    const own = start('qwen', { env: { OPENAI_BASE_URL: 'https://gw.example/a/v1/' } });
    expect(own.env.OPENAI_BASE_URL).toBe('http://127.0.0.1:7777/s({"openai":"https://gw.example/a/v1"})/openai');
    for (const args of [
      ['--openai-base-url', 'https://flag.example/v1', 'hi'],
      ['--openai-base-url=https://flag.example/v1', 'hi'],
    ]) {
      const given = start('qwen', { args, env: { OPENAI_BASE_URL: 'https://gw.example/v1' } });
      expect(given.args).toEqual(['hi']);
      expect(given.env.OPENAI_BASE_URL).toContain('"https://flag.example/v1"');
    }
    const behind = ['--', '--openai-base-url', 'x'];
    expect(start('qwen', { args: behind })).toMatchObject({ args: behind });
  });

  it('leaves a session alone whose address is none', () => {
    expect(start('goose', { env: { OPENAI_HOST: 'nowhere' } })).toEqual({
      args: ['-p', 'x'],
      env: {},
      problem: 'OPENAI_HOST holds no address',
    });
    expect(start('goose', { env: { OPENAI_HOST: '' } }).problem).toBeUndefined();
  });
});

describe('settings of Qwen Code', () => {
  const said = (text: string) => overruledInQwen([{ path: '~/.qwen/settings.json', text }]);

  it('overrule the variables where they give a model an address', () => {
    const models = [{ id: 'gpt-5', baseUrl: 'https://example.com/v1' }, { id: 'other' }, null];
    expect(said(`// mine\n${JSON.stringify({ modelProviders: { openai: models, gemini: 7 } })}`)).toEqual([
      expect.stringMatching(/^~\/\.qwen\/settings\.json gives gpt-5 an address/),
    ]);
  });

  it.each(['{"modelProviders":{"openai":[{"id":"a"}]}}', '{"modelProviders":[]}', '[]', 'broken {', ''])(
    'say nothing of the kind: %s',
    (text) => expect(said(text)).toEqual([]),
  );
});
