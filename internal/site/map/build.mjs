// Writes map.svg: land, graticule and the inset of Iceland as symbols.
import { createRequire } from 'node:module'
import { geoAzimuthalEqualArea, geoGraticule, geoPath } from 'd3-geo'
import * as topojson from 'topojson-client'
import { presimplify, simplify, sphericalTriangleArea } from 'topojson-simplify'

const world = createRequire(import.meta.url)('world-atlas/countries-50m.json')
const simple = simplify(presimplify(world, sphericalTriangleArea), 3.6e-7) // steradians
const land = topojson.merge(simple, simple.objects.countries.geometries)

const [width, height, margin] = [1440, 985, 20]
const europe = geoAzimuthalEqualArea()
  .rotate([-11.5, -50]).scale(1570).translate([925, 455]).precision(0.3)
  .clipExtent([[-margin, -margin], [width + margin, height + margin]])
const iceland = geoAzimuthalEqualArea()
  .rotate([19, -64.9]).scale(1100).translate([62, 48])
  .clipExtent([[0, 0], [124, 96]])

const draw = (projection, shape) => geoPath(projection).digits(1)(shape)
const graticule = geoGraticule().step([5, 5]).extent([[-40, 25], [60, 75]])()

process.stdout.write(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">
<path id="land" d="${draw(europe, land)}"/>
<path id="graticule" fill="none" d="${draw(europe, graticule)}"/>
<path id="iceland" d="${draw(iceland, land)}"/>
</svg>
`)
