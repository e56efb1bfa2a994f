'use strict'
// Beside the bundles in dist/: starts one of them from the code that V8 compiled while it was built.
const { readFileSync } = require('node:fs')
const { Script } = require('node:vm')

/**
 * The bundle, ready to run. V8 takes the code cache beside it only where it was made by the same V8 with the same flags, and
 * compiles anew otherwise: then it is slower, nothing else.
 * @param {string} file path of the bundle
 * @returns {import('node:vm').Script} of a function of what CommonJS gives a module
 */
function compile(file) {
  // A bundle is ASCII (the build sees to it), which is read several times as fast when Node does not look for UTF-8.
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'latin1')}\n})`
  return new Script(source, { filename: file, cachedData: cacheOf(file) })
}

/**
 * Runs the bundle of the program whose first file calls.
 * @param {string} bundle path
 * @param {NodeJS.Require} require the caller's, from whose folder packages are found
 * @param {NodeJS.Module} module the caller's
 * @param {import('node:vm').Script} [script] the bundle, where it is compiled already
 */
function run(bundle, require, module, script = compile(bundle)) {
  script.runInThisContext()(module.exports, require, module, bundle, __dirname)
}

function cacheOf(file) {
  try {
    return readFileSync(cachePath(file))
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** @param {string} file path of the bundle */
function cachePath(file) {
  return `${file}.cache`
}

module.exports = { cachePath, compile, run }
