import { defineConfig } from 'vitest/config'

/** Folders that may hold tests; `tools/tidy` proves that no test file on disk is left out. */
const folders = '{packages,apps,tools,conformance,bench}'
const every = `${folders}/**/*.test.{ts,tsx}`
/** Tests that start real processes, databases or browsers: slow by nature, and greedy on a small machine. */
const real = `${folders}/**/*.{proc,pg,browser}.test.{ts,tsx}`
const never = ['**/node_modules/**', '**/dist/**']

const minute = 60_000

export default defineConfig({
  test: {
    passWithNoTests: false,
    allowOnly: false,
    teardownTimeout: minute,
    projects: [
      {
        test: {
          name: 'pure',
          include: [every],
          exclude: [...never, real],
          maxWorkers: 2,
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'real',
          include: [real],
          exclude: never,
          maxWorkers: 2,
          testTimeout: 3 * minute,
          hookTimeout: 2 * minute,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
