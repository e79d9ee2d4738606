import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pictureSize } from './picture-size.js';

const text = (value: string): number[] => [...value].map((char) => char.charCodeAt(0));
const big = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** (bytes - 1 - at)) % 256);
const little = (value: number, bytes: number): number[] => big(value, bytes).reverse();

const tiff = (orientation: number, order: 'II' | 'MM' = 'MM'): number[] => {
  const write = order === 'MM' ? big : little;
  return [
    ...text(order),
    ...write(42, 2),
    ...write(8, 4),
    ...write(2, 2),
    ...[...write(0x010f, 2), ...write(2, 2), ...write(1, 4), ...write(0, 4)],
    ...[...write(0x0112, 2), ...write(3, 2), ...write(1, 4), ...write(orientation, 2), 0, 0],
  ];
};

const chunk = (name: string, data: number[]): number[] => [...big(data.length, 4), ...text(name), ...data, 0, 0, 0, 0];
const png = (width: number, height: number, ...chunks: number[][]): Uint8Array =>
  Uint8Array.from([
    ...text('\x89PNG\r\n\x1a\n'),
    ...chunk('IHDR', [...big(width, 4), ...big(height, 4), 8, 2, 0, 0, 0]),
    ...chunks.flat(),
    ...chunk('IEND', []),
  ]);

const segment = (mark: number, data: number[]): number[] => [0xff, mark, ...big(data.length + 2, 2), ...data];
const jpeg = (width: number, height: number, ...before: number[][]): Uint8Array =>
  Uint8Array.from([
    ...[0xff, 0xd8],
    ...before.flat(),
    ...segment(0xc2, [8, ...big(height, 2), ...big(width, 2), 3, ...Array(9).fill(0)]),
    ...[0xff, 0xda, 0, 2],
  ]);

const riff = (...parts: number[][]): Uint8Array =>
  Uint8Array.from([...text('RIFF'), ...little(4 + parts.flat().length, 4), ...text('WEBP'), ...parts.flat()]);
const part = (name: string, data: number[]): number[] => [
  ...text(name),
  ...little(data.length, 4),
  ...data,
  ...(data.length % 2 ? [0] : []),
];

const gif = (width: number, height: number, images: number): Uint8Array => {
  const control = [0x21, 0xf9, 4, 0, 0, 0, 0, 0];
  const image = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80, 0, 0, 0, 255, 255, 255, 2, 2, 0x4c, 1, 0];
  const body = Array.from({ length: images }, () => [...control, ...image]).flat();
  return Uint8Array.from([
    ...text('GIF89a'),
    ...little(width, 2),
    ...little(height, 2),
    0x80,
    0,
    0,
    0,
    0,
    0,
    9,
    9,
    9,
    ...body,
    0x3b,
  ]);
};

const extended = (flags: number): number[] => [flags, 0, 0, 0, ...little(639, 3), ...little(479, 3)];
const upright = { orientation: 1, animated: false };

