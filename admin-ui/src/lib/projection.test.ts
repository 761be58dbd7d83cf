import { describe, expect, it } from 'vitest'
import { project, unproject } from './projection'

describe('the projection of the map', () => {
  it('puts its centre where the drawing has it', () => {
    expect(project({ lat: 50, lon: 11.5 })).toEqual({ x: 925, y: 455 })
  })

  it.each([
    { lat: 38.12, lon: 13.36 },
    { lat: 54.35, lon: 18.65 },
    { lat: 38.44, lon: 22.88 },
    { lat: 51.5, lon: -0.1 },
    { lat: 64.15, lon: -21.94 },
  ])('finds $lat, $lon again', (place) => {
    const { x, y } = project(place)
    expect(unproject(x, y)).toEqual(place)
  })

  it('has the north above the south, and the east right of the west', () => {
    expect(project({ lat: 60, lon: 11.5 }).y).toBeLessThan(project({ lat: 40, lon: 11.5 }).y)
    expect(project({ lat: 50, lon: 20 }).x).toBeGreaterThan(project({ lat: 50, lon: 0 }).x)
  })
})
