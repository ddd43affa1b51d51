/** The client of a Chat gateway: `createGateway({ url })`, and one method an operation. */
export {
  CredentialsError,
  GatewayError,
  GatewayUnreachable,
  PartialError,
  type UndoneResult,
} from './answers/errors.ts'
export type { Many, Read, ReadItems, ReadPages, Write, WriteItems } from './answers/methods.ts'
export type { CallOptions, ManyOptions, WriteOptions } from './answers/options.ts'
export type { Reply, Whole } from './answers/reply.ts'
export type { AnyEntry, Batch, BatchEntry, BatchVerdict } from './batch.ts'
export { type AppChecked, createGateway, type Gateway } from './gateway.ts'
export type { AnswerEvent, Attempted, Hooks, RequestEvent, RetryEvent } from './hooks.ts'
export { type Job, JobNotEnded, type Jobs, type QueuedJob } from './jobs.ts'
export type * from './printed/gateway.ts'
export type { OperationName } from './printed/table.ts'
export type { RowAnswer, RowResult } from './rows/row-answer.ts'
export { type Clock, type Credentials, type CredentialsProvider, type Settings, SettingsError } from './settings.ts'
