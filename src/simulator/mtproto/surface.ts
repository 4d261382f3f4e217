import type { Clock } from '../../base/clock.ts'
import type { Logger } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import type { Database } from '../../base/sqlite.ts'
import { dcs as allDcs } from '../dcs.ts'
import type { Dc } from '../dcs.ts'
import type { Faults } from '../faults/faults.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import { FileBytes } from '../world/files/file-bytes.ts'
import type { World } from '../world/world.ts'
import { AuthKeys } from './auth-keys.ts'
import { allMethods } from './methods/all.ts'
import { Online } from './online.ts'
import { pushEvents } from './pusher.ts'
import { Rpc } from './rpc.ts'
import { openSignIn } from './sign-in.ts'
import type { SignIn } from './sign-in.ts'
import { Uploads } from './uploads.ts'
import { MtprotoServer } from './wire/server.ts'

export interface MtprotoSurfaceDeps {
  readonly world: World
  readonly db: Database
  readonly commit: GroupCommit
  readonly faults: Faults
  readonly ledger: Ledger
  readonly clock: Clock
  /** For nonces and salts. */
  readonly random: Random
  readonly log: Logger
  readonly privatePem: string
  /** A folder that exists; what people upload is kept in it. */
  readonly filesDir: string
  readonly port: number
  /** Instead of those that every simulator has. The first one is the main one. */
  readonly dcs?: readonly Dc[] | undefined
}

export interface MtprotoSurface {
  readonly server: MtprotoServer
  readonly keys: AuthKeys
  readonly online: Online
  readonly signIn: SignIn
}

/** Everything between a TCP connection and the world: wire, sessions, the way of a request, its methods. Not yet listening. */
export function openMtprotoSurface(deps: MtprotoSurfaceDeps): MtprotoSurface {
  const { world, db, commit, faults, ledger, clock, random, log, privatePem, filesDir, port } = deps
  const keys = new AuthKeys(db, commit, () => clock.nowMs())
  const online = new Online(keys)
  const signIn = openSignIn(db, commit, world)
  pushEvents({ world, online, commit, log })
  const rpc = new Rpc({
    world,
    keys,
    online,
    signIn,
    uploads: new Uploads(world, new FileBytes(filesDir)),
    faults,
    ledger,
    commit,
    log,
    dcs: () => server.dcs,
    methods: allMethods,
    port: () => server.port,
    faultTools: {
      random,
      forgetAuthKey: (id) => server.forgetAuthKey(id),
      bumpSalts: () => server.bumpSalts(),
    },
  })
  const server: MtprotoServer = new MtprotoServer({
    dcs: deps.dcs ?? allDcs,
    port,
    keys,
    serverKey: { privatePem },
    clock,
    random,
    log,
    hooks: {
      onRequest: (request) => rpc.handle(request),
      onSessionOpened: (session) => online.opened(session),
      onSessionClosed: (session) => {
        online.closed(session)
        if (!online.has(session.authKey.id)) rpc.forgetConnections(session.authKey.id)
      },
      onStop: () => rpc.stop(),
    },
  })
  return { server, keys, online, signIn }
}
