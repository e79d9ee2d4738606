import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analysis } from '../paired/analyse.js';
import { runHtml } from './html.js';
import { runMarkdown } from './markdown.js';

/** A run as JSON: all of its sums; what has no value (cost of a solved item where none was solved) is null. */
export function runJson(analysis: Analysis, problems: readonly string[]): string {
  return `${JSON.stringify({ problems, ...analysis }, undefined, 2)}\n`;
}

/** Writes the report of a run beside its rows, in three forms; returns the paths. */
export function writeRunReports(folder: string, analysis: Analysis, problems: readonly string[]): string[] {
  const files = {
    'report.md': runMarkdown(analysis, problems),
    'report.json': runJson(analysis, problems),
    'report.html': runHtml(analysis, problems),
  };
  return Object.entries(files).map(([name, text]) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  });
}
