import type { World } from '../items/item.js';
import { pick } from '../random.js';
import type { ToolSpec } from '../wire/chat.js';
import { tool } from './file-tools.js';

const NAMES = ['Ada', 'Bo', 'Cleo', 'Dag', 'Elin', 'Falk', 'Gro', 'Hale'];
const FAMILIES = ['Lund', 'Moss', 'Nye', 'Orr', 'Pell', 'Rook', 'Sand', 'Voss'];
const CITIES = ['Brackwater', 'Elmstead', 'Osterby', 'Redmarsh', 'Sundvik', 'Vantmoor', 'Wexcombe'];

export const DATABASE_TOOLS: readonly ToolSpec[] = [
  tool('read_table', 'All rows of a table (orders, customers), as JSON.', { table: 'Its name.' }),
  tool('set_note', 'Sets the note of a ticket.', { id: 'The ticket.', note: 'The note.' }),
];

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly total: number;
  readonly state: string;
  readonly placed: string;
}

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly phone: string;
}

export interface Tables {
  readonly orders: readonly Order[];
  readonly customers: readonly Customer[];
  readonly notes: Map<string, string>;
}

/** Orders and their customers. */
export function makeTables(next: () => number): Tables {
  const customers = Array.from({ length: 120 }, (_, i) => ({
    id: `C-${1000 + i}`,
    name: `${pick(NAMES, next)} ${pick(FAMILIES, next)}`,
    city: pick(CITIES, next),
    phone: `555-${String(Math.floor(next() * 1e6)).padStart(6, '0')}`,
  }));
  const orders = Array.from({ length: 220 }, (_, i) => ({
    id: `ORD-${20_000 + i}`,
    customer: pick(customers, next).id,
    total: Math.round(next() * 90_000) / 100,
    state: pick(['paid', 'paid', 'open', 'sent'], next),
    placed: new Date(Date.UTC(2026, 2, 2) + i * 1_700_000).toISOString(),
  }));
  return { orders, customers, notes: new Map() };
}

/** Tools on tables in memory. */
export function databaseWorld({ orders, customers, notes }: Tables): World {
  return {
    call(name, input) {
      if (name === 'read_table') {
        const rows = input.table === 'orders' ? orders : input.table === 'customers' ? customers : undefined;
        return rows ? JSON.stringify(rows, undefined, 2) : `There is no table ${String(input.table)}.`;
      }
      if (name !== 'set_note') return `There is no tool ${name}.`;
      notes.set(String(input.id), String(input.note));
      return `The note of ${String(input.id)} is set.`;
    },
  };
}
