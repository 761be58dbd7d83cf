// When a text is saved, and what is said about it. Pure: a state machine whose
// effects somebody else carries out (ui/useAutosave.ts). One save is under way
// at a time; what is typed meanwhile waits for the next.

export type SaveStatus =
  | { kind: 'clean' }
  | { kind: 'unsaved' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: number }
  | { kind: 'offline' }
  | { kind: 'signedOut' }
  | { kind: 'conflict' }
  | { kind: 'refused'; reason: string }

export interface SaveMachine {
  status: SaveStatus
  /** Counts the edits; a save covers those up to its number. */
  edits: number
  /** The edits that the server has. */
  saved: number
  /** The edits that the save under way covers; null if none is. */
  sending: number | null
  /** Failed attempts since the last success, for the pause before the next. */
  failures: number
}

export type SaveEvent =
  | { type: 'edit' }
  | { type: 'now' } // blur, Ctrl+S, the pause after typing, back online
  | { type: 'done'; at: number }
  | { type: 'offline' }
  | { type: 'signedOut' }
  | { type: 'conflict' }
  | { type: 'refused'; reason: string }
  | { type: 'resolved' } // a conflict was settled: what is there is to be sent

export type SaveEffect = { do: 'wait'; ms: number } | { do: 'send' } | { do: 'keep' } | { do: 'forget' }

export const pause = 1200
const longest = 60_000

export const fresh: SaveMachine = { status: { kind: 'clean' }, edits: 0, saved: 0, sending: null, failures: 0 }

/** Begins with a text kept from before that another has overtaken: nothing is sent until that is settled. */
export const overtaken: SaveMachine = { ...fresh, status: { kind: 'conflict' }, edits: 1 }

type Step = [SaveMachine, SaveEffect[]]

export function dirty(machine: SaveMachine): boolean {
  return machine.edits > machine.saved
}

function start(machine: SaveMachine): Step {
  if (!dirty(machine) || machine.sending !== null || machine.status.kind === 'conflict') return [machine, []]
  return [{ ...machine, status: { kind: 'saving' }, sending: machine.edits }, [{ do: 'send' }]]
}

function edited(machine: SaveMachine): Step {
  const next = { ...machine, edits: machine.edits + 1 }
  // In a conflict nothing is sent until it is settled, but everything is kept.
  if (machine.status.kind === 'conflict') return [next, [{ do: 'keep' }]]
  if (machine.sending === null && machine.status.kind !== 'offline' && machine.status.kind !== 'signedOut') {
    next.status = { kind: 'unsaved' }
  }
  return [next, [{ do: 'keep' }, { do: 'wait', ms: pause }]]
}

function done(machine: SaveMachine, at: number): Step {
  const saved = machine.sending ?? machine.saved
  const next: SaveMachine = { ...machine, saved, sending: null, failures: 0 }
  if (dirty(next)) return [{ ...next, status: { kind: 'unsaved' } }, [{ do: 'wait', ms: pause }]]
  return [{ ...next, status: { kind: 'saved', at } }, [{ do: 'forget' }]]
}

function failed(machine: SaveMachine, status: SaveStatus): Step {
  const failures = machine.failures + 1
  const next = { ...machine, status, sending: null, failures }
  // Only a lost connection mends itself.
  if (status.kind !== 'offline') return [next, []]
  return [next, [{ do: 'wait', ms: Math.min(longest, 2000 * 2 ** (failures - 1)) }]]
}

/** The next state, and what is to be done. */
export function step(machine: SaveMachine, event: SaveEvent): Step {
  switch (event.type) {
    case 'edit':
      return edited(machine)
    case 'now':
      return start(machine)
    case 'done':
      return done(machine, event.at)
    case 'offline':
      return failed(machine, { kind: 'offline' })
    case 'signedOut':
      return failed(machine, { kind: 'signedOut' })
    case 'conflict':
      return failed(machine, { kind: 'conflict' })
    case 'refused':
      return failed(machine, { kind: 'refused', reason: event.reason })
    case 'resolved':
      return start({ ...machine, status: { kind: 'unsaved' }, edits: machine.edits + 1, sending: null })
  }
}
