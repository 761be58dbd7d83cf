/** Seconds to wait, in whole minutes, at least one. */
export function minutesOf(seconds: unknown): number {
  return typeof seconds === 'number' && seconds > 60 ? Math.ceil(seconds / 60) : 1
}
