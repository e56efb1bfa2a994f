import { expect, it } from 'vitest'
import { parseLabFile } from './file'

const ranges = (fields: string) =>
  parseLabFile(`netloom: 1\nname: case\nnodes:\n  web: { kind: container, ${fields} }\n`)
    .diagnostics.filter(({ code }) => code === 'out-of-range')
    .map(({ params }) => [params.field, params.min, params.max])

it.each([
  ['pid: 99999999', ['pid', 1, 4194304]],
  ['pid: 0', ['pid', 1, 4194304]],
  ['routes: [{ to: default, via: 10.0.0.1, metric: -1 }]', ['metric', 0, 4294967295]],
  ['nat: [{ type: dnat, protocol: tcp, port: 0, to: 10.0.0.1 }]', ['port', 1, 65535]],
])('a number out of its range is told with that range: %s', (fields, range) => {
  expect(ranges(fields)).toEqual([range])
})