const PICTURES = {
  png: { bytes: png(640, 480, chunk('IDAT', [1])), size: { type: 'png', width: 640, height: 480, ...upright } },
  'png in frames': {
    bytes: png(640, 480, chunk('acTL', [...big(3, 4), ...big(0, 4)]), chunk('IDAT', [1])),
    size: { type: 'png', width: 640, height: 480, orientation: 1, animated: true },
  },
  'png with one frame': {
    bytes: png(640, 480, chunk('acTL', [...big(1, 4), ...big(0, 4)]), chunk('IDAT', [1])),
    size: { type: 'png', width: 640, height: 480, ...upright },
  },
  'png on its side': {
    bytes: png(640, 480, chunk('IDAT', [1]), chunk('eXIf', tiff(6))),
    size: { type: 'png', width: 480, height: 640, orientation: 6, animated: false },
  },
  jpeg: {
    bytes: jpeg(640, 480, segment(0xe0, text('JFIF\0')), segment(0xc4, [0, 0])),
    size: { type: 'jpeg', width: 640, height: 480, ...upright },
  },
  'jpeg on its side': {
    bytes: jpeg(640, 480, segment(0xe1, [...text('Exif\0\0'), ...tiff(8, 'II')])),
    size: { type: 'jpeg', width: 480, height: 640, orientation: 8, animated: false },
  },
  'jpeg upside down behind a long profile': {
    bytes: jpeg(640, 480, segment(0xe2, Array(65_000).fill(1)), segment(0xe1, [...text('Exif\0\0'), ...tiff(3)])),
    size: { type: 'jpeg', width: 640, height: 480, orientation: 3, animated: false },
  },
  'webp, lossy': {
    bytes: riff(part('VP8 ', [0, 0, 0, 0x9d, 0x01, 0x2a, ...little(640, 2), ...little(480, 2), 0, 0])),
    size: { type: 'webp', width: 640, height: 480, ...upright },
  },
  'webp, lossless': {
    bytes: riff(part('VP8L', [0x2f, ...little(639 + 479 * 0x4000, 4), 0, 0, 0, 0, 0])),
    size: { type: 'webp', width: 640, height: 480, ...upright },
  },
  'webp in frames': {
    bytes: riff(part('VP8X', extended(0x02))),
    size: { type: 'webp', width: 640, height: 480, orientation: 1, animated: true },
  },
  'webp on its side': {
    bytes: riff(part('VP8X', extended(0x08)), part('VP8 ', [1, 2, 3]), part('EXIF', tiff(5))),
    size: { type: 'webp', width: 480, height: 640, orientation: 5, animated: false },
  },
  gif: { bytes: gif(640, 480, 1), size: { type: 'gif', width: 640, height: 480, ...upright } },
  'gif in frames': {
    bytes: gif(640, 480, 2),
    size: { type: 'gif', width: 640, height: 480, orientation: 1, animated: true },
  },
} as const;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

describe('the size of a picture', () => {
  it.each(Object.entries(PICTURES))('is read from a %s', (_, { bytes, size }) => {
    expect(pictureSize(bytes)).toEqual(size);
    expect(pictureSize(base64(bytes))).toEqual(size);
    expect(pictureSize(base64(bytes).replace(/.{60}/g, '$&\n'))).toEqual(size);
    expect(pictureSize(Buffer.from(bytes).toString('base64url'))).toEqual(size);
  });

  it.each([
    ['nothing', []],
    ['text', text('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>')],
    ['another type', text('BM      ')],
    ['a size of nothing', [...png(0, 10)]],
    ['a head that ends early', [...png(640, 480).slice(0, 20)]],
    ['pixels before a frame', [0xff, 0xd8, 0xff, 0xda, 0, 2]],
    ['a segment shorter than its length', [0xff, 0xd8, 0xff, 0xe0, 0, 1, 0, 0, 0]],
    ['a frame that is cut', [...jpeg(640, 480).slice(0, 8)]],
    ['an unknown part', [...riff(part('XXXX', Array(30).fill(0)))]],
  ])('is not told of %s', (_, bytes) => {
    expect(pictureSize(Uint8Array.from(bytes))).toBeUndefined();
  });

  it('never throws and stays linear, whatever is broken', () => {
    const samples = Object.values(PICTURES).map(({ bytes }) => bytes);
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.nat(),
        fc.integer({ min: 0, max: 255 }),
        fc.nat(),
        (bytes, at, value, cut) => {
          const broken = Uint8Array.from(bytes);
          broken[at % broken.length] = value;
          const size = pictureSize(broken.slice(0, 1 + (cut % broken.length)));
          if (size) expect(size.width * size.height).toBeGreaterThan(0);
        },
      ),
      { numRuns: 2000 },
    );
    const many = [...Array(200_000).keys()].flatMap(() => [0, 0, 0, 0, 65, 65, 65, 65, 0, 0, 0, 0]);
    const start = performance.now();
    expect(pictureSize(base64(Uint8Array.from([...png(640, 480).slice(0, 33), ...many])))?.width).toBe(640);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
