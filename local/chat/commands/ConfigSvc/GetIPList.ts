import { addressesOf } from '../../world/addresses.ts'
import type { Command } from '../command.ts'

/** The addresses of Chat's servers, https://trtc.io/document/36742; which ones, the URL says. */
export const getIPList: Command = {
  service: 'ConfigSvc',
  name: 'GetIPList',
  order: ['ActionStatus', 'ErrorCode', 'IPList'],
  bodyOptional: true,
  prepare({ query }) {
    return { run: () => ({ IPList: addressesOf(Number(query.get('nettype'))) }) }
  },
}
