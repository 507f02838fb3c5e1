/**
 * Declarations of the package, rolled up into one file, and the record of its API in `etc/`. A type that a public
 * signature names and no entry exports is an error.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { libraries, root, withTypes } from './entries.mjs';

/** Types that are copied into the declarations, so that a user needs no package for them. */
const bundledPackages = ['kubernetes-models', '@kubernetes-models/*'];

const compilerOptions = {
  target: 'es2022',
  lib: ['es2023'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: ['node'],
  typeRoots: [join(root, 'node_modules', '@types')],
  strict: true,
  skipLibCheck: true,
};

/** Messages that are errors: a missing export, and a name that is exported twice. */
const errors = ['ae-forgotten-export', 'ae-different-release-tags', 'ae-incompatible-release-tags'];
const none = { logLevel: 'none' };
const error = { logLevel: 'error', addToApiReportFile: false };

function emitDeclarations(folder) {
  const project = join(folder, 'tsconfig.json');
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        rootDir: root,
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        outDir: folder,
        paths: {},
        typeRoots: [join(root, 'node_modules', '@types')],
      },
      files: Object.values(libraries).map((path) => join(root, path)),
      // Each adds its codes to the table of all.
      include: ['lib', 'scripts', 'deploy'].map((folder) => join(root, folder, '**', 'fault-codes.ts')),
    }),
  );
  execFileSync(process.execPath, [join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc'), '-p', project], {
    stdio: 'inherit',
  });
}

const entryOf = (name, folder) => join(folder, libraries[name].replace(/\.ts$/, '.d.ts'));
const recordOf = (name) => `${name === 'index' ? 'corral' : name}.api.md`;

function configOf(name, folder) {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: entryOf(name, folder),
      bundledPackages,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions, files: [entryOf(name, folder)] } },
      apiReport: {
        enabled: true,
        reportFolder: join(root, 'etc'),
        reportFileName: recordOf(name),
        reportTempFolder: join(folder, 'reports'),
      },
      dtsRollup: { enabled: name === 'index', untrimmedFilePath: join(folder, `${name}.d.ts`) },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: error },
        extractorMessageReporting: {
          default: none,
          // The types of a function that is an entry of its own are exported by `index`.
          ...(withTypes.includes(name) ? Object.fromEntries(errors.map((each) => [each, error])) : {}),
        },
        tsdocMessageReporting: { default: none },
      },
    },
  });
}

/** A message as people read it, with what to do about it. */
function sentence({ messageId, sourceFilePath, text }, name) {
  const place = sourceFilePath === undefined ? '' : `${sourceFilePath.replace(/^.*\.types\//, '')}: `;
  const fix = messageId === 'ae-forgotten-export' ? `\n  fix: export it from ${libraries[name]}, then npm run api` : '';
  return `${place}${text}${fix}`;
}

/**
 * Makes the declarations below a folder and compares the API with its record.
 *
 * @param record - write the record anew
 * @returns what is wrong, as sentences
 */
export function makeTypes(folder, record) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'reports'), { recursive: true });
  emitDeclarations(folder);
  const wrong = [];
  for (const name of Object.keys(libraries)) {
    const { apiReportChanged } = Extractor.invoke(configOf(name, folder), {
      localBuild: record,
      messageCallback: (message) => {
        message.handled = true;
        if (message.logLevel === ExtractorLogLevel.Error) wrong.push(sentence(message, name));
      },
    });
    if (apiReportChanged && !record)
      wrong.push(
        `etc/${recordOf(name)}: the API is not the one that is recorded.\n  fix: npm run api, and read the difference`,
      );
  }
  return wrong;
}

const exported = /export (type )?\{([^}]*)\}/g;

/** The names that a declaration file of ours exports, types marked as such. */
const namesIn = (text) =>
  [...text.matchAll(exported)].flatMap(([, type = '', list]) =>
    list
      .split(',')
      .map((each) => each.trim().replace(/^(type )?\w+ as /, '$1'))
      .filter((each) => each !== '')
      .map((each) => (each.startsWith('type ') ? each : `${type}${each}`)),
  );

/**
 * The declaration files of the package by name. All types are in that of `index`, and the others hand them on: a class
 * that was declared twice would be two types.
 */
export function declarations(folder) {
  const files = new Map([['index.d.ts', readFileSync(join(folder, 'index.d.ts'), 'utf8')]]);
  for (const name of Object.keys(libraries)) {
    if (!withTypes.includes(name)) {
      const text = readFileSync(entryOf(name, folder), 'utf8').replaceAll(/'(\.\.\/)+lib'/g, "'./index.js'");
      files.set(`${name}.d.ts`, text);
    } else if (name !== 'index') {
      const names = namesIn(readFileSync(entryOf(name, folder), 'utf8'));
      files.set(`${name}.d.ts`, `export {\n${names.map((each) => `  ${each},\n`).join('')}} from './index.js';\n`);
    }
    files.set(`${name}.d.mts`, `export * from './${name}.js';\n`);
  }
  return files;
}
