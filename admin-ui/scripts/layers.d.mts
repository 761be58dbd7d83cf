export function complaint(from: string, imported: string): string | null
