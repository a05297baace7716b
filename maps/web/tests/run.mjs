// Bundles every test beside it, as the page itself is bundled, and runs them in Node; no browser is needed.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const made = mkdtempSync(join(tmpdir(), 'strikeatlas-web-'));
const entryPoints = readdirSync(here).filter((name) => name.endsWith('.test.ts')).map((name) => join(here, name));
try {
  await build({ entryPoints, outdir: made, bundle: true, format: 'esm', platform: 'node', outExtension: { '.js': '.mjs' }, sourcemap: 'inline', logLevel: 'warning' });
  const files = readdirSync(made).map((name) => join(made, name));
  const done = spawnSync(process.execPath, ['--test', '--test-reporter=tap', '--enable-source-maps', ...files], { stdio: 'inherit', env: { ...process.env, TZ: 'America/New_York' } });
  process.exitCode = done.status ?? 1;
} finally {
  rmSync(made, { recursive: true, force: true });
}
