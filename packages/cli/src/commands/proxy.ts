import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { PriceTable } from '@headroom/core';
import type { Feed } from '@headroom/dashboard';
import type { ProxyLog, ProxyOptions } from '@headroom/proxy';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { checkMode, port, positive } from '../settings.js';
import { UsageError } from '../usage-error.js';
import { BACKEND_HELP, type BackendFlags, backendFlags, backendOf } from './proxy-backend.js';
import { openProxyStore, type ProxyStore, redisAddresses } from './proxy-store.js';
import { inProxyFlags } from './proxy-words.js';

interface Flags extends BackendFlags {
  readonly port: number;
  readonly host: string;
  readonly upstream: Readonly<Record<string, string>>;
  readonly mode?: 'lossless' | 'balanced' | 'aggressive';
  readonly lossless?: boolean;
  readonly projects?: string;
  readonly log?: string | true;
  readonly excludeTools?: string[];
  readonly excludeModels?: string[];
  readonly retrieve: boolean;
  readonly oneUser?: boolean;
  readonly tokens?: string;
  readonly tlsKey?: string;
  readonly tlsCert?: string;
  readonly plainHttp?: boolean;
  readonly allowHost?: string[];
  readonly requestsPerMinute?: number;
  readonly tokensPerDay?: number;
  readonly dashboard?: string | true;
  readonly dollarsPerDay?: number;
  readonly redis?: readonly string[];
}

const EXAMPLES = `
Examples:
  headroom proxy --port 8787
  ANTHROPIC_BASE_URL=http://127.0.0.1:8787 my-agent
  OPENAI_BASE_URL=http://127.0.0.1:8787/v1 my-agent
  headroom proxy --upstream mine=https://llm.example.com/v1     then under http://127.0.0.1:8787/mine
  headroom proxy --backend bedrock --region us-east-1
  headroom proxy --redis redis://10.0.0.5:6379         several processes, one memory of what was sent

A request with the header x-headroom-bypass: true is left alone. Figures are at /metrics.
${BACKEND_HELP}`;

/** `headroom proxy`: for agents and programs that can be given an address and nothing else. */
export function proxyCommand(program: Command): void {
  backendFlags(program.command('proxy'))
    .description('Stand between agents and model providers, and shorten tool outputs on their way')
    .option('-p, --port <port>', 'port to listen on', port, 8787)
    .option('--host <host>', 'address to listen on; anything but loopback needs --tokens and TLS', '127.0.0.1')
    .option(
      '--upstream <name=url>',
      'a provider, or another address of one (anthropic, openai, gemini, …)',
      upstream,
      {},
    )
    .addOption(new Option('--mode <mode>', 'how far to go').choices(['lossless', 'balanced', 'aggressive']))
    .option('--lossless', 'leave nothing out; the same as --mode lossless')
    .option('--projects <file>', 'JSON with what holds for each project: {"name": {"mode": "lossless"}}')
    .option('--exclude-tools <names...>', 'tools whose results stay as they are; * and ? are wildcards')
    .option('--exclude-models <names...>', 'models whose requests stay as they are; * is a wildcard')
    .option('--no-retrieve', 'offer no tool that brings originals back; then nothing is left out')
    .option('--one-user', 'all credentials are one user, whose originals `headroom retrieve` finds as well')
    .option('--tokens <file>', 'JSON with a token for each tenant: {"name": "token"}')
    .option('--tls-key <file>', 'key for TLS, in PEM')
    .option('--tls-cert <file>', 'certificate for TLS, in PEM')
    .option('--log [file]', 'a line of JSON for each request, on stderr or in a file; nothing of a prompt')
    .option('--plain-http', 'something in front of it does TLS')
    .option('--allow-host <names...>', 'names under which clients call it')
    .option('--requests-per-minute <count>', 'for each tenant', positive)
    .option('--tokens-per-day <count>', 'for each tenant', positive)
    .option(
      '--dashboard [file]',
      'show sessions at /dashboard; let in by a link that is printed, or by the token in the file',
    )
    .option('--dollars-per-day <amount>', 'for each tenant, at list price', amount)
    .addOption(
      new Option(
        '--redis <urls>',
        'one Redis or Valkey for several processes; with commas between them, nodes of a cluster',
      )
        .env('HEADROOM_REDIS')
        .argParser(redisAddresses),
    )
    .addHelpText('after', EXAMPLES)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  checkMode(flags);
  const opened = await openProxyStore(flags.redis);
  try {
    await serve(flags, opened);
  } catch (error) {
    // A connection that stays open keeps a program alive that does not serve.
    opened.close();
    throw inProxyFlags(error);
  }
}

