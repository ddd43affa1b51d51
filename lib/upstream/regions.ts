/**
 * Hosts of Chat's data centres (https://trtc.io/document/34620). An app lives in exactly one: another region's host holds
 * other data, so the backup is the only alternative. Tokyo's backup is named as its neighbours' are, on Tencent's own domain, though no
 * page confirms it. Riyadh (https://trtc.io/document/80440) has none here: its backup is known from third parties alone.
 */
export const regions = {
  china: { host: 'console.tim.qq.com', backup: 'adminapi.my-imcloud.com' },
  singapore: { host: 'adminapisgp.im.qcloud.com', backup: 'adminapisgp.my-imcloud.com' },
  seoul: { host: 'adminapikr.im.qcloud.com', backup: 'adminapikr.my-imcloud.com' },
  tokyo: { host: 'adminapijpn.im.qcloud.com', backup: 'adminapijpn.my-imcloud.com' },
  frankfurt: { host: 'adminapiger.im.qcloud.com', backup: 'adminapiger.my-imcloud.com' },
  'silicon-valley': { host: 'adminapiusa.im.qcloud.com', backup: 'adminapiusa.my-imcloud.com' },
  jakarta: { host: 'adminapiidn.im.qcloud.com', backup: 'adminapiidn.my-imcloud.com' },
  riyadh: { host: 'adminapiksa.im.qcloud.com' },
} as const satisfies Readonly<Record<string, { readonly host: string; readonly backup?: string }>>

export type Region = keyof typeof regions

export const isRegion = (name: unknown): name is Region => typeof name === 'string' && Object.hasOwn(regions, name)

/** Where calls go: an `https:` or `http:` origin, taken apart once. */
export interface Origin {
  readonly protocol: string
  readonly hostname: string
  /** Empty for the protocol's own. */
  readonly port: string
}

/** Origins of a region, primary first. */
export function originsOf(region: Region): readonly [Origin, ...Origin[]] {
  const { host, backup }: { readonly host: string; readonly backup?: string } = regions[region]
  return [originOf(host), ...(backup === undefined ? [] : [originOf(backup)])]
}

const originOf = (hostname: string): Origin => ({ protocol: 'https:', hostname, port: '' })
