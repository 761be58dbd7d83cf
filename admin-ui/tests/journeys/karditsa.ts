// A short profile of Karditsa, as Eleni writes it and the translators render it.
// The body is set as one citation: <1>…</1>.
export interface Profile {
  name: string
  tagline: string
  summary: string
  takeaways: [string, string]
  heading: string
  body: string
}

export const greek: Profile = {
  name: 'Καρδίτσα',
  tagline: 'Μια πόλη του κάμπου που μοιράζεται τη δουλειά της ένταξης',
  summary: 'Ο δήμος, οι συνεταιρισμοί και οι κάτοικοι υποδέχονται μαζί τις οικογένειες που έρχονται.',
  takeaways: ['Οι συνεταιρισμοί ανοίγουν πόρτες στην εργασία.', 'Ένα γραφείο για όλους αποφεύγει τις παράλληλες δομές.'],
  heading: 'Ένα γραφείο για όλους',
  body: 'Ο δήμος εξυπηρετεί όλους τους κατοίκους στο ίδιο κέντρο κοινότητας.',
}

export const translations: Record<'en' | 'fr' | 'de' | 'it' | 'pl' | 'es', Profile> = {
  en: {
    name: 'Karditsa',
    tagline: 'A town of the plain that shares the work of inclusion',
    summary: 'The municipality, cooperatives and residents together welcome the families who arrive.',
    takeaways: ['Cooperatives open doors to work.', 'One office for everybody avoids parallel structures.'],
    heading: 'One office for everybody',
    body: 'The municipality serves all residents in the same community centre.',
  },
  fr: {
    name: 'Karditsa',
    tagline: 'Une ville de la plaine qui partage le travail d’inclusion',
    summary: 'La commune, les coopératives et les habitants accueillent ensemble les familles qui arrivent.',
    takeaways: ['Les coopératives ouvrent des portes vers l’emploi.', 'Un guichet pour toutes et tous évite les structures parallèles.'],
    heading: 'Un guichet pour toutes et tous',
    body: 'La commune reçoit tous les habitants dans le même centre communautaire.',
  },
  de: {
    name: 'Karditsa',
    tagline: 'Eine Stadt der Ebene, die sich die Arbeit der Inklusion teilt',
    summary: 'Gemeinde, Genossenschaften und Nachbarn nehmen die ankommenden Familien gemeinsam auf.',
    takeaways: ['Genossenschaften öffnen Türen zur Arbeit.', 'Eine Stelle für alle vermeidet doppelte Strukturen.'],
    heading: 'Eine Stelle für alle',
    body: 'Die Gemeinde berät alle Menschen im selben Nachbarschaftszentrum.',
  },
  it: {
    name: 'Karditsa',
    tagline: 'Una città di pianura che condivide il lavoro di inclusione',
    summary: 'Il comune, le cooperative e gli abitanti accolgono insieme le famiglie che arrivano.',
    takeaways: ['Le cooperative aprono porte al lavoro.', 'Uno sportello per tutti evita strutture parallele.'],
    heading: 'Uno sportello per tutti',
    body: 'Il comune accoglie tutti gli abitanti nello stesso centro di comunità.',
  },
  pl: {
    name: 'Karditsa',
    tagline: 'Miasto na równinie, które dzieli się pracą na rzecz inkluzji',
    summary: 'Gmina, spółdzielnie i mieszkańcy wspólnie przyjmują przybywające rodziny.',
    takeaways: ['Spółdzielnie otwierają drogę do pracy.', 'Jeden urząd dla wszystkich pozwala uniknąć podwójnych struktur.'],
    heading: 'Jeden urząd dla wszystkich',
    body: 'Gmina obsługuje wszystkich mieszkańców w tym samym centrum.',
  },
  es: {
    name: 'Karditsa',
    tagline: 'Una ciudad de la llanura que comparte el trabajo de inclusión',
    summary: 'El municipio, las cooperativas y los vecinos acogen juntos a las familias que llegan.',
    takeaways: ['Las cooperativas abren puertas al trabajo.', 'Una oficina para todos evita estructuras paralelas.'],
    heading: 'Una oficina para todos',
    body: 'El municipio atiende a todos los vecinos en el mismo centro comunitario.',
  },
}

/** The texts in the order of the segments, the body within its citation. */
export function inOrder(profile: Profile): string[] {
  return [profile.name, profile.tagline, profile.summary, ...profile.takeaways, profile.heading, profile.body]
}
