import { guideEn } from '../i18n/guide.en'
import { guideZh } from '../i18n/guide.zh'
import { useLocale } from '../state/viewStore'

/** The panel's texts in the reader's language; both came with it. */
export function useGuideWords(): typeof guideZh {
  return useLocale() === 'zh' ? guideZh : guideEn
}
