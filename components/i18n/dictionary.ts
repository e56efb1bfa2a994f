/**
 * What a translation of `T` must be: the same keys, and for a sentence with parts a function of the same parameters. English is the
 * source; the compiler refuses a translation that lacks a key or has one too many.
 */
export type Translated<T> = {
  readonly [K in keyof T]: T[K] extends (...parts: infer P) => string
    ? (...parts: P) => string
    : T[K] extends string
      ? string
      : Translated<T[K]>
}
