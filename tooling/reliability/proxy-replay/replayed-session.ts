import { toolResults } from '../../../packages/core/src/fetch/retrieve-server.fixture.js';
import {
  clients,
  historyOf,
  type Json,
  readBack,
} from '../../../packages/core/src/tool-loop/scripted-client.fixture.js';
import { type ScriptedTurn, scriptedResponse } from '../../../packages/core/src/tool-loop/scripted-provider.fixture.js';
import { OWN_ID } from './own-parts.js';
import { SESSION_HEADER } from './provider.js';
import type { ToldSession } from './sessions.js';
import { SocketClient } from './socket-client.js';
import { type Given, type PastTurn, type Sums, Watch } from './watch.js';
import { LISTS, type Wire } from './wires.js';

const MCP_TOOL = 'mcp__headroom__headroom_retrieve';

/** Ports of one process: where the retrieve tool is answered on the way, and where clients bring it. */
export type Ports = readonly [hidden: number, brought: number];

/** One session: its client, its scripted model, and what is watched of it. */
export class ReplayedSession {
  /** From 1. */
  turn = 0;
  #round = 0;
  #number = 0;
  readonly #items: string[] = [];
  readonly #turns: PastTurn[] = [];
  #answers: PastTurn['answers'][number][] = [];
  readonly #tools: readonly string[];
  readonly #watch: Watch;
  readonly #socket: SocketClient;
  /** What the provider holds, up to its latest response. */
  #held: { readonly id: string; readonly items: readonly string[] } | undefined;
  #heard: readonly string[] = [];
  #given: Given = { head: '', turns: [], tail: '', text: '' };

  constructor(
    readonly id: string,
    readonly seed: number,
    readonly wire: Wire,
    private readonly told: ToldSession,
    private readonly sums: Sums,
  ) {
    const names = new Set(told.turns.flatMap(({ call }) => call?.name ?? []));
    this.#tools = [...(names.size > 0 ? names : ['Bash']), ...(this.isBrought ? [MCP_TOOL] : [])];
    this.#watch = new Watch(`session ${id}`, wire, sums);
    this.#socket = new SocketClient(wire.path(true), this.#headers);
    this.#took([], [spoken(wire, told.question)]);
  }

  /** The client brings the retrieve tool itself: then nothing is put into requests. */
  get isBrought(): boolean {
    return this.wire.isSocket || this.seed % 2 === 1;
  }

