/** People in browsers of their own, signed in by the page as anybody signs in, and the forms they fill in. */
import type { Browser, Locator, Page } from 'playwright-core'
import { visitor } from './pages.ts'

export type Person = {
  readonly page: Page
  /** Opens an address of the server. */
  readonly goTo: (path: string) => Promise<void>
  /** Records a fact on the page that is open: the button, then each question with its answer, then the send button. */
  readonly record: (title: string, answers: Answers) => Promise<void>
  /** The same, where the server is expected to refuse. Answers the words of the refusal. */
  readonly refused: (title: string, answers: Answers) => Promise<string>
}

/** Labels of questions, as the page shows them, with what is typed or picked. */
export type Answers = Readonly<Record<string, string | readonly Paper[]>>
type Paper = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer }

type Seat = { readonly browser: Browser; readonly url: string; readonly viewport: { width: number; height: number } }

const PATIENCE_MS = 15_000

/** Signs in with one click as an account of the demo. */
export async function personAs(name: string, { browser, url, viewport }: Seat): Promise<Person> {
  const page = await (await visitor(browser, viewport)).newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(`${url}/sign-in`)
  await page.getByRole('button', { name: new RegExp(`^Sign in as ${name}`) }).click()
  await page.waitForURL((address) => address.pathname !== '/sign-in')
  return personOn(page, url)
}

/** Whoever sits before the page. */
export function personOn(page: Page, url: string): Person {
  const send = async (title: string, answers: Answers): Promise<Locator> => {
    const button = page.getByRole('button', { name: title, exact: true, includeHidden: true })
    await button.waitFor({ state: 'attached' })
    if (!(await button.isVisible())) await page.getByText('Something else', { exact: true }).click()
    await button.click()
    const form = page.getByRole('form', { name: title, exact: true })
    await fillIn(form, answers)
    await form.locator('button[type=submit]').click()
    return form
  }
  return {
    page,
    goTo: async (path) => {
      await page.goto(url + path)
    },
    record: async (title, answers) => {
      const form = await send(title, answers)
      const wrong = form.getByRole('alert').or(form.locator('[data-wrong="true"]'))
      const done = page.getByText(`Recorded: ${title}.`, { exact: true })
      await done.or(wrong).first().waitFor()
      if (!(await done.isVisible())) throw new Error(`"${title}" was refused: ${await wrong.first().textContent()}`)
    },
    refused: async (title, answers) => {
      const form = await send(title, answers)
      const alert = form.getByRole('alert')
      await alert.waitFor()
      const words = (await alert.textContent()) ?? ''
      await form.getByRole('button', { name: 'Not now' }).click()
      return words
    },
  }
}

/** Answers questions of a form by their labels, in the order given: an answer may bring up the next question. */
export async function fillIn(form: Locator, answers: Answers): Promise<void> {
  for (const [label, answer] of Object.entries(answers)) {
    const group = form.getByRole('group', { name: label }).first()
    const control = form.getByLabel(label, { exact: true }).or(form.getByLabel(`${label} (if any)`, { exact: true }))
    await group.or(control).first().waitFor()
    if (typeof answer !== 'string') {
      await control.setInputFiles([...answer])
      await form.getByText(answer.map(({ name }) => name).join(', ')).waitFor()
    } else if ((await group.count()) > 0) await pickIn(group.first(), answer)
    else if ((await control.evaluate((element) => element.tagName)) === 'SELECT') await pick(control, answer)
    else await control.fill(answer)
  }
}

/** Checks the button or box whose label begins with the words; the only one for no words. */
const pickIn = (group: Locator, words: string): Promise<void> =>
  group.locator('label').filter({ hasText: words }).first().locator('input').check()

/** Picks the option that begins with the words. */
async function pick(select: Locator, words: string): Promise<void> {
  const options = await select.locator('option').allTextContents()
  const found = options.find((option) => option.startsWith(words))
  if (found === undefined) throw new Error(`There is no "${words}" among: ${options.join('; ')}`)
  await select.selectOption({ label: found })
}

/** What the server answers when the page itself, with whoever is signed in on it, posts something. */
export const postFrom = (page: Page, path: string, send: unknown): Promise<number> =>
  page.evaluate(
    async ([to, body]) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': 'posted by the page itself' }
      return (await fetch(to, { method: 'POST', headers, body })).status
    },
    [path, JSON.stringify(send)] as const,
  )
