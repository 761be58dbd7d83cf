// All cities by name, page after page.
const base = 'http://127.0.0.1:8080'
let after
do {
  const query = new URLSearchParams({ locale: 'en', fields: 'name,country' })
  if (after) query.set('page[after]', after)
  const answer = await fetch(`${base}/api/v1/cities?${query}`)
  const body = await answer.json()
  if (!answer.ok) throw new Error(`${body.code}: ${body.detail}`)
  for (const city of body.data) console.log(city.slug, city.fields.name, city.fields.country.name)
  after = body.page.next
} while (after)
