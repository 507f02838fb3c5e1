/** Writes ever other files into a folder until it is killed. */
import { writeFolder } from '../../scripts/synth/folder';

const [folder = ''] = process.argv.slice(2);
process.stdout.write('writing\n');
for (let round = 0; ; round += 1) {
  const names = Array.from({ length: 20 }, (_, i) => `${round % 7}-${i}.yaml`);
  writeFolder(
    folder,
    new Map([
      ...names.map((name) => [name, `${round}\n`.repeat(200)] as const),
      [
        'index.json',
        JSON.stringify({
          environment: 'x',
          complete: true,
          files: names.map((path) => ({ path, chart: path, wave: 0, objects: [] })),
        }),
      ],
    ]),
  );
}
