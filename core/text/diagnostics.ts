import { describeDiagnostic } from './describe-diagnostic'
import './zh'

/** With every language at hand. */
export { describeDiagnostic }
