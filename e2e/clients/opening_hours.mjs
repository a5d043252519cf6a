// Compares what the program makes of opening hours, day by day, with the notation's reference, which is no part of the
// project: install it in a folder of its own (`npm install opening_hours`) and name that folder.
//
//   cargo run --example hours_by_day -- 2026-01-01 400 < strings.txt | node e2e/clients/opening_hours.mjs FOLDER 2026-01-01
//
// Days are compared by minutes from midnight; the bank holidays are those of England.
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { resolve } from 'node:path'

process.env.TZ = 'UTC'
const [folder, first] = process.argv.slice(2)
const library = createRequire(resolve(folder, 'package.json'))('opening_hours')
const place = { address: { country_code: 'gb', state: 'England' }, lat: 51.5, lon: -0.1 }

/** Stretches of one day, in minutes; what may be open is not sure. */
function day(reference, n) {
  const begin = new Date(`${first}T00:00:00`)
  begin.setDate(begin.getDate() + n)
  const end = new Date(begin)
  end.setDate(end.getDate() + 1)
  const minute = at => Math.round((at - begin) / 60_000)
  const all = reference.getOpenIntervals(begin, end).map(([from, to, perhaps]) => [minute(from), minute(to), !perhaps])
  return all.sort((a, b) => a[0] - b[0])
}

/** Two stretches that touch and are of one kind are one. */
function joined(stretches) {
  const out = []
  for (const [from, to, sure] of stretches) {
    const last = out.at(-1)
    if (last && last[1] === from && last[2] === sure) last[1] = to
    else out.push([from, to, sure])
  }
  return out
}

let read = 0, refused = 0, unread = 0, wrong = 0
for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line)
  if (told.refused) {
    refused += 1
    continue
  }
  let reference
  try {
    reference = new library(told.text, place, { locale: 'en' })
  } catch (error) {
    unread += 1
    console.log(`the reference does not read ${told.text}: ${String(error).split('\n')[0]}`)
    continue
  }
  read += 1
  for (const [n, ours] of told.days.entries()) {
    const theirs = joined(day(reference, n))
    if (JSON.stringify(joined(ours)) !== JSON.stringify(theirs)) {
      wrong += 1
      const on = new Date(Date.parse(first) + n * 86_400_000).toISOString().slice(0, 10)
      console.log(`${told.text} on ${on}: ${JSON.stringify(ours)}, the reference ${JSON.stringify(theirs)}`)
      break
    }
  }
}
console.log(`${read} compared, ${wrong} differ; ${refused} refused, ${unread} not read by the reference`)
process.exitCode = wrong ? 1 : 0
