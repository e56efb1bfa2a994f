'use client'

import dynamic from 'next/dynamic'

// As the editor: drawn in the browser only, from one bundle.
const FramedMachine = dynamic(() => import('./FramedMachine').then((module) => module.FramedMachine), { ssr: false })

/** What is on this machine, or in a sandbox that runs. */
export function MachinePage() {
  return <FramedMachine />
}
