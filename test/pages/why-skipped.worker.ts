/** Prints why there is no Chromium, so that the tests of pages are left out; nothing when there is one. */
import { messageOf } from '../../scripts/toolchain/errors';
import { chromium } from './support/chromium';

try {
  chromium();
} catch (error) {
  process.stdout.write(messageOf(error).split('\n')[0] ?? '');
}
