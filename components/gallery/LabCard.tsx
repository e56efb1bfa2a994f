'use client'

import { Ellipsis } from 'lucide-react'
import Link from 'next/link'
import type { LabSummary } from '../../core/protocol/socket'
import { useText } from '../i18n/text'
import { useLocale } from '../state/viewStore'
import { Badge } from '../ui/Badge'
import { Menu } from '../ui/Menu'
import { descriptionOf, examplesText, exampleTitle, needsHost } from './exampleWords'
import { LabPicture } from './LabPicture'

interface LabCardProps {
  lab: LabSummary
  /** For an example, which is copied first; a lab of one's own is a link. */
  onOpen?: () => void
  onDuplicate?: () => void
  onDelete?: () => void
}

/** A lab with its picture. All of it can be pressed. */
export function LabCard({ lab, onOpen, onDuplicate, onDelete }: LabCardProps) {
  const { shell, host } = useText()
  const t = shell.gallery
  const locale = useLocale()
  const { name, nodes, links, machine, preview } = lab
  const description = descriptionOf(lab, locale)
  const title = onOpen && exampleTitle(name, locale)
  const size = t.size(nodes, links)
  const cover =
    'after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:outline-offset-2'
  return (
    <li
      className="group relative flex flex-col overflow-hidden rounded-lg border border-line bg-surface transition-colors hover:border-ink-3"
      data-lab={name}
    >
      <div className="aspect-[16/10] border-line border-b bg-paper">
        <LabPicture lab={preview} label={t.picture(name)} />
      </div>
      <div className="flex grow flex-col gap-1 px-4 pt-3 pb-3.5">
        <div className="flex min-h-5 items-center gap-2">
          <h3 className="min-w-0 truncate font-medium text-base">
            {onOpen ? (
              <button
                type="button"
                onClick={onOpen}
                aria-label={title ? `${t.openExample(name)}: ${title}` : t.openExample(name)}
                className={cover}
              >
                {title ?? name}
              </button>
            ) : (
              <Link href={`/lab/${encodeURIComponent(name)}`} aria-label={t.open(name)} className={cover}>
                {name}
              </Link>
            )}
          </h3>
          {machine.status === 'running' && (
            <Badge tone={machine.kind}>{machine.kind === 'host' ? host.gallery.applied : t.running}</Badge>
          )}
        </div>
        {description && <p className="line-clamp-4 text-ink-2">{description}</p>}
        <div className="mt-auto flex flex-wrap items-center gap-x-2 gap-y-1 pt-1">
          <p className="tnum text-ink-3 text-xs">{title ? `${name} · ${size}` : size}</p>
          {needsHost(lab) && <Badge tone="host">{examplesText[locale].needsHost}</Badge>}
        </div>
      </div>
      {onDelete && onDuplicate && (
        <div className="absolute right-2 bottom-2 opacity-0 focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:opacity-100">
          <Menu
            align="end"
            entries={[
              { id: 'duplicate', label: t.duplicate, run: onDuplicate },
              { id: 'delete', label: t.remove, danger: true, run: onDelete },
            ]}
          >
            <button
              type="button"
              aria-label={t.more(name)}
              className="flex size-7 items-center justify-center rounded-md bg-surface text-ink-2 hover:bg-hovered hover:text-ink"
            >
              <Ellipsis size={16} aria-hidden />
            </button>
          </Menu>
        </div>
      )}
    </li>
  )
}
