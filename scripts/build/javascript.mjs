/**
 * Bundles the JavaScript of the package: one CommonJS file per entry, with shared chunks, so that each class exists
 * once; and ES modules that only hand on the names of the CommonJS files.
 */
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { libraries, modules, root } from './entries.mjs';
import { licences } from './licences.mjs';

/** What a user installs beside Corral, or Corral as its dependency. Everything else is in the bundle. */
const external = [/^node:/, /^cdk8s(\/|$)/, /^cdk8s-plus-28(\/|$)/, /^constructs(\/|$)/, /^@pulumi\//, /^tsx(\/|$)/];

/** An ES module that hands on names: Node runs the CommonJS file once, whichever way it is asked for. */
const wrapper = (name, names) =>
  `import all from './${name}.js';\nexport const { ${names.toSorted().join(', ')} } = all;\n`;

const fileOf = new Map(Object.entries({ ...modules, ...libraries }).map(([name, path]) => [join(root, path), name]));

/** What is loaded by `require(…)` in a function is a file of its own: it is loaded when that function runs. */
const loadedByNeed = {
  name: 'loaded-by-need',
  async resolveId(source, importer, { kind }) {
    if (kind !== 'require-call' || !source.startsWith('.') || importer?.includes('node_modules')) return undefined;
    const found = await this.resolve(source, importer, { kind: 'import-statement', skipSelf: true });
    const name = fileOf.get(found?.id);
    if (name === undefined) throw new Error(`${importer} requires ${source}, which is no entry of the build`);
    return { id: `corral:${name}`, external: true };
  },
  // The place from which it is loaded is known only now: an entry, or a chunk in its folder.
  renderChunk(code, { fileName }) {
    const up = fileName.includes('/') ? '..' : '.';
    return code.replaceAll(/require\((["'])corral:([^"']+)\1\)/g, `require('${up}/$2.js')`);
  },
};

/**
 * Less of undici: it has its parser twice, one of them for processors with SIMD, and the other one runs on all; HTTP/2 and
 * forms are not used.
 */
const lessOfUndici = {
  name: 'less-of-undici',
  resolveId(source, importer) {
    if (!importer?.includes('/node_modules/undici/')) return undefined;
    if (source.endsWith('/llhttp_simd-wasm.js')) return join(dirname(importer), '..', 'llhttp', 'llhttp-wasm.js');
    return /\/(client-h2|formdata-parser)(\.js)?$/.test(source)
      ? join(root, 'scripts', 'build', 'undici-without.cjs')
      : undefined;
  },
};

/** Bundles into a folder. */
export async function bundleJavaScript(folder) {
  const build = await rolldown({
    cwd: root,
    input: { ...libraries, ...modules },
    platform: 'node',
    external,
    plugins: [loadedByNeed, lessOfUndici],
    tsconfig: join(root, 'tsconfig.json'),
    resolve: { alias: { undici$: join(root, 'scripts', 'build', 'undici.cjs') } },
    // Modules of ours only define things, as do Hugging Face's: what is imported nowhere is left out.
    treeshake: {
      moduleSideEffects: [
        { test: /node_modules\/@huggingface\//, sideEffects: false },
        { test: /node_modules\/zod\//, sideEffects: false },
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
    // The declarations have the comments; a stack names functions and classes, which stay.
    comments: false,
    minify: {
      compress: true,
      mangle: { keepNames: { function: true, class: true } },
      codegen: { removeWhitespace: true },
    },
  });
  await build.close();
  mkdirSync(folder, { recursive: true });
  for (const { name, isEntry, exports } of output.filter(({ type }) => type === 'chunk')) {
    if (isEntry && name in libraries) writeFileSync(join(folder, `${name}.mjs`), wrapper(name, exports));
  }
  for (const name of ['compiled', 'corral'])
    copyFileSync(join(root, 'scripts', `${name}.cjs`), join(folder, `${name}.js`));
  chmodSync(join(folder, 'corral.js'), 0o755);
  writeFileSync(join(folder, 'LICENCES.txt'), licences(output.flatMap((chunk) => chunk.moduleIds ?? [])));
}
