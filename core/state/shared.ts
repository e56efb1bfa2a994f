import { isContainerNetns } from '../lab/container'
import { HOST } from '../lab/ids'

/** Whether a namespace is not ours as a whole: the machine's own, or a container's. In it only what carries our marks is ours. */
export function isSharedNetns(netns: string): boolean {
  return netns === HOST || isContainerNetns(netns)
}
