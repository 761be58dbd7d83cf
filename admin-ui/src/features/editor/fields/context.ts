import { createContext, useContext } from 'react'
import type { Schemas } from '@/api/client'
import type { FieldProblem } from '@/api/problem'
import type { Present } from '@/api/live'
import type { Citable } from '@/ui/richtext/RichText'

export type Field = Schemas['Field']
export type Value = unknown
export type Item = Record<string, unknown> & { id?: string }

/** What every field of a document needs to know of its surroundings. */
export interface FieldsContext {
  /** The language of the labels. */
  language: string
  /** The language of the text; und is the shared part. */
  locale: string
  readOnly: boolean
  problems: readonly FieldProblem[]
  sources: readonly Citable[]
  /** How many open threads stand at a path. */
  threads: ReadonlyMap<string, number>
  /** Who else is at a path just now. */
  people: ReadonlyMap<string, readonly Present[]>
  /** Begins a comment at a path; nothing where this person may not comment. */
  comment: ((path: string) => void) | undefined
}

export const Surroundings = createContext<FieldsContext>({ language: 'en', locale: 'en', readOnly: true, problems: [], sources: [], threads: new Map(), people: new Map(), comment: undefined })

export const useSurroundings = () => useContext(Surroundings)

/** A field's place, its value, and what to do when it changes; undefined empties it. */
export interface FieldProps<T = Value> {
  field: Field
  path: string
  value: T | undefined
  onChange: (value: T | undefined) => void
}

export function labelOf(labels: Record<string, string> | undefined, language: string, otherwise: string): string {
  return labels?.[language] ?? labels?.en ?? otherwise
}

/** “Sections: 2. What is unique, Text”: the field, the item of it that is meant, and the part of that. */
export function placeName(path: string, values: Readonly<Record<string, unknown>>, fields: readonly Field[], language: string, partOf: (part: string) => string | undefined = () => undefined): string {
  const [name = '', ...inner] = path.split('/')
  const part = inner.length > 0 ? partOf(inner.at(-1) ?? '') : undefined
  return [itemName(name, inner[0], values, fields, language), part].filter(Boolean).join(', ')
}

function itemName(name: string, index: string | undefined, values: Readonly<Record<string, unknown>>, fields: readonly Field[], language: string): string {
  const field = fields.find((one) => one.name === name)
  const label = labelOf(field?.labels, language, name)
  if (index === undefined || !/^\d+$/.test(index)) return label
  const item = asItems(values[name])[Number(index)]
  const kind = labelOf(field?.kinds?.find((one) => one.code === item?.kind)?.labels, language, '')
  return `${label}: ${Number(index) + 1}. ${asText(item?.heading) || asText(item?.title) || kind}`.replace(/\. $/, '')
}

/** The id of the element that holds the field of a path: where a jump link leads. */
export function idOf(path: string): string {
  return `field-${path.replaceAll('/', '-')}`
}

export function problemsAt(problems: readonly FieldProblem[], path: string): FieldProblem[] {
  return problems.filter((problem) => problem.path === path)
}

/** True if something below the path is wrong, too. */
export function problemsWithin(problems: readonly FieldProblem[], path: string): FieldProblem[] {
  return problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}/`))
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function asItems(value: unknown): Item[] {
  return Array.isArray(value) ? (value as Item[]) : []
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** The record with one member set, or without it; undefined when nothing is left. */
export function withMember(record: Record<string, unknown>, name: string, value: unknown): Record<string, unknown> | undefined {
  const { [name]: _old, ...rest } = record
  const next = value === undefined || value === '' ? rest : { ...rest, [name]: value }
  return Object.keys(next).some((key) => key !== 'id') ? next : undefined
}
