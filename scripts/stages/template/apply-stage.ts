import type { Stage } from '../stage.ts'
import { decideAlarms } from './alarms.ts'
import { decideApi } from './api.ts'
import { decideBus } from './bus.ts'
import type { Editable } from './editable.ts'
import { decideFunctions } from './functions.ts'
import { decideGradual } from './gradual.ts'
import { decideJobsTable } from './jobs-table.ts'
import { decideKeys } from './keys.ts'
import { decideLogs } from './logs.ts'
import { putOut } from './outputs.ts'
import { decideRetention } from './retention.ts'
import { decideRoles } from './roles.ts'

/** Changes a compiled template to what the stage's file says. What it says nothing of stays as serverless.yml and resources/ have it. */
export function applyStage(template: Editable, stage: Stage, version: string): void {
  decideFunctions(template, stage)
  decideJobsTable(template, stage)
  decideKeys(template, stage)
  decideRetention(template, stage)
  decideLogs(template, stage)
  decideApi(template, stage)
  decideAlarms(template, stage)
  decideBus(template, stage)
  decideGradual(template, stage)
  decideRoles(template, stage)
  putOut(template, stage, version)
}
