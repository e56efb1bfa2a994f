import { useRouter } from 'next/navigation'
import { useText } from '../i18n/text'
import { useLabStore } from '../state/labStore'
import { Button } from '../ui/Button'
import { addAt } from './commit'

/** What a new lab begins with: three sentences and three ways on, gone with the first node. */
export function EmptyLab() {
  const t = useText().canvas.empty
  const router = useRouter()
  const empty = useLabStore((store) => {
    return store.status === 'ready' && !store.applied && Object.keys(store.lab.nodes).length <= 1
  })
  if (!empty) return null
  return (
    <div className="nl-empty">
      <h2>{t.title}</h2>
      <p>{t.body}</p>
      <div className="nl-empty-buttons">
        <Button onClick={() => addAt('namespace')}>{t.drawNamespace}</Button>
        <Button onClick={() => addAt('bridge')}>{t.drawBridge}</Button>
        <Button onClick={() => router.push('/')}>{t.openExample}</Button>
      </div>
    </div>
  )
}
