import type { Database } from '../../base/sqlite.ts'
import type { GroupCommit } from '../world/group-commit.ts'
import type { World } from '../world/world.ts'
import { Devices } from './devices.ts'
import { LoginCodes } from './login-codes.ts'
import { Passwords } from './passwords.ts'
import { Transfers } from './transfers.ts'

/** What stands between a phone number and a signed-in auth key. */
export interface SignIn {
  readonly codes: LoginCodes
  readonly passwords: Passwords
  readonly devices: Devices
  readonly transfers: Transfers
}

/** Opens it beside the world in `db`; what was pending there goes on. */
export function openSignIn(db: Database, commit: GroupCommit, world: World): SignIn {
  return {
    codes: new LoginCodes(db, commit, world),
    passwords: new Passwords(world),
    devices: new Devices(db, commit),
    transfers: new Transfers(world),
  }
}
