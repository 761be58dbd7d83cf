import { describe, expect, it } from 'vitest'
import { changesOf, diffRuns, fitted, runsOf } from './segmentRuns'

const read = (runs: ReturnType<typeof runsOf>) => runs.map((run) => `${{ same: '', added: '+', removed: '-' }[run.op]}${run.text}${run.tags.length > 0 ? `/${run.tags.join()}` : ''}${run.mark === undefined ? '' : `#${run.mark}`}`)

describe('a text as it is shown', () => {
  it('is cut at tags and at the places that are pointed at', () => {
    const text = 'Una <1>città di mare</1>.'
    const at = text.indexOf('di')
    expect(read(runsOf(text, [{ start: 0, end: 3 }, { start: at, end: at + 2 }]))).toEqual(['Una#0', ' ', 'città /1', 'di/1#1', ' mare/1', '.'])
  })

  it('counts a literal tag with its backslash', () => {
    const text = String.raw`a \<1> term`
    expect(read(runsOf(text, [{ start: 7, end: 11 }]))).toEqual(['a ', '<1>', ' ', 'term#0'])
  })

  it('shows a place that goes across a tag in both parts', () => {
    expect(read(runsOf('a<1>b</1>c', [{ start: 0, end: 10 }]))).toEqual(['a#0', 'b/1#0', 'c#0'])
  })
})

describe('a change', () => {
  it('hides the tags and keeps their marks on both sides', () => {
    const tokens = [
      { op: 'same', text: 'Una <1>' },
      { op: 'removed', text: 'città' },
      { op: 'added', text: 'terra' },
      { op: 'same', text: '</1> di mare' },
    ]
    expect(read(diffRuns(tokens, [{ start: 7, end: 12 }]))).toEqual(['Una ', '-città/1', '+terra/1#0', ' di mare'])
  })

  it('is one, whatever is pointed at or set in bold within it', () => {
    const text = 'stranieri e <1>apolidi</1> residenti'
    const tokens = [{ op: 'same', text: 'stranieri ' }, { op: 'added', text: 'e <1>apolidi</1> ' }, { op: 'same', text: 'residenti' }]
    const at = text.indexOf('polidi')
    const runs = diffRuns(tokens, [{ start: at, end: at + 6 }])
    expect(read(runs)).toEqual(['stranieri ', '+e ', '+a/1', '+polidi/1#0', '+ ', 'residenti'])
    expect(changesOf(runs).map((one) => [one.op, one.runs.map((run) => run.text).join('')])).toEqual([
      ['same', 'stranieri '],
      ['added', 'e apolidi '],
      ['same', 'residenti'],
    ])
  })

  it('says nothing about a tag alone', () => {
    expect(read(diffRuns([{ op: 'added', text: '<1>' }, { op: 'same', text: 'x' }, { op: 'added', text: '</1>' }]))).toEqual(['x/1'])
  })
})

it('a text from elsewhere brings no tags that this sentence does not have', () => {
  const codes = new Map([[1, { tag: 1, type: 'bold' }]])
  expect(fitted('<1>a</1> <2>b</2><3/>', codes)).toBe('<1>a</1> b')
})
