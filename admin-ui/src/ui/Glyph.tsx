import classes from './Glyph.module.css'

/** What a glyph can say, of a document or of a segment. */
export type Sign =
  | 'missing'
  | 'draft'
  | 'in_review'
  | 'approved'
  | 'published'
  | 'edited'
  | 'stale'
  | 'scheduled'
  | 'shared'
  | 'translated'
  | 'reviewed'
  | 'machine'

const flare = 'M0 0C4.6-6 6-13 0-18C-6-13-4.6-6 0 0Z'

function Shape({ sign }: { sign: Sign }) {
  const ring = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.6 }
  switch (sign) {
    case 'missing':
      return <circle cx="8" cy="8" r="5.6" {...ring} strokeDasharray="2.4 2.2" />
    case 'draft':
    case 'machine':
      return (
        <>
          <circle cx="8" cy="8" r="5.6" {...ring} />
          <path d="M8 2.4a5.6 5.6 0 0 0 0 11.2z" fill="currentColor" />
        </>
      )
    case 'in_review':
      return (
        <>
          <circle cx="8" cy="8" r="5.6" {...ring} />
          <circle cx="8" cy="8" r="2.2" fill="currentColor" />
        </>
      )
    case 'approved':
    case 'reviewed':
      return (
        <>
          <circle cx="8" cy="8" r="6.6" fill="currentColor" />
          <path d="M5 8.2l2.1 2.1L11 6.2" fill="none" stroke="var(--panel)" strokeWidth="1.7" />
        </>
      )
    case 'edited':
      return (
        <>
          <circle cx="6.6" cy="9" r="4.8" fill="currentColor" />
          <circle cx="12.4" cy="3.8" r="2.2" {...ring} />
        </>
      )
    case 'stale':
      return (
        <>
          <path transform="translate(5.2 13.6) rotate(28) scale(.72)" d={flare} fill="currentColor" />
          <circle cx="5" cy="13.2" r="2.1" fill="currentColor" />
        </>
      )
    case 'scheduled':
      return (
        <>
          <circle cx="8" cy="8" r="6" {...ring} />
          <path d="M8 4.6V8l2.4 1.6" {...ring} />
        </>
      )
    case 'shared':
      return <path d="M7 5.5 8.6 3.9a2.5 2.5 0 0 1 3.5 3.5L10 9.5M9 10.5l-1.6 1.6a2.5 2.5 0 0 1-3.5-3.5L6 6.5M6.4 9.6l3.2-3.2" {...ring} />
    default:
      return <circle cx="8" cy="8" r="6.2" fill="currentColor" />
  }
}

/** A state as a shape; with a label it is an image with that name, else decoration beside the word. */
export function StatusGlyph({ sign, label, size = 16 }: { sign: Sign; label?: string; size?: number }) {
  const name = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true }
  return (
    <svg className={classes.glyph} data-sign={sign} width={size} height={size} viewBox="0 0 16 16" {...name}>
      <Shape sign={sign} />
    </svg>
  )
}

/** The mark of the product: a point with its light. */
export function Mark({ label }: { label?: string }) {
  const name = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true }
  return (
    <svg viewBox="-11 -22 22 28" width="26" height="33" {...name}>
      <path transform="rotate(24) scale(1.12)" d={flare} fill="#F1A3D8" />
      <circle r="4.2" fill="#fff" />
    </svg>
  )
}
