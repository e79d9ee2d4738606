import { describe, expect, it } from 'vitest';
import { random } from '../random.js';
import { browserWorld, makeShop } from './browser.js';
import { databaseWorld, makeTables } from './database.js';
import { fileWorld } from './file-tools.js';
import { makeLog, makeProject } from './files.js';
import { sandbox } from './sandbox.js';

describe('the worlds of the sandbox', () => {
  it('are the same for the same seed', () => {
    expect(makeProject(random(3))).toEqual(makeProject(random(3)));
    expect(makeLog(random(3)).text).toBe(makeLog(random(3)).text);
    expect(makeTables(random(3)).orders).not.toEqual(makeTables(random(4)).orders);
    const names = makeShop(random(3)).articles.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const settings = makeProject(random(3)).settings.map(({ name }) => name);
    expect(new Set(settings).size).toBe(settings.length);
  });

  it('answer calls on files', () => {
    const files = new Map([
      ['a/one.txt', 'alpha\nbeta 2\ngamma'],
      ['b.txt', 'beta 3'],
    ]);
    const { call } = fileWorld(files);
    expect(call('search', { text: 'beta' })).toBe('a/one.txt:2:beta 2\nb.txt:1:beta 3');
    expect(call('run', { command: 'ls a/' })).toBe('a/one.txt');
    expect(call('run', { command: 'head -n 2 a/one.txt' })).toBe('alpha\nbeta 2');
    expect(call('run', { command: 'tail -n 1 a/one.txt' })).toBe('gamma');
    expect(call('run', { command: 'grep "beta 2" a/one.txt' })).toBe('beta 2');
    expect(call('run', { command: 'wc -l a/one.txt' })).toBe('3 a/one.txt');
    expect(call('run', { command: 'cat none.txt' })).toContain('No such file');
    expect(call('run', { command: 'rm -rf /' })).toContain('not found');
    call('write_file', { path: 'c.txt', text: 'x' });
    expect(call('read_file', { path: 'c.txt' })).toBe('x');
    expect(call('read_file', { path: 'd.txt' })).toContain('no file');
  });

  it('answer calls on tables and pages', () => {
    const tables = makeTables(random(1));
    const base = databaseWorld(tables);
    expect(JSON.parse(String(base.call('read_table', { table: 'customers' })))).toEqual(tables.customers);
    base.call('set_note', { id: 'T-1', note: 'n' });
    expect(tables.notes.get('T-1')).toBe('n');
    const shop = makeShop(random(1));
    const page = browserWorld(shop);
    const [article] = shop.articles;
    expect(page.call('open_page', { page: 'catalog' })).toContain(`"${article?.name}" [ref=${article?.ref}]`);
    expect(page.call('click', { ref: 'e11' })).toContain('no element');
    expect(page.call('click', { ref: article?.ref })).toContain('Add to basket');
    page.call('click', { ref: 'e11' });
    expect(shop.basket).toEqual([article?.name]);
    expect(page.call('open_page', { page: 'basket' })).toContain(article?.name);
  });

  it('are judged by their state, not by what is said', async () => {
    for (const item of sandbox.items({ seed: 2, count: 4 })) {
      const world = item.open();
      expect(await item.check({ text: 'Done.', calls: [], world }), item.id).toMatchObject({ solved: false, score: 0 });
    }
    const [files] = sandbox.items({ seed: 2, count: 1 });
    const world = files?.open();
    const names = [...(files?.says.join('\n').matchAll(/the line with "([^"]+)" to the file "([^"]+)"/g) ?? [])];
    const texts = String(await world?.call('search', { text: '_' })).split('\n');
    for (const [, name = '', path] of names)
      await world?.call('write_file', { path, text: texts.find((line) => line.includes(` ${name}:`)) ?? '' });
    expect(world && (await files?.check({ text: '', calls: [], world }))).toMatchObject({ solved: true, score: 1 });
    await world?.call('write_file', { path: 'first.txt', text: texts.join('\n') });
    expect(world && (await files?.check({ text: '', calls: [], world }))).toMatchObject({ solved: false, score: 0.5 });
  });
});
