import type { TFunction } from 'i18next'
import type { Schemas } from '@/api/client'
import type { Sign } from './Glyph'

type Summary = Pick<Schemas['Summary'], 'state' | 'locale' | 'live' | 'counts'>

/** The one sign a document shows: what readers see and whether it is right, before what is being worked on. */
export function signOf(doc: Summary): Sign {
  if (doc.counts && doc.counts.stale > 0 && doc.state !== 'missing') return 'stale'
  if (doc.state === 'in_review') return 'in_review'
  if (doc.live) return doc.live.edited_since ? 'edited' : 'published'
  if (doc.state === 'draft' || doc.state === 'approved') return doc.state
  return 'missing'
}

const words: Partial<Record<Sign, 'state.missing' | 'state.draft' | 'state.in_review' | 'state.approved' | 'state.published'>> = {
  missing: 'state.missing',
  draft: 'state.draft',
  in_review: 'state.in_review',
  approved: 'state.approved',
  published: 'state.published',
}

/** A document's state in words: "Published, 3 sentences changed". Any t will do, whatever its own texts are. */
export function stateWords(doc: Summary, t: TFunction): string {
  const sign = signOf(doc)
  const parts: string[] = []
  if (sign === 'stale' || sign === 'edited') {
    if (doc.live) parts.push(t('state.published', { ns: 'common' }))
    else parts.push(t(words[doc.state as Sign] ?? 'state.draft', { ns: 'common' }))
  } else {
    parts.push(t(words[sign] ?? 'state.draft', { ns: 'common' }))
  }
  if (sign === 'in_review' && doc.live) parts.unshift(t('state.published', { ns: 'common' }))
  if (doc.live?.edited_since) parts.push(t('state.editedSince', { ns: 'common' }))
  if (sign === 'stale') parts.push(t('state.stale', { ns: 'common', count: doc.counts?.stale ?? 0 }))
  return parts.join(', ')
}
