import type { Count } from '../replay.js';

/** A large number as people say it: `14.7 M`, `3,210`. */
export function amount(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(value >= 1e10 ? 0 : 1)} G`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(value >= 1e8 ? 0 : 1)} M`;
  if (value >= 1e5) return `${Math.round(value / 1e3)} k`;
  return Math.round(value).toLocaleString('en-US');
}

export const percent = (part: number, all: number): number => (all === 0 ? 0 : (100 * part) / all);

/** `79.9 %`; never rounded to a whole that it is not. */
export function share(part: number, all: number): string {
  if (all === 0) return '–';
  const value = percent(part, all);
  if (value > 99.9 && part < all) return 'over 99.9 %';
  if (part === 0 || part === all) return `${value} %`;
  return `${value < 10 || value > 90 ? value.toFixed(1) : Math.round(value)} %`;
}

export const shareOf = ([part, all]: Count): string => share(part, all);

export const dollars = (value: number): string => `$${value.toFixed(value < 1 ? 3 : 2)}`;

export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

export function bytes(value: number): string {
  const [size, unit] = value >= 1e9 ? [value / 1e9, 'GB'] : value >= 1e6 ? [value / 1e6, 'MB'] : [value / 1e3, 'kB'];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
