import { parentPort, workerData } from 'node:worker_threads'
import { LeakScan } from '../leaks.ts'
import type { Found, ToScan } from './scan-thread.ts'

const MOST_TOLD = 10
const scan = new LeakScan(workerData as Readonly<Record<string, string>>)

const found = (): Found => ({
  leaks: scan.leaks.slice(0, MOST_TOLD).map(({ place, what }) => `${what}, in ${place}`),
  searched: scan.searched,
  userSigs: scan.userSigs,
})

parentPort!.on('message', (message: ToScan) => {
  if (message.is === 'text') scan.search(message.place, message.text)
  else if (message.is === 'userSig') scan.addUserSig(message.name, message.userSig)
  else parentPort!.postMessage(found())
})
