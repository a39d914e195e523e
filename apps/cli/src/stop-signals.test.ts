import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { stopSignals } from './stop-signals.ts'

function process() {
  const source = new EventEmitter()
  const told = { at: 5_000, asked: 0, exits: [] as number[] }
  stopSignals(source, { now: () => told.at, exit: (code) => told.exits.push(code) })(() => {
    told.asked += 1
  })
  return { source, told }
}

test('a first signal asks, a second one ends the process at once', () => {
  const { source, told } = process()
  source.emit('SIGINT')
  expect(told).toMatchObject({ asked: 1, exits: [] })
  told.at += 1_000
  source.emit('SIGINT')
  expect(told).toMatchObject({ asked: 1, exits: [130] })
})

test('one press that comes twice is one', () => {
  const { source, told } = process()
  source.emit('SIGINT')
  told.at += 999
  source.emit('SIGTERM')
  expect(told.exits).toEqual([])
})
