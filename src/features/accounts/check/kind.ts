/** Work of this kind looks how an account is. */
export const checkKind = 'check'
