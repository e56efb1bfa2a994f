import type { WireError } from '../../core/protocol/socket'
import { OFFLINE } from '../state/socket'
import { type Text, useText } from './text'

/** Why something was not done, in words: the system's own where we have none, and that nobody answered where nobody did. */
export function errorText({ code, text }: WireError, t: Text): string {
  return text === OFFLINE ? t.shell.connection.noAnswer : (text ?? code)
}

/** `errorText` in the reader's language. */
export function useErrorText(): (error: WireError) => string {
  const t = useText()
  return (error) => errorText(error, t)
}
