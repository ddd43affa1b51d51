/**
 * Runs in every process of a function before anything else (`node --import`): its clock stands where the file says, so that no time
 * passes while a slow machine starts a process. It is read anew each time: whoever moves the clock moves it for all at once.
 */
import { readFileSync } from 'node:fs'
import { dateBy } from '../date-by.ts'

const { STANDING_CLOCK = '' } = process.env
globalThis.Date = dateBy(() => Number(readFileSync(STANDING_CLOCK, 'utf8')))
