/** The codes of what `key` refuses, each with its meaning; `docs/reference/errors.md` lists them. */
export const keyFaultCodes = {
  NoGateway: 'An environment without a gateway has no keys.',
  UnknownClient: 'A client that no environment, or not the named one, has.',
  SeveralEnvironments: 'A client, or a gateway, that several environments have: one must be named.',
  ModelNotOfClient: 'A model for which a key is limited, and which its client may not ask, or which there is not.',
  WrongExpiry: 'A text that is no length of time.',
  NotAKey: 'A text that has not the form of a key: too short, too long, or other characters.',
  NoEngineKey: 'An environment whose llama-servers ask for no key.',
  EngineKeysDiffer: 'Secrets with the key of engines that have different keys in two namespaces.',
  SecretChanged: 'Another command has changed the Secret between reading and writing.',
  RotationStep: 'A step of the rotation of the key of engines that does not go with the keys that there are.',
  UnknownKey: 'An id that the Secret with the keys does not have.',
} as const satisfies Readonly<Record<string, string>>;

declare module '../../lib/core/fault' {
  interface FaultTables {
    readonly key: typeof keyFaultCodes;
  }
}
