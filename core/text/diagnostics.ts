import { describeDiagnostic, learnDiagnostics } from './describe-diagnostic'
import { diagnosticsZh } from './diagnostics.zh'

learnDiagnostics('zh', diagnosticsZh)

/** `describeDiagnostic` with every language at hand. */
export { describeDiagnostic }
