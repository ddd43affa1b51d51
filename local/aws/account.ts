/** The one made-up AWS account that all stand-ins speak of. */
export const ACCOUNT_ID = '000000000000'

/** No region of AWS is called so: a call that misses its stand-in finds no host, instead of reaching AWS. */
export const REGION = 'local-1'
