/**
 * The environment of `npm test`: one for all files of a worker, so that modules can be shared between them (ADR 35).
 * What a file adds to the globals or changes in `process.env` ends with it.
 */
const Environment = require('./environment.cjs');

class KeptEnvironment extends Environment {
  constructor(...args) {
    super(...args);
    this.ownGlobals = new Set(Reflect.ownKeys(this.global));
    this.variables = { ...this.global.process.env };
  }

  async teardown() {
    this.endStorages();
    this.fakeTimers.useRealTimers();
    this.fakeTimersModern.useRealTimers();
    const { env } = this.global.process;
    for (const name of Object.keys(env)) delete env[name];
    Object.assign(env, this.variables);
    for (const key of Reflect.ownKeys(this.global))
      if (!this.ownGlobals.has(key)) Reflect.deleteProperty(this.global, key);
  }
}

let kept;

// jest calls this with `new` for each file, and gets the same one each time.
module.exports = function environment(...args) {
  kept ??= new KeptEnvironment(...args);
  return kept;
};
