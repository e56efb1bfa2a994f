import { act, cleanup, renderHook } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { differingKeys, Followers, useKeyed } from './followers'

afterEach(cleanup)

describe('followers', () => {
  it('are told of what they follow, once, and of nothing else', () => {
    const followers = new Followers()
    const both = vi.fn()
    const other = vi.fn()
    followers.follow(['a', 'b'], both)
    followers.follow(['c'], other)
    followers.tell(['a', 'b', 'none'])
    expect(both).toHaveBeenCalledTimes(1)
    expect(other).not.toHaveBeenCalled()
    followers.tellAll()
    expect(both).toHaveBeenCalledTimes(2)
    expect(other).toHaveBeenCalledTimes(1)
  })

  it('are told no more once they stopped, also when another is told just then', () => {
    const followers = new Followers()
    const stays = vi.fn()
    const end = followers.follow(['a'], vi.fn())
    followers.follow(['a'], stays)
    end()
    followers.tell(['a'])
    expect(stays).toHaveBeenCalledTimes(1)
  })
})

describe('what is followed', () => {
  it('is read again when it is told, and when another key is followed', () => {
    const followers = new Followers()
    const values: Record<string, number> = { a: 1, b: 2 }
    let renders = 0
    const { result, rerender } = renderHook(
      ({ key }) => {
        renders++
        return useKeyed(followers, [key], () => values[key])
      },
      { initialProps: { key: 'a' } },
    )
    values.a = 10
    act(() => followers.tell(['b']))
    expect([result.current, renders]).toEqual([1, 1])
    act(() => followers.tell(['a']))
    expect([result.current, renders]).toEqual([10, 2])
    rerender({ key: 'b' })
    values.b = 20
    act(() => followers.tell(['b']))
    expect(result.current).toBe(20)
    values.b = 30
    act(() => followers.tell(['a']))
    expect(result.current).toBe(20)
  })

  it('misses nothing that changed before it was followed', () => {
    const followers = new Followers()
    let value = 1
    const { result } = renderHook(() => {
      const read = useKeyed(followers, ['a'], () => value)
      value = 2
      return read
    })
    expect(result.current).toBe(2)
  })
})

it('keys differ whose values are not the same object, that came, and that went', () => {
  const same = {}
  const before = new Map([
    ['same', same],
    ['other', {}],
    ['gone', {}],
  ])
  const now = new Map([
    ['same', same],
    ['other', {}],
    ['new', {}],
  ])
  expect(differingKeys(before, now).sort()).toEqual(['gone', 'new', 'other'])
  expect(differingKeys(before, before)).toEqual([])
})
