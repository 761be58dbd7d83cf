import { useRef, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { hundredths, project, size, unproject, type Place } from '@/lib/projection'
import drawing from '../../../../internal/site/static/map.svg?url'
import classes from './EuropeMap.module.css'

const steps: Record<string, readonly [lat: number, lon: number]> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
}

interface Props {
  label: string
  point: Place | undefined
  readOnly?: boolean
  onMove: (point: Place) => void
}

/**
 * The map of Europe with a pin. A click sets the pin; arrows move it by a
 * hundredth of a degree, with Shift by a tenth. The fields beside it do the same.
 */
export function EuropeMap({ label, point, readOnly = false, onMove }: Props) {
  const { t } = useTranslation('editor')
  const svg = useRef<SVGSVGElement>(null)
  const set = (event: MouseEvent) => {
    const box = svg.current?.getBoundingClientRect()
    if (readOnly || !box) return
    const unit = size.width / box.width
    onMove(unproject((event.clientX - box.left) * unit, (event.clientY - box.top) * unit))
  }
  const nudge = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (readOnly || !step || !point || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const by = event.shiftKey ? 0.1 : 0.01
    onMove({ lat: hundredths(point.lat + step[0] * by), lon: hundredths(point.lon + step[1] * by) })
  }
  const pin = point ? project(point) : undefined
  const place = point ? t('mapAt', { lat: point.lat, lon: point.lon }) : t('mapEmpty')
  return (
    <div className={classes.map} tabIndex={readOnly ? -1 : 0} role="application" aria-roledescription={t('mapPin')} aria-label={`${label}: ${place}`} onKeyDown={nudge}>
      <svg ref={svg} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden onClick={set}>
        <use href={`${drawing}#graticule`} className={classes.graticule} />
        <use href={`${drawing}#land`} className={classes.land} />
        {pin ? (
          <g className={classes.pin} transform={`translate(${pin.x} ${pin.y})`}>
            <circle r={26} className={classes.halo} />
            <circle r={10} />
          </g>
        ) : null}
      </svg>
    </div>
  )
}
