/** @type {import('next').NextConfig} */
const config = {
  // Several servers may run from one work tree, each with its own build folder.
  distDir: process.env.NETLOOM_NEXT_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
  // A lockfile in a folder above must not move the root.
  // `npm run typecheck` checks types, with our own tsconfig.json; Next rewrites the one that it is given, so it gets its own.
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'tsconfig.next.json' },
  turbopack: { root: import.meta.dirname },
}

export default config
