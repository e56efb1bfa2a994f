import { describeDrift, describeReason } from './describe-plan'
import './zh'

/** Both with every language at hand. */
export { describeDrift, describeReason }
