export type Row = Readonly<Record<string, string>>;

function flat(value: object): Row {
  const scalars = Object.entries(value).filter(([, field]) => typeof field === 'string' || typeof field === 'number');
  return Object.fromEntries(scalars.map(([key, field]) => [key, String(field)]));
}

function jsonRows(text: string): Row[] {
  try {
    const value: unknown = JSON.parse(text);
    const list = Array.isArray(value) ? value : Object.values(value ?? {}).find(Array.isArray);
    if (!Array.isArray(list) || !list.every((item) => typeof item === 'object' && item !== null)) return [];
    return list.map((item: object) => flat(item));
  } catch {
    return [];
  }
}

function delimitedRows(text: string): Row[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const mark = [',', ';', '\t'].find((sign) => (lines[0]?.split(sign).length ?? 0) >= 3);
  if (!mark || text.includes('"')) return [];
  const header = lines[0]?.split(mark) ?? [];
  const cells = lines.slice(1).map((line) => line.split(mark));
  if (cells.some((row) => row.length !== header.length)) return [];
  return cells.map((row) => Object.fromEntries(header.map((name, i) => [name, row[i] ?? ''])));
}

/** The rows of a JSON list or of a plain delimited table, with their scalar fields as they are spelled. */
export function readRows(text: string): Row[] {
  const rows = jsonRows(text);
  return rows.length > 0 ? rows : delimitedRows(text);
}
