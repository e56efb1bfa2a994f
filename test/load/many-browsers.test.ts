import { it } from 'vitest'
import { manyBrowsers } from './many-browsers'

it('thirty browsers edit one lab at once, and lose nothing', () => manyBrowsers(30, 10, 44), 120_000)
