type ProgramName = 'cli' | 'web' | 'agent' | 'discover'

export function bundle(): Promise<void>
export function bundlePrograms(names: ProgramName[], folder: string): Promise<void>
