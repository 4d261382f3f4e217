/** A call whose answer is heard by nobody, because the process ends. Resolves `done` when Telegram has carried it out. */
export function unheard<Args extends unknown[]>(call: (...args: Args) => Promise<unknown>) {
  let resolve = () => {}
  const done = new Promise<void>((settle) => (resolve = settle))
  return {
    done,
    async call(...args: Args): Promise<never> {
      await call(...args)
      resolve()
      return new Promise<never>(() => {})
    },
  }
}
