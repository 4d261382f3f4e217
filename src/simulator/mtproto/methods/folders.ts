import { badRequest } from '../../world/refusal.ts'
import { signedIn, writing } from '../method.ts'
import type { Methods } from '../method.ts'
import { folderOf, tlFolder } from '../view/folder.ts'
import type { TlObject } from '../wire/tl/object.ts'

/** https://core.telegram.org/api/folders: 0 is all chats, 1 the archive. */
const [idMin, idMax] = [2, 255]
/** `dialog_filters_limit_premium` of the configuration; 10 for others. */
const foldersMax = 20
const foldersFreeMax = 10

/** Folders of the dialog list; MTProto calls them dialog filters. */
export const folderMethods: Methods = {
  'messages.getDialogFilters': signedIn((_body, { world, user }) => ({
    _: 'messages.dialogFilters',
    filters: [{ _: 'dialogFilterDefault' }, ...user.folders.map((folder) => tlFolder(world, folder, user.id))],
  })),

  'messages.updateDialogFilter': writing<{ id: number; filter?: TlObject }>(({ id, filter }, { world, user }) => {
    if (id < idMin || id > idMax) throw badRequest('FILTER_ID_INVALID')
    const others = user.folders.filter((folder) => folder.id !== id)
    if (filter === undefined) {
      world.users.update(user, { folders: others })
      return true
    }
    const folder = folderOf(world, id, filter, user)
    if (others.length >= (user.premium ? foldersMax : foldersFreeMax)) throw badRequest('DIALOG_FILTERS_TOO_MUCH')
    const at = user.folders.findIndex((existing) => existing.id === id)
    world.users.update(user, { folders: at === -1 ? [...others, folder] : user.folders.with(at, folder) })
    return true
  }),

  'messages.updateDialogFiltersOrder': writing<{ order: readonly number[] }>(({ order }, { world, user }) => {
    const rank = (id: number) => (order.includes(id) ? order.indexOf(id) : order.length)
    world.users.update(user, { folders: user.folders.toSorted((one, other) => rank(one.id) - rank(other.id)) })
    return true
  }),

  'messages.getSuggestedDialogFilters': signedIn(() => []),
}
