// The projection of the map of Europe: azimuthal, equal-area, the same numbers
// as the drawing that the website shows. Pure.

export interface Place {
  lat: number
  lon: number
}

/** The size of the drawing in its own units. */
export const size = { width: 1440, height: 985 }

const centre = { lat: (50 * Math.PI) / 180, lon: 11.5, scale: 1570, x: 925, y: 455 }

/** Where a place lies in the drawing. */
export function project({ lat, lon }: Place): { x: number; y: number } {
  const phi = (lat * Math.PI) / 180
  const lambda = ((lon - centre.lon) * Math.PI) / 180
  const k = Math.sqrt(2 / (1 + Math.sin(centre.lat) * Math.sin(phi) + Math.cos(centre.lat) * Math.cos(phi) * Math.cos(lambda)))
  return {
    x: centre.x + centre.scale * k * Math.cos(phi) * Math.sin(lambda),
    y: centre.y - centre.scale * k * (Math.cos(centre.lat) * Math.sin(phi) - Math.sin(centre.lat) * Math.cos(phi) * Math.cos(lambda)),
  }
}

/** The place at a point of the drawing, in hundredths of a degree. */
export function unproject(x: number, y: number): Place {
  const dx = (x - centre.x) / centre.scale
  const dy = (centre.y - y) / centre.scale
  const rho = Math.hypot(dx, dy)
  if (rho === 0) return { lat: 50, lon: centre.lon }
  const c = 2 * Math.asin(Math.min(1, rho / 2))
  const phi = Math.asin(Math.cos(c) * Math.sin(centre.lat) + (dy * Math.sin(c) * Math.cos(centre.lat)) / rho)
  const lambda = Math.atan2(dx * Math.sin(c), rho * Math.cos(centre.lat) * Math.cos(c) - dy * Math.sin(centre.lat) * Math.sin(c))
  return { lat: hundredths((phi * 180) / Math.PI), lon: hundredths((lambda * 180) / Math.PI + centre.lon) }
}

export function hundredths(degrees: number): number {
  return Math.round(degrees * 100) / 100
}
