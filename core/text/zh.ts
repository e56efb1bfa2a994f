import { learnDiagnostics } from './describe-diagnostic'
import { learnPlanWords } from './describe-plan'
import { diagnosticsZh } from './diagnostics.zh'
import { driftWordsZh, driftZh } from './drift.zh'
import { reasonsZh } from './reasons.zh'

// Imported for this alone: whoever wants Chinese words of diagnostics, reasons and drift has them from here on.
learnDiagnostics('zh', diagnosticsZh)
learnPlanWords('zh', { reasons: reasonsZh, drift: driftZh, driftWords: driftWordsZh })
