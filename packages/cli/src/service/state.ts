import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isOwnProcess } from '@headroom/agents/own-process';
import { homeFolder } from '../home-folder.js';

/** How the one service of a user is reached. */
export interface ServiceState {
  readonly port: number;
  /** What callers send as bearer token. */
  readonly token: string;
  /** The version of the program that serves. */
  readonly version: string;
  readonly pid: number;
  /** When that process began, where the system tells: after a restart of the machine its number is another's. */
  readonly began?: string | undefined;
}

/** The folder of the user's service: `.headroom` in the home, or the one that `HEADROOM_HOME` names. */
export function serviceFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.HEADROOM_HOME || join(homeFolder(), '.headroom');
}

/**
 * What the last service wrote down, whether it still runs or not; undefined for nothing, nothing that can be read, or what somebody else
 * wrote: in a folder that others may write to, it could name any port.
 */
export function readState(folder: string): ServiceState | undefined {
  try {
    const text = ownText(join(folder, FILE));
    const { port, token, version, pid, began } = JSON.parse(text ?? '') as Partial<ServiceState>;
    const isPort = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
    if (!isPort || typeof token !== 'string' || !/^[0-9a-f]{64}$/.test(token)) return undefined;
    const whole = { port, token, version: String(version), pid: Number(pid) };
    return typeof began === 'string' ? { ...whole, began } : whole;
  } catch {
    return undefined;
  }
}

/** The text of a file of this user; undefined for one of somebody else. */
function ownText(file: string): string | undefined {
  const open = openSync(file, 'r');
  try {
    const user = process.getuid?.();
    return user === undefined || fstatSync(open).uid === user ? readFileSync(open, 'utf8') : undefined;
  } finally {
    closeSync(open);
  }
}

/**
 * How a service is reached that is a process of this user right now. After a service has died, anybody on the machine may listen at its
 * port: whoever does must not be sent its token, nor what a tool printed.
 */
export function liveState(folder: string): ServiceState | undefined {
  const state = readState(folder);
  return state && isOwnProcess(state.pid, state.began) ? state : undefined;
}

/** Writes the state so that a reader sees the old one or the new one, and nobody but the user sees either. */
export function writeState(folder: string, state: ServiceState): void {
  makeFolder(folder);
  const file = join(folder, FILE);
  const beside = `${file}.${process.pid}`;
  try {
    writeFileSync(beside, JSON.stringify(state), { mode: 0o600 });
    chmodSync(beside, 0o600);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/**
 * Makes the folder, and those above it, for the user alone. One by one: where the system calls a folder missing that is there, as some
 * file systems do that let nobody make any, Node 20 tries for ever.
 *
 * @throws what the file system throws.
 */
export function makeFolder(folder: string): void {
  const above = dirname(folder);
  if (!existsSync(above) && above !== folder) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A token that nobody can guess. */
export function newToken(): string {
  return randomBytes(32).toString('hex');
}

const FILE = 'service.json';
