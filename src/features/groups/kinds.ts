/** Work of these kinds reads something of an account. */
export const dialogsKind = 'dialogs'
export const topicsKind = 'topics'
export const foldersKind = 'folders'
export const resolveKind = 'resolve'
