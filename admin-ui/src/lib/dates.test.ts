import { expect, test } from 'vitest'
import { dayField, daysUntil, endOf, morningOf, startOf } from './dates'

const monday = new Date(2026, 10, 23, 21, 30)

test('a preset is a morning to come', () => {
  expect(new Date(morningOf('tomorrow', monday))).toEqual(new Date(2026, 10, 24, 8))
  expect(new Date(morningOf('threeDays', monday))).toEqual(new Date(2026, 10, 26, 8))
  expect(new Date(morningOf('monday', monday))).toEqual(new Date(2026, 10, 30, 8)) // not today
  expect(new Date(morningOf('monday', new Date(2026, 10, 29)))).toEqual(new Date(2026, 10, 30, 8))
})

test('a day is due in its evening and begins in its morning', () => {
  expect(new Date(endOf('2026-11-28') ?? '')).toEqual(new Date(2026, 10, 28, 18))
  expect(new Date(startOf('2026-11-28') ?? '')).toEqual(new Date(2026, 10, 28, 8))
  expect(endOf('28.11.')).toBeNull()
  expect(dayField(monday)).toBe('2026-11-23')
})

test('days are counted by the calendar, not by hours', () => {
  expect(daysUntil(new Date(2026, 10, 24, 1).toISOString(), monday)).toBe(1)
  expect(daysUntil(new Date(2026, 10, 23, 1).toISOString(), monday)).toBe(0)
  expect(daysUntil(new Date(2026, 10, 22, 23).toISOString(), monday)).toBe(-1)
})