  get #headers() {
    return { authorization: `Bearer of-${this.id}`, 'content-type': 'application/json', [SESSION_HEADER]: this.id };
  }

  /** One turn through a process. False for a request that failed. */
  async play(ports: Ports): Promise<boolean> {
    this.turn++;
    this.#round = 0;
    this.#answers = [];
    const port = ports[this.isBrought ? 1 : 0];
    const isStream = this.turn % 2 === this.seed % 2;
    const shown = await (this.wire.isSocket ? this.#overSocket(port) : this.#overHttp(port, isStream));
    if (!shown) return false;
    const { dialect } = this.wire;
    const entries = historyOf(dialect, shown).map((entry) => JSON.stringify(entry));
    const { call, result } = this.#told;
    if (!call || result === undefined) this.#took(entries, [spoken(this.wire, `Go on with ${this.turn}.`)]);
    else {
      const back = toolResults(dialect, [{ id: this.#callId, name: call.name }], result);
      this.#took(
        entries,
        back.map((entry) => JSON.stringify(entry)),
        JSON.stringify(result),
      );
    }
    return true;
  }

  close(): void {
    this.#socket.close();
  }

  /** The model's answer to what arrived. */
  answer(got: string): Json {
    const { dialect, isSocket } = this.wire;
    if (isSocket) this.#hearFrame(got);
    else this.#watch.request(got, this.#given, this.#round === 0);
    const turn = this.#says(got);
    const body = scriptedResponse(dialect, turn, ++this.#number) as Json;
    const entries = historyOf(dialect, body);
    const owns = (turn.calls ?? []).filter(({ id }) => id.startsWith(OWN_ID)).length;
    const own = owns === 0 ? 'none' : owns === turn.calls?.length ? 'only' : 'mixed';
    this.#answers.push({ entries, own });
    const said = entries.map((entry) => JSON.stringify(entry));
    this.#held = { id: String(body.id), items: [...this.#heard, ...said] };
    return body;
  }

  #hearFrame(got: string): void {
    const from = /"previous_response_id":"([^"]+)"/.exec(got.slice(0, 300))?.[1];
    if (from !== undefined && this.#held?.id !== from)
      this.sums.examples.push(`session ${this.id} goes on from nothing`);
    this.#heard = this.#watch.frame(got, this.#given, from === undefined ? [] : (this.#held?.items ?? []));
  }

  #says(got: string): ScriptedTurn {
    const { said, call } = this.#told;
    const text = said === '' ? undefined : said;
    const kind = (this.turn + this.seed) % 5;
    const calls = call ? [{ id: this.#callId, ...call }] : [];
    const hash = /hash=([0-9a-f]{24})/.exec(got.slice(-30_000))?.[1];
    const id = `${OWN_ID}${this.turn}_${this.#round}`;
    const own = { id, name: 'headroom_retrieve', input: { hash: hash ?? 'none', lines: '1' } };
    if (!this.isBrought && this.#round++ === 0 && kind % 2 === 1) return { text: 'Looking first.', calls: [own] };
    if (!this.isBrought && kind === 2 && calls.length > 0) return { text, calls: [own, ...calls] };
    return calls.length > 0 || text ? { text, calls } : { text: 'Done.' };
  }

  get #told() {
    const { turns } = this.told;
    return turns[(this.turn - 1) % turns.length] as (typeof turns)[number];
  }

  get #callId(): string {
    return `call_${this.turn}`;
  }

  async #overHttp(port: number, isStream: boolean): Promise<Json | undefined> {
    const { wire } = this;
    const [head, tail] = [wire.head(this.#tools), wire.tail(isStream)];
    const body = head + this.#items.join(',') + tail;
    this.#given = { head, turns: [...this.#turns], tail, text: body };
    const headers = this.#headers;
    const answer = await fetch(`http://127.0.0.1:${port}${wire.path(isStream)}`, { method: 'POST', headers, body });
    const text = opened(await answer.text(), wire.isEnveloped);
    if (!answer.ok) return undefined;
    return isStream ? readBack(wire.dialect, text) : (JSON.parse(text) as Json);
  }

  async #overSocket(port: number): Promise<Json | undefined> {
    const { wire } = this;
    const { from, at } = await this.#socket.at(port);
    const [head, tail] = [wire.head(this.#tools, from), wire.tail(true)];
    const frame = head + this.#items.slice(at).join(',') + tail;
    this.#given = { head, turns: [...this.#turns], tail, text: frame };
    const response = await this.#socket.ask(frame);
    if (!response) return undefined;
    this.#socket.wentOn(String(response.id), this.#items.length + (response.output as unknown[]).length);
    return response;
  }

  /** A turn is over. */
  #took(shown: readonly string[], back: readonly string[], result?: string): void {
    this.#items.push(...shown, ...back);
    this.#turns.push({ answers: this.#answers, shown, back, ...(result !== undefined && { result }) });
    this.#answers = [];
  }
}

/** A word of the user, in the words of a wire. */
function spoken({ dialect }: Wire, words: string): string {
  const [entry] = (clients[dialect].body([]) as Json)[LISTS[dialect]] as unknown[];
  return JSON.stringify(entry).replace('"Why did it fail?"', () => JSON.stringify(words));
}

/** What is in the envelopes of an answer. */
function opened(text: string, isEnveloped: boolean): string {
  if (!isEnveloped) return text;
  return text.replace(/^(data: )?(\{.*\})\r?$/gm, (_, start = '', json) => {
    const { response } = JSON.parse(json) as Json;
    return start + JSON.stringify(response);
  });
}
