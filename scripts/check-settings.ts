import { judgeSettings } from './check-settings/judge-settings.ts'
import { newlyGranted } from './check-settings/newly-granted.ts'

/** The first step of `npm run package` and of `npm run deploy`, each of which says so: settings that are refused end it here. */
const isDeploy = process.argv[2] === 'deploy'

const { faults, warnings } = judgeSettings(process.env, isDeploy)
for (const warning of warnings) console.error(`Warning: ${warning}`)
for (const fault of faults) console.error(fault)
if (faults.length > 0) {
  console.error(`Nothing was ${isDeploy ? 'deployed' : 'packaged'}.`)
  process.exitCode = 1
} else {
  for (const line of newlyGranted(process.env.ACCESS_POLICY ?? '')) console.error(line)
}
