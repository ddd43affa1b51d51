#!/usr/bin/env -S node --max-semi-space-size=1
// The young generation stays small: a run over a million rows then takes half the memory (docs/decisions/0040).
import process from 'node:process'
import { run } from './program.ts'
import { ownTerminal } from './terminal.ts'

process.exitCode = await run(process.argv.slice(2), ownTerminal())
