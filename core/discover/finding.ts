import type { Severity } from '../check/diagnostic'
import type { ElementRef } from '../lab/element'
import type { ImportFinding } from '../script/import/finding'
import type { DiscoverCode } from '../text/discover.en'
import type { Params } from '../text/words'

/**
 * What a drawing of a machine does not show as it is, with the reason. A warning: something is not in the lab, or the lab says it
 * differently. An info: a remark that asks for nothing.
 */
export interface DiscoverFinding {
  code: DiscoverCode | ImportFinding['code']
  severity: Exclude<Severity, 'error'>
  element: ElementRef
  params: Params
}
