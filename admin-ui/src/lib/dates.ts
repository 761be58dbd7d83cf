// Days as people choose them, in the zone of the machine in front of them.

const morning = 8
const evening = 18

function at(day: Date, hour: number): string {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour).toISOString()
}

function later(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days)
}

export type Preset = 'tomorrow' | 'threeDays' | 'monday'
export const presets: readonly Preset[] = ['tomorrow', 'threeDays', 'monday']

/** The morning that a preset means. */
export function morningOf(preset: Preset, now = new Date()): string {
  if (preset === 'tomorrow') return at(later(now, 1), morning)
  if (preset === 'threeDays') return at(later(now, 3), morning)
  return at(later(now, ((8 - now.getDay()) % 7) || 7), morning)
}

function parsed(day: string): Date | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)
  return parts ? new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) : null
}

/** The moment by which something due on a day has to be done, or null for what is no day. */
export function endOf(day: string): string | null {
  const date = parsed(day)
  return date && at(date, evening)
}

/** The morning of a day as a date field gives it. */
export function startOf(day: string): string | null {
  const date = parsed(day)
  return date && at(date, morning)
}

/** "2026-11-23", as a date field takes it. */
export function dayField(date: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** How many days from now on: 0 is today, -1 yesterday. */
export function daysUntil(iso: string, now = new Date()): number {
  const day = new Date(iso)
  const start = (d: Date) => Date.UTC(d.getFullYear(), d.getMonth(), d.getDate())
  return Math.round((start(day) - start(now)) / 86_400_000)
}
