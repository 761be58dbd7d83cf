import { Button } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import type { Schemas } from '@/api/client'
import { codeReason } from './reason'
import classes from './VerbButton.module.css'

interface Props {
  verb: string
  /** What the server says this person can do, and what of it is not possible now. */
  rights: { can: readonly string[]; blocked?: readonly Schemas['Blocked'][] | undefined }
  /** Why it is not possible now, in words; shown beside the button. */
  reason?: (blocked: Schemas['Blocked']) => ReactNode
  onClick: () => void
  /** Pressed although it is not possible now: to show what is in the way. */
  onBlocked?: (() => void) | undefined
  children: ReactNode
  primary?: boolean
  loading?: boolean
  keyHint?: ReactNode
}

/** A verb the server allows is a button; one that is not possible now says why; one without the right is not there. */
export function VerbButton({ verb, rights, reason, onClick, onBlocked, children, primary = false, loading = false, keyHint }: Props) {
  const id = useId()
  const blocked = rights.blocked?.find((b) => b.verb === verb)
  if (!blocked && !rights.can.includes(verb)) return null
  const why = blocked ? (reason?.(blocked) ?? codeReason(blocked.code, blocked.code)) : null
  return (
    <span className={classes.verb}>
      <Button
        variant={primary && !blocked ? 'filled' : 'default'}
        className={blocked ? classes.blocked : undefined}
        aria-disabled={blocked ? true : undefined}
        aria-describedby={why ? id : undefined}
        loading={loading}
        onClick={() => {
          if (blocked) onBlocked?.()
          else onClick()
        }}
        rightSection={keyHint}
      >
        {children}
      </Button>
      {why ? (
        <span id={id} className={classes.why}>
          {why}
        </span>
      ) : null}
    </span>
  )
}
