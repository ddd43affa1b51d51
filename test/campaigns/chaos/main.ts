import { build } from '../../../scripts/build.ts'
import { readPermissions } from '../../support/roles/guard.ts'
import { freshSeed, readFlags } from '../flags.ts'
import { runCampaign } from './campaign.ts'
import { runControls } from './control.ts'
import { isGood, printReport, reportOf } from './report.ts'
import { drawSchedule } from './schedule.ts'

const COMMAND = 'npm run chaos'
const ABOUT = `Puts the built functions through faults of the network, of Chat and of AWS, key rotations, kills and clock jumps, with many
calls in flight, and holds what callers were told against what the Chat emulator did.`

const { numbers, json } = readFlags(COMMAND, ABOUT, {
  seed: { meaning: 'of the schedule; seed and faults decide all of it', fallback: freshSeed(), min: 0, max: 2 ** 31 },
  faults: { meaning: 'how many are let loose', fallback: 1000, min: 1, max: 100_000 },
  processes: { meaning: 'of each of the three functions', fallback: 6, min: 1, max: 64 },
  schedule: { meaning: '1 prints the schedule and does nothing', fallback: 0, min: 0, max: 1 },
  'plant-letters': {
    meaning: '1 takes letters for what they are not, which must be found',
    fallback: 0,
    min: 0,
    max: 1,
  },
  'plant-leak': { meaning: '1 lets the functions leak, which must be found', fallback: 0, min: 0, max: 1 },
})

const { seed, faults, processes } = numbers
const schedule = drawSchedule(seed, faults)

if (numbers.schedule === 1) {
  for (const step of schedule.steps) console.log(JSON.stringify({ faults: schedule.faults.get(step.number), ...step }))
} else {
  await build()
  // The template is packaged before anything waits for it.
  readPermissions()
  const told = (line: string) => console.error(`chaos: ${line}`)
  told('first the control: a naive client, which must be caught')
  const control = await runControls(seed, faults)
  const options = { processes, plantsLeak: numbers['plant-leak'] === 1, plantsLetters: numbers['plant-letters'] === 1 }
  const campaign = await runCampaign(schedule, options, told)
  const report = reportOf({ seed, faults, processes, schedule, campaign, control })
  const text = json ? JSON.stringify(report) : printReport(report)
  // Node 24 may spin for minutes over the handles of processes that were killed if it is left to end by itself.
  process.stdout.write(`${text}\n`, () => process.exit(isGood(report) ? 0 : 1))
}
