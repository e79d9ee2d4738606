import { describe, expect, it } from 'vitest';
import { isSessionPath, readSessionPath, sessionPath } from './session-path.js';

const session = {
  agent: 'codex',
  retrieveTool: 'mcp__headroom__headroom_retrieve',
  upstreams: { openai: 'https://gw.example/v1' },
};

describe('the path of a session', () => {
  it('says all that must be known, under the seal of the service', () => {
    const path = sessionPath('secret', session);
    expect(isSessionPath(path)).toBe(true);
    expect(path).not.toContain('gw.example');
    const read = readSessionPath('secret', `${path}/v1/responses?x=1`);
    expect([read?.session, read?.rest]).toEqual([session, '/v1/responses?x=1']);
  });

  it('is nothing with another seal, another session or another token', () => {
    const path = sessionPath('secret', session);
    const [payload = '', seal = ''] = path.slice('/session/'.length).split('.');
    const other = Buffer.from(JSON.stringify({ ...session, upstreams: { openai: 'http://169.254.169.254' } })).toString(
      'base64url',
    );
    for (const target of [
      `/session/${other}.${seal}/v1`,
      `/session/${payload}.${seal.slice(0, -2)}AA/v1`,
      `/session/${payload}./v1`,
      `/session/.${seal}/v1`,
      `${path}`,
      '/session/',
      '/v1/responses',
    ])
      expect(readSessionPath('secret', target), target).toBeUndefined();
    expect(readSessionPath('another', `${path}/v1`)).toBeUndefined();
  });
});
