import { accessSync, constants, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// `npm run typecheck` checks types, with our own tsconfig.json. Next rewrites the one that it is given, so it gets one of its own.
const tsconfigPath = 'tsconfig.next.json'
const tsconfig = join(import.meta.dirname, tsconfigPath)
// Pages that are built are served without it, often by somebody who may write nothing here.
if (!existsSync(tsconfig) && isWritable(import.meta.dirname)) {
  const include = ['next-env.d.ts', '**/*.ts', '**/*.tsx', '.next/types/**/*.ts', '.next/dev/types/**/*.ts']
  writeFileSync(tsconfig, JSON.stringify({ extends: './tsconfig.json', include }, null, 2))
}

function isWritable(path) {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** @type {import('next').NextConfig} */
const config = {
  // Several servers may run from one work tree, each with its own build folder.
  distDir: process.env.NETLOOM_NEXT_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  typescript: { ignoreBuildErrors: true, tsconfigPath },
  // A lockfile in a folder above must not move the root.
  turbopack: { root: import.meta.dirname },
}

export default config
