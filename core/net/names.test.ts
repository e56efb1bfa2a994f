import { describe, expect, it, test } from 'vitest'
import { isInterfaceName, isLabName, isNodeName, utf8Length } from './names'

/** What the kernel, ip or a shell would take, or take for something else. */
const HOSTILE = [
  '',
  '.',
  '..',
  'a/b',
  '../x',
  'a:b',
  'a b',
  'a\tb',
  'a\nb',
  'a\u0000',
  'a\u0001',
  '\u001b[31m',
  '\ud800',
  '-x',
  '--help',
  'a%d',
  'a"b',
  "a'b",
  '$(id)',
  '`id`',
  'a;b',
  '<svg>',
  '__proto__',
  'constructor',
  'toString',
]

describe('names that are refused', () => {
  test.each(HOSTILE)('%j, of an interface', (name) => expect(isInterfaceName(name)).toBe(false))
  test.each(HOSTILE)('%j, of a node', (name) => expect(isNodeName(name)).toBe(false))
  test.each([...HOSTILE, 'Lab', 'lab_1', '-lab', 'a'.repeat(41)])('%j, of a lab', (name) => expect(isLabName(name)).toBe(false))

  test.each(['all', 'default', 'eth+'])('%j, which means every interface to sysctl or iptables', (name) =>
    expect(isInterfaceName(name)).toBe(false),
  )
})

it('counts bytes as the kernel does, not characters', () => {
  expect(isInterfaceName('a'.repeat(15))).toBe(true)
  expect(isInterfaceName('a'.repeat(16))).toBe(false)
  expect(utf8Length('网络接口名')).toBe(15)
  expect(isInterfaceName('网络接口名')).toBe(true)
  expect(isInterfaceName('网络接口名称')).toBe(false)
  expect(utf8Length('😀')).toBe(4)
})

test.each(['eth0', 'veth-red', 'v_1.2', 'br@x', '网桥'])('%j is a good name', (name) => {
  expect(isInterfaceName(name)).toBe(true)
})
