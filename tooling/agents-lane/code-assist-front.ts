import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Fields = Readonly<Record<string, unknown>>;

/** Code Assist on loopback: a login that is good for everything, and a provider of Gemini at `behind` in its envelopes. */
export async function codeAssistFront(
  behind: string,
): Promise<{ readonly url: string; readonly asked: readonly string[]; close(): void }> {
  const asked: string[] = [];
  const http = createServer(async (request, response) => {
    let text = '';
    request.setEncoding('utf8');
    for await (const chunk of request) text += chunk;
    const [, verb = '', query = ''] = /^\/v1internal:(\w+)(\?.*)?$/.exec(request.url ?? '') ?? [];
    asked.push(verb);
    const body = (text === '' ? {} : JSON.parse(text)) as Fields;
    const isStream = verb === 'streamGenerateContent';
    response.setHeader('content-type', isStream ? 'text/event-stream' : 'application/json');
    if (!/generateContent$|countTokens/i.test(verb)) return void response.end(JSON.stringify(ANSWERS[verb] ?? {}));
    const answer = await fetch(`${behind}/v1beta/models/${String(body.model ?? 'm')}:${verb}${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body.request),
    });
    const said = await answer.text();
    response.statusCode = answer.status;
    if (!answer.ok || verb === 'countTokens') return void response.end(said);
    const put = (json: string) => `{"response": ${json}, "traceId":"t"}`;
    response.end(isStream ? said.replace(/^data: (\{.*\})\r?$/gm, (_, json) => `data: ${put(json)}`) : put(said));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    asked,
    close() {
      http.close();
      http.closeAllConnections();
    },
  };
}

const TIER = { id: 'standard-tier', name: 'made up', userDefinedCloudaicompanionProject: false };
const ANSWERS: Readonly<Record<string, Fields>> = {
  loadCodeAssist: { currentTier: TIER, paidTier: TIER, allowedTiers: [TIER], cloudaicompanionProject: 'lane-project' },
  onboardUser: { done: true, response: { cloudaicompanionProject: { id: 'lane-project' } } },
};
