import { caseUnder } from '@keyturn/cases/case-under.ts'
import { client } from '@keyturn/contract/client.ts'
import { listRefusals } from '@keyturn/contract/endpoints/account-care.ts'
import { massachusetts } from '@keyturn/rules/us-ma.ts'
import { startServer } from '@keyturn/server/start.ts'
import { standingClock } from '@keyturn/server/testing/test-server.ts'
import { type TestCluster, testCluster } from '@keyturn/store/testing/test-cluster.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from '../../../tools/browser/chromium.ts'
import { type Built, buildPortal } from '../tests/built-portal.ts'
import { DESK, expectSound, PHONE } from '../tests/pages.ts'
import { fillIn, type Person, personAs, postFrom } from '../tests/people.ts'
import { emailOf, momentOf, PEOPLE, visits, type WalkWorld, walkCar, walkWorld } from '../tests/walk-world.ts'

let browser: Browser
let built: Built
let cluster: TestCluster
let world: WalkWorld
const people: Partial<Record<keyof typeof PEOPLE, Person>> = {}
let caseId = ''
const PDF = { name: 'reports.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') }
const STARTS = '2020-09-08T13:00Z'
let car: Awaited<ReturnType<typeof walkCar>>
let van: Awaited<ReturnType<typeof walkCar>>
let story = caseUnder(massachusetts)
const vanStory = caseUnder(massachusetts)

/** Who was signed in at the beginning. */
const the = (who: keyof typeof PEOPLE): Person => people[who] ?? expect.fail(`${who} is not signed in`)
/** The case on the page of its own that each role has, asked for anew. */
const onCase = async (who: keyof typeof PEOPLE): Promise<Person> => {
  const person = the(who)
  await person.goTo(who === 'driver' ? '/my' : `/cases/${caseId}`)
  await person.page.getByRole('heading', { level: 1 }).waitFor()
  return person
}
const headline = (who: keyof typeof PEOPLE, words: string) =>
  the(who).page.getByRole('heading', { level: 1, name: words, exact: true }).waitFor()
const under = (who: keyof typeof PEOPLE, heading: string) =>
  the(who)
    .page.locator('section')
    .filter({ has: the(who).page.getByRole('heading', { name: heading, exact: true }) })

beforeAll(async () => {
  ;[browser, built, cluster] = await Promise.all([launchBrowser(), buildPortal(), testCluster()])
  const { appUrl } = await cluster.database()
  const fixed = { databaseUrl: appUrl, portalDir: built.folder, clock: standingClock(momentOf(STARTS)) }
  world = await walkWorld((options) => startServer({ ...fixed, ...options }), appUrl, STARTS)
  for (const who of ['officer', 'driver', 'vendor', 'technician', 'auditor', 'stranger'] as const) {
    const viewport = who === 'driver' || who === 'stranger' ? PHONE : DESK
    people[who] = await personAs(PEOPLE[who].name, { browser, url: world.url, viewport })
  }
})
afterAll(async () => {
  await browser.close()
  await world.close()
  await cluster.close()
  built.remove()
})

