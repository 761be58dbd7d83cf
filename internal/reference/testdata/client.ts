// Types and a small client of the public API of https://cities.example.org.
// Made from https://cities.example.org/api/openapi.json; it needs nothing but fetch.

export type Address = {
  id: string
  locale: string
  slug: string
  type: string
}

/** Local approach */
export type Approach = {
  /** From the point asked for with near. */
  distance_km?: number
  fields?: ApproachPublic
  id: string
  locale?: "und" | "en" | "fr" | "de" | "el" | "it" | "pl" | "es"
  /** With locale=* the entry in each live locale, and no fields of its own. */
  locales?: Record<string, Approach>
  published_at?: string
  revised_at?: string
  slug?: string
  /** The address in every live locale. */
  slugs: Record<string, string>
  title?: string
  translation?: Translation
  type: "approach"
}

export type ApproachFields = {
  /** City */
  city?: {
    /** An entry of the type city. */
    entry: string
  }
  /** Contacts. Offices and organisations, not private persons. */
  contacts?: Array<{
    /** E-mail */
    email?: string
    id?: string
    /** Link */
    link?: string
    /** Organisation */
    organisation?: string
  }>
  /** Country */
  country?: string
  /** Has ended */
  ended?: boolean
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Organisations */
  organisations?: Array<{
    /** An entry of the type organisation. */
    entry: string
    id?: string
    /** Role */
    role?: "initiator" | "operator" | "funder" | "partner"
  }>
  /** Policy area */
  policy_area?: {
    /** An entry of the type policy_area. */
    entry: string
  }
  /** Quotation */
  quotation?: {
    function?: string
    speaker?: string
    text?: string
  }
  /** Last revised. The day on which the content was last checked as a whole. */
  revised_on?: string
  /** Sections. Any of them may be left out, and they may stand in any order. */
  sections?: Array<{
    body?: RichText
    heading?: string
    id: string
    /** inspiring: What is inspiring; operation: How it works; initiators: Who started it; outcome: What has come of it; free: Free section */
    kind: "inspiring" | "operation" | "initiators" | "outcome" | "free"
  }>
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Key takeaways. One to three sentences that other cities can learn from. */
  takeaways?: Array<{
    id?: string
    /** Takeaway */
    text?: string
  }>
  /** Title */
  title?: string
  /** Updates. What is new, with its date. Earlier updates stay online. */
  updates?: Array<{
    /** Text */
    body?: RichText
    /** Date */
    date?: string
    /** Heading */
    heading?: string
    id?: string
  }>
  /** Ended in (year) */
  year_ended?: number
  /** Started in (year) */
  year_started?: number
}

export type ApproachPublic = {
  /** City */
  city?: {
    id: string
    locale: string
    slug: string
    title: string
    type: "city"
  }
  /** Contacts. Offices and organisations, not private persons. */
  contacts?: Array<{
    /** E-mail */
    email?: string
    id?: string
    /** Link */
    link?: string
    /** Organisation */
    organisation?: string
  }>
  /** Country */
  country?: {
    code: string
    name: string
  }
  /** Has ended */
  ended?: boolean
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Organisations */
  organisations?: Array<{
    id: string
    locale: string
    /** Role */
    role?: {
      /** initiator: Started it; operator: Runs it; funder: Funding; partner: Partner */
      code: "initiator" | "operator" | "funder" | "partner"
      label: string
    }
    slug: string
    title: string
    type: "organisation"
  }>
  /** Policy area */
  policy_area?: {
    id: string
    locale: string
    slug: string
    title: string
    type: "policy_area"
  }
  /** Quotation */
  quotation?: {
    function?: string
    speaker?: string
    text?: string
  }
  /** Last revised. The day on which the content was last checked as a whole. */
  revised_on?: string
  /** Sections. Any of them may be left out, and they may stand in any order. */
  sections?: Array<{
    body?: RichText
    heading?: string
    id: string
    kind: {
      /** inspiring: What is inspiring; operation: How it works; initiators: Who started it; outcome: What has come of it; free: Free section */
      code: "inspiring" | "operation" | "initiators" | "outcome" | "free"
      label: string
    }
  }>
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Key takeaways. One to three sentences that other cities can learn from. */
  takeaways?: Array<{
    id?: string
    /** Takeaway */
    text?: string
  }>
  /** Title */
  title?: string
  /** Updates. What is new, with its date. Earlier updates stay online. */
  updates?: Array<{
    /** Text */
    body?: RichText
    /** Date */
    date?: string
    /** Heading */
    heading?: string
    id?: string
  }>
  /** Ended in (year) */
  year_ended?: number
  /** Started in (year) */
  year_started?: number
}

export type Change = {
  at: Time
  id: string
  kind: string
  locale: string
  seq: number
  slug: string
  type: string
}

/** City */
export type City = {
  /** From the point asked for with near. */
  distance_km?: number
  fields?: CityPublic
  id: string
  locale?: "und" | "en" | "fr" | "de" | "el" | "it" | "pl" | "es"
  /** With locale=* the entry in each live locale, and no fields of its own. */
  locales?: Record<string, City>
  published_at?: string
  revised_at?: string
  slug?: string
  /** The address in every live locale. */
  slugs: Record<string, string>
  title?: string
  translation?: Translation
  type: "city"
}

export type CityFields = {
  /** Country */
  country?: string
  /** Figures. The same numbers in all languages; each with its year and source. */
  figures?: Array<{
    /** Figure */
    figure?: {
      /** Free text, or the id of one of the entry's sources. */
      source?: string
      /** people: people; percent: per cent; number: in number; euro: euros */
      unit?: "people" | "percent" | "number" | "euro"
      /** null: not known */
      value: number | null
      year?: number | "not_known"
    }
    id?: string
    /** What is counted */
    subject?: "foreign_nationals" | "migration_history" | "nationalities" | "languages" | "reception_places" | "arrivals" | "budget"
  }>
  /** GeoNames number */
  geonames_id?: number
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Location on the map */
  location?: {
    lat: number
    lon: number
  }
  /** Name */
  name?: string
  /** Networks. Only memberships that a source confirms. */
  networks?: Array<{
    /** An entry of the type network. */
    entry: string
    /** Member since (year) */
    from?: number
    id?: string
    /** Role */
    role?: "member" | "founding_member" | "coordination" | "observer"
    /** Source */
    source?: string
    /** Member until (year) */
    to?: number
  }>
  /** Population */
  population?: {
    /** Free text, or the id of one of the entry's sources. */
    source?: string
    /** people: people */
    unit?: "people"
    /** null: not known */
    value: number | null
    year?: number | "not_known"
  }
  /** Quotation */
  quotation?: {
    function?: string
    speaker?: string
    text?: string
  }
  /** Last revised. The day on which the content was last checked as a whole. */
  revised_on?: string
  /** Sections. Any of them may be left out, and they may stand in any order. */
  sections?: Array<{
    body?: RichText
    heading?: string
    id: string
    /** unique: What is unique; focus: Focus of local migration policy; factors: What helps; achievements: Greatest achievements; advocacy: Political work beyond the city; free: Free section */
    kind: "unique" | "focus" | "factors" | "achievements" | "advocacy" | "free"
  }>
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Tagline. One line without a full stop that says what stands out. */
  tagline?: string
  /** Key takeaways. One to three sentences that other cities can learn from. */
  takeaways?: Array<{
    id?: string
    /** Takeaway */
    text?: string
  }>
  /** Website */
  website?: string
}

