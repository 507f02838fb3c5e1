/**
 * The environment of component tests that, when a test fails, marks the control planes that run and says in the failure
 * where their logs stay. At the end of a file it sends its figures to the reporter.
 */
const ComponentEnvironment = require('../../components/jest-environment.cjs');
const endWithParent = require('./end-with-parent.cjs');
const { sendFigures } = require('../../figures/post.cjs');

const registryName = Symbol.for('corral.control-planes');
const figuresName = Symbol.for('corral.figures');

module.exports = class ControlPlaneEnvironment extends ComponentEnvironment {
  async setup() {
    await super.setup();
    endWithParent();
  }

  async teardown() {
    await sendFigures([...(this.global[figuresName] ?? [])]);
    await super.teardown();
  }

  async handleTestEvent(event, state) {
    await super.handleTestEvent(event, state);
    if (this.skips) return;
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
