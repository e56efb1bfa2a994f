import type { Metadata } from 'next'
import { ImporterPage } from '../../components/importer/ImporterPage'

export const metadata: Metadata = { title: 'Import' }

export default function Page() {
  return <ImporterPage />
}
