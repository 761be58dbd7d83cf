import { reasonOf } from './reason'
import classes from './Refused.module.css'

interface Props {
  error: unknown
  /** What the reason is told with; the reason alone otherwise. */
  words?: (reason: string) => string
}

/** Says in place why the server refused; nothing where it did not. */
export function Refused({ error, words = (reason) => reason }: Props) {
  if (!error) return null
  return (
    <p role="alert" className={classes.refused}>
      {words(reasonOf(error))}
    </p>
  )
}