export type CityPublic = {
  /** Country */
  country?: {
    code: string
    name: string
  }
  /** Figures. The same numbers in all languages; each with its year and source. */
  figures?: Array<{
    /** Figure */
    figure?: {
      /** Free text, or the id of one of the entry's sources. */
      source?: string
      /** people: people; percent: per cent; number: in number; euro: euros */
      unit?: "people" | "percent" | "number" | "euro"
      /** null: not known */
      value: number | null
      year?: number | "not_known"
    }
    id?: string
    /** What is counted */
    subject?: {
      /** foreign_nationals: Residents with another nationality; migration_history: Residents with a history of migration; nationalities: Nationalities in the city; languages: Languages spoken; reception_places: Places in reception; arrivals: New arrivals in a year; budget: Municipal budget for migration and inclusion */
      code: "foreign_nationals" | "migration_history" | "nationalities" | "languages" | "reception_places" | "arrivals" | "budget"
      label: string
    }
  }>
  /** GeoNames number */
  geonames_id?: number
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Location on the map */
  location?: {
    lat: number
    lon: number
  }
  /** Name */
  name?: string
  /** Networks. Only memberships that a source confirms. */
  networks?: Array<{
    /** Member since (year) */
    from?: number
    id: string
    locale: string
    /** Role */
    role?: {
      /** member: Member; founding_member: Founding member; coordination: Coordination; observer: Observer */
      code: "member" | "founding_member" | "coordination" | "observer"
      label: string
    }
    slug: string
    /** Source */
    source?: string
    title: string
    /** Member until (year) */
    to?: number
    type: "network"
  }>
  /** Population */
  population?: {
    /** Free text, or the id of one of the entry's sources. */
    source?: string
    /** people: people */
    unit?: "people"
    /** null: not known */
    value: number | null
    year?: number | "not_known"
  }
  /** Quotation */
  quotation?: {
    function?: string
    speaker?: string
    text?: string
  }
  /** Last revised. The day on which the content was last checked as a whole. */
  revised_on?: string
  /** Sections. Any of them may be left out, and they may stand in any order. */
  sections?: Array<{
    body?: RichText
    heading?: string
    id: string
    kind: {
      /** unique: What is unique; focus: Focus of local migration policy; factors: What helps; achievements: Greatest achievements; advocacy: Political work beyond the city; free: Free section */
      code: "unique" | "focus" | "factors" | "achievements" | "advocacy" | "free"
      label: string
    }
  }>
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Tagline. One line without a full stop that says what stands out. */
  tagline?: string
  /** Key takeaways. One to three sentences that other cities can learn from. */
  takeaways?: Array<{
    id?: string
    /** Takeaway */
    text?: string
  }>
  /** Website */
  website?: string
}

export type Count = {
  count: number
  value: string
}

export type CountryList = {
  data: Array<Option>
}

/** Event */
export type Event = {
  /** From the point asked for with near. */
  distance_km?: number
  fields?: EventPublic
  id: string
  locale?: "und" | "en" | "fr" | "de" | "el" | "it" | "pl" | "es"
  /** With locale=* the entry in each live locale, and no fields of its own. */
  locales?: Record<string, Event>
  published_at?: string
  revised_at?: string
  slug?: string
  /** The address in every live locale. */
  slugs: Record<string, string>
  title?: string
  translation?: Translation
  type: "event"
}

export type EventFields = {
  /** Text */
  body?: RichText
  /** Country */
  country?: string
  /** Ends */
  ends_at?: string
  /** Interpretation */
  interpretation?: Array<"en" | "fr" | "de" | "el" | "it" | "pl" | "es">
  /** Kind */
  kind?: "conference" | "online_conference" | "workshop" | "discussion"
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Location on the map */
  location?: {
    lat: number
    lon: number
  }
  /** Online */
  online?: boolean
  /** Organisers */
  organisers?: Array<{
    /** An entry of the type organisation. */
    entry: string
    id?: string
  }>
  /** Place */
  place?: string
  /** Programme */
  programme?: Array<{
    /** Description */
    description?: string
    id?: string
    /** Kind */
    kind?: "presentation" | "examples" | "discussion" | "workshop" | "keynote" | "other"
    /** Starts at */
    starts_at?: string
    /** Title */
    title?: string
  }>
  /** Programme as a file */
  programme_url?: string
  /** Registration */
  registration_url?: string
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Starts. With the local time and its difference from UTC. */
  starts_at?: string
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Supported by */
  supporters?: Array<{
    /** An entry of the type organisation. */
    entry: string
    id?: string
  }>
  /** Title */
  title?: string
}

export type EventPublic = {
  /** Text */
  body?: RichText
  /** Country */
  country?: {
    code: string
    name: string
  }
  /** Ends */
  ends_at?: string
  /** Interpretation */
  interpretation?: Array<{
    /** en: English; fr: French; de: German; el: Greek; it: Italian; pl: Polish; es: Spanish */
    code: "en" | "fr" | "de" | "el" | "it" | "pl" | "es"
    label: string
  }>
  /** Kind */
  kind?: {
    /** conference: Conference; online_conference: Online conference; workshop: Workshop; discussion: Discussion */
    code: "conference" | "online_conference" | "workshop" | "discussion"
    label: string
  }
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Location on the map */
  location?: {
    lat: number
    lon: number
  }
  /** Online */
  online?: boolean
  /** Organisers */
  organisers?: Array<{
    id: string
    locale: string
    slug: string
    title: string
    type: "organisation"
  }>
  /** Place */
  place?: string
  /** Programme */
  programme?: Array<{
    /** Description */
    description?: string
    id?: string
    /** Kind */
    kind?: {
      /** presentation: Presentation; examples: Examples; discussion: Discussion; workshop: Workshop; keynote: Keynote; other: Other */
      code: "presentation" | "examples" | "discussion" | "workshop" | "keynote" | "other"
      label: string
    }
    /** Starts at */
    starts_at?: string
    /** Title */
    title?: string
  }>
  /** Programme as a file */
  programme_url?: string
  /** Registration */
  registration_url?: string
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Starts. With the local time and its difference from UTC. */
  starts_at?: string
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Supported by */
  supporters?: Array<{
    id: string
    locale: string
    slug: string
    title: string
    type: "organisation"
  }>
  /** Title */
  title?: string
}

