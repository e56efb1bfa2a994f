import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes'

interface TabsProps<V extends string> {
  value: V
  onChange: (value: V) => void
  tabs: readonly { value: V; label: string; badge?: ReactNode }[]
  'aria-label': string
  /** The row's other things, at its right end. */
  after?: ReactNode
  /** The open tab's content. */
  children: ReactNode
  className?: string
}

/** A row of tabs and the open one's content. Only that one is mounted. */
export function Tabs<V extends string>({ value, onChange, tabs, after, children, className, ...rest }: TabsProps<V>) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onChange(next as V)}
      className={classes('flex min-h-0 flex-col', className)}
    >
      <div className="flex h-9 shrink-0 items-center gap-2 border-line border-b px-3">
        <Radix.List aria-label={rest['aria-label']} className="flex h-full items-stretch gap-1">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className="-mb-px flex items-center gap-1.5 border-transparent border-b-2 px-2 text-ink-2 text-sm hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
            >
              {tab.label}
              {tab.badge}
            </Radix.Trigger>
          ))}
        </Radix.List>
        <div className="ml-auto flex items-center gap-1">{after}</div>
      </div>
      <Radix.Content value={value} className="min-h-0 grow overflow-auto focus-visible:-outline-offset-2">
        {children}
      </Radix.Content>
    </Radix.Root>
  )
}
