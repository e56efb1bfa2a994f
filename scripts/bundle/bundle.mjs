import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, stop } from 'esbuild'
import { ROOT } from '../setup/run.mjs'

/** Native modules, and what Next itself loads, stay packages. The rest is bundled: a hundred small files cost a slow start. */
const EXTERNAL = ['next', 'react', 'react-dom', 'socket.io', 'koffi', 'pino', '@lydell/node-pty']

const EXAMPLE = join(ROOT, 'labs/lan-gateway.netloom.yaml')

/**
 * The programs, each with a run that changes nothing on this computer, and how that run ends: what V8 compiles in it need not be compiled
 * when the program is started (the code cache). They are the command line, with the server behind `serve`; the web process that root starts;
 * the agent, which every `apply` waits for; and what looks at a machine without an agent, which has no such run.
 */
const PROGRAMS = {
  cli: { source: 'server/cli/main.ts', run: { args: ['plan', EXAMPLE], code: 2 } },
  web: { source: 'server/web/child.ts', run: { args: [], code: 0 } },
  agent: { source: 'server/agent/main.ts', run: { args: [], code: 1 } },
  discover: { source: 'server/agent/discover/main.ts' },
}

/** Bundles all programs into dist/, each in one file with its code cache. */
export async function bundle() {
  const dist = join(ROOT, 'dist')
  rmSync(dist, { recursive: true, force: true })
  await bundlePrograms(Object.keys(PROGRAMS), dist)
  // esbuild's helper process would stay as long as we do, and `npm start` goes on to serve.
  await stop()
}

/**
 * Bundles programs into a folder: `node FOLDER/NAME.js` starts one.
 * @param {string[]} names of PROGRAMS
 * @param {string} folder in the project's folder, from where their packages are found
 */
export async function bundlePrograms(names, folder) {
  mkdirSync(folder, { recursive: true })
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(names.map((name) => [`${name}.bundle`, PROGRAMS[name].source])),
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    // Not ES modules: V8's cache of those cannot be had from Node 20. Without `import()`, for which a script has no loader.
    format: 'cjs',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'netloomModule' },
    banner: { js: "const netloomModule = require('node:url').pathToFileURL(__filename).href;" },
    external: EXTERNAL,
    logLevel: 'warning',
  })
  // The project's own files are ES modules.
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n')
  copyFileSync(fileURLToPath(new URL('start.cjs', import.meta.url)), join(folder, 'start.cjs'))
  for (const name of names) {
    const file = `${name}.bundle.js`
    keepAscii(join(folder, file))
    writeFileSync(
      join(folder, `${name}.js`),
      `'use strict'\nrequire('./start.cjs').run(require('node:path').join(__dirname, '${file}'), require, module)\n`,
    )
    const { run } = PROGRAMS[name]
    if (run) writeCodeCache(folder, join(folder, file), run)
  }
}

/** esbuild escapes what is not ASCII in code, but not in comments. */
function keepAscii(file) {
  const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[^\0-\x7f]/g, escaped), 'latin1')
}

function writeCodeCache(folder, file, { args, code }) {
  const start = join(folder, 'start.cjs')
  const home = mkdtempSync(join(tmpdir(), 'netloom-build-'))
  try {
    const writer = fileURLToPath(new URL('write-code-cache.cjs', import.meta.url))
    const { status, signal, stderr } = spawnSync(process.execPath, [writer, start, file, ...args], {
      env: { ...process.env, NETLOOM_HOME: join(home, 'home'), NETLOOM_USER: '', NODE_OPTIONS: '' },
      encoding: 'utf8',
      timeout: 60_000,
    })
    const { compile } = createRequire(import.meta.url)(start)
    if (status === code && compile(file).cachedDataRejected === false) return
    // Nobody should go without the program because it starts slower.
    process.stderr.write(
      `${file} will start slower than it could: its run for the code cache ended with ${status ?? signal}. ${stderr}\n`,
    )
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
