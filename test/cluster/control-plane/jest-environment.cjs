/**
 * Node's test environment that, when a test fails, marks the control planes that run and says in the failure where their logs stay.
 * At the end of a file it carries its figures out to the reporter.
 */
const { TestEnvironment } = require('jest-environment-node');

const endWithParent = require('./end-with-parent.cjs');

const registryName = Symbol.for('corral.control-planes');
const figuresName = Symbol.for('corral.figures');
const figures = (globalThis[figuresName] ??= new Map());

module.exports = class ControlPlaneEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    endWithParent();
  }

  async teardown() {
    for (const [claim, amounts] of this.global[figuresName] ?? []) {
      const known = figures.get(claim) ?? {};
      const sums = Object.entries(amounts).map(([noun, amount]) => [noun, noun.startsWith('%') ? amount : amount + (known[noun] ?? 0)]);
      figures.set(claim, { ...known, ...Object.fromEntries(sums) });
    }
    await super.teardown();
  }

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
