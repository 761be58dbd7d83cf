import { Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { EuropeMap } from '@/ui/map/EuropeMap'
import { asRecord, useSurroundings, type FieldProps } from './context'
import { Frame } from './Frame'
import { NumberInput } from './simple'

/** A place on the map: two numbers, and a map that shows and moves it. */
export function PointField({ field, path, value, onChange }: FieldProps) {
  const { t } = useTranslation('editor')
  const { readOnly } = useSurroundings()
  const point = asRecord(value)
  const lat = typeof point.lat === 'number' ? point.lat : undefined
  const lon = typeof point.lon === 'number' ? point.lon : undefined
  const set = (next: { lat?: number | undefined; lon?: number | undefined }) => {
    const merged = { lat, lon, ...next }
    const known = Object.fromEntries(Object.entries(merged).filter(([, degrees]) => degrees !== undefined))
    onChange(Object.keys(known).length > 0 ? known : undefined)
  }
  return (
    <Frame field={field} path={path} group>
      {() => (
        <>
          <Group gap="sm" mb="sm">
            <NumberInput data-part="lat" label={t('latitude')} value={lat} readOnly={readOnly} onChange={(next) => { set({ lat: next }) }} w={150} />
            <NumberInput data-part="lon" label={t('longitude')} value={lon} readOnly={readOnly} onChange={(next) => { set({ lon: next }) }} w={150} />
          </Group>
          <EuropeMap label={t('map')} readOnly={readOnly} point={lat !== undefined && lon !== undefined ? { lat, lon } : undefined} onMove={set} />
        </>
      )}
    </Frame>
  )
}
