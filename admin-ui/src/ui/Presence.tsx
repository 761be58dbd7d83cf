import { useTranslation } from 'react-i18next'
import { initials, list, tint } from '@/lib/format'
import classes from './Presence.module.css'

export interface Person {
  id: string
  name: string
  /** Where she is, with her name, as the button says it. */
  where?: string
}

/** A person as a coloured disc with initials; decoration beside the name, or an image with it. */
export function Avatar({ person, labelled = false }: { person: Person; labelled?: boolean }) {
  const name = labelled ? { role: 'img', 'aria-label': person.name } : { 'aria-hidden': true }
  return (
    <span className={classes.avatar} style={{ background: tint(person.id) }} title={person.name} {...name}>
      {initials(person.name)}
    </span>
  )
}

/** Who else is here; pressing one goes to the place where she is. */
export function Presence({ people, onGo }: { people: readonly Person[]; onGo?: (person: Person) => void }) {
  const { t, i18n } = useTranslation()
  if (people.length === 0) return null
  return (
    <ul className={classes.people} aria-label={t('presence.label', { names: list(people.map((p) => p.name), i18n.language) })}>
      {people.map((p) => (
        <li key={p.id}>
          {onGo ? (
            <button type="button" aria-label={p.where ?? p.name} title={p.where ?? p.name} onClick={() => { onGo(p) }}>
              <Avatar person={p} />
            </button>
          ) : (
            <Avatar person={p} labelled />
          )}
        </li>
      ))}
    </ul>
  )
}