export type Facets = {
  country: Array<Count>
  type: Array<Count>
}

export type Feature = {
  geometry: Geometry
  id: string
  properties: Fields
  type: string
}

export type FeatureCollection = {
  features: Array<Feature>
  truncated?: boolean
  type: string
}

export type Feed = {
  data: Array<Change>
  more: boolean
  next: number
}

export type Field = {
  fields?: Array<Field>
  filter?: boolean
  help?: Record<string, string>
  integer?: boolean
  kind: string
  kinds?: Array<Option>
  labels: Record<string, string>
  localized: boolean
  many?: boolean
  max?: number
  multiline?: boolean
  name: string
  options?: Array<Option>
  required?: boolean
  rules?: string
  sort?: boolean
  target?: string
  time?: boolean
  units?: Array<Option>
}

export type FieldProblem = {
  code: string
  message: string
  path: string
}

/** The fields of one document, by the type of its entry: the shared ones under und, the localized ones under a locale. */
export type Fields = ApproachFields | CityFields | EventFields | MunicipalityFields | NetworkFields | NewsFields | OrganisationFields | PageFields | PolicyAreaFields | ReportFields

export type Geometry = {
  coordinates: Array<number> | null
  type: string
}

export type Hit = {
  country?: string
  excerpt: Array<Run>
  id: string
  locale: string
  slug?: string
  title: string
  type: string
}

export type Label = {
  one: string
  other: string
}

export type Locale = {
  aliases: Array<string>
  code: string
  fallback: Array<string>
  name: string
}

export type LocaleList = {
  data: Array<Locale>
}

/** Municipality */
export type Municipality = {
  /** From the point asked for with near. */
  distance_km?: number
  fields?: MunicipalityPublic
  id: string
  locale?: "und" | "en" | "fr" | "de" | "el" | "it" | "pl" | "es"
  /** With locale=* the entry in each live locale, and no fields of its own. */
  locales?: Record<string, Municipality>
  published_at?: string
  revised_at?: string
  slug?: string
  /** The address in every live locale. */
  slugs: Record<string, string>
  title?: string
  translation?: Translation
  type: "municipality"
}

export type MunicipalityFields = {
  /** City profile */
  city?: {
    /** An entry of the type city. */
    entry: string
  }
  /** Country */
  country?: string
  /** GeoNames number */
  geonames_id?: number
  /** Location on the map */
  location?: {
    lat: number
    lon: number
  }
  /** Name */
  name?: string
  /** Networks. Only memberships that a source confirms. */
  networks?: Array<{
    /** An entry of the type network. */
    entry: string
    /** Member since (year) */
    from?: number
    id?: string
    /** Role */
    role?: "member" | "founding_member" | "coordination" | "observer"
    /** Source */
    source?: string
    /** Member until (year) */
    to?: number
  }>
  /** Population */
  population?: {
    /** Free text, or the id of one of the entry's sources. */
    source?: string
    /** people: people */
    unit?: "people"
    /** null: not known */
    value: number | null
    year?: number | "not_known"
  }
  /** Website */
  website?: string
}

export type MunicipalityPublic = {
  /** City profile */
  city?: {
    id: string
    locale: string
    slug: string
    title: string
    type: "city"
  }
  /** Country */
  country?: {
    code: string
    name: string
  }
  /** GeoNames number */
  geonames_id?: number
  /** Location on the map */
  location?: {
    lat: number
    lon: number
  }
  /** Name */
  name?: string
  /** Networks. Only memberships that a source confirms. */
  networks?: Array<{
    /** Member since (year) */
    from?: number
    id: string
    locale: string
    /** Role */
    role?: {
      /** member: Member; founding_member: Founding member; coordination: Coordination; observer: Observer */
      code: "member" | "founding_member" | "coordination" | "observer"
      label: string
    }
    slug: string
    /** Source */
    source?: string
    title: string
    /** Member until (year) */
    to?: number
    type: "network"
  }>
  /** Population */
  population?: {
    /** Free text, or the id of one of the entry's sources. */
    source?: string
    /** people: people */
    unit?: "people"
    /** null: not known */
    value: number | null
    year?: number | "not_known"
  }
  /** Website */
  website?: string
}

/** Network */
export type Network = {
  /** From the point asked for with near. */
  distance_km?: number
  fields?: NetworkPublic
  id: string
  locale?: "und" | "en" | "fr" | "de" | "el" | "it" | "pl" | "es"
  /** With locale=* the entry in each live locale, and no fields of its own. */
  locales?: Record<string, Network>
  published_at?: string
  revised_at?: string
  slug?: string
  /** The address in every live locale. */
  slugs: Record<string, string>
  title?: string
  translation?: Translation
  type: "network"
}

export type NetworkFields = {
  /** Country. Only for networks within one country. */
  country?: string
  /** Founded in (year) */
  founded?: number
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Name */
  name?: string
  /** Scope */
  scope?: "international" | "europe" | "national" | "regional"
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Website */
  url?: string
}

export type NetworkPublic = {
  /** Country. Only for networks within one country. */
  country?: {
    code: string
    name: string
  }
  /** Founded in (year) */
  founded?: number
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Name */
  name?: string
  /** Scope */
  scope?: {
    /** international: International; europe: Europe; national: One country; regional: One region */
    code: "international" | "europe" | "national" | "regional"
    label: string
  }
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Website */
  url?: string
}

/** News */
export type News = {
  /** From the point asked for with near. */
  distance_km?: number
  fields?: NewsPublic
  id: string
  locale?: "und" | "en" | "fr" | "de" | "el" | "it" | "pl" | "es"
  /** With locale=* the entry in each live locale, and no fields of its own. */
  locales?: Record<string, News>
  published_at?: string
  revised_at?: string
  slug?: string
  /** The address in every live locale. */
  slugs: Record<string, string>
  title?: string
  translation?: Translation
  type: "news"
}

