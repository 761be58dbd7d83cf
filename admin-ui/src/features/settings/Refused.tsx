import { reasonOf } from '@/ui/reason'
import classes from './settings.module.css'

export function Refused({ error }: { error: unknown }) {
  if (!error) return null
  return (
    <p role="alert" className={classes.refused}>
      {reasonOf(error)}
    </p>
  )
}
