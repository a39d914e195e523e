/** Long work in small steps, so that whoever does it can attend to other things in between. */

/** Every `yield` is a place where the work may rest. */
export type Steps<T> = Generator<void, T>

/** Does all of it at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** Does it with rests, in which everything else that waits has its turn. */
export async function withRests<T>(steps: Steps<T>, rest: () => Promise<void>): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await rest()
  }
}

/** Lets everything else that waits have its turn. */
export const turn = (): Promise<void> => new Promise((done) => setImmediate(done))