export type NewsFields = {
  /** Text */
  body?: RichText
  /** Cities */
  cities?: Array<{
    /** An entry of the type city. */
    entry: string
    id?: string
  }>
  /** Date */
  date?: string
  /** Event */
  event?: {
    /** An entry of the type event. */
    entry: string
  }
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Title */
  title?: string
  /** Topics */
  topics?: Array<"participation-civil-rights" | "migration-flight" | "europe" | "europe-in-solidarity" | "caring-city" | "migration-and-metropolises" | "housing">
}

export type NewsPublic = {
  /** Text */
  body?: RichText
  /** Cities */
  cities?: Array<{
    id: string
    locale: string
    slug: string
    title: string
    type: "city"
  }>
  /** Date */
  date?: string
  /** Event */
  event?: {
    id: string
    locale: string
    slug: string
    title: string
    type: "event"
  }
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Title */
  title?: string
  /** Topics */
  topics?: Array<{
    /** participation-civil-rights: Participation and civil rights; migration-flight: Migration and flight; europe: Europe; europe-in-solidarity: Europe in solidarity; caring-city: Caring city; migration-and-metropolises: Migration and metropolises; housing: Housing */
    code: "participation-civil-rights" | "migration-flight" | "europe" | "europe-in-solidarity" | "caring-city" | "migration-and-metropolises" | "housing"
    label: string
  }>
}

export type Option = {
  code: string
  labels: Record<string, string>
  once?: boolean
}

/** Organisation */
export type Organisation = {
  /** From the point asked for with near. */
  distance_km?: number
  fields?: OrganisationPublic
  id: string
  locale?: "und" | "en" | "fr" | "de" | "el" | "it" | "pl" | "es"
  /** With locale=* the entry in each live locale, and no fields of its own. */
  locales?: Record<string, Organisation>
  published_at?: string
  revised_at?: string
  slug?: string
  /** The address in every live locale. */
  slugs: Record<string, string>
  title?: string
  translation?: Translation
  type: "organisation"
}

export type OrganisationFields = {
  /** Country */
  country?: string
  /** Description */
  description?: string
  /** Kind */
  kind?: "association" | "foundation" | "fund" | "movement" | "consortium" | "civil_society_process" | "research_platform" | "public_body"
  /** Name */
  name?: string
  /** Roles in the platform */
  roles?: Array<{
    id?: string
    /** Phase */
    phase?: "before_launch" | "launch_2021" | "until_2022" | "later" | "today"
    /** Role */
    role?: "origin" | "implementing" | "funder" | "supporter" | "legal_carrier"
  }>
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Website */
  url?: string
}

export type OrganisationPublic = {
  /** Country */
  country?: {
    code: string
    name: string
  }
  /** Description */
  description?: string
  /** Kind */
  kind?: {
    /** association: Association; foundation: Foundation; fund: Fund; movement: Movement; consortium: Consortium; civil_society_process: Civil-society process; research_platform: Research platform; public_body: Public body */
    code: "association" | "foundation" | "fund" | "movement" | "consortium" | "civil_society_process" | "research_platform" | "public_body"
    label: string
  }
  /** Name */
  name?: string
  /** Roles in the platform */
  roles?: Array<{
    id?: string
    /** Phase */
    phase?: {
      /** before_launch: Before the launch; launch_2021: Launch in 2021; until_2022: Until 2022; later: Later; today: Today */
      code: "before_launch" | "launch_2021" | "until_2022" | "later" | "today"
      label: string
    }
    /** Role */
    role?: {
      /** origin: Origin of the idea; implementing: Implementation; funder: Funding; supporter: Support; legal_carrier: Legal carrier */
      code: "origin" | "implementing" | "funder" | "supporter" | "legal_carrier"
      label: string
    }
  }>
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Website */
  url?: string
}

/** Page */
export type Page = {
  /** From the point asked for with near. */
  distance_km?: number
  fields?: PagePublic
  id: string
  locale?: "und" | "en" | "fr" | "de" | "el" | "it" | "pl" | "es"
  /** With locale=* the entry in each live locale, and no fields of its own. */
  locales?: Record<string, Page>
  published_at?: string
  revised_at?: string
  slug?: string
  /** The address in every live locale. */
  slugs: Record<string, string>
  title?: string
  translation?: Translation
  type: "page"
}

export type PageFields = {
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Show in the menu */
  menu?: boolean
  /** Position in lists */
  position?: number
  /** Sections */
  sections?: Array<{
    body?: RichText
    heading?: string
    id: string
    /** free: Free section */
    kind: "free"
  }>
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Title */
  title?: string
}

export type PagePublic = {
  /** Earlier addresses. Paths of the earlier site, such as /gr/livadia; they lead here. */
  legacy_paths?: Array<{
    id?: string
    /** Path */
    path?: string
  }>
  /** Show in the menu */
  menu?: boolean
  /** Position in lists */
  position?: number
  /** Sections */
  sections?: Array<{
    body?: RichText
    heading?: string
    id: string
    kind: {
      /** free: Free section */
      code: "free"
      label: string
    }
  }>
  /** Sources */
  sources?: Array<{
    accessed?: string
    id: string
    publisher?: string
    title?: string
    url?: string
  }>
  /** Summary. Two or three sentences for lists and search results. */
  summary?: string
  /** Title */
  title?: string
}

export type Policies = {
  empty: string
  stale: string
}

/** Policy area */
export type PolicyArea = {
  /** From the point asked for with near. */
  distance_km?: number
  fields?: PolicyAreaPublic
  id: string
  locale?: "und" | "en" | "fr" | "de" | "el" | "it" | "pl" | "es"
  /** With locale=* the entry in each live locale, and no fields of its own. */
  locales?: Record<string, PolicyArea>
  published_at?: string
  revised_at?: string
  slug?: string
  /** The address in every live locale. */
  slugs: Record<string, string>
  title?: string
  translation?: Translation
  type: "policy_area"
}

export type PolicyAreaFields = {
  /** Description */
  description?: string
  /** Name */
  name?: string
  /** Position in lists */
  position?: number
}

export type PolicyAreaPublic = {
  /** Description */
  description?: string
  /** Name */
  name?: string
  /** Position in lists */
  position?: number
}

export type Problem = {
  /** Stable name of the problem, in snake_case. */
  code: string
  /** A sentence that says what to do. */
  detail: string
  /** Everything that is wrong, each with its place. */
  errors?: Array<FieldProblem>
  /** The id of this request, also in X-Request-Id. */
  instance: string
  status: number
  /** The meaning of the status. */
  title: string
  /** Always about:blank: the code says which problem it is. */
  type: string
}

export type ReportFields = {
  /** Message */
  message?: string
  /** Page */
  page?: string
  /** Subject */
  subject?: string
}

export type Result = {
  complete: boolean
  corrected?: string
  data: Array<Hit>
  facets: Facets
  other_languages: Array<Hit>
  other_languages_total: number
  page: Page
}

