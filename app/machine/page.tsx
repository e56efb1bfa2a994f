import type { Metadata } from 'next'
import { MachinePage } from '../../components/machine/MachinePage'

export const metadata: Metadata = { title: 'What’s on this machine' }

export default function Page() {
  return <MachinePage />
}
