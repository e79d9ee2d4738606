/** What a file is for, as its path tells: what a reader wants first is source. */
export type PathKind = 'source' | 'test' | 'docs' | 'lock' | 'generated' | 'vendored';

const MAX_PATH = 500;
const LOCK =
  /(?:^|[/\\])(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Cargo\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|composer\.lock|Gemfile\.lock|go\.sum|flake\.lock|mix\.lock|pubspec\.lock|Podfile\.lock|packages\.lock\.json|gradle\.lockfile)$/;
const GENERATED =
  /\.min\.(?:js|css)$|\.(?:map|snap|pb\.go|g\.dart|designer\.cs|ambr)$|_pb2(?:_grpc)?\.pyi?$|\.generated\.|(?:^|[/\\])(?:dist|build|out|target|generated|__generated__|__snapshots__|__pycache__|\.next|coverage|\.mypy_cache|\.pytest_cache)[/\\]/i;
const VENDORED =
  /(?:^|[/\\])(?:node_modules|vendor|vendored|third[_-]?party|site-packages|bower_components|\.git|\.venv|venv|external|deps)[/\\]/i;
const TEST =
  /(?:^|[/\\])(?:tests?|__tests__|specs?|testing|testdata|fixtures|e2e|benchmarks?|bench)[/\\]|(?:^|[/\\])(?:test_[^/\\]*|conftest)\.\w+$|[._-](?:test|spec|tests|specs|bench)\.\w+$|Tests?\.(?:java|kt|cs|swift|scala|php)$/i;
const DOCS =
  /\.(?:md|mdx|rst|adoc|txt|markdown|textile|po|pot)$|(?:^|[/\\])(?:docs?|documentation|man)[/\\]|(?:^|[/\\])(?:changelog|changes|history|news|readme|authors|contributors|licen[cs]e|copying|notice)(?:\.\w+)?$/i;

/** Tells the kind of a file from its path alone. */
export function pathKind(whole: string): PathKind {
  const path = whole.slice(-MAX_PATH);
  if (LOCK.test(path)) return 'lock';
  if (VENDORED.test(path)) return 'vendored';
  if (GENERATED.test(path)) return 'generated';
  if (TEST.test(path)) return 'test';
  if (DOCS.test(path)) return 'docs';
  return 'source';
}

/** The directory of a path with its last separator (`src/a/`), and the name behind it. */
export function splitPath(path: string): { readonly dir: string; readonly name: string } {
  const cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1;
  return { dir: path.slice(0, cut), name: path.slice(cut) };
}
