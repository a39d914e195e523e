import type { NextStep } from '../assessment.ts'

/** Most urgent first. */
export const URGENCIES: readonly NextStep['urgency'][] = ['now', 'soon', 'may', 'later']
