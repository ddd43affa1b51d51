import samples from '../../support/reference-samples.json' with { type: 'json' }

/** One call and its reply as the reference prints them. */
export interface Sample {
  readonly command: string
  readonly sampleRequest: Readonly<Record<string, unknown>>
  readonly sampleResponse: Readonly<Record<string, unknown>>
}

/** All fifteen, by command. */
export const sampleOf: ReadonlyMap<string, Sample> = new Map(
  (samples as readonly Sample[]).map((sample) => [sample.command, sample]),
)
