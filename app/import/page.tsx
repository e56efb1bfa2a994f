import type { Metadata } from 'next'
import { ImporterPage } from '../../components/importer/ImporterPage'
import { importerEn } from '../../components/importer/importer.en'
import { importerZh } from '../../components/importer/importer.zh'
import { readerPreferences } from '../../components/shell/readerPreferences'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await readerPreferences()
  return { title: (locale === 'zh' ? importerZh : importerEn).title }
}

export default function Page() {
  return <ImporterPage />
}