describe.sequential('one driver’s way from the approval to the removal, on the pages of five people', () => {
  test('the officer opens the case, ties the driver’s account to it, and approves', async () => {
    const { page, goTo, record } = the('officer')
    await goTo('/cases')
    await page.getByRole('link', { name: 'Open a case' }).click()
    const form = page.getByRole('form', { name: 'Open a case' })
    await fillIn(form, {
      Name: PEOPLE.driver.name,
      'Born on': '1984-04-17',
      'State of the license': 'ma',
      'License number': 'S48201175',
      'Street and number': '12 Elm Street',
      'City or town': 'Worcester',
      State: 'MA',
      'Postal code': '01602',
    })
    await form.getByRole('button', { name: 'Open the case' }).click()
    await page.waitForURL(/\/cases\/(?!new)/)
    caseId = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
    await headline('officer', 'No device required')
    await record('Record a conviction', { 'Date of the conviction': '2016-05-11', 'State of the conviction': 'MA' })
    await record('Record a conviction', { 'Date of the conviction': '2019-09-24', 'State of the conviction': 'MA' })
    await record('Record a suspension', {
      'First day': '2019-10-01',
      'Last day': '2021-09-30',
      'What it is for': 'Second conviction.',
    })
    await headline('officer', 'Waiting for approval')

    await goTo('/invitations')
    const invitation = page.getByRole('form', { name: 'Invite somebody' })
    await fillIn(invitation, { 'E-mail address': emailOf(PEOPLE.driver.name), Name: PEOPLE.driver.name, Case: caseId })
    await invitation.getByRole('button', { name: 'Invite' }).click()
    await page
      .getByRole('status')
      .filter({ hasText: /invitation|account/ })
      .first()
      .waitFor()

    await onCase('driver')
    await headline('driver', 'Waiting for approval')
    await expectSound(the('driver').page)

    world.now('2020-09-10T15:00Z')
    await onCase('officer')
    await record('Approve the installation', { Toward: 'A hardship license', 'The reason': 'Work at night, no bus.' })
    await headline('officer', 'Approved, to be installed')
  })

  test('another driver cannot open the case, and the attempt is written down', async () => {
    const { page, goTo } = the('stranger')
    await goTo(`/my/${caseId}`)
    expect(await page.getByRole('alert').textContent()).toContain('There is no such case')
    await goTo(`/cases/${caseId}`)
    expect(await page.getByRole('alert').textContent()).toContain('There is no such case')
    await goTo('/my')
    await page.getByRole('heading', { name: 'No case is yours yet' }).waitFor()
    await expectSound(page)
    const answer = await client({ baseUrl: world.url, token: world.operatorToken })(listRefusals, { params: {} })
    const tried = answer.ok ? answer.value.refusals.map(({ name, path }) => `${name}: ${path}`) : []
    expect(tried).toContain(`${PEOPLE.stranger.name}: GET /v1/cases/${caseId}`)
  })

  test('the driver files papers, tells the car, and chooses a provider', async () => {
    world.now('2020-09-10T15:30Z')
    const { page, record } = await onCase('driver')
    await record('Add a member of the household', {
      Name: 'Ruth Whitfield',
      'State of the license': 'MA',
      'License number': 'S48201180',
    })
    for (const who of ['The participant', 'Ruth Whitfield']) {
      await record('File an affidavit', {
        'Who signed': who,
        'Signed on': '2020-09-09',
        Notary: 'Paula Ortiz',
        'Notarized on': '2020-09-09',
      })
    }
    await record('Tell about another vehicle', {
      'Make, model, year and color': 'Blue hatchback, 2014',
      'What it is': 'Car',
      VIN: '1ktbu00x1e0004170',
      Plate: '4kt 117',
      'Whose it is': 'Owned',
      'Is there a parking brake in the middle?': 'Yes',
      'Is there a seat for the sponsor of a road test?': 'Yes',
    })
    await record('Choose my service provider', {
      Vendor: 'Northgate Interlock',
      'Service center': 'Northgate Worcester',
    })
    expect(await under('driver', 'Vehicles and devices').textContent()).toContain('4KT 117')
    await expectSound(page)
  })

  test('the technician installs the device and the officer puts the restriction on the license [MA-INS-4]', async () => {
    world.now('2020-09-12T14:00Z')
    const officer = await onCase('officer')
    const early = await officer.refused('Put the restriction on the license', { Restriction: 'HZ' })
    expect(early).toMatch(/Before the restriction is put on the license, this is still missing.*Nothing was recorded/s)

    world.now('2020-09-21T14:00Z')
    car = await walkCar(world, 'KT-MA-0417', caseId)
    await the('technician').goTo('/visits')
    await the('technician').page.getByRole('link', { name: PEOPLE.driver.name }).click()
    await headline('technician', 'Approved, to be installed')
    await the('technician').record('Record an installation', {
      'Number of the device': car.device,
      Vehicle: 'Blue hatchback, 2014',
      'Service center': 'Northgate Worcester',
      Technician: 'R. Alden',
      'What the participant proved identity with': 'Passport',
      'Was the participant shown how to use it?': 'Yes',
      'Next service by': '2020-10-20',
      'Number of the installation proof': 'NG-5501',
    })
    await headline('technician', 'Installed, restriction to come')
    await expectSound(the('technician').page)

    world.now('2020-09-23T13:00Z')
    const { record } = await onCase('officer')
    await record('Put the restriction on the license', { Restriction: 'HZ' })
    await record('Issue a hardship license', { 'Issued on': '2020-09-23', 'Holds until': '2021-09-30' })
    await headline('officer', 'Driving under the restriction')
    await onCase('driver')
    await headline('driver', 'Driving under the restriction')
  })

  test('two failed starts lock the car out, and the driver sees until when, why and by which law [MA-LCK-1]', async () => {
    const log = caseUnder(massachusetts).installed('2020-09-21T14:00Z')
    visits(log, '2020-10-19', '2021-02-08')
    log.startTest('2021-02-15T11:40Z', 24).startTest('2021-02-16T11:50Z', 21)
    world.now('2021-02-16T13:00Z')
    await car.send(log.records)
    const { page } = await onCase('driver')
    await headline('driver', 'Locked out')
    const card = await page.getByRole('region', { name: 'Your status' }).textContent()
    expect(card).toContain('Thu 18 Feb 2021, 06:50 EST')
    const held = under('driver', 'Held against you')
    await held.locator('summary').first().click()
    expect(await held.getByRole('blockquote').first().textContent()).toContain('2 failed start-up tests')
    await expectSound(page)

    await the('officer').goTo('/cases')
    await the('officer').page.getByLabel('Device').selectOption({ label: 'Locked out' })
    await the('officer').page.getByRole('link', { name: PEOPLE.driver.name }).waitFor()
    await expectSound(the('officer').page)

    world.now('2021-02-17T22:00Z')
    story = log.serviceVisit('2021-02-17T21:00Z')
    await car.send(story.records)
  })

  test('the driver asks for a hearing and wins it', async () => {
    world.now('2021-02-19T17:00Z')
    const driver = await onCase('driver')
    await driver.record('Ask for a hearing', {
      'About which finding': 'Two failed',
      'What should be heard': 'I had not drunk anything on either morning.',
    })

    world.now('2021-02-22T14:00Z')
    const officer = await onCase('officer')
    await officer.record('Set a hearing', {
      About: 'Two failed',
      'Day and time': '2021-03-09T10:00',
      Place: 'Worcester, 611 Main Street',
      'Notice sent on': '2021-02-22',
    })
    await onCase('driver')
    expect(await under('driver', 'Hearings').textContent()).toContain('Tue 9 Mar 2021, 10:00 EST')

    world.now('2021-03-02T19:00Z')
    await the('vendor').goTo('/customers')
    await the('vendor').page.getByRole('link', { name: PEOPLE.driver.name }).click()
    await the('vendor').record('Add evidence to a hearing', {
      Hearing: 'hearing-1',
      From: 'The provider',
      'What it is': 'At the visit the sensor read 0.061 from a bottle of 0.050; it was replaced.',
    })
    await expectSound(the('vendor').page)

    world.now('2021-03-09T16:00Z')
    await onCase('officer')
    await officer.record('Decide a hearing', {
      Hearing: 'hearing-1',
      'Found about': 'Not responsible',
      Sanction: 'None',
      'Was the participant there?': 'Yes',
      'The reason': 'The sensor was out of tolerance; both breaths are within its error.',
    })
    await expectSound(officer.page)
    await onCase('driver')
    expect(await under('driver', 'Held against you').textContent()).toContain('Nothing.')
    expect(await under('driver', 'History of the case').textContent()).toContain('The sensor was out of tolerance')
  })

  test('the auditor plays the decision again to the same bytes, sees who looked, and can change nothing', async () => {
    const { page } = await onCase('auditor')
    await page.getByRole('heading', { name: 'You read, and change nothing' }).waitFor()
    expect(await page.getByRole('heading', { name: 'Record a fact' }).count()).toBe(0)
    const looks = await under('auditor', 'Who looked at this case').textContent()
    expect(looks).toContain(PEOPLE.officer.name)
    await expectSound(page)
    await page
      .getByRole('link', { name: /^Replay this decision/ })
      .first()
      .click()
    await page.getByRole('heading', { name: 'The same, to the byte' }).waitFor()
    await expectSound(page)
    // What the page does not offer the server does not do either.
    const fact = { kind: 'fact-withdrawn', fact: 1, reason: 'I can.' }
    expect(await postFrom(page, `/v1/cases/${caseId}/facts`, { fact })).toBe(403)
  })

  test('a second vehicle needs a device of its own', async () => {
    world.now('2021-06-14T22:00Z')
    visits(story, '2021-03-15', '2021-06-07')
    await car.send(story.records)
    const driver = await onCase('driver')
    await driver.record('Tell about another vehicle', {
      'Make, model, year and color': 'Gray van, 2019',
      'What it is': 'Van',
      VIN: '1KTVAN00X90005520',
      Plate: '9KT 552',
      'Whose it is': 'Somebody else’s, and driven',
      'Is there a parking brake in the middle?': 'Yes',
      'Is there a seat for the sponsor of a road test?': 'Yes',
    })
    expect(await under('driver', 'Vehicles and devices').textContent()).toContain('No device is in it.')
    world.now('2021-06-16T14:00Z')
    van = await walkCar(world, 'KT-MA-0418', caseId)
    const technician = await onCase('technician')
    await technician.record('Record an installation', {
      'Number of the device': van.device,
      Vehicle: 'Gray van, 2019',
      'Service center': 'Northgate Worcester',
      Technician: 'R. Alden',
      'What the participant proved identity with': 'Passport',
      'Was the participant shown how to use it?': 'Yes',
      'Next service by': '2021-07-14',
      'Number of the installation proof': 'NG-5777',
    })
  })

  test('time with a device in New Hampshire counts once the officer has granted it [MA-OOS-2]', async () => {
    world.now('2021-10-01T13:00Z')
    visits(story, '2021-07-05', '2021-09-27')
    await car.send(story.records)
    vanStory.installed('2021-06-16T14:00Z')
    visits(vanStory, '2021-07-14', '2021-09-08')
    await van.send(vanStory.records)
    const officer = await onCase('officer')
    await officer.record('Approve the installation', {
      Toward: 'Full reinstatement',
      'The reason': 'The suspension is served.',
    })
    await officer.record('Reinstate the license', { 'Reinstated on': '2021-10-01' })
    await officer.record('Put the restriction on the license', { Restriction: 'Z:' })
    expect(await under('officer', 'How long').textContent()).toContain('30 Sep 2023')

    world.now('2021-11-02T14:00Z')
    const driver = await onCase('driver')
    await driver.record('Ask for credit for time in another state', {
      State: 'NH',
      From: '2020-03-01',
      Until: '2020-08-31',
      'Vendor there': 'northgate',
      'Proved: the device was in the vehicle all the time': 'Yes',
      'Proved: it was serviced when due': 'Yes',
      'Proved: there was no violation': 'Yes',
      'Proved: it was set to the same standards as here': 'Yes',
      'The proof': [PDF],
    })
    world.now('2021-11-16T15:00Z')
    await onCase('officer')
    await officer.record('Decide a request for credit', {
      Request: '',
      Decision: 'Granted',
      'The reason': 'Service reports for all six months, settings as here.',
    })
    await onCase('driver')
    expect(await under('driver', 'How long').textContent()).toContain('30 Mar 2023')
  })

  test('a request for removal a day early is refused with the date; in time it is granted [MA-REM-1] [MA-REM-4]', async () => {
    world.now('2023-03-30T16:00Z')
    visits(story, '2021-10-25', '2023-03-13')
    visits(vanStory, '2021-10-06', '2023-03-22')
    await car.send(story.records)
    await van.send(vanStory.records)
    const driver = await onCase('driver')
    const early = await driver.refused('Ask that the device may be removed', {
      'What you want to say to it': 'I have done it all.',
    })
    expect(early).toContain('31 March 2023')
    await expectSound(driver.page)

    world.now('2023-03-31T13:00Z')
    await onCase('driver')
    await headline('driver', 'Driving under the restriction')
    await driver.record('Ask that the device may be removed', { 'What you want to say to it': 'I have done it all.' })
    await headline('driver', 'Removal asked for')

    world.now('2023-04-12T13:00Z')
    visits(story, '2023-04-10', '2023-04-10')
    await car.send(story.records)
    const officer = await onCase('officer')
    await officer.record('Decide a request for removal', {
      Request: '',
      Decision: 'Granted',
      'The reason': 'Term served, more than six months without lockout or violation.',
    })
    await headline('officer', 'Removal granted')
  })

  test('the devices come out, the restriction comes off, and the case is completed', async () => {
    world.now('2023-04-13T19:00Z')
    const technician = await onCase('technician')
    for (const device of [car.device, van.device]) {
      await technician.record('Record a removal', {
        Device: device,
        'Who removed it': 'The provider',
        Why: 'The program is completed',
      })
    }
    world.now('2023-04-14T13:00Z')
    const officer = await onCase('officer')
    await officer.record('Take the restriction off the license', { 'The reason': 'Removal is granted and done.' })
    for (const who of ['officer', 'driver', 'auditor'] as const) {
      await onCase(who)
      await headline(who, 'Completed')
    }
    expect(await under('driver', 'Who looked at my case').textContent()).toContain(PEOPLE.officer.name)
    await expectSound(the('driver').page)
    await expectSound(officer.page)
  })
})
