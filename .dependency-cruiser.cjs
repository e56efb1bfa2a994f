/**
 * Who may import whom: the table of docs/architecture.md as rules. Tests, and what they share (`testing.ts`, `testing/`), stand
 * beside what they test and may reach for the test tools; the arrows between the folders hold for them too.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const TESTS = '([.]test[.]tsx?$|/testing(/|[.]tsx?$))'
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TESTS },
  to: { pathNot: allowed },
})

/** A folder of the server that must not know others of it. */
const arrow = (folder, others) => ({
  name: `server-${folder}-knows-its-place`,
  severity: 'error',
  from: { path: `^server/${folder}/`, pathNot: TESTS },
  to: { path: `^server/(${others})(/|[.]ts$)` },
})

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that leads nowhere would slip through every rule below.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    only(
      'core-is-pure',
      '^core/',
      ['^core/', '^node_modules/(zod|ipaddr[.]js|yaml|unbash)/'],
      'core runs unchanged in browser, server and tests: itself, zod, ipaddr.js, yaml and unbash.',
    ),
    {
      name: 'pages-know-no-server',
      comment: 'The browser’s side talks to the server through core/protocol only.',
      severity: 'error',
      from: { path: '^(app|components)/' },
      to: { path: ['^server/', '^scripts/', '^bench/', '^e2e/'] },
    },
    {
      name: 'pages-use-no-node',
      comment: 'Nothing of Node runs in a browser.',
      severity: 'error',
      from: { path: '^(app|components)/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'app-only-routes',
      comment: 'app/ holds routes and layouts: it composes components and nothing else.',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^core/' },
    },
    {
      name: 'components-do-not-know-routes',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^app/' },
    },
    {
      name: 'server-knows-no-pages',
      comment: 'The server imports core; Next finds the pages by itself.',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: ['^app/', '^components/', '^scripts/', '^bench/', '^e2e/'] },
    },
    {
      name: 'agent-stands-alone',
      comment: 'The agent is the privileged part: a few small files, no web process, no Next, no React.',
      severity: 'error',
      from: { path: '^server/agent/', pathNot: TESTS },
      to: {
        path: ['^server/(web|labs|machines|cli|main)', '^node_modules/(next|react|react-dom|socket[.]io|socket[.]io-client)/'],
      },
    },
    {
      name: 'agent-is-a-process',
      comment: 'Agents are reached over their socket (server/machines), never imported.',
      severity: 'error',
      from: { path: '^(server/(web|labs|machines|cli|main)|core|components|app)', pathNot: TESTS },
      to: { path: '^server/agent/' },
    },
    arrow('labs', 'web|cli|machines|main'),
    arrow('machines', 'web|cli|labs|main'),
    arrow('web', 'cli|main'),
    arrow('cli', 'web'),
    {
      name: 'only-web-loads-next',
      severity: 'error',
      from: { path: '^server/', pathNot: ['^server/web/', TESTS] },
      to: { path: '^node_modules/(next|react|react-dom|socket[.]io)/' },
    },
    {
      name: 'product-without-test-tools',
      severity: 'error',
      from: { path: '^(app|components|core|server)/', pathNot: TESTS },
      to: { path: ['^test/', '^e2e/', TESTS, '^node_modules/(vitest|fast-check|jsdom|@testing-library)/'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)[.]next|^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.css'],
    },
  },
}
