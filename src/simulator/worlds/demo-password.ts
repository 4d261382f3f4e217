import type { PasswordRecord } from '../world/model.ts'

/** The password `karvon`, as a server keeps it: salts and the verifier that the SRP of Telegram makes of them in half a second. */
export const demoPassword: PasswordRecord = {
  salt1: '351d115c78c62b6e1125462d6a09c25614f19e8ae87dcd45ec3e41684d9a1b8d074c15bfae2a3702',
  salt2: '2c0214e79b6f3ad75043c4209bf3125a',
  verifier: [
    '0ac730a643da6f50ffa0306a40aca18fa937260835b318d7063769a3dfa7cd7d50f1ee203a97d525b2e979b327c48f7c',
    '330389d9e280c4a917ba3a3eff9b1a2f0bbff43997cad4d71f70b7a11861c4ef839f336946b4e19e64ee38721deae784',
    '84cc374af49f3ce7a0812178d591fb1dd081feb37b1c65b87d0dfd68ca5611737ff1b8821be6a81ee8331f3e9f908835',
    'd9bf3612e8d028e8a2757ae234b61c98528160ca70f4900d1d720ce38160ba82bb974f6c303aa4365b714faed5a62939',
    '7bb26013d2a333ac8d31ac3368b7bb80f6163983e1168dabcd809d9f9e8496a16e159251d571d68fc9e7685021cf47d5',
    '4855f835fb0cd60c4b69901ad22cf0e2',
  ].join(''),
  hint: 'karvon',
}
