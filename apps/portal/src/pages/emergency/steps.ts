/** What to do when the unit fails, in the words of the page. Nothing here needs a network. */

/** What a driver sees, and what to do about it, in order. */
export const SYMPTOMS: readonly { readonly sees: string; readonly do: readonly string[] }[] = [
  {
    sees: 'The unit shows nothing, or starts over again and again',
    do: [
      'Switch the ignition off and wait a minute. Then switch it on once and give the unit time to warm up: in the cold this takes minutes.',
      'Look at the other lights of the car. If they are weak too, the battery is low: see “The battery is flat” below.',
      'Take a picture of the dark or restarting unit, with the time.',
      'If it stays dark, call your provider. Do not take anything apart.',
    ],
  },
  {
    sees: 'It says “service required”, or a date has passed',
    do: [
      'Read the date on the display, or on the car’s own page: it says which visit is due and until when you may drive.',
      'Look at the page “Orders and outages”. When the authority has moved the dates because of an outage, carry the order to your car: it counts at once, without any network.',
      'Ask any service center of your provider for the earliest visit, and keep the proof that you asked: the name, the time, what was said.',
      'If no center can be reached, ask your provider or the authority for a telephone code.',
    ],
  },
  {
    sees: 'It is locked, and the test does not help',
    do: [
      'The car’s own page says which rule locked it and until when it may be driven to a visit. Take a picture of it.',
      'Call your provider. A visit to a service center ends a lockout; a center can do it with every server down.',
      'If no center can be reached, ask for an override or a telephone code. Tests stay on while it holds.',
      'A lockout after failed tests is not ended by an order about an outage. You can ask for a hearing.',
    ],
  },
  {
    sees: 'The battery is flat, or the battery has to be changed',
    do: [
      'A flat battery is no tampering. The unit records that the power went away, and at what voltage.',
      'Before anybody works on the battery, tell your provider: the time, the place, who does it.',
      'Let a workshop do it where you can, and keep the receipt. Take a picture before and after.',
      'Do not touch the unit, its cable or its fuse while you are at it.',
    ],
  },
  {
    sees: 'Tests fail to register, or time out',
    do: [
      'Rinse your mouth with water, wait fifteen minutes, and blow again as the display says: steady, not too hard.',
      'Count the tries and note the times. A test without a result is recorded as that, and not as a failed one.',
      'If it goes on, the sensor may need service. Call your provider and ask for a ticket number.',
    ],
  },
  {
    sees: 'It asks for a retest while you drive, and you cannot give it',
    do: [
      'Stop where it is safe. The unit never stops the engine.',
      'Blow as soon as you stand. If the unit takes no breath, leave the engine on or off as is safe, and note the time.',
      'Take a picture of what the unit shows, and call your provider the same day.',
    ],
  },
  {
    sees: 'A page or a server cannot be reached',
    do: [
      'Drive as usual: the car decides by itself and keeps its record until somebody can take it.',
      'What is due stays due. If a visit comes near and nobody answers, do as for “service required”.',
    ],
  },
]

export const NEVER: readonly string[] = [
  'Do not unplug the unit or its handset.',
  'Do not pull a fuse, and do not disconnect the battery to “reset” it. It does not help, and the record shows it as a power loss that has to be explained.',
  'Do not open the unit or cut a cable.',
  'Do not let anybody else blow for you, and do not blow for anybody else.',
  'Do not drive another car unless the authority allowed it in writing.',
]

export const HELP: readonly { readonly name: string; readonly words: string }[] = [
  {
    name: 'An order that moves dates',
    words:
      'After an outage the authority can sign an order. It is a public file. Your phone brings it to the car, and so can any technician; the car checks the signature itself. It moves dates, and never undoes a failed test.',
  },
  {
    name: 'A telephone code',
    words:
      'Twelve digits that your provider or the authority reads to you. You type them on the car’s own page. A code is made for your car, for today and tomorrow, and works once. Five wrong codes hold the keypad for a while.',
  },
  {
    name: 'An override',
    words:
      'Where your state allows it: a signed permission for one car, once. Use it within 20 hours; it holds for 4 hours. Tests stay on. There is no second one before a service visit.',
  },
  {
    name: 'A visit with everything down',
    words:
      'A technician’s bench needs no network to serve your car: the certificate is signed on the spot. Take the printed copy with you.',
  },
  {
    name: 'Another provider',
    words:
      'If your provider is gone, the authority can let another one serve your car. Ask the authority which centers may.',
  },
]

export const PAPERS: readonly string[] = [
  'Pictures of what the unit shows, with the time: message, code, date.',
  'When it began and when it ended, as exactly as you can.',
  'Every call, chat and letter: the name, the time, what was said, the ticket number.',
  'Proof of each visit you booked or asked for, and of what you were told.',
  'Receipts: towing, workshop, battery, service, another way to work.',
  'Letters of your provider or the authority about the outage.',
]