/** ProseMirror JSON in a closed schema. */
export type RichText = {
  content?: Array<RichTextNode>
  type: "doc"
}

export type RichTextNode = {
  /** id of a block; level of a heading */
  attrs?: Record<string, unknown>
  content?: Array<RichTextNode>
  marks?: Array<{
    attrs?: Record<string, unknown>
    type: "bold" | "italic" | "link" | "citation"
  }>
  text?: string
  type: "paragraph" | "heading" | "bulletList" | "orderedList" | "listItem" | "blockquote" | "text" | "hardBreak"
}

export type Run = {
  mark?: boolean
  text: string
}

export type Time = string

/** Where a text comes from: follows is the locale it was translated from, stale counts the segments whose source had changed when it was published. */
export type Translation = {
  follows?: string
  source_locale: string
  stale: number
}

export type Type = {
  aliases?: string
  country?: string
  fields: Array<Field>
  internal?: boolean
  name: string
  names: Record<string, Label>
  path: string
  point?: string
  policies: Policies
  slug: string
  title: string
  version: string
}

export type TypeList = {
  data: Array<Type>
}

/** What can be asked: the parameters of each path, and its answer. */
export interface Questions {
  /** List: Local approaches */
  "/api/v1/approaches": {
    parameters: {
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of approach, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
      /** How many entries a page has. */
      "page[size]"?: number
      /** The cursor in page.next of the page before. */
      "page[after]"?: string
      /** Up to 3 of title, published_at, revised_at, country, year_started, year_ended, revised_on, with commas; - before a name turns its order round. */
      sort?: string
      /** Also count all entries that fit. */
      count?: boolean
      /** Only entries that a search for these words finds, the best first unless sort or near is given. */
      q?: string
      /** City. Several values with commas: any of them. */
      "filter[city]"?: string
      /** City. None of these values. */
      "filter[city][ne]"?: string
      /** Country. Several values with commas: any of them. */
      "filter[country]"?: string
      /** Country. None of these values. */
      "filter[country][ne]"?: string
      /** Policy area. Several values with commas: any of them. */
      "filter[policy_area]"?: string
      /** Policy area. None of these values. */
      "filter[policy_area][ne]"?: string
      /** Started in (year). Several values with commas: any of them. */
      "filter[year_started]"?: string
      /** Started in (year). None of these values. */
      "filter[year_started][ne]"?: string
      /** Started in (year) */
      "filter[year_started][gt]"?: string
      /** Started in (year) */
      "filter[year_started][gte]"?: string
      /** Started in (year) */
      "filter[year_started][lt]"?: string
      /** Started in (year) */
      "filter[year_started][lte]"?: string
      /** Has ended. Several values with commas: any of them. */
      "filter[ended]"?: string
      /** Has ended. None of these values. */
      "filter[ended][ne]"?: string
      /** Ended in (year). Several values with commas: any of them. */
      "filter[year_ended]"?: string
      /** Ended in (year). None of these values. */
      "filter[year_ended][ne]"?: string
      /** Ended in (year) */
      "filter[year_ended][gt]"?: string
      /** Ended in (year) */
      "filter[year_ended][gte]"?: string
      /** Ended in (year) */
      "filter[year_ended][lt]"?: string
      /** Ended in (year) */
      "filter[year_ended][lte]"?: string
      /** Organisations. Several values with commas: any of them. */
      "filter[organisations]"?: string
      /** Organisations. None of these values. */
      "filter[organisations][ne]"?: string
      /** Last revised. Several values with commas: any of them. */
      "filter[revised_on]"?: string
      /** Last revised. None of these values. */
      "filter[revised_on][ne]"?: string
      /** Last revised */
      "filter[revised_on][gt]"?: string
      /** Last revised */
      "filter[revised_on][gte]"?: string
      /** Last revised */
      "filter[revised_on][lt]"?: string
      /** Last revised */
      "filter[revised_on][lte]"?: string
    }
    answer: {
      data: Array<Approach>
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
      page: {
        /** null on the last page */
        next: string | null
        total?: number
      }
    }
  }
  /** Read one: Local approach */
  "/api/v1/approaches/{slug}": {
    parameters: {
      slug: string
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of approach, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
    }
    answer: {
      data: Approach
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
    }
  }
  /** What was published and taken down since a change */
  "/api/v1/changes": {
    parameters: {
      /** The number of the last change that is known; next of the answer before. */
      since?: number
    }
    answer: Feed
  }
  /** List: Cities */
  "/api/v1/cities": {
    parameters: {
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of city, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
      /** How many entries a page has. */
      "page[size]"?: number
      /** The cursor in page.next of the page before. */
      "page[after]"?: string
      /** Up to 3 of title, published_at, revised_at, country, population, revised_on, with commas; - before a name turns its order round. */
      sort?: string
      /** Also count all entries that fit. */
      count?: boolean
      /** Only entries that a search for these words finds, the best first unless sort or near is given. */
      q?: string
      /** west,south,east,north in degrees */
      bbox?: string
      /** lat,lon,km */
      near?: string
      /** Country. Several values with commas: any of them. */
      "filter[country]"?: string
      /** Country. None of these values. */
      "filter[country][ne]"?: string
      /** Location on the map. Several values with commas: any of them. */
      "filter[location]"?: string
      /** Location on the map. None of these values. */
      "filter[location][ne]"?: string
      /** Population. Several values with commas: any of them. */
      "filter[population]"?: string
      /** Population. None of these values. */
      "filter[population][ne]"?: string
      /** Population */
      "filter[population][gt]"?: string
      /** Population */
      "filter[population][gte]"?: string
      /** Population */
      "filter[population][lt]"?: string
      /** Population */
      "filter[population][lte]"?: string
      /** Networks. Several values with commas: any of them. */
      "filter[networks]"?: string
      /** Networks. None of these values. */
      "filter[networks][ne]"?: string
      /** Last revised. Several values with commas: any of them. */
      "filter[revised_on]"?: string
      /** Last revised. None of these values. */
      "filter[revised_on][ne]"?: string
      /** Last revised */
      "filter[revised_on][gt]"?: string
      /** Last revised */
      "filter[revised_on][gte]"?: string
      /** Last revised */
      "filter[revised_on][lt]"?: string
      /** Last revised */
      "filter[revised_on][lte]"?: string
    }
    answer: {
      data: Array<City>
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
      page: {
        /** null on the last page */
        next: string | null
        total?: number
      }
    }
  }
  /** GeoJSON: Cities */
  "/api/v1/cities.geojson": {
    parameters: {
      /** The language to answer in. Aliases redirect. */
      locale: "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** west,south,east,north in degrees */
      bbox?: string
      /** lat,lon,km */
      near?: string
      /** Country. Several values with commas: any of them. */
      "filter[country]"?: string
      /** Country. None of these values. */
      "filter[country][ne]"?: string
      /** Location on the map. Several values with commas: any of them. */
      "filter[location]"?: string
      /** Location on the map. None of these values. */
      "filter[location][ne]"?: string
      /** Population. Several values with commas: any of them. */
      "filter[population]"?: string
      /** Population. None of these values. */
      "filter[population][ne]"?: string
      /** Population */
      "filter[population][gt]"?: string
      /** Population */
      "filter[population][gte]"?: string
      /** Population */
      "filter[population][lt]"?: string
      /** Population */
      "filter[population][lte]"?: string
      /** Networks. Several values with commas: any of them. */
      "filter[networks]"?: string
      /** Networks. None of these values. */
      "filter[networks][ne]"?: string
      /** Last revised. Several values with commas: any of them. */
      "filter[revised_on]"?: string
      /** Last revised. None of these values. */
      "filter[revised_on][ne]"?: string
      /** Last revised */
      "filter[revised_on][gt]"?: string
      /** Last revised */
      "filter[revised_on][gte]"?: string
      /** Last revised */
      "filter[revised_on][lt]"?: string
      /** Last revised */
      "filter[revised_on][lte]"?: string
    }
    answer: FeatureCollection
  }
  /** Read one: City */
  "/api/v1/cities/{slug}": {
    parameters: {
      slug: string
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of city, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
    }
    answer: {
      data: City
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
    }
  }
  /** The countries that content may name, in every language */
  "/api/v1/countries": {
    parameters: {
    }
    answer: CountryList
  }
  /** List: Events */
  "/api/v1/events": {
    parameters: {
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of event, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
      /** How many entries a page has. */
      "page[size]"?: number
      /** The cursor in page.next of the page before. */
      "page[after]"?: string
      /** Up to 3 of title, published_at, revised_at, starts_at, ends_at, country, with commas; - before a name turns its order round. */
      sort?: string
      /** Also count all entries that fit. */
      count?: boolean
      /** Only entries that a search for these words finds, the best first unless sort or near is given. */
      q?: string
      /** west,south,east,north in degrees */
      bbox?: string
      /** lat,lon,km */
      near?: string
      /** Kind. Several values with commas: any of them. */
      "filter[kind]"?: string
      /** Kind. None of these values. */
      "filter[kind][ne]"?: string
      /** Starts. Several values with commas: any of them. */
      "filter[starts_at]"?: string
      /** Starts. None of these values. */
      "filter[starts_at][ne]"?: string
      /** Starts */
      "filter[starts_at][gt]"?: string
      /** Starts */
      "filter[starts_at][gte]"?: string
      /** Starts */
      "filter[starts_at][lt]"?: string
      /** Starts */
      "filter[starts_at][lte]"?: string
      /** Ends. Several values with commas: any of them. */
      "filter[ends_at]"?: string
      /** Ends. None of these values. */
      "filter[ends_at][ne]"?: string
      /** Ends */
      "filter[ends_at][gt]"?: string
      /** Ends */
      "filter[ends_at][gte]"?: string
      /** Ends */
      "filter[ends_at][lt]"?: string
      /** Ends */
      "filter[ends_at][lte]"?: string
      /** Online. Several values with commas: any of them. */
      "filter[online]"?: string
      /** Online. None of these values. */
      "filter[online][ne]"?: string
      /** Country. Several values with commas: any of them. */
      "filter[country]"?: string
      /** Country. None of these values. */
      "filter[country][ne]"?: string
      /** Location on the map. Several values with commas: any of them. */
      "filter[location]"?: string
      /** Location on the map. None of these values. */
      "filter[location][ne]"?: string
      /** Interpretation. Several values with commas: any of them. */
      "filter[interpretation]"?: string
      /** Interpretation. None of these values. */
      "filter[interpretation][ne]"?: string
      /** Organisers. Several values with commas: any of them. */
      "filter[organisers]"?: string
      /** Organisers. None of these values. */
      "filter[organisers][ne]"?: string
      /** Supported by. Several values with commas: any of them. */
      "filter[supporters]"?: string
      /** Supported by. None of these values. */
      "filter[supporters][ne]"?: string
    }
    answer: {
      data: Array<Event>
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
      page: {
        /** null on the last page */
        next: string | null
        total?: number
      }
    }
  }
  /** GeoJSON: Events */
  "/api/v1/events.geojson": {
    parameters: {
      /** The language to answer in. Aliases redirect. */
      locale: "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** west,south,east,north in degrees */
      bbox?: string
      /** lat,lon,km */
      near?: string
      /** Kind. Several values with commas: any of them. */
      "filter[kind]"?: string
      /** Kind. None of these values. */
      "filter[kind][ne]"?: string
      /** Starts. Several values with commas: any of them. */
      "filter[starts_at]"?: string
      /** Starts. None of these values. */
      "filter[starts_at][ne]"?: string
      /** Starts */
      "filter[starts_at][gt]"?: string
      /** Starts */
      "filter[starts_at][gte]"?: string
      /** Starts */
      "filter[starts_at][lt]"?: string
      /** Starts */
      "filter[starts_at][lte]"?: string
      /** Ends. Several values with commas: any of them. */
      "filter[ends_at]"?: string
      /** Ends. None of these values. */
      "filter[ends_at][ne]"?: string
      /** Ends */
      "filter[ends_at][gt]"?: string
      /** Ends */
      "filter[ends_at][gte]"?: string
      /** Ends */
      "filter[ends_at][lt]"?: string
      /** Ends */
      "filter[ends_at][lte]"?: string
      /** Online. Several values with commas: any of them. */
      "filter[online]"?: string
      /** Online. None of these values. */
      "filter[online][ne]"?: string
      /** Country. Several values with commas: any of them. */
      "filter[country]"?: string
      /** Country. None of these values. */
      "filter[country][ne]"?: string
      /** Location on the map. Several values with commas: any of them. */
      "filter[location]"?: string
      /** Location on the map. None of these values. */
      "filter[location][ne]"?: string
      /** Interpretation. Several values with commas: any of them. */
      "filter[interpretation]"?: string
      /** Interpretation. None of these values. */
      "filter[interpretation][ne]"?: string
      /** Organisers. Several values with commas: any of them. */
      "filter[organisers]"?: string
      /** Organisers. None of these values. */
      "filter[organisers][ne]"?: string
      /** Supported by. Several values with commas: any of them. */
      "filter[supporters]"?: string
      /** Supported by. None of these values. */
      "filter[supporters][ne]"?: string
    }
    answer: FeatureCollection
  }
  /** Read one: Event */
  "/api/v1/events/{slug}": {
    parameters: {
      slug: string
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of event, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
    }
    answer: {
      data: Event
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
    }
  }
  /** The languages of this server */
  "/api/v1/locales": {
    parameters: {
    }
    answer: LocaleList
  }
  /** List: Municipalities */
  "/api/v1/municipalities": {
    parameters: {
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of municipality, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
      /** How many entries a page has. */
      "page[size]"?: number
      /** The cursor in page.next of the page before. */
      "page[after]"?: string
      /** Up to 3 of title, published_at, revised_at, name, country, population, with commas; - before a name turns its order round. */
      sort?: string
      /** Also count all entries that fit. */
      count?: boolean
      /** Only entries that a search for these words finds, the best first unless sort or near is given. */
      q?: string
      /** west,south,east,north in degrees */
      bbox?: string
      /** lat,lon,km */
      near?: string
      /** Country. Several values with commas: any of them. */
      "filter[country]"?: string
      /** Country. None of these values. */
      "filter[country][ne]"?: string
      /** Location on the map. Several values with commas: any of them. */
      "filter[location]"?: string
      /** Location on the map. None of these values. */
      "filter[location][ne]"?: string
      /** Population. Several values with commas: any of them. */
      "filter[population]"?: string
      /** Population. None of these values. */
      "filter[population][ne]"?: string
      /** Population */
      "filter[population][gt]"?: string
      /** Population */
      "filter[population][gte]"?: string
      /** Population */
      "filter[population][lt]"?: string
      /** Population */
      "filter[population][lte]"?: string
      /** Networks. Several values with commas: any of them. */
      "filter[networks]"?: string
      /** Networks. None of these values. */
      "filter[networks][ne]"?: string
      /** City profile. Several values with commas: any of them. */
      "filter[city]"?: string
      /** City profile. None of these values. */
      "filter[city][ne]"?: string
    }
    answer: {
      data: Array<Municipality>
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
      page: {
        /** null on the last page */
        next: string | null
        total?: number
      }
    }
  }
  /** GeoJSON: Municipalities */
  "/api/v1/municipalities.geojson": {
    parameters: {
      /** The language to answer in. Aliases redirect. */
      locale: "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** west,south,east,north in degrees */
      bbox?: string
      /** lat,lon,km */
      near?: string
      /** Country. Several values with commas: any of them. */
      "filter[country]"?: string
      /** Country. None of these values. */
      "filter[country][ne]"?: string
      /** Location on the map. Several values with commas: any of them. */
      "filter[location]"?: string
      /** Location on the map. None of these values. */
      "filter[location][ne]"?: string
      /** Population. Several values with commas: any of them. */
      "filter[population]"?: string
      /** Population. None of these values. */
      "filter[population][ne]"?: string
      /** Population */
      "filter[population][gt]"?: string
      /** Population */
      "filter[population][gte]"?: string
      /** Population */
      "filter[population][lt]"?: string
      /** Population */
      "filter[population][lte]"?: string
      /** Networks. Several values with commas: any of them. */
      "filter[networks]"?: string
      /** Networks. None of these values. */
      "filter[networks][ne]"?: string
      /** City profile. Several values with commas: any of them. */
      "filter[city]"?: string
      /** City profile. None of these values. */
      "filter[city][ne]"?: string
    }
    answer: FeatureCollection
  }
  /** Read one: Municipality */
  "/api/v1/municipalities/{slug}": {
    parameters: {
      slug: string
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of municipality, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
    }
    answer: {
      data: Municipality
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
    }
  }
  /** List: Networks */
  "/api/v1/networks": {
    parameters: {
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of network, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
      /** How many entries a page has. */
      "page[size]"?: number
      /** The cursor in page.next of the page before. */
      "page[after]"?: string
      /** Up to 3 of title, published_at, revised_at, founded, country, with commas; - before a name turns its order round. */
      sort?: string
      /** Also count all entries that fit. */
      count?: boolean
      /** Only entries that a search for these words finds, the best first unless sort or near is given. */
      q?: string
      /** Founded in (year). Several values with commas: any of them. */
      "filter[founded]"?: string
      /** Founded in (year). None of these values. */
      "filter[founded][ne]"?: string
      /** Founded in (year) */
      "filter[founded][gt]"?: string
      /** Founded in (year) */
      "filter[founded][gte]"?: string
      /** Founded in (year) */
      "filter[founded][lt]"?: string
      /** Founded in (year) */
      "filter[founded][lte]"?: string
      /** Scope. Several values with commas: any of them. */
      "filter[scope]"?: string
      /** Scope. None of these values. */
      "filter[scope][ne]"?: string
      /** Country. Several values with commas: any of them. */
      "filter[country]"?: string
      /** Country. None of these values. */
      "filter[country][ne]"?: string
    }
    answer: {
      data: Array<Network>
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
      page: {
        /** null on the last page */
        next: string | null
        total?: number
      }
    }
  }
  /** Read one: Network */
  "/api/v1/networks/{slug}": {
    parameters: {
      slug: string
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of network, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
    }
    answer: {
      data: Network
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
    }
  }
  /** List: News */
  "/api/v1/news": {
    parameters: {
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of news, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
      /** How many entries a page has. */
      "page[size]"?: number
      /** The cursor in page.next of the page before. */
      "page[after]"?: string
      /** Up to 3 of title, published_at, revised_at, date, with commas; - before a name turns its order round. */
      sort?: string
      /** Also count all entries that fit. */
      count?: boolean
      /** Only entries that a search for these words finds, the best first unless sort or near is given. */
      q?: string
      /** Date. Several values with commas: any of them. */
      "filter[date]"?: string
      /** Date. None of these values. */
      "filter[date][ne]"?: string
      /** Date */
      "filter[date][gt]"?: string
      /** Date */
      "filter[date][gte]"?: string
      /** Date */
      "filter[date][lt]"?: string
      /** Date */
      "filter[date][lte]"?: string
      /** Event. Several values with commas: any of them. */
      "filter[event]"?: string
      /** Event. None of these values. */
      "filter[event][ne]"?: string
      /** Cities. Several values with commas: any of them. */
      "filter[cities]"?: string
      /** Cities. None of these values. */
      "filter[cities][ne]"?: string
      /** Topics. Several values with commas: any of them. */
      "filter[topics]"?: string
      /** Topics. None of these values. */
      "filter[topics][ne]"?: string
    }
    answer: {
      data: Array<News>
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
      page: {
        /** null on the last page */
        next: string | null
        total?: number
      }
    }
  }
  /** Read one: News */
  "/api/v1/news/{slug}": {
    parameters: {
      slug: string
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of news, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
    }
    answer: {
      data: News
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
    }
  }
  /** This API as an OpenAPI 3.1 document */
  "/api/v1/openapi.json": {
    parameters: {
    }
    answer: Record<string, unknown>
  }
  /** List: Organisations */
  "/api/v1/organisations": {
    parameters: {
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of organisation, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
      /** How many entries a page has. */
      "page[size]"?: number
      /** The cursor in page.next of the page before. */
      "page[after]"?: string
      /** Up to 3 of title, published_at, revised_at, country, with commas; - before a name turns its order round. */
      sort?: string
      /** Also count all entries that fit. */
      count?: boolean
      /** Only entries that a search for these words finds, the best first unless sort or near is given. */
      q?: string
      /** Kind. Several values with commas: any of them. */
      "filter[kind]"?: string
      /** Kind. None of these values. */
      "filter[kind][ne]"?: string
      /** Country. Several values with commas: any of them. */
      "filter[country]"?: string
      /** Country. None of these values. */
      "filter[country][ne]"?: string
    }
    answer: {
      data: Array<Organisation>
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
      page: {
        /** null on the last page */
        next: string | null
        total?: number
      }
    }
  }
  /** Read one: Organisation */
  "/api/v1/organisations/{slug}": {
    parameters: {
      slug: string
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of organisation, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
    }
    answer: {
      data: Organisation
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
    }
  }
  /** List: Pages */
  "/api/v1/pages": {
    parameters: {
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of page, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
      /** How many entries a page has. */
      "page[size]"?: number
      /** The cursor in page.next of the page before. */
      "page[after]"?: string
      /** Up to 3 of title, published_at, revised_at, position, with commas; - before a name turns its order round. */
      sort?: string
      /** Also count all entries that fit. */
      count?: boolean
      /** Only entries that a search for these words finds, the best first unless sort or near is given. */
      q?: string
      /** Show in the menu. Several values with commas: any of them. */
      "filter[menu]"?: string
      /** Show in the menu. None of these values. */
      "filter[menu][ne]"?: string
    }
    answer: {
      data: Array<Page>
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
      page: {
        /** null on the last page */
        next: string | null
        total?: number
      }
    }
  }
  /** Read one: Page */
  "/api/v1/pages/{slug}": {
    parameters: {
      slug: string
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of page, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
    }
    answer: {
      data: Page
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
    }
  }
  /** List: Policy areas */
  "/api/v1/policy-areas": {
    parameters: {
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of policy_area, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
      /** How many entries a page has. */
      "page[size]"?: number
      /** The cursor in page.next of the page before. */
      "page[after]"?: string
      /** Up to 3 of title, published_at, revised_at, position, with commas; - before a name turns its order round. */
      sort?: string
      /** Also count all entries that fit. */
      count?: boolean
      /** Only entries that a search for these words finds, the best first unless sort or near is given. */
      q?: string
    }
    answer: {
      data: Array<PolicyArea>
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
      page: {
        /** null on the last page */
        next: string | null
        total?: number
      }
    }
  }
  /** Read one: Policy area */
  "/api/v1/policy-areas/{slug}": {
    parameters: {
      slug: string
      /** The language to answer in; * gives all. Aliases redirect. */
      locale: "*" | "en" | "fr" | "de" | "el" | "gr" | "it" | "pl" | "es"
      /** none: leave out what is not live in this very locale. */
      fallback?: "none"
      /** Names of fields to answer with, with commas; all if left out. */
      fields?: string
      /** Relations of policy_area, or paths of types that relate to it, to answer with whole entries, with commas. */
      include?: string
    }
    answer: {
      data: PolicyArea
      included?: Array<Approach | City | Event | Municipality | Network | News | Organisation | Page | PolicyArea>
    }
  }
  /** Where a page of the earlier site is now */
  "/api/v1/resolve": {
    parameters: {
      /** A path of the platform's earlier site, such as /cities/palermo. */
      path: string
    }
    answer: Address
  }
  /** Find entries by words */
  "/api/v1/search": {
    parameters: {
      /** Words to look for: in any inflection, with or without accents, the last one also by its beginning. At most 200 characters. */
      q: string
      /** In whose way the words are read, and whose texts come first. Names are found in every language. */
      locale: string
      /** Only entries of this content type. */
      type?: string
      /** Only entries of this country. */
      country?: string
      "page[size]"?: number
      /** page.next of the page before. */
      "page[after]"?: string
    }
    answer: Result
  }
  /** The content types and their fields */
  "/api/v1/types": {
    parameters: {
    }
    answer: TypeList
  }
}

