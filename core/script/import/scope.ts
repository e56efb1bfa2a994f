/** The variables of a shell, with the positional parameters of the function that runs. */
export class Scope {
  private readonly values = new Map<string, string>()
  private readonly arrays = new Map<string, Map<string, string>>()
  /** What a subshell has unset, though those around it have it. */
  private readonly unsets = new Set<string>()

  constructor(
    readonly args: string[],
    private readonly outer?: Scope,
    readonly name = 'bash',
    /** Whether it sees what is around it, and changes nothing of it. */
    private readonly subshell = false,
  ) {}

  /** The scope of a subshell: it begins with everything that is here, and leaves nothing behind. */
  fork(args: readonly string[] = this.args): Scope {
    return new Scope([...args], this, this.name, true)
  }

  private owns(name: string): boolean {
    return this.values.has(name) || this.arrays.has(name) || this.unsets.has(name)
  }

  /** Where a variable is read. */
  private holder(name: string): Scope {
    return this.owns(name) || !this.outer ? this : this.outer.holder(name)
  }

  /** Where a variable is written: where it is, or outermost, but never outside of a subshell. */
  private writer(name: string): Scope {
    return this.owns(name) || !this.outer || this.subshell ? this : this.outer.writer(name)
  }

  get(name: string): string | undefined {
    const { values, arrays } = this.holder(name)
    return values.get(name) ?? arrays.get(name)?.get('0')
  }

  set(name: string, value: string): void {
    this.writer(name).values.set(name, value)
  }

  /** `local name=value`. */
  setLocal(name: string, value: string): void {
    this.values.set(name, value)
  }

  unset(name: string): void {
    const { values, arrays, unsets, subshell } = this.writer(name)
    values.delete(name)
    arrays.delete(name)
    if (subshell) unsets.add(name)
  }

  /** An array by key; a plain variable is an array of one. */
  array(name: string): ReadonlyMap<string, string> | undefined {
    const { values, arrays } = this.holder(name)
    const plain = values.get(name)
    return arrays.get(name) ?? (plain === undefined ? undefined : new Map([['0', plain]]))
  }

  setArray(name: string, elements: Map<string, string>): void {
    const { values, arrays } = this.writer(name)
    values.delete(name)
    arrays.set(name, elements)
  }

  setElement(name: string, key: string, value: string): void {
    const elements = new Map(this.array(name))
    elements.set(key, value)
    this.setArray(name, elements)
  }
}
