/** The one made-up AWS account that all stand-ins speak of. */
export const ACCOUNT_ID = '000000000000'

/** No region of AWS is called so: a call that misses its stand-in finds no host, instead of reaching AWS. */
export const REGION = 'local-1'

/** What whoever signs here signs with; no stand-in checks it. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' }

/** The name AWS would have for something of this account: `arnOf('sqs', 'jobs.fifo')`. */
export const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`

/** The id that IAM would give a role, by the role's key among the resources. */
export const roleIdOf = (id: string): string => `AROA${id.toUpperCase()}`

/** A function's, by its deployed name. */
export const functionArn = (name: string): string => arnOf('lambda', `function:${name}`)