/** What the server has refused, and why. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | undefined,
  ) {
    super(problem?.detail ?? `The server answered ${status}.`)
    this.name = 'Refusal'
  }
}

export interface Options {
  /** Where the API is. */
  base?: string
  /** Another fetch, such as one with a cache. */
  fetch?: typeof globalThis.fetch
}

export interface Call {
  signal?: AbortSignal
  /** The tag of the answer that is known: if nothing has changed, a Refusal with status 304 is thrown. */
  etag?: string
}

export interface Answer<T> {
  data: T
  etag: string
}

type Parameters<P extends keyof Questions> = Questions[P]['parameters']

/** Asks questions: `const ask = client(); const { data } = await ask('/api/v1/cities', { locale: 'en' })`. */
export function client({ base = 'https://cities.example.org', fetch = globalThis.fetch }: Options = {}) {
  return async function ask<P extends keyof Questions>(path: P, parameters: Parameters<P>, call: Call = {}): Promise<Answer<Questions[P]['answer']>> {
    const rest = new URLSearchParams()
    let address: string = path
    for (const [name, value] of Object.entries(parameters as Record<string, unknown>)) {
      if (value === undefined) continue
      if (address.includes(`{${name}}`)) address = address.replace(`{${name}}`, encodeURIComponent(String(value)))
      else rest.set(name, String(value))
    }
    const query = rest.toString()
    const answer = await fetch(base + address + (query && '?' + query), {
      headers: call.etag ? { 'If-None-Match': call.etag } : {},
      ...(call.signal ? { signal: call.signal } : {}),
    })
    if (!answer.ok) {
      const problem = await answer.json().then((p: unknown) => p as Problem, () => undefined)
      throw new Refusal(answer.status, problem)
    }
    return { data: (await answer.json()) as Questions[P]['answer'], etag: answer.headers.get('ETag') ?? '' }
  }
}
