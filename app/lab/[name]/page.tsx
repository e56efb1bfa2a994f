import type { Metadata } from 'next'
import { EditorPage } from '../../../components/shell/EditorPage'

interface Props {
  params: Promise<{ name: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) }
}

export default async function Page({ params }: Props) {
  return <EditorPage name={decodeURIComponent((await params).name)} />
}
