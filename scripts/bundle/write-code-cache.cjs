'use strict'
// `node write-code-cache.cjs START BUNDLE [ARGUMENT...]`: runs the program once, and when it ends keeps what V8 has compiled of it by then.
const { renameSync, writeFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const v8 = require('node:v8')

const [, , start, bundle, ...args] = process.argv
const { cachePath, compile, run } = require(start)

// A cache fits only the flags that it was made with, and a program sets its own after it was loaded.
v8.setFlagsFromString = () => {}
const script = compile(bundle)
process.on('exit', () => {
  writeFileSync(`${bundle}.new`, script.createCachedData())
  renameSync(`${bundle}.new`, cachePath(bundle))
})
process.argv = [process.execPath, bundle, ...args]
run(bundle, createRequire(bundle), { exports: {} }, script)
