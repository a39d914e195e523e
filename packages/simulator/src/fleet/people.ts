/** Invented participants: names from many places, in the scripts they are written in. Nobody here exists. */
import type { Address, Participant } from '@keyturn/cases/program/fact.ts'
import { addDays } from '@keyturn/domain/civil.ts'
import type { CivilDate } from '@keyturn/domain/units.ts'
import type { Chance } from '../chance.ts'

type Names = {
  readonly given: readonly string[]
  readonly family: readonly string[]
  readonly order: 'western' | 'family-first'
}

const names = (given: string, family: string, order: Names['order'] = 'western'): Names => ({
  given: given.split(' '),
  family: family.split(' '),
  order,
})

/** Drawn from in turn, the first ones more often: the towns are in New England. */
const TONGUES: readonly Names[] = [
  names(
    'Dorothy Wendell Harriet Amos Judith Calvin Rosalie Everett',
    'Ashdown Merriweather Quimby Tolliver Hathorne Pell',
  ),
  names('Aoife Declan Siobhán Ciarán Niamh Fergus', 'Ó-Conaill Mac-Giolla Tierney Breathnach Hanrahan'),
  names('Luc Élodie Réjean Maëlle Théophile Noëlle', 'Thibodeau Ouellette Beauchêne Lévesque Gagné'),
  names('Inês João Conceição Tomé Graça Duarte', 'Furtado Vasconcelos Medeiros Araújo Câmara'),
  names('Yesenia Ramón Íñigo Lucía Nélida Joaquín', 'Peñaloza Quiñones Ibáñez Rentería Zúñiga'),
  names('Zofia Łukasz Małgorzata Józef', 'Wiśniewska Dąbrowski Żurek Wójcik'),
  names('Өлзий Болд Сарнай Тэмүүлэн', 'Ганбаатар Дорж Энхтуяа'),
  names('Олена Тарас Ярина Богдан', 'Шевчук Їжакевич Ковальчук Гнатюк'),
  names('Ελένη Νίκος Δέσποινα Θανάσης', 'Παπαδάκη Κωνσταντίνου Αγγελόπουλος'),
  names('سلمى يوسف نادية طارق', 'الحداد بركات منصور قاسم'),
  names('ሰላም ዳዊት ብርሃን', 'ተስፋዬ ወልዴ ገብረ'),
  names('秀英 伟 丽华', '陈 欧阳 林', 'family-first'),
  names('さくら 健太 陽子', '渡辺 佐々木 小林', 'family-first'),
  names('민준 서연 지우', '박 남궁 최', 'family-first'),
  names('សុខា ដារ៉ា បុប្ផា', 'ចាន់ សុខ ហេង', 'family-first'),
  names('Đức Hằng Quỳnh', 'Nguyễn Trần Đặng', 'family-first'),
]

const TOWNS: { readonly [state: string]: readonly (readonly [city: string, postalCode: string])[] } = {
  MA: [
    ['Worcester', '01602'],
    ['Lowell', '01851'],
    ['Boston', '02122'],
    ['Springfield', '01119'],
    ['New Bedford', '02740'],
    ['Fitchburg', '01420'],
    ['Pittsfield', '01201'],
  ],
  ME: [
    ['Portland', '04101'],
    ['Lewiston', '04240'],
    ['Bangor', '04401'],
    ['Biddeford', '04005'],
    ['Presque Isle', '04769'],
  ],
}
const STREETS = [
  'Elm Street',
  'Mill Lane',
  'Quarry Road',
  'Harbor Street',
  'Pine Avenue',
  'Canal Street',
  'Orchard Hill',
]

/** A person by chance. @param state the state that issued the license and where the person lives */
export function person(chance: Chance, state: string, today: CivilDate, n: number): Participant {
  const tongue = TONGUES[chance.between(0, 2) === 0 ? n % TONGUES.length : n % 6] ?? TONGUES[0]
  const given = pick(chance, tongue?.given ?? [], 'Robin')
  const family = pick(chance, tongue?.family ?? [], 'Doe')
  const name = tongue?.order === 'family-first' ? `${family} ${given}` : `${given} ${family.replaceAll('-', ' ')}`
  return {
    name,
    bornOn: addDays(today, -chance.between(22 * 366, 70 * 365)),
    license: { state, number: `S${String(10_000_000 + chance.between(0, 89_999_999))}` },
    address: addressIn(chance, state),
    email: null,
    telephone: `+1 555 ${String(chance.between(100, 199)).padStart(4, '0')}`,
  }
}

export function addressIn(chance: Chance, state: string): Address {
  const [city, postalCode] = pick(chance, TOWNS[state] ?? [], ['Worcester', '01602'] as const)
  return { street: `${chance.between(1, 240)} ${pick(chance, STREETS, 'Elm Street')}`, city, state, postalCode }
}

export const pick = <T>(chance: Chance, of: readonly T[], otherwise: T): T =>
  of.length === 0 ? otherwise : (of[chance.between(0, of.length - 1)] ?? otherwise)
