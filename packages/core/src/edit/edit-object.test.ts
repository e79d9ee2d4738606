import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Edit } from '../model/edit.js';
import { HeadroomError } from '../model/errors.js';
import type { Path } from '../model/path.js';
import { deepFreeze, leafPaths, valueAt } from '../testing/json-trees.js';
import { anyRequests } from '../testing/requests.js';
import { editObject } from './edit-object.js';

const hostileKeys = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '0',
  'length',
  'a',
);
const hostile = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ maxLength: 5 }),
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(hostileKeys, tie('value')), { maxLength: 4 }).map((entries) => {
      const object = {};
      for (const [key, value] of entries)
        Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
      return object;
    }),
  ),
})).value;

const replace = (at: Path, value: unknown): Edit => ({ kind: 'replace', at, value });
const append = (at: Path, value: unknown): Edit => ({ kind: 'append', at, value });

/** A list without its second item. */
function withHole<Item>(...items: readonly Item[]): Item[] {
  const list = [...items];
  delete list[1];
  return list;
}

describe('editObject', () => {
  it('never touches a prototype and changes exactly one leaf, whatever the keys are called', () => {
    fc.assert(
      fc.property(hostile, fc.nat(), (body, dice) => {
        const paths = leafPaths(body);
        const at = paths[dice % Math.max(1, paths.length)];
        if (!at) return;
        const before = JSON.stringify(body);
        const prototype = Object.getOwnPropertyNames(Object.prototype).length;
        const result = editObject(deepFreeze(body), [replace(at, 'CHANGED')]);
        expect(JSON.stringify(body)).toBe(before);
        expect(valueAt(result, at)).toBe('CHANGED');
        for (const other of paths) if (other !== at) expect(valueAt(result, other)).toBe(valueAt(body, other));
        expect(leafPaths(result)).toEqual(paths);
        expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(prototype);
        expect(({} as Record<string, unknown>).CHANGED).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the same reference back without edits, and with edits that change nothing', () => {
    fc.assert(
      fc.property(hostile, (body) => {
        expect(editObject(body, [])).toBe(body);
        expect(
          editObject(
            body,
            leafPaths(body).map((at) => replace(at, valueAt(body, at))),
          ),
        ).toBe(body);
      }),
      { numRuns: 1000 },
    );
  });

  it('shares everything that is not on the way to an edit', () => {
    fc.assert(
      fc.property(anyRequests, fc.nat(), ({ body, messagesKey, length }, dice) => {
        const index = dice % length;
        const result = editObject(body, [replace([messagesKey, index], 'X')]);
        const messages = body[messagesKey] as unknown[];
        const after = result[messagesKey] as unknown[];
        for (const key of Object.keys(body)) if (key !== messagesKey) expect(result[key]).toBe(body[key]);
        expect(after.map((message, at) => message === messages[at])).toEqual(messages.map((_, at) => at !== index));
        expect(Object.keys(result)).toEqual(Object.keys(body));
      }),
      { numRuns: 1000 },
    );
  });

  it('applies several edits at once, as one after the other would', () => {
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(), { maxLength: 5 }), (body, dice) => {
        const paths = leafPaths(body);
        const chosen = [...new Set(dice.map((number) => paths[number % Math.max(1, paths.length)]))].filter(
          (at) => at !== undefined,
        );
        const edits = chosen.map((at, index) => replace(at, `new ${index}`));
        const step = edits.reduce((result, edit) => editObject(result, [edit]), body);
        expect(JSON.stringify(editObject(body, edits))).toBe(JSON.stringify(step));
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps holes, symbols, accessors, extra keys of lists and prototypes', () => {
    class Message {
      constructor(
        public content: string,
        readonly id: string,
      ) {}
      get shout() {
        return this.content.toUpperCase();
      }
    }
    const mark = Symbol('mark');
    const list = Object.assign(withHole(new Message('one', 'a'), new Message('gone', 'x'), new Message('two', 'b')), {
      extra: 7,
    });
    const body = Object.freeze({
      list,
      [mark]: 1,
      get lazy() {
        return 'computed';
      },
    });
    const result = editObject(body, [replace(['list', 2, 'content'], 'three')]);
    expect(1 in result.list).toBe(false);
    expect(result.list).toHaveLength(3);
    expect(result.list.extra).toBe(7);
    expect(result.list[0]).toBe(list[0]);
    expect(result.list[2]).toBeInstanceOf(Message);
    expect((result.list[2] as Message).shout).toBe('THREE');
    expect((list[2] as Message).content).toBe('two');
    expect(result[mark]).toBe(1);
    expect(Object.getOwnPropertyDescriptor(result, 'lazy')?.get).toBeTypeOf('function');
  });

  it('keeps objects without a prototype as they are', () => {
    const body = Object.assign(Object.create(null), { a: { b: 'x' } });
    expect(Object.getPrototypeOf(editObject(body, [replace(['a', 'b'], 'y')]))).toBe(null);
  });

  it('appends to lists, and makes a list where there is none', () => {
    const body = { tools: [{ name: 'a' }], other: undefined };
    const edits = [
      append(['tools'], 'b'),
      append(['tools'], 'c'),
      replace(['tools', 0, 'name'], 'A'),
      append(['other'], 1),
      append(['made'], 2),
    ];
    expect(editObject(body, edits)).toEqual({ tools: [{ name: 'A' }, 'b', 'c'], other: [1], made: [2] });
    expect(editObject([1], [append([], 2)])).toEqual([1, 2]);
    expect(body.tools).toEqual([{ name: 'a' }]);
  });

  it.each([
    ['a key that is not there', { a: 1 }, [replace(['b'], 2)]],
    ['an inherited key', { a: 1 }, [replace(['toString'], 2)]],
    ['an inherited prototype', { a: {} }, [replace(['a', '__proto__', 'x'], 2)]],
    ['an index behind the end', [1], [replace([1], 2)]],
    ['a hole', withHole(1, 2), [replace([1], 2)]],
    ['the length of a list', [1], [replace(['length'], 0)]],
    ['inside a string', { a: 'text' }, [replace(['a', 0], 'T')]],
    ['inside null', { a: null }, [replace(['a', 'b'], 1)]],
    ['appending to an object', { a: {} }, [append(['a'], 1)]],
    ['appending to a string', { a: 'x' }, [append(['a'], 1)]],
    ['the same value twice', { a: 1 }, [replace(['a'], 2), replace(['a'], 3)]],
    ['a value and one inside it', { a: { b: 1 } }, [replace(['a'], 2), replace(['a', 'b'], 3)]],
    ['a value and the one around it', { a: { b: 1 } }, [replace(['a', 'b'], 3), replace(['a'], 2)]],
    ['a list both replaced and appended to', { a: [] }, [append(['a'], 1), replace(['a'], 2)]],
    ['the same index as number and text', [1], [replace([0], 2), replace(['0'], 3)]],
  ])('refuses %s with a typed error', (_, body, edits) => {
    const before = JSON.stringify(body);
    let error: unknown;
    try {
      editObject(body, edits as Edit[]);
    } catch (caught) {
      error = caught;
    }
    expect(HeadroomError.isInstance(error) && error.code).toBe('invalid_argument');
    expect(JSON.stringify(body)).toBe(before);
  });
});
