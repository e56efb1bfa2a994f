import { describe, expect, test } from 'vitest'
import { ADDRESSES, dirtBeyond, LINKS, mergeDirt, NEIGHBOURS, PLANNED, ROUTES } from './section'

describe('what may have changed', () => {
  test('adds up over several events', () => {
    expect(mergeDirt(undefined, { sections: ROUTES })).toEqual({ sections: ROUTES })
    expect(mergeDirt({ sections: ROUTES }, { sections: ADDRESSES })).toMatchObject({ sections: ROUTES | ADDRESSES })
  })

  test('names single links for as long as every event does', () => {
    const two = mergeDirt({ sections: LINKS, links: new Set([3]) }, { sections: LINKS, links: new Set([4]) })
    expect(two.links).toEqual(new Set([3, 4]))
    expect(mergeDirt(two, { sections: LINKS }).links).toBeUndefined()
    expect(mergeDirt(two, { sections: ROUTES }).links).toEqual(new Set([3, 4]))
  })

  test('names single links of which only the addresses may have changed', () => {
    const one = mergeDirt({ sections: ROUTES }, { sections: ADDRESSES, links: new Set([3]) })
    expect(one).toEqual({ sections: ROUTES | ADDRESSES, links: new Set([3]) })
    expect(mergeDirt(one, { sections: ADDRESSES })).toEqual({ sections: ROUTES | ADDRESSES })
    expect(mergeDirt({ sections: ADDRESSES }, one).links).toBeUndefined()
  })

  test('stays the same where an event tells what is known', () => {
    const known = { sections: LINKS | ROUTES, links: new Set([3, 4]) }
    expect(mergeDirt(known, { sections: LINKS, links: new Set([4]) })).toBe(known)
    const all = { sections: LINKS | ROUTES }
    expect(mergeDirt(all, { sections: LINKS, links: new Set([5]) })).toBe(all)
    expect(mergeDirt(known, { sections: ADDRESSES, links: new Set([4]) }).sections).toBe(LINKS | ROUTES | ADDRESSES)
  })

  test('means all links once there are many', () => {
    let dirt = { sections: LINKS, links: new Set([0]) } as ReturnType<typeof mergeDirt>
    for (let index = 1; index < 100; index++) dirt = mergeDirt(dirt, { sections: LINKS, links: new Set([index]) })
    expect(dirt).toEqual({ sections: LINKS })
  })

  test('is still to be looked at where a full read leaves it out', () => {
    expect(dirtBeyond({ sections: LINKS | ROUTES, links: new Set([3]) }, PLANNED)).toBeUndefined()
    expect(dirtBeyond({ sections: LINKS | NEIGHBOURS }, PLANNED)).toEqual({ sections: NEIGHBOURS })
    expect(dirtBeyond({ sections: 0 }, PLANNED)).toBeUndefined()
  })
})
