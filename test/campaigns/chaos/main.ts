import { build } from '../../../scripts/build.ts'
import { freshSeed, readFlags } from '../flags.ts'
import { runCampaign } from './campaign.ts'
import { printReport, reportOf } from './report.ts'
import { drawSchedule } from './schedule.ts'

const COMMAND = 'npm run chaos'
const ABOUT = `Puts the built functions through faults of the network, of Chat and of AWS, key rotations, kills and clock jumps, with many
calls in flight, and holds what callers were told against what the Chat emulator did.`

const { numbers, json, switches } = readFlags(
  COMMAND,
  ABOUT,
  {
    seed: {
      meaning: 'of the schedule; the same seed and faults make the same',
      fallback: freshSeed(),
      min: 0,
      max: 2 ** 31,
    },
    faults: { meaning: 'how many are let loose', fallback: 1000, min: 1, max: 100_000 },
    processes: { meaning: 'of each of the three functions', fallback: 8, min: 1, max: 64 },
  },
  {
    schedule: 'print the schedule and do nothing',
    'plant-leak': 'let the functions leak, which the campaign must find',
  },
)

const schedule = drawSchedule(numbers.seed, numbers.faults)

if (switches.schedule) {
  for (const step of schedule.steps)
    console.log(JSON.stringify({ faults: schedule.faults.get(step.number) ?? [], ...step }))
} else {
  await build()
  const told = (line: string) => console.error(`chaos: ${line}`)
  const campaign = await runCampaign(
    schedule,
    { processes: numbers.processes, plantsLeak: switches['plant-leak'] },
    told,
  )
  const report = reportOf({ ...numbers, schedule, campaign })
  console.log(json ? JSON.stringify(report) : printReport(report))
  process.exitCode = report.violations.length === 0 ? 0 : 1
}
