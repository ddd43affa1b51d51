#!/usr/bin/env -S node --max-semi-space-size=1 --v8-pool-size=1
// A small young generation, and one thread beside the main one: a run over a million rows then takes half the memory (decision 0039).
import process from 'node:process'
import { run } from './program.ts'
import { ownTerminal } from './terminal.ts'

process.exitCode = await run(process.argv.slice(2), ownTerminal())
