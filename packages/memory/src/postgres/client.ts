import { StoreError, type StoreErrorCode } from '@headroom/stores/database';

/** A connection, as far as it is used here. */
export interface Client {
  query(sql: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  release(error?: boolean): void;
  on?(event: 'error', told: (error: Error) => void): unknown;
}

/** `pg`'s pool, as far as it is used here. */
export interface Pool {
  connect(): Promise<Client>;
  end(): Promise<void>;
  on?(event: 'error', told: (error: Error) => void): unknown;
}

const heard = new WeakSet<Client>();

/** A connection of a pool. One that breaks while nothing is asked of it says so by an event, which nobody hearing would end the process. */
export async function connection(pool: Pool): Promise<Client> {
  const client = await pool.connect();
  if (!heard.has(client)) client.on?.('error', () => undefined);
  heard.add(client);
  return client;
}

const CODES: Readonly<Record<string, StoreErrorCode>> = {
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ENOTFOUND: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EPIPE: 'unreachable',
  ENOENT: 'unreachable',
  '08': 'unreachable',
  '57': 'unreachable',
  '53': 'full',
  '28': 'no_access',
  '3D': 'no_access',
  '42501': 'no_access',
  '40': 'busy',
  '55P03': 'busy',
  XX001: 'damaged',
  XX002: 'damaged',
};

/** What `pg` throws, as a {@link StoreError} with a code to act on. */
export function typedError(error: unknown): unknown {
  if (error instanceof StoreError || !(error instanceof Error) || error.name === 'HeadroomError') return error;
  const code = String((error as { code?: unknown }).code ?? '');
  const away = code === '' && /terminated|timeout|Connection ended|not queryable/i.test(error.message);
  const known = CODES[code] ?? CODES[code.slice(0, 2)] ?? (away ? 'unreachable' : undefined);
  // What is no error of the server's or the network's is a fault of a step, and is thrown as it came.
  if (!known && code === '') return error;
  return new StoreError(known ?? 'failed', `The memory's database: ${error.message}`, { cause: error });
}
