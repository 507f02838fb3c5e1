/** Node's test environment that, when a test fails, marks the control planes that run and says in the failure where their logs stay. */
const { TestEnvironment } = require('jest-environment-node');

const registryName = Symbol.for('corral.control-planes');

module.exports = class ControlPlaneEnvironment extends TestEnvironment {
  handleTestEvent(event) {
    if (event.name !== 'test_fn_failure' && event.name !== 'hook_failure') return;
    const running = this.global[registryName] ?? new Map();
    for (const folder of running.keys()) {
      running.set(folder, true);
      const note = `\n\nlogs of the control plane: ${folder}.logs`;
      // Jest prints the stack when there is one.
      if (typeof event.error?.stack === 'string') event.error.stack += note;
      if (typeof event.error?.message === 'string') event.error.message += note;
    }
  }
};
