import type { Blob } from '../../reading/blobs.js';

const HEAD_CHARACTERS = 400;

interface Reader {
  readonly name: string;
  readonly magic: readonly number[];
  readonly offset?: number;
  readonly size?: (bytes: Uint8Array) => readonly [width: number, height: number] | undefined;
}

const big16 = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
const small16 = (bytes: Uint8Array, at: number) => ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0);

const FORMATS: readonly Reader[] = [
  {
    name: 'PNG image',
    magic: [0x89, 0x50, 0x4e, 0x47],
    size: (b) => [big16(b, 16) * 65_536 + big16(b, 18), big16(b, 20) * 65_536 + big16(b, 22)],
  },
  { name: 'JPEG image', magic: [0xff, 0xd8, 0xff], size: jpegSize },
  { name: 'GIF image', magic: [0x47, 0x49, 0x46, 0x38], size: (b) => [small16(b, 6), small16(b, 8)] },
  { name: 'WebP image', magic: [0x57, 0x45, 0x42, 0x50], offset: 8 },
  { name: 'WAV audio', magic: [0x57, 0x41, 0x56, 0x45], offset: 8 },
  { name: 'PDF document', magic: [0x25, 0x50, 0x44, 0x46] },
  { name: 'ZIP archive', magic: [0x50, 0x4b, 0x03, 0x04] },
  { name: 'gzip data', magic: [0x1f, 0x8b] },
  { name: 'MP3 audio', magic: [0x49, 0x44, 0x33] },
  { name: 'Ogg audio', magic: [0x4f, 0x67, 0x67, 0x53] },
  { name: 'MP4 media', magic: [0x66, 0x74, 0x79, 0x70], offset: 4 },
  { name: 'WOFF2 font', magic: [0x77, 0x4f, 0x46, 0x32] },
  { name: 'WOFF font', magic: [0x77, 0x4f, 0x46, 0x46] },
  { name: 'WebAssembly module', magic: [0x00, 0x61, 0x73, 0x6d] },
  { name: 'ELF program', magic: [0x7f, 0x45, 0x4c, 0x46] },
  { name: 'SQLite database', magic: [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65] },
  { name: 'BMP image', magic: [0x42, 0x4d] },
];

/** What stands in the place of a blob: `[base64 PNG image, 1280x800, 96 kB]`. */
export function describeBlob(text: string, blob: Blob): string {
  const characters = encodedLength(text, blob);
  const size = blob.kind === 'hex' ? characters / 2 : characters * 0.75;
  const bytes = headBytes(text, blob);
  const format = FORMATS.find(({ magic, offset = 0 }) => magic.every((byte, i) => bytes[offset + i] === byte));
  const name = format?.name ?? (isReadable(bytes) ? `${blob.media ?? 'text'} data` : (blob.media ?? 'data'));
  const [width, height] = format?.size?.(bytes) ?? [];
  const measures = width && height ? `, ${width}x${height}` : '';
  return `[${blob.kind} ${name}${measures}, ${sizeOf(size)}]`;
}

function encodedLength(text: string, blob: Blob): number {
  let padding = 0;
  for (let i = blob.to; i > blob.data && (text[i - 1] === '=' || text[i - 1] === '\n'); i--) padding++;
  return blob.to - blob.data - padding;
}

function headBytes(text: string, blob: Blob): Uint8Array {
  const head = text.slice(blob.data, Math.min(blob.to, blob.data + HEAD_CHARACTERS)).replace(/\\[rn]|\s/g, '');
  if (blob.kind === 'hex')
    return Uint8Array.from({ length: Math.floor(head.length / 2) }, (_, i) =>
      Number.parseInt(head.slice(2 * i, 2 * i + 2), 16),
    );
  const plain = head.replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', '');
  try {
    return Uint8Array.from(atob(plain.slice(0, plain.length - (plain.length % 4))), (one) => one.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}

/** Width and height of the first frame header of a JPEG, when it lies in the bytes at hand. */
function jpegSize(bytes: Uint8Array): readonly [number, number] | undefined {
  for (let at = 2; at + 8 < bytes.length && bytes[at] === 0xff; at += 2 + big16(bytes, at + 2)) {
    const mark = bytes[at + 1] ?? 0;
    if (mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc)
      return [big16(bytes, at + 7), big16(bytes, at + 5)];
  }
  return undefined;
}

function isReadable(bytes: Uint8Array): boolean {
  const isText = (byte: number): boolean => (byte >= 32 && byte < 127) || byte === 10 || byte === 13 || byte === 9;
  return bytes.length > 20 && bytes.every(isText);
}

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
