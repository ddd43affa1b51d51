/**
 * The data centres and the hosts that serve them, main host first, then the backup host where one is known.
 * https://trtc.io/document/34620; Tokyo from https://trtc.io/document/34904 (its backup host is unconfirmed); Riyadh from
 * https://trtc.io/document/80440, which names no backup.
 */
export const regions = {
  china: ['console.tim.qq.com', 'adminapi.my-imcloud.com'],
  singapore: ['adminapisgp.im.qcloud.com', 'adminapisgp.my-imcloud.com'],
  seoul: ['adminapikr.im.qcloud.com', 'adminapikr.my-imcloud.com'],
  tokyo: ['adminapijpn.im.qcloud.com', 'adminapijpn.my-imcloud.com'],
  frankfurt: ['adminapiger.im.qcloud.com', 'adminapiger.my-imcloud.com'],
  'silicon-valley': ['adminapiusa.im.qcloud.com', 'adminapiusa.my-imcloud.com'],
  jakarta: ['adminapiidn.im.qcloud.com', 'adminapiidn.my-imcloud.com'],
  riyadh: ['adminapiksa.im.qcloud.com'],
} as const

export type Region = keyof typeof regions

export const regionNames = Object.keys(regions) as Region[]

/** Every regional host, for the certificate. */
export const regionHosts: string[] = Object.values(regions).flat()

/** The region that a Host header names, or undefined for any other host (loopback, a proxy's name), which serves every region. */
export function regionOfHost(header: string | undefined): Region | undefined {
  const host = (header ?? '').replace(/:\d+$/, '').toLowerCase()
  return regionNames.find((name) => (regions[name] as readonly string[]).includes(host))
}
