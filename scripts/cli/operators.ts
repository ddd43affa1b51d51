import type { Command } from 'commander'
import type { Context } from '../../client/src/cli/command.ts'
import { addDoctor } from './doctor.ts'
import { addEvent } from './event.ts'
import { addSign } from './sign.ts'

/** Commands for those who run a gateway. They need clients of AWS, which callers should not have to install. */
export function addOperators(program: Command, context: Context): void {
  addEvent(program, context)
  addSign(program, context)
  addDoctor(program, context)
}
