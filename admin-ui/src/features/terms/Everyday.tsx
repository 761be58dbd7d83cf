import { Switch } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { useToast } from '@/ui/toast'
import { reasonOf } from '@/ui/reason'

/** Says whether the words of a concept are everyday ones, and lets whoever may change it. */
export function Everyday({ concept, can }: { concept: Schemas['Concept']; can: boolean }) {
  const { t } = useTranslation('terms')
  const client = useQueryClient()
  const toast = useToast()
  const change = useMutation({
    mutationFn: (everyday: boolean) =>
      answer(api.PATCH('/api/desk/glossary/{concept}', { params: { path: { concept: concept.concept } }, body: { everyday } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.glossary }),
    onError: (error) => { toast({ kind: 'error', message: reasonOf(error) }) },
  })
  if (!can) return concept.everyday ? <p>{t('everyday.hint')}</p> : null
  return (
    <Switch
      label={t('everyday.label')}
      description={t('everyday.hint')}
      aria-label={t('everyday.name', { concept: concept.concept })}
      checked={change.isPending ? change.variables : (concept.everyday ?? false)}
      disabled={change.isPending}
      onChange={(event) => { change.mutate(event.currentTarget.checked) }}
    />
  )
}
