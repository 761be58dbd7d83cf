import { describe, expect, it } from 'vitest'
import { doubtful, fixable, fixes, mended, withFindings, type Finding } from './findings'

const found = (change: Partial<Finding>): Finding => ({ code: 'numbers', severity: 'warning', message: '', template: '', fingerprint: '0', ...change })

describe('what the checks found', () => {
  it('asks for a look until it is set aside', () => {
    const aside = { by: 'me', at: '2026-11-23T10:00:00Z' }
    expect(doubtful({ findings: { a: [found({})] } }, 'a')).toBe(true)
    expect(doubtful({ findings: { a: [found({ dismissed: aside })] } }, 'a')).toBe(false)
    expect(doubtful({ findings: { a: [found({ severity: 'info' })] } }, 'a')).toBe(false)
    expect(doubtful({ findings: { a: [found({ severity: 'error' })] } }, 'b')).toBe(false)
  })

  it('replaces the findings of one segment and counts segments', () => {
    const view = { findings: { a: [found({}), found({ code: 'dates' })], b: [found({ severity: 'error' })], c: [found({ code: 'inconsistent' })] }, errors: 1, warnings: 2 }
    expect(withFindings(view, 'a', [])).toMatchObject({ errors: 1, warnings: 1 })
    expect(Object.keys(withFindings(view, 'a', []).findings)).toEqual(['b', 'c'])
    expect(withFindings(view, 'c', []).warnings).toBe(2) // only a look at the whole can tell
    expect(withFindings(view, 'd', [found({})]).warnings).toBe(3)
  })

  it('mends a forbidden word in its place, and typography as a whole', () => {
    const text = 'den Gemeinderat.'
    expect(mended(text, found({ code: 'glossary', suggestion: ['Stadtrat'], target: [{ start: 4, end: 15 }] }))).toBe('den Stadtrat.')
    expect(mended(text, found({ code: 'glossary', suggestion: ['Stadtrat'], source: [{ start: 0, end: 3 }] }))).toBeNull()
    expect(mended('a !', found({ code: 'punctuation_spacing', suggestion: ['a\u00a0!'] }))).toBe('a\u00a0!')
    expect(mended('a', found({}))).toBeNull()
    expect(fixable([found({}), found({ code: 'glossary', suggestion: ['x'] })])).toBe(false)
    expect(fixable([found({ code: 'orphans', severity: 'info', suggestion: ['x'] })])).toBe(true)
  })

  it('tells what was mended by kind', () => {
    const edits = [
      { code: 'punctuation_spacing', at: 1, was: ' ', now: '\u00a0' },
      { code: 'quotes', at: 3, was: '"', now: '«' },
      { code: 'quotes', at: 3, was: '', now: '\u00a0' },
      { code: 'semicolon', at: 9, was: '?', now: ';' },
    ]
    expect(fixes(edits)).toEqual([{ kind: 'spaces', count: 2 }, { kind: 'quotes', count: 1 }, { kind: 'signs', count: 1 }])
  })
})
