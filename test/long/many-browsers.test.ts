import { it } from 'vitest'
import { manyBrowsers } from '../load/many-browsers'

it('a hundred browsers edit one lab for a minute, and lose nothing', () => manyBrowsers(100, 60), 600_000)
