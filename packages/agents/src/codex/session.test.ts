import { describe, expect, it } from 'vitest';
import { codexSession } from './session.js';

const start = (args: readonly string[], config?: string, projectConfigs: readonly string[] = []) =>
  codexSession({
    args,
    config,
    projectConfigs,
    port: 7777,
    token: 'tok',
    proxyPath: (upstreams) => (upstreams ? `/s/${upstreams.openai}` : '/s'),
  });
const values = (args: readonly string[]) => args.flatMap((word, at) => (args[at - 1] === '-c' ? [word] : []));

describe('codexSession', () => {
  it('gives an address, a server and nothing else, before what the user gave', () => {
    const { args, env, problem } = start(['exec', '--', '-c', 'a b']);
    expect(values(args.slice(0, args.indexOf('exec')))).toEqual([
      'openai_base_url="http://127.0.0.1:7777/s/v1"',
      'features.enable_request_compression=false',
      'mcp_servers.headroom.url="http://127.0.0.1:7777/mcp"',
      'mcp_servers.headroom.bearer_token_env_var="HEADROOM_TOKEN"',
      'mcp_servers.headroom.default_tools_approval_mode="approve"',
    ]);
    expect(args.slice(-4)).toEqual(['exec', '--', '-c', 'a b']);
    expect([env, problem]).toEqual([{ HEADROOM_TOKEN: 'tok' }, undefined]);
    expect(args.join()).not.toContain('tok"');
  });

  it("goes on to the user's own address, wherever it is given", () => {
    const through = (url: string) => `openai_base_url="http://127.0.0.1:7777/s/${url}"`;
    const config =
      'openai_base_url = "https://gw.example/a"\nprofile = "p"\n[profiles.p]\nopenai_base_url = "https://gw.example/p"\n[profiles.q]\n';
    expect(values(start([], config).args)).toContain(through('https://gw.example/p'));
    expect(values(start(['-p', 'q'], config).args)).toContain(through('https://gw.example/a'));
    expect(values(start(['--profile=p'], config).args)).toContain(through('https://gw.example/p'));
    const given = start(['-c', 'openai_base_url="https://gw.example/c"', '--config=model="x"', 'exec'], config).args;
    expect(values(given)).toContain(through('https://gw.example/c'));
    expect(given.join(' ')).not.toContain('-c openai_base_url="https');
    expect(given).toContain('--config=model="x"');
    expect(values(start(['-c', 'openai_base_url=https://raw.example'], '').args)).toContain(
      through('https://raw.example'),
    );
  });

  it("takes over the address of a provider of the user's own", () => {
    const config = 'model_provider = "mine"\n[model_providers.mine]\nbase_url = "https://mine.example/v1"\n';
    expect(values(start([], config).args)).toContain(
      'model_providers.mine.base_url="http://127.0.0.1:7777/s/https://mine.example/v1"',
    );
    expect(start([], 'model_provider = "amazon-bedrock"').problem).toContain('amazon-bedrock');
  });

  it('adds no second server of its name', () => {
    expect(start([], '[mcp_servers.headroom]\ncommand = "headroom"\n').args.join()).not.toContain('mcp_servers');
    const project = ['a = ', '[mcp_servers.headroom]\ncommand = "headroom"\n'];
    expect(start([], undefined, project).args.join()).not.toContain('mcp_servers');
    expect(start([], undefined, ['a = ', '[mcp_servers.other]\n']).args.join()).toContain('mcp_servers');
  });

  it('leaves alone what is no session, and says what it cannot reach', () => {
    for (const args of [['login'], ['mcp', 'list'], ['--version'], ['exec', '--help']])
      expect(start(args)).toEqual({ args, env: {} });
    expect(start(['--oss']).problem).toContain('--oss');
    expect(start([], 'not toml').problem).toContain('config.toml');
    expect(start(['exec', '--', '--oss']).problem).toBeUndefined();
  });
});
