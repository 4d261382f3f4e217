/** A suite measures and prints its own figures; a bound that does not hold is an exception. */
interface Suite {
  run(): Promise<void>
}

/** Each is a file of this folder, loaded only when it is asked for. */
const suites: Readonly<Record<string, { readonly measures: string; load(): Promise<Suite> }>> = {
  announce: {
    measures: "the rate of an announcement to 2 000 people at Telegram's limits",
    load: () => import('./announce.ts'),
  },
  campaigns: {
    measures: 'how long a thousand campaigns that are due together hold up the thread that plans them',
    load: () => import('./campaigns.ts'),
  },
  engine: {
    measures:
      'the store beside the bare driver, CPU a message beside a bare loop of the libraries, start after kill -9',
    load: () => import('./engine.ts'),
  },
  groups: {
    measures: 'how late accounts send while groups are imported and people sign in, beside how late without',
    load: () => import('./groups.ts'),
  },
  simulator: {
    measures: 'sends a second of the simulated Telegram, and the memory of 10 000 open connections',
    load: () => import('./simulator.ts'),
  },
}

const name = process.argv[2]
const suite = name === undefined || !Object.hasOwn(suites, name) ? undefined : suites[name]
if (suite === undefined) {
  const lines = Object.entries(suites).map(
    ([each, { measures }]) => `  npm run bench -- ${each.padEnd(10)} ${measures}`,
  )
  const why = name === undefined ? 'Name what to measure:' : `error: there is no benchmark '${name}'. There are:`
  process.stderr.write(`${[why, ...lines].join('\n')}\n`)
  process.exit(2)
}

await (await suite.load()).run()
