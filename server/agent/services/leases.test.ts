import { describe, expect, test } from 'vitest'
import { parseClientLease } from './client-lease'
import { parseLeases } from './lease-file'

describe('what a server has given away', () => {
  test('is a line each, in the order of the addresses', () => {
    const text = [
      '1795233923 02:ab:5f:dd:54:e3 10.1.0.196 vm1 01:02:ab:5f:dd:54:e3',
      '1795233900 02:ab:5f:dd:54:e4 10.1.0.20 * *',
      'duid 00:01:00:01:2c:aa',
      '',
    ].join('\n')
    expect(parseLeases(text)).toEqual([
      { address: '10.1.0.20', mac: '02:ab:5f:dd:54:e4', expires: 1795233900 },
      { address: '10.1.0.196', mac: '02:ab:5f:dd:54:e3', hostname: 'vm1', expires: 1795233923 },
    ])
  })

  test('is nothing in a file that is half written', () => {
    expect(parseLeases('17952')).toEqual([])
  })
})

describe('what a client was given', () => {
  test('is told by its hook', () => {
    const line = 'lease 10.1.0.196/24 seconds=3600 router=10.1.0.1 server=10.1.0.1 dns=9.9.9.9 1.1.1.1'
    expect(parseClientLease(line, 5_000_000)).toEqual({
      address: '10.1.0.196/24',
      router: '10.1.0.1',
      dns: ['9.9.9.9', '1.1.1.1'],
      server: '10.1.0.1',
      expires: 8600,
    })
    expect(parseClientLease('lease 10.1.0.196/24 seconds=60 router= server= dns=', 0)).toEqual({
      address: '10.1.0.196/24',
      dns: [],
      expires: 60,
    })
  })

  test('is lost with another word, and untouched by what udhcpc says besides', () => {
    expect(parseClientLease('lease none', 0)).toBeNull()
    expect(parseClientLease('udhcpc: broadcasting discover', 0)).toBeUndefined()
  })
})
