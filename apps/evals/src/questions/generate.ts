import { pick, random } from '../random.js';

const time = (seconds: number) => new Date(Date.UTC(2025, 2, 3, 8) + seconds * 1000).toISOString();

function orders(next: () => number): string {
  const rows = Array.from({ length: 300 }, (_, i) => ({
    order_id: `ORD-${10_000 + i}`,
    customer: `${pick(['Ada', 'Bo', 'Cy', 'Dee'], next)} ${pick(['Lund', 'Moss', 'Nye', 'Orr'], next)}`,
    amount: Math.round(next() * 90_000) / 100 + 5,
    status: i === 141 || i === 260 ? 'failed' : pick(['paid', 'paid', 'paid', 'open', 'shipped'], next),
    tracking: `TRK${Math.floor(next() * 1e9)
      .toString(36)
      .toUpperCase()}`,
    created_at: time(i * 977),
  }));
  return JSON.stringify(rows, undefined, 2);
}

function metrics(next: () => number): string {
  const rows = Array.from({ length: 400 }, (_, i) => ({
    at: time(i * 15),
    host: `web-0${1 + (i % 4)}`,
    p99_ms: i === 287 ? 4120.5 : Math.round((40 + next() * 30) * 10) / 10,
    rss_mb: Math.round((300 + i / 10 + next()) * 100) / 100,
    state: i === 287 ? 'alarm' : 'ok',
  }));
  return JSON.stringify(rows);
}

function serviceLog(next: () => number): string {
  const lines = Array.from({ length: 500 }, (_, i) => {
    const at = time(i * 2);
    if (i === 222) return `${at} ERROR [billing] invoice 88213 could not be written: disk quota exceeded on /var/spool`;
    if (i === 391) return `${at} ERROR [gateway] upstream ledger-2 refused the connection after 3 attempts`;
    if (i % 37 === 5)
      return `${at} WARN [gateway] slow answer from ledger-${i % 3}: ${800 + Math.floor(next() * 900)} ms`;
    const path = pick(['/orders', '/orders/open', '/health', '/users/me'], next);
    return `${at} INFO [gateway] GET ${path} 200 ${Math.floor(next() * 90)} ms`;
  });
  return lines.join('\n');
}

function inventory(next: () => number): string {
  const rows = Array.from({ length: 260 }, (_, i) => {
    const place = pick(['north', 'south', 'east'], next);
    return `SKU-${4000 + i},${place},${Math.floor(next() * 9000)},${(next() * 300).toFixed(2)},${pick(['stocked', 'low', 'out'], next)}`;
  });
  return ['sku,hall,quantity,weight_kg,level', ...rows].join('\n');
}

/** Texts of our own, from a seed; no two values that a question asks for are alike by design, only by chance. */
export function generatedTexts(seed = 7): readonly { readonly id: string; readonly text: string }[] {
  const shapes = { orders, metrics, 'service-log': serviceLog, inventory };
  return Object.entries(shapes).map(([name, make], i) => ({ id: `generated/${name}`, text: make(random(seed + i)) }));
}
