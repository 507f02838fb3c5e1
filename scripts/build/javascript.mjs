/**
 * Bundles the JavaScript of the package: one CommonJS file per entry, with shared chunks, so that each class exists
 * once; and ES modules that only hand on the names of the CommonJS files.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { libraries, modules, root } from './entries.mjs';
import { licences } from './licences.mjs';

/** What a user installs beside Corral, or Corral as its dependency. Everything else is in the bundle. */
const external = [/^node:/, /^cdk8s(\/|$)/, /^cdk8s-plus-28(\/|$)/, /^constructs(\/|$)/, /^@pulumi\//, /^tsx(\/|$)/];

/** An ES module that hands on names: Node runs the CommonJS file once, whichever way it is asked for. */
const wrapper = (name, names) =>
  `import all from './${name}.js';\nexport const { ${names.toSorted().join(', ')} } = all;\n`;

/** Bundles into a folder. */
export async function bundleJavaScript(folder) {
  const build = await rolldown({
    cwd: root,
    input: { ...libraries, ...modules },
    platform: 'node',
    external,
    tsconfig: join(root, 'tsconfig.json'),
    // Modules of ours only define things: what is imported nowhere is left out.
    treeshake: {
      moduleSideEffects: [
        { test: /node_modules/, sideEffects: true },
        { external: true, sideEffects: true },
      ],
    },
    logLevel: 'warn',
  });
  const { output } = await build.write({
    dir: folder,
    format: 'cjs',
    exports: 'named',
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
    comments: { legal: false },
  });
  await build.close();
  mkdirSync(folder, { recursive: true });
  for (const { name, isEntry, exports } of output.filter(({ type }) => type === 'chunk')) {
    if (isEntry && name in libraries) writeFileSync(join(folder, `${name}.mjs`), wrapper(name, exports));
  }
  writeFileSync(join(folder, 'LICENCES.txt'), licences(output.flatMap((chunk) => chunk.moduleIds ?? [])));
}
