import { createHeadroom } from '@headroom/core';
import { contains, readings } from '../cases/contains.js';
import { followKeys } from '../methods/headroom.js';
import { allStrings, CARRIERS, type Carrier } from './carriers.js';
import { PAYLOADS, type Payload } from './payloads.js';

export const POSITIONS: readonly number[] = [0, 0.01, 0.33, 0.5, 0.67, 0.99, 1];

export type CellOutcome = 'retained' | 'recoverable' | 'lost';

/** What became of one needle. */
export interface Cell {
  readonly payload: string;
  readonly carrier: string;
  readonly position: number;
  readonly outcome: CellOutcome;
  readonly signal: boolean;
  readonly saved: number;
  /** A key that was only in the data was taken for one of ours. */
  readonly obeyedSpoof: boolean;
}

export interface Grid {
  readonly cells: readonly Cell[];
  readonly retained: number;
  readonly recoverable: number;
  readonly lost: number;
  /** Cells in which a signal exists but the needle is only behind a key. */
  readonly missedSignals: number;
  readonly obeyedSpoofs: number;
}

const SPOOFED = ['0123456789abcdef01234567', 'deadbeefdeadbeefdeadbeef'];

async function runCell(payload: Payload, carrier: Carrier, position: number): Promise<Cell> {
  const engine = createHeadroom();
  const request = carrier.wrap(payload.question, payload.write(position));
  const result = await engine.compress(request);
  const text = allStrings(result.body);
  const seen = contains(readings(text), payload.needle);
  const behind = seen ? '' : await followKeys(text, (key) => engine.retrieve(key));
  const spoofs = await Promise.all(SPOOFED.map((key) => engine.retrieve(key)));
  return {
    payload: payload.name,
    carrier: carrier.name,
    position,
    outcome: seen ? 'retained' : contains(readings(behind), payload.needle) ? 'recoverable' : 'lost',
    signal: payload.signal,
    saved: result.savingsPercent,
    obeyedSpoof:
      spoofs.some((answer) => answer.status === 'found') || result.ccrHashes.some((hash) => SPOOFED.includes(hash)),
  };
}

/** Hides every needle in every carrier at every position, and looks for it. */
export async function grid(): Promise<Grid> {
  const cells: Cell[] = [];
  for (const payload of PAYLOADS)
    for (const carrier of CARRIERS)
      for (const position of POSITIONS) cells.push(await runCell(payload, carrier, position));
  const of = (outcome: CellOutcome) => cells.filter((cell) => cell.outcome === outcome).length;
  return {
    cells,
    retained: of('retained'),
    recoverable: of('recoverable'),
    lost: of('lost'),
    missedSignals: cells.filter((cell) => cell.signal && cell.outcome !== 'retained').length,
    obeyedSpoofs: cells.filter((cell) => cell.obeyedSpoof).length,
  };
}
