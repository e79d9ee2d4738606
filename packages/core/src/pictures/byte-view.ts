/** Bytes that are read in place, whether they come as bytes or as base64. */
export interface ByteView {
  readonly length: number;
  /** The byte at an index; 0 beyond the end. */
  at(index: number): number;
}

const VALUES = new Uint8Array(128);
for (let code = 0; code < 64; code++)
  VALUES['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charCodeAt(code)] = code;
VALUES['-'.charCodeAt(0)] = 62;
VALUES['_'.charCodeAt(0)] = 63;

/** A view of bytes, or of base64 (both alphabets, broken into lines or not) of which only what is asked for is decoded. */
export function byteView(data: Uint8Array | string): ByteView {
  if (typeof data !== 'string') return { length: data.length, at: (index) => data[index] ?? 0 };
  const text = /\s/.test(data) ? data.replace(/\s+/g, '') : data;
  const value = (at: number) => VALUES[text.charCodeAt(at) & 127] ?? 0;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = Math.floor(((text.length - padding) * 3) / 4);
  const at = (index: number): number => {
    if (index < 0 || index >= length) return 0;
    const from = Math.floor(index / 3) * 4;
    const part = index % 3;
    if (part === 0) return ((value(from) << 2) | (value(from + 1) >> 4)) & 255;
    if (part === 1) return ((value(from + 1) << 4) | (value(from + 2) >> 2)) & 255;
    return ((value(from + 2) << 6) | value(from + 3)) & 255;
  };
  return { length, at };
}

/** The characters of a range, one a byte. */
export function ascii(view: ByteView, from: number, length: number): string {
  let text = '';
  for (let at = from; at < from + length; at++) text += String.fromCharCode(view.at(at));
  return text;
}

/** A number of `bytes` bytes, most significant first. */
export function big(view: ByteView, from: number, bytes: number): number {
  let value = 0;
  for (let at = 0; at < bytes; at++) value = value * 256 + view.at(from + at);
  return value;
}

/** A number of `bytes` bytes, least significant first. */
export function little(view: ByteView, from: number, bytes: number): number {
  let value = 0;
  for (let at = bytes - 1; at >= 0; at--) value = value * 256 + view.at(from + at);
  return value;
}
