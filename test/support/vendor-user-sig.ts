import { createRequire } from 'node:module'

interface VendorApi {
  genSig(identifier: string, expire: number): string
}
interface VendorPackage {
  Api: new (sdkAppId: number, key: string) => VendorApi
}

/** The vendor's own signer: the second opinion on ours. It has no types and is CommonJS. */
const vendor = createRequire(import.meta.url)('tls-sig-api-v2') as VendorPackage

/** @param expire validity in seconds from now on */
export const vendorUserSig = (sdkAppId: number, key: string, identifier: string, expire: number): string =>
  new vendor.Api(sdkAppId, key).genSig(identifier, expire)