async function serve(flags: Flags, { store, shared, close }: ProxyStore): Promise<void> {
  const [{ createProxy, serveProxy }, { createDashboard, Feed }, { createLedger, warmUp }, { onLeave }, { ownPrices }] =
    await Promise.all([
      import('@headroom/proxy'),
      import('@headroom/dashboard'),
      import('@headroom/core'),
      import('@headroom/mcp'),
      import('../own-prices.js'),
    ]);
  const priced = ownPrices();
  // Reading every request again is for those who look at it: here, or by `headroom dashboard`.
  const isShown = flags.dashboard !== undefined || flags.oneUser === true;
  const feed = isShown ? new Feed({ store, keepTexts: flags.oneUser === true, prices: priced.prices }) : undefined;
  const plain = createLedger({ store, ...priced });
  const ledger = feed?.ledger(plain) ?? plain;
  const dashboard =
    flags.dashboard === undefined
      ? undefined
      : createDashboard({
          store,
          ...(feed && { book: feed.book }),
          token: flags.dashboard === true ? randomBytes(32).toString('hex') : read(flags.dashboard).trim(),
          texts: flags.oneUser === true,
          pricesDate: priced.pricesDate,
          allowedHosts: [...(flags.allowHost ?? []), `${flags.host}:${flags.port}`],
        });
  const say = (text: string) => void process.stderr.write(`headroom: ${text}\n`);
  const mode = flags.lossless ? 'lossless' : flags.mode;
  const log = await logOf(flags);
  const proxy = createProxy({
    ...optionsOf(flags, priced.prices, shared?.client),
    ...backendIn(flags),
    store,
    ...(feed && fed(feed, flags)),
    headroom: {
      ledger,
      ...(mode && { mode }),
      ...(flags.excludeTools && { excludeTools: flags.excludeTools }),
      ...(shared && { storeTimeoutMs: shared.timeoutMs }),
    },
    ...(log ? { log } : { onWarning: ({ code, message }) => say(`${code}: ${message}`) }),
  });
  const running = await serveProxy(proxy, {
    port: flags.port,
    host: flags.host,
    ...(flags.plainHttp && { plainHttp: true }),
    ...(flags.allowHost && { allowedHosts: flags.allowHost }),
    ...tlsOf(flags),
    ...(dashboard && { dashboard }),
    // What leaves is waited for ten seconds at most.
    drainMs: 8000,
  });
  onLeave(async () => {
    await running.close();
    await ledger.flush().catch(() => undefined);
    close();
  });
  const address = `${flags.tlsKey ? 'https' : 'http'}://${flags.host}:${running.port}`;
  say(`listening on ${address}`);
  if (dashboard) say(`sessions at ${address}${flags.dashboard === true ? dashboard.link() : '/dashboard'}`);
  // Not before it listens: who waits for that waits no longer, and what a first text needs is there before the first text.
  await warmUp().catch(() => undefined);
}

/** Sessions of one user are told apart by themselves, those of several also by the tenant. */
function fed(feed: Feed, { oneUser }: Flags): Pick<ProxyOptions, 'onExchange'> {
  return { onExchange: (exchange) => feed.exchange('proxy', exchange, oneUser ? '' : exchange.tenant) };
}

function optionsOf(
  {
    upstream,
    excludeModels,
    retrieve,
    oneUser,
    tokens,
    projects,
    requestsPerMinute,
    tokensPerDay,
    dollarsPerDay,
  }: Flags,
  prices: PriceTable,
  redis: object | undefined,
): ProxyOptions {
  return {
    upstreams: upstream,
    retrieve,
    ...(oneUser && { tenant: 'one user' }),
    ...(excludeModels && { excludeModels }),
    ...(tokens === undefined ? {} : { auth: { tokens: readJson(tokens) } }),
    ...(projects === undefined ? {} : { projects: readJson(projects) }),
    limits: {
      ...(requestsPerMinute && { requestsPerMinute }),
      ...(tokensPerDay && { tokensPerDay }),
      ...(dollarsPerDay && { dollarsPerDay, prices }),
      ...(redis && { redis }),
    },
  };
}

function backendIn(flags: Flags): Pick<ProxyOptions, 'backend'> {
  const backend = backendOf(flags, process.env);
  return backend ? { backend } : {};
}

function tlsOf({ tlsKey, tlsCert }: Flags) {
  if (tlsKey === undefined && tlsCert === undefined) return {};
  if (tlsKey === undefined || tlsCert === undefined) throw new UsageError('--tls-key and --tls-cert belong together');
  return { tls: { key: read(tlsKey), cert: read(tlsCert) } };
}

/** A logger that writes each line at once, so that none is lost with the process. */
async function logOf({ log }: Flags): Promise<ProxyOptions['log']> {
  if (log === undefined) return undefined;
  const { default: pino } = await import('pino');
  if (log === '-') throw new UsageError('--log alone writes to standard error; with it, name a file');
  const dest = log === true ? 2 : log;
  try {
    // A file that cannot be opened is told here, not with the first request.
    if (typeof dest === 'string') closeSync(openSync(dest, 'a', 0o600));
  } catch {
    throw new UsageError(`${dest} cannot be written`);
  }
  const logger: ProxyLog = pino({ base: null }, pino.destination({ dest, mode: 0o600 }));
  return logger;
}

function readJson<Value>(path: string): Readonly<Record<string, Value>> {
  const text = read(path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError(`${path} is not JSON`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${path} has to hold one JSON object, by names`);
  return value as Readonly<Record<string, Value>>;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
}

function amount(value: string): number {
  const dollars = Number(value);
  if (!(Number.isFinite(dollars) && dollars > 0)) throw new InvalidArgumentError('It must be a number above 0');
  return dollars;
}

function upstream(value: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const cut = value.indexOf('=');
  if (cut <= 0) throw new InvalidArgumentError('It must be a name and an address: name=https://…');
  return { ...before, [value.slice(0, cut)]: value.slice(cut + 1) };
}
