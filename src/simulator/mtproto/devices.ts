import type { Database } from '../../base/sqlite.ts'
import type { GroupCommit } from '../world/group-commit.ts'

/** What a client said of itself when it signed in: a line of "active sessions". */
export interface Device {
  readonly apiId: number
  readonly deviceModel: string
  readonly systemVersion: string
  readonly appVersion: string
  readonly ip: string
  readonly signedInAtMs: number
}

interface Row {
  key_id: string
  body: string
}

/** The devices of the signed-in auth keys. Keys that were made signed in by the control API have none. */
export class Devices {
  readonly #commit: GroupCommit
  readonly #devices = new Map<bigint, Device>()
  readonly #put

  constructor(db: Database, commit: GroupCommit) {
    db.exec('create table if not exists devices (key_id text primary key, body text not null) strict, without rowid')
    this.#commit = commit
    this.#put = db.prepare<[string, string]>('insert or replace into devices (key_id, body) values (?, ?)')
    for (const { key_id, body } of db.prepare<[], Row>('select * from devices').all())
      this.#devices.set(BigInt(key_id), JSON.parse(body) as Device)
  }

  find(keyId: bigint): Device | undefined {
    return this.#devices.get(keyId)
  }

  note(keyId: bigint, device: Device): void {
    this.#devices.set(keyId, device)
    this.#commit.open()
    this.#put.run(keyId.toString(), JSON.stringify(device))
  }
}
