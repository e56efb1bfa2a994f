import type { Words } from '../words'

/** A lab file that cannot be read as a lab, English. */
export const fileEn = {
  'yaml-syntax': {
    message: (p) => `This is not YAML: ${p.text}`,
    suggestion: () =>
      'Correct the text here; often it is the indentation, a missing space after “:”, or an open quote or bracket.',
  },
  'yaml-alias': {
    message: () => 'Aliases (*name) are not part of a lab file',
    suggestion: () => 'Write the value out where it is needed.',
  },
  'yaml-tag': {
    message: (p) => `The tag ${p.tag} is not part of a lab file`,
    suggestion: () => 'Remove the tag and keep the plain value.',
  },
  'yaml-many-documents': {
    message: () => 'The file holds more than one YAML document',
    suggestion: () => 'Keep one lab in a file; remove what follows “---”.',
  },
  'other-lab': {
    message: (p) => `The file is called ${p.wanted}, and says that it is the lab “${p.name}”`,
    suggestion: (p) => `Write “name: ${p.wanted}”, or give the file that lab’s name.`,
  },
  'duplicate-key': {
    message: (p) => `“${p.key}” is written twice in one place`,
    suggestion: () => 'Remove one, or give it another name.',
  },
  'prototype-key': {
    message: (p) => `“${p.key}” cannot be used as a name`,
    suggestion: () => 'Choose another name.',
  },
  'file-too-large': {
    message: (p) => `The file has ${p.bytes} bytes; a lab has at most ${p.max}`,
    suggestion: () => 'Split it into smaller labs.',
  },
  'too-deep': {
    message: (p) => `The file nests deeper than ${p.max} levels`,
    suggestion: () => 'A lab needs fewer; remove the extra nesting.',
  },
  'too-many-nodes': {
    message: (p) => `The lab has ${p.count} nodes; at most ${p.max} are possible`,
    suggestion: () => 'Split it into smaller labs.',
  },
  'expected-map': {
    message: (p) => `“${p.field}” must be a map of names and values`,
    suggestion: () => 'Write it as “name: value” lines, indented below.',
  },
  'expected-list': {
    message: (p) => `“${p.field}” must be a list`,
    suggestion: () => 'Write it as [a, b], or as lines that begin with “- ”.',
  },
  'expected-text': {
    message: (p) => `“${p.field}” must be text`,
    suggestion: () => 'Put the value in quotes.',
  },
  'expected-number': {
    message: (p) => `“${p.field}” must be a number`,
    suggestion: () => 'Write digits, without quotes.',
  },
  'expected-whole-number': {
    message: (p) => `“${p.field}” must be a whole number`,
    suggestion: () => 'Write digits, without quotes or a fraction.',
  },
  'expected-boolean': {
    message: (p) => `“${p.field}” must be true or false`,
    suggestion: () => 'Write true or false, without quotes.',
  },
  'missing-field': {
    message: (p) => `“${p.field}” is missing`,
    suggestion: (p) => `Add “${p.field}:” here.`,
  },
  'unknown-field': {
    message: (p) => `There is no field “${p.field}” here`,
    suggestion: (p) => (p.near ? `Did you mean “${p.near}”?` : 'Remove it; docs/format.md lists the fields.'),
  },
  'unknown-kind': {
    message: (p) => `“${p.kind}” is not a kind of node`,
    suggestion: () => 'Use host, namespace, bridge or container.',
  },
  'unknown-nat-type': {
    message: (p) => `“${p.type}” is not a type of NAT rule`,
    suggestion: () => 'Use masquerade, snat or dnat.',
  },
  'unknown-version': {
    message: (p) => `This file has format version ${p.version}; this Netloom reads version ${p.known}`,
    suggestion: (p) => `Write “netloom: ${p.known}”, or update Netloom if the file comes from a newer one.`,
  },
  'bad-value': {
    message: (p) => `“${p.field}” cannot be “${p.value}”`,
    suggestion: (p) => `Use one of: ${p.allowed}.`,
  },
  'too-long': {
    message: (p) => `“${p.field}” is longer than ${p.max} characters`,
    suggestion: () => 'Make it shorter.',
  },
  'too-many': {
    message: (p) => `“${p.field}” has more than ${p.max} entries`,
    suggestion: () => 'Remove some.',
  },
  'out-of-range': {
    message: (p) => `“${p.field}” must be from ${p.min} to ${p.max}`,
    suggestion: (p) => `Choose a number from ${p.min} to ${p.max}.`,
  },
  'link-ends': {
    message: () => 'A link has exactly two ends',
    suggestion: () => 'Write endpoints: [node:interface, node:interface]. To join more than two, draw a bridge.',
  },
  'bad-endpoint': {
    message: (p) => `“${p.text}” is not an end of a link`,
    suggestion: () => 'Write NODE:INTERFACE, such as red:eth0; an interface has at most 15 bytes.',
  },
  'bad-id': {
    message: (p) => `“${p.id}” cannot be an id`,
    suggestion: () => 'Use letters, digits and “-_.:@+~”, starting with a letter or digit, at most 160 characters.',
  },
  'duplicate-link-id': {
    message: (p) => `Two links have the id “${p.id}”`,
    suggestion: () => 'Remove one of the links, or give it an id of its own.',
  },
} satisfies Record<string, Words>
