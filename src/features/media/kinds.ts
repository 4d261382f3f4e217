/** Work that moves a file of the library to an account. */
export const uploadKind = 'upload'
