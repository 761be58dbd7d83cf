import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { answer, api, type Schemas } from '@/api/client'
import { keys } from '@/api/keys'
import { reasonOf } from './reason'
import { useToast } from './toast'

/** Changes one's own settings: they show at once, and follow the person to other machines. */
export function useSettings() {
  const client = useQueryClient()
  const toast = useToast()
  return useCallback(
    (change: Schemas['SettingsChange'], onDone?: () => void) => {
      const before = client.getQueryData<Schemas['Settings']>(keys.settings)
      if (before) client.setQueryData(keys.settings, { ...before, ...change })
      answer(api.PATCH('/api/desk/settings', { body: change })).then(
        (settings) => {
          client.setQueryData(keys.settings, settings)
          onDone?.()
        },
        (error: unknown) => {
          client.setQueryData(keys.settings, before)
          toast({ kind: 'error', message: reasonOf(error) })
        },
      )
    },
    [client, toast],
  )
}
