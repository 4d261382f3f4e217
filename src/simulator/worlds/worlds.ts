import type { Random } from '../../base/random.ts'
import { CannotStart } from '../cannot-start.ts'
import type { World } from '../world/world.ts'
import { buildDemoWorld } from './demo.ts'

export type WorldName = 'demo' | 'empty'

/**
 * Builds the named world where nothing stands yet; a folder that has one goes on with it.
 * @throws CannotStart when the folder holds the other world.
 */
export function settleWorld(world: World, name: WorldName, random: Random): void {
  const existing = world.store.meta('world')
  if (existing !== undefined && existing !== name) {
    throw new CannotStart(
      `this data folder holds the ${existing} world: start with --world ${existing}, or give another --data`,
    )
  }
  if (existing !== undefined) return
  if (name === 'demo') buildDemoWorld(world, random)
  world.store.saveMeta('world', name)
}
