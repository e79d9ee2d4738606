import { HeadroomError } from '@headroom/core';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Deadlines } from './deadlines.js';

/**
 * The way to a wrapped server: a transport, or what makes one. What can be made anew is started again after it has gone away; that
 * is so for functions and for what `transportTo` returns.
 */
export type ServerWay = Transport | (() => Transport);

/** A wrapped server, with deadlines of its own. */
export interface ServerLink {
  readonly transport: ServerWay;
  readonly deadlines?: Deadlines;
}

/** How a server is reached: for the first time, and again if that can be. */
export interface Opening {
  readonly open: () => Transport;
  readonly canReopen: boolean;
}

const makers = new WeakMap<object, () => Transport>();

/** Makes a transport and remembers how, so that another one can take its place. */
export function remade(make: () => Transport): Transport {
  const transport = make();
  makers.set(transport, make);
  return transport;
}

/** @throws HeadroomError `invalid_option` for what is no way to a server. */
export function openingOf(name: string, way: ServerWay): Opening {
  if (typeof way === 'function') return { open: way, canReopen: true };
  if (typeof way?.send !== 'function')
    throw new HeadroomError('invalid_option', `The server "${name}" has no transport`, 'servers');
  const make = makers.get(way);
  let isFirst = true;
  const open = () => {
    const transport = isFirst || !make ? way : make();
    isFirst = false;
    return transport;
  };
  return { open, canReopen: make !== undefined };
}

/** A server with or without deadlines of its own, in one form. */
export function linkOf(given: ServerWay | ServerLink): ServerLink {
  return typeof given === 'object' && given !== null && 'transport' in given ? given : { transport: given };
}
