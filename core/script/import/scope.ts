/** The variables of a shell, with the positional parameters of the function that runs. */
export class Scope {
  private readonly values = new Map<string, string>()
  private readonly arrays = new Map<string, Map<string, string>>()

  constructor(
    readonly args: string[],
    private readonly outer?: Scope,
    readonly name = 'bash',
  ) {}

  private holder(name: string): Scope {
    if (this.values.has(name) || this.arrays.has(name) || !this.outer) return this
    return this.outer.has(name) ? this.outer.holder(name) : this.root()
  }

  private root(): Scope {
    return this.outer ? this.outer.root() : this
  }

  private has(name: string): boolean {
    return this.values.has(name) || this.arrays.has(name) || (this.outer?.has(name) ?? false)
  }

  get(name: string): string | undefined {
    const { values, arrays } = this.holder(name)
    return values.get(name) ?? arrays.get(name)?.get('0')
  }

  set(name: string, value: string): void {
    this.holder(name).values.set(name, value)
  }

  /** `local name=value`. */
  setLocal(name: string, value: string): void {
    this.values.set(name, value)
  }

  unset(name: string): void {
    const { values, arrays } = this.holder(name)
    values.delete(name)
    arrays.delete(name)
  }

  /** An array by key; a plain variable is an array of one. */
  array(name: string): ReadonlyMap<string, string> | undefined {
    const { values, arrays } = this.holder(name)
    const plain = values.get(name)
    return arrays.get(name) ?? (plain === undefined ? undefined : new Map([['0', plain]]))
  }

  setArray(name: string, elements: Map<string, string>): void {
    const { values, arrays } = this.holder(name)
    values.delete(name)
    arrays.set(name, elements)
  }

  setElement(name: string, key: string, value: string): void {
    const elements = new Map(this.array(name))
    elements.set(key, value)
    this.setArray(name, elements)
  }
}
