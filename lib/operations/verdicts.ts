import type { Told } from '../told.ts'

/** The relationship chain's way to tell: in `list` an entry per account, 0 where it is done. */
export const verdicts = (list: string): Told => ({
  form: 'own',
  list,
  id: 'To_Account',
  code: 'ResultCode',
  info: 'ResultInfo',
})
