/** Two files of a model with one name in the store. */
import { changed, smallModel } from './base';

const files = ['a/model.gguf', 'b/model.gguf'].map((path) => ({ ...smallModel.files[0], path }));

export const inputs = [changed([['catalog', 'models', 'small/Q4_K_M'], { ...smallModel, files }])];

export const report = `test.catalog.models['small/Q4_K_M'].files[1].path: a file named 'model' stands at test.catalog.models['small/Q4_K_M'].files[0].path already, and one would overwrite the other.
  fix: rename one of the two files
  [GivenTwice]`;
