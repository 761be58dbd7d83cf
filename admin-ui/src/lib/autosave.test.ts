import { describe, expect, test } from 'vitest'
import { dirty, fresh, step, type SaveEffect, type SaveEvent, type SaveMachine } from './autosave'

function run(...events: SaveEvent[]): { machine: SaveMachine; effects: SaveEffect[][] } {
  let machine = fresh
  const effects = events.map((event) => {
    const [next, wanted] = step(machine, event)
    machine = next
    return wanted
  })
  return { machine, effects }
}

describe('autosave', () => {
  test('keeps at once, waits 1.2 seconds, sends, forgets', () => {
    const { machine, effects } = run({ type: 'edit' }, { type: 'now' }, { type: 'done', at: 5 })
    expect(effects).toEqual([[{ do: 'keep' }, { do: 'wait', ms: 1200 }], [{ do: 'send' }], [{ do: 'forget' }]])
    expect(machine.status).toEqual({ kind: 'saved', at: 5 })
    expect(dirty(machine)).toBe(false)
  })

  test('sends one save at a time, and what was typed meanwhile afterwards', () => {
    const { machine, effects } = run({ type: 'edit' }, { type: 'now' }, { type: 'edit' }, { type: 'now' }, { type: 'done', at: 5 })
    expect(effects[3]).toEqual([])
    expect(effects[4]).toEqual([{ do: 'wait', ms: 1200 }])
    expect(machine.status.kind).toBe('unsaved')
    expect(dirty(machine)).toBe(true)
  })

  test('nothing typed, nothing sent', () => {
    expect(run({ type: 'now' }).effects).toEqual([[]])
  })

  test('without a connection it tries again, ever more slowly, and says offline throughout', () => {
    const offline: SaveEvent[] = [{ type: 'now' }, { type: 'offline' }]
    const { machine, effects } = run({ type: 'edit' }, ...offline, ...offline, ...offline, { type: 'edit' })
    expect(effects[2]).toEqual([{ do: 'wait', ms: 2000 }])
    expect(effects[4]).toEqual([{ do: 'wait', ms: 4000 }])
    expect(effects[6]).toEqual([{ do: 'wait', ms: 8000 }])
    expect(machine.status.kind).toBe('offline')
    expect(step(machine, { type: 'now' })[1]).toEqual([{ do: 'send' }])
  })

  test('a conflict stops saving until it is settled; typing goes on and is kept', () => {
    const { machine, effects } = run({ type: 'edit' }, { type: 'now' }, { type: 'conflict' }, { type: 'edit' }, { type: 'now' })
    expect(effects[3]).toEqual([{ do: 'keep' }])
    expect(effects[4]).toEqual([])
    expect(machine.status.kind).toBe('conflict')
    const [resolved, wanted] = step(machine, { type: 'resolved' })
    expect(wanted).toEqual([{ do: 'send' }])
    expect(step(resolved, { type: 'done', at: 9 })[0].status.kind).toBe('saved')
  })

  test('a refusal is said with its reason, and the next edit tries again', () => {
    const { machine } = run({ type: 'edit' }, { type: 'now' }, { type: 'refused', reason: 'Too long' })
    expect(machine.status).toEqual({ kind: 'refused', reason: 'Too long' })
    expect(step(step(machine, { type: 'edit' })[0], { type: 'now' })[1]).toEqual([{ do: 'send' }])
  })
})
