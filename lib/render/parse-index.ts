/**
 * Reads an index strictly: it decides which files the next run removes, and any program may have written to its folder.
 */
import { z } from 'zod';
import type { Index } from './files';

/** File systems take names of at most 255 bytes; a chart with many objects has a few thousand. */
const longest = { name: 255, text: 1000, entries: 100_000 } as const;

/** The name of a file in the same folder, as charts give it: no part of another path, and no hidden file. */
const fileName = z
  .string()
  .max(longest.name)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.yaml$/);
const line = z
  .string()
  .max(longest.text)
  .regex(/^[^\p{Cc}]*$/u);

const schema = z.strictObject({
  environment: line,
  complete: z.boolean(),
  files: z
    .array(
      z.strictObject({
        path: fileName,
        chart: line,
        wave: z.int().min(0).max(99),
        objects: z.array(line).max(longest.entries),
      }),
    )
    .max(longest.entries),
});

/** The index in a text; `undefined` where the text is none that Corral wrote. */
export function parseIndex(text: string): Index | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
