import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { typesQuery } from '@/api/queries'
import { countryName, languageName } from '@/lib/format'
import { useToast } from '@/ui/toast'
import { ConfirmDialog } from '@/ui/verbs/ConfirmDialog'
import { GrantFields, noGrant, useRoleName } from './GrantFields'
import { Card } from './Page'
import { Refused } from '@/ui/Refused'
import classes from './settings.module.css'

type Person = Schemas['Person']
type Held = Schemas['HeldGrant']

/** The roles somebody holds, to give and to take. Nobody edits her own. */
export function Grants({ person, own }: { person: Person; own: boolean }) {
  const { t, i18n } = useTranslation('settings')
  const client = useQueryClient()
  const toast = useToast()
  const roleName = useRoleName()
  const types = useQuery(typesQuery)
  const [adding, setAdding] = useState(noGrant)
  const [taking, setTaking] = useState<Held | null>(null)
  const changed = (after: Person) => {
    client.setQueryData(keys.person(person.id), after)
    void client.invalidateQueries({ queryKey: keys.people, exact: true })
    void client.invalidateQueries({ queryKey: keys.colleagues })
  }
  const give = useMutation({
    mutationFn: () => answer(api.POST('/api/desk/people/{id}/grants', { params: { path: { id: person.id } }, body: adding })),
    onSuccess: (after) => {
      changed(after)
      toast({ message: t('grant.given', { role: roleName(adding.role) }) })
      setAdding(noGrant)
    },
  })
  const take = useMutation({
    mutationFn: (held: Held) => answer(api.DELETE('/api/desk/people/{id}/grants/{grant}', { params: { path: { id: person.id, grant: held.id } } })),
    onSuccess: (after, held) => {
      changed(after)
      setTaking(null)
      toast({ message: t('grant.taken', { role: roleName(held.role) }) })
    },
  })
  const where = (held: Held) => {
    const parts = [
      held.locale === '*' ? t('grant.allLanguages') : languageName(held.locale, i18n.language, t('rights.sharedPart')),
      ...(held.type === '*' ? [] : [types.data?.find((one) => one.name === held.type)?.names[i18n.language]?.other ?? held.type]),
      ...(held.country === '*' ? [] : [countryName(held.country, i18n.language)]),
    ]
    return parts.join(', ')
  }
  return (
    <Card title={t('grant.title')} note={own ? t('grant.own') : undefined}>
      {person.grants.length === 0 ? <p className={classes.quiet}>{t('people.noRole')}</p> : null}
      <ul className={classes.rows}>
        {person.grants.map((held) => (
          <li key={held.id}>
            <div>
              <b>{roleName(held.role)}</b>
              <span>{where(held)}</span>
            </div>
            {own ? null : (
              <Button variant="default" h={34} aria-label={t('grant.takeName', { role: roleName(held.role), where: where(held) })} onClick={() => { setTaking(held) }}>
                {t('grant.take')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {own ? null : (
        <form className={classes.form} onSubmit={(event) => { event.preventDefault(); give.mutate() }}>
          <h3>{t('grant.add')}</h3>
          <GrantFields value={adding} onChange={setAdding} />
          <Refused error={give.error} />
          <Button type="submit" variant="default" disabled={adding.role === ''} loading={give.isPending}>{t('grant.give')}</Button>
        </form>
      )}
      {taking ? (
        <ConfirmDialog
          title={t('grant.takeTitle', { role: roleName(taking.role), name: person.name })}
          text={<><p>{t('grant.takeText', { where: where(taking) })}</p><Refused error={take.error} /></>}
          action={t('grant.take')}
          loading={take.isPending}
          onClose={() => { setTaking(null); take.reset() }}
          onConfirm={() => { take.mutate(taking) }}
        />
      ) : null}
    </Card>
  )
}
