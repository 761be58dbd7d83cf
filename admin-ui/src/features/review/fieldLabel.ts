import type { Schemas } from '@/api/client'

/** The name of a field as people call it; one that the type no longer has keeps its own name. */
export function fieldLabel(type: Schemas['Type'], name: string, language: string): string {
  const field = type.fields.find((one) => one.name === name.split('.')[0])
  return field?.labels[language] ?? field?.labels.en ?? name
}
