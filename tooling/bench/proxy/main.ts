import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { LongSession } from './long-session.js';

/**
 * What a proxy adds to a request of a long session, beside a pass-through of the same library: each is a process of its own, and
 * they are asked in turns. Time on the clock and of the processor, for a session without new tool output and for one that grows.
 */
const SIZE = Number(process.env.BENCH_BYTES ?? 560_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 200);
const TURNS = Number(process.env.BENCH_TURNS ?? 30);
/** A folder for profiles of the processor, one of each process. */
const { BENCH_PROFILES } = process.env;
const PROFILED = BENCH_PROFILES ? ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', BENCH_PROFILES] : [];

interface Use {
  readonly cpuMs: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

const provider = createServer((asked, response) => {
  asked.resume();
  asked.on('end', () => {
    response.setHeader('content-type', 'application/json');
    response.end('{"id":"m","type":"message","role":"assistant","content":[],"stop_reason":"end_turn"}');
  });
});
provider.listen(0, '127.0.0.1');
await once(provider, 'listening');
const upstream = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;

class Measured {
  times: number[] = [];
  private constructor(
    readonly name: string,
    readonly address: string,
    private readonly child?: ChildProcess,
  ) {}

  static direct(): Measured {
    return new Measured('the provider itself', upstream);
  }

  static async server(kind: 'plain' | 'whole' | 'proxy', name: string): Promise<Measured> {
    const child = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [kind, upstream], {
      execArgv: ['--import', 'tsx', '--expose-gc', ...PROFILED],
    });
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return new Measured(name, `http://127.0.0.1:${port}`, child);
  }

  async use(): Promise<Use> {
    if (!this.child) return { cpuMs: 0, rss: 0, heapUsed: 0, external: 0 };
    this.child.send('use');
    return ((await once(this.child, 'message')) as [Use])[0];
  }

  end(): void {
    this.child?.disconnect();
  }
}

const client = new Agent();
async function ask({ address }: Measured, body: string): Promise<number> {
  const began = performance.now();
  const answer = await request(`${address}/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'k' },
    body,
    dispatcher: client,
  });
  await answer.body.text();
  return performance.now() - began;
}

const at = (times: readonly number[], part: number) =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * part)] ?? 0;

const direct = Measured.direct();
const plain = await Measured.server('plain', 'a plain pass-through');
const whole = await Measured.server('whole', 'one that reads first');
const ours = await Measured.server('proxy', 'the proxy');
const all = [direct, plain, whole, ours];

/** Asks all in turns, with what `next` says; prints what each adds to the provider. */
async function compare(title: string, rounds: number, next: () => string): Promise<void> {
  for (const one of all) one.times = [];
  const spent = new Map<Measured, number>();
  const before = await Promise.all(all.map((one) => one.use()));
  let bytes = 0;
  for (let i = 0; i < rounds; i++) {
    const body = next();
    bytes = body.length;
    for (const one of all) one.times.push(await ask(one, body));
  }
  const after = await Promise.all(all.map((one) => one.use()));
  for (const [i, one] of all.entries()) spent.set(one, ((after[i] as Use).cpuMs - (before[i] as Use).cpuMs) / rounds);
  console.log(`\n${title}: ${bytes} bytes, ${rounds} requests each, in turns`);
  for (const one of all) {
    const p50 = at(one.times, 0.5);
    const p99 = at(one.times, 0.99);
    const added = `added p50 ${(p50 - at(direct.times, 0.5)).toFixed(2)} p99 ${(p99 - at(direct.times, 0.99)).toFixed(2)} ms`;
    const cpu = one === direct ? '' : `   ${added}   processor ${(spent.get(one) ?? 0).toFixed(2)} ms a request`;
    console.log(`  ${one.name.padEnd(22)} p50 ${p50.toFixed(2)} p99 ${p99.toFixed(2)} ms${cpu}`);
  }
}

const session = new LongSession();
while (session.body().length < SIZE) session.work();
const cpuOf = async (work: () => Promise<unknown>) => {
  const before = await ours.use();
  const ms = await work().then((value) => value as number);
  return { ms, cpuMs: (await ours.use()).cpuMs - before.cpuMs };
};
// The compiler is warm when it is measured: another session first.
const other = new LongSession('another');
while (other.body().length < SIZE / 2) other.work();
await ask(ours, other.body());
const first = await cpuOf(() => ask(ours, session.body()));
for (let i = 0; i < 60; i++) {
  session.say();
  for (const one of all) await ask(one, session.body());
}
await compare('the same request again', ROUNDS, () => session.body());
await compare('one more word of the user', ROUNDS, () => session.say().body());
const told = new LongSession('words');
while (told.body().length < SIZE) told.tell();
for (let i = 0; i < 60; i++) {
  told.say();
  for (const one of all) await ask(one, told.body());
}
await compare('one more word, where nothing could be shortened', ROUNDS, () => told.say().body());
const grown: { ms: number; cpuMs: number }[] = [];
for (let i = 0; i < TURNS; i++) {
  session.work();
  grown.push(await cpuOf(() => ask(ours, session.body())));
}
const share = (name: 'ms' | 'cpuMs') =>
  at(
    grown.map((one) => one[name]),
    0.5,
  ) / first[name];
console.log(
  `\nfirst request of the session ${first.ms.toFixed(0)} ms, ${first.cpuMs.toFixed(0)} ms of the processor; with one more result ` +
    `${at(
      grown.map(({ ms }) => ms),
      0.5,
    ).toFixed(1)} ms (${share('ms').toFixed(3)}), ${at(
      grown.map(({ cpuMs }) => cpuMs),
      0.5,
    ).toFixed(1)} ms (${share('cpuMs').toFixed(3)})`,
);
for (const one of all) one.end();
provider.close();
provider.closeAllConnections();
await client.close();
