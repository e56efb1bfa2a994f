import type { Metadata } from 'next'
import { MachinePage } from '../../components/machine/MachinePage'
import { machineEn } from '../../components/machine/machine.en'
import { machineZh } from '../../components/machine/machine.zh'
import { readerPreferences } from '../../components/shell/readerPreferences'

export async function generateMetadata(): Promise<Metadata> {
  const { locale } = await readerPreferences()
  return { title: (locale === 'zh' ? machineZh : machineEn).title }
}

export default function Page() {
  return <MachinePage />
}
