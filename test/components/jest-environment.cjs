/**
 * Node's test environment for tests on real components: when a component was not built in time, the tests that need it
 * are skipped, not failed.
 */
const { TestEnvironment } = require('jest-environment-node');

/** As `scripts/toolchain/missing.ts` has it. */
const skippedCode = 'ComponentSkipped';

function skip(block) {
  for (const child of block.children) {
    child.mode = 'skip';
    if (child.type === 'describeBlock') skip(child);
    else child.errors = [];
  }
}

module.exports = class ComponentEnvironment extends TestEnvironment {
  async handleTestEvent(event, state) {
    if (event.name !== 'hook_failure') return;
    if (event.hook.type === 'beforeAll' && event.error?.code === skippedCode) {
      this.skips = true;
      skip(event.describeBlock);
    } else if (event.hook.type === 'afterAll' && this.skips) {
      // It ends what the skipped beforeAll never started.
      state.unhandledErrors.pop();
    }
  }
};
