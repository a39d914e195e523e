/** Tells the drill to whoever watches: what is done, by which law, and what was found in agreement. */

/** Two that should say the same say different things. The message names them and both answers. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement' as const
}

export class Telling {
  readonly #say: (line: string) => void
  /** What was held against each other so far, and agreed. */
  agreed = 0

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  /** A part of the story begins. */
  part(title: string): void {
    this.#say(`\n${title}\n`)
  }

  /** Something was done; `law` is what it was done by. */
  did(words: string, law?: string): void {
    this.#say(`  ${words}\n`)
    if (law !== undefined) this.#say(`      by law: ${law}\n`)
  }

  /** @throws Disagreement unless everybody says the same */
  same(what: string, said: Readonly<Record<string, unknown>>): void {
    const [first, ...others] = Object.entries(said)
    if (first === undefined) throw new Disagreement(`${what}: nobody was asked`)
    const [who, value] = first
    const text = JSON.stringify(value)
    for (const [other, its] of others) {
      const otherText = JSON.stringify(its)
      if (otherText === text) continue
      throw new Disagreement(`${what}: ${who} says ${shown(text)}, and ${other} says ${shown(otherText)}`)
    }
    this.agreed += 1
  }

  /** @throws Disagreement unless it is so */
  must(what: string, is: boolean, found: unknown = is): void {
    if (!is) throw new Disagreement(`${what}; what was found is ${shown(JSON.stringify(found))}`)
    this.agreed += 1
  }
}

const SHOWN_MAX = 400

const shown = (text: string | undefined): string =>
  text === undefined ? 'nothing' : text.length <= SHOWN_MAX ? text : `${text.slice(0, SHOWN_MAX)}…`
