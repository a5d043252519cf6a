// Signing in at the desk, with a code as an authenticator app makes it.
import { createHash, createHmac } from 'node:crypto'

/** The secret of someone of the demonstration. */
const secret = login => createHash('sha256').update('bluelamp demo ').update(login).digest().subarray(0, 20)

/** RFC 6238: SHA-1, six digits, thirty seconds. */
export function code(key, at = Date.now()) {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const from = mac[19] & 15
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The half-minute whose code each login used last. */
const used = new Map()

/** A code that was not used yet: each opens the door once, so whoever signs in again at once takes the next one, and the one after that is waited for. */
async function freshCode(login) {
  const step = Math.max(Math.floor(Date.now() / 30_000), (used.get(login) ?? 0) + 1)
  used.set(login, step)
  const early = (step - 1) * 30_000 - Date.now()
  if (early > 0) await new Promise(go => setTimeout(go, early))
  return code(secret(login), step * 30_000)
}

export async function signIn(page, login, each = async () => {}) {
  await page.goto('/desk/sign-in')
  await each(page)
  await page.fill('[name=login]', login)
  await page.fill('[name=password]', 'lamp-and-whistle')
  await page.click('main form button')
  await page.waitForURL(u => u.pathname === '/desk/sign-in/code')
  await each(page)
  await page.fill('[name=code]', await freshCode(login))
  await page.click('main form button')
  await page.waitForURL(u => u.pathname === '/desk')
}
