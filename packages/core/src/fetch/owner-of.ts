import { HeadroomError } from '../model/errors.js';
import { checkOwner, type Owner } from '../tool-loop/owner.js';
import type { Outgoing } from './outgoing.js';

/** A name, or what finds it for one call: by the headers the call was made with, or by what the program knows just then. */
export type OwnerName =
  | string
  | ((call: { readonly address: string; readonly headers: Headers }) => string | undefined);

/** Whose conversations go through a `fetch`. */
export interface OwnerOptions {
  /**
   * The customer, user or project of a call: hidden retrieve calls are found for the same one only. Default: the hash of the key
   * that the call authenticates with. The header `x-headroom-tenant` says it for one call and is taken off.
   */
  readonly tenant?: OwnerName | undefined;
  /** The thread, session or chat of a call, where the program has a name for it; or the header `x-headroom-conversation`. */
  readonly conversation?: OwnerName | undefined;
}

const TENANT_HEADER = 'x-headroom-tenant';
const CONVERSATION_HEADER = 'x-headroom-conversation';

/** Headers that are ours alone. */
export const OWNER_HEADERS: readonly string[] = [TENANT_HEADER, CONVERSATION_HEADER];

const CREDENTIALS = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key'];

/** @throws HeadroomError `invalid_option` for names that are neither strings nor functions. */
export function checkOwnerOptions(options: OwnerOptions): void {
  for (const name of ['tenant', 'conversation'] as const) {
    const value: unknown = options[name];
    if (typeof value === 'function' || value === undefined) continue;
    if (typeof value !== 'string' || value === '')
      throw new HeadroomError('invalid_option', `Option \`${name}\` must be a name or a function that gives one`, name);
  }
}

/** Whose conversation a call belongs to. */
export function ownerOf({ address, headers }: Pick<Outgoing, 'address' | 'headers'>, options: OwnerOptions): Owner {
  const named = (option: OwnerName | undefined, header: string) =>
    headers.get(header) ?? (typeof option === 'function' ? option({ address, headers }) : option) ?? undefined;
  const owner = {
    tenant: named(options.tenant, TENANT_HEADER),
    conversation: named(options.conversation, CONVERSATION_HEADER),
    credential: CREDENTIALS.map((name) => headers.get(name) ?? '').join('\n') + keyIn(address),
  };
  checkOwner(owner);
  return owner;
}

/** Gemini's key may stand in the address. */
function keyIn(address: string): string {
  return /[?&]key=([^&#]*)/.exec(address)?.[1] ?? '';
}
