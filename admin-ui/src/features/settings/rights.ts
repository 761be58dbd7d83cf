// What somebody may do, from her grants and from what the server says of the
// roles: the material of the sentences. Nothing is decided by it.
import type { Schemas } from '@/api/client'

export type Grant = Pick<Schemas['Grant'], 'role' | 'type' | 'locale' | 'country'>
export type RoleRights = Schemas['RoleRights']

/** In the order in which they are said. */
export const abilities = ['read', 'create', 'write', 'translate', 'shared', 'review', 'publish', 'archive', 'assign'] as const
export type Ability = (typeof abilities)[number]

/** One sentence: these abilities, in these languages, for this type and country. "*" is all. */
export interface Right {
  abilities: Ability[]
  locales: string[]
  type: string
  country: string
}

export interface Rights {
  rights: Right[]
  /** What no grant allows, anywhere. */
  never: Ability[]
  manage: boolean
}

const verbs: Record<Exclude<Ability, 'read' | 'shared'>, string> = {
  create: 'create',
  write: 'save',
  translate: 'segments',
  review: 'approve',
  publish: 'publish',
  archive: 'archive',
  assign: 'assign',
}

function abilitiesOf(grant: Grant, role: RoleRights): Ability[] {
  const everywhere = grant.locale === '*'
  const languages = grant.locale !== 'und'
  const shared = everywhere || !languages || role.shared_of_source
  const source = new Set(languages ? role.source : [])
  const target = new Set(languages ? role.target : [])
  const und = new Set(shared ? role.shared : [])
  const can: Record<Ability, boolean> = {
    read: true,
    create: source.has(verbs.create),
    write: source.has(verbs.write),
    translate: target.has(verbs.translate),
    shared: und.has('save'),
    review: source.has(verbs.review) || target.has(verbs.review) || und.has(verbs.review),
    publish: source.has(verbs.publish) || target.has(verbs.publish) || und.has(verbs.publish),
    archive: und.has(verbs.archive),
    assign: source.has(verbs.assign) || target.has(verbs.assign) || und.has(verbs.assign),
  }
  return abilities.filter((one) => can[one])
}

/** Grants that allow the same for the same type and country are one sentence with several languages. */
export function rightsOf(grants: readonly Grant[], roles: readonly RoleRights[]): Rights {
  const places = new Map<string, { grant: Grant; can: Set<Ability> }>()
  for (const grant of grants) {
    const role = roles.find((one) => one.role === grant.role)
    if (!role) continue
    const place = JSON.stringify([grant.locale, grant.type, grant.country])
    const known = places.get(place) ?? { grant, can: new Set<Ability>() }
    for (const one of abilitiesOf(grant, role)) known.can.add(one)
    places.set(place, known)
  }
  const sentences = new Map<string, Right>()
  for (const { grant, can } of places.values()) {
    const said = abilities.filter((one) => can.has(one))
    const key = JSON.stringify([said, grant.type, grant.country, grant.locale === '*'])
    const known = sentences.get(key)
    if (known) known.locales.push(grant.locale)
    else sentences.set(key, { abilities: said, locales: [grant.locale], type: grant.type, country: grant.country })
  }
  const rights = [...sentences.values()]
  const managing = grants.some((g) => g.type === '*' && g.locale === '*' && g.country === '*' && roles.some((r) => r.role === g.role && r.manage))
  return { rights, never: abilities.filter((one) => !rights.some((right) => right.abilities.includes(one))), manage: managing }
}
