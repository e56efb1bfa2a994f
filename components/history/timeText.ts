/** The time of today, the day of another. */
export function timeText(at: number): string {
  const then = new Date(at)
  const today = new Date().toDateString() === then.toDateString()
  return today ? then.toLocaleTimeString('en-GB') : then.toLocaleString('sv-SE').slice(0, 16)
}
