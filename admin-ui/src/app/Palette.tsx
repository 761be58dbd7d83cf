import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import '@mantine/spotlight/styles.layer.css'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useRouteContext } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { spotlight } from '@mantine/spotlight'
import { titlesQuery, typesQuery } from '@/api/queries'
import { bare } from '@/lib/letters'
import { documentPath } from '@/ui/DocumentLink'
import { places, placesOf } from './rail'

/** Finds an entry or a place of the desk by a few letters, without accents. */
export function Palette({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const { session } = useRouteContext({ from: '/shell' })
  const titles = useQuery(titlesQuery)
  const types = useQuery(typesQuery)
  useEffect(() => {
    spotlight.open()
  }, [])
  const typeName = (name: string) => types.data?.find((type) => type.name === name)?.names[i18n.language]?.one ?? name
  const groups: SpotlightActionGroupData[] = [
    {
      group: t('palette.actions'),
      actions: placesOf(session).map((place: (typeof places)[number]) => ({
        id: place.to,
        label: t('palette.goTo', { screen: t(place.name) }),
        leftSection: <place.icon size={18} stroke={1.7} aria-hidden />,
        onClick: () => void navigate({ to: place.to }),
      })),
    },
    {
      group: t('palette.entries'),
      actions: (titles.data ?? []).map((entry) => ({
        id: entry.id,
        label: entry.title,
        description: typeName(entry.type),
        onClick: () => void navigate({ to: documentPath({ entry: entry.id, locale: entry.source, source: entry.source }) as '/' }),
      })),
    },
  ]
  return (
    <Spotlight
      actions={groups}
      filter={narrow}
      nothingFound={t('palette.nothing')}
      limit={12}
      highlightQuery
      scrollable
      maxHeight={420}
      shortcut={null}
      onSpotlightClose={onClose}
      transitionProps={{ duration: 0 }}
      searchProps={{ leftSection: <IconSearch size={18} aria-hidden />, placeholder: t('palette.label'), 'aria-label': t('palette.label') }}
    />
  )
}

function narrow(query: string, actions: Parameters<NonNullable<React.ComponentProps<typeof Spotlight>['filter']>>[1]) {
  const words = bare(query).split(/\s+/).filter(Boolean)
  const fits = (label: string | undefined) => words.every((w) => bare(label ?? '').includes(w))
  return actions
    .map((item) => ('actions' in item ? { ...item, actions: item.actions.filter((a) => fits(a.label)) } : item))
    .filter((item) => ('actions' in item ? item.actions.length > 0 : fits(item.label)))
}
