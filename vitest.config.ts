import { defineConfig } from 'vitest/config'

/** Folders that may hold tests; `tools/tidy` proves that no test file on disk is left out. */
const folders = '{packages,apps,tools,conformance,bench}'
const every = `${folders}/**/*.test.{ts,tsx}`
/** Tests that start real processes, databases or browsers: slow by nature, and greedy on a small machine. */
const real = `${folders}/**/*.{proc,pg,browser}.test.{ts,tsx}`
/** What the repository demands of itself: quick, and first to run under `npm test`. */
const tidy = 'tools/tidy/*.test.ts'
const never = ['**/node_modules/**', '**/dist/**']

const minute = 60_000

export default defineConfig({
  test: {
    passWithNoTests: false,
    allowOnly: false,
    teardownTimeout: minute,
    projects: [
      {
        test: { name: 'tidy', include: [tidy], exclude: never, testTimeout: 30_000, sequence: { groupOrder: 0 } },
      },
      {
        test: {
          name: 'pure',
          include: [every],
          exclude: [...never, real, tidy],
          maxWorkers: 2,
          testTimeout: 30_000,
          sequence: { groupOrder: 1 },
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
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
