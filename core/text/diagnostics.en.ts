/** The words of every diagnostic, English. `zh` has the same keys: the compiler holds the two together. */
type Params = Record<string, string | number>
type Words = { message: (p: Params) => string; suggestion: (p: Params) => string }

export const diagnosticsEn = {
  'bad-node-name': {
    message: (p) => `“${p.name}” cannot be the name of a node`,
    suggestion: () => 'Use letters, digits, “-”, “_” and “.”, starting with a letter or digit, at most 63 bytes.',
  },
} satisfies Record<string, Words>

export type DiagnosticCode = keyof typeof diagnosticsEn
