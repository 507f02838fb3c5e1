/** Which of the allowed words was meant: for misspelt keys, GPUs, models and machines. */
import { distance } from 'fastest-levenshtein';

const swapped = (word: string, i: number): string => word.slice(0, i) + (word[i + 1] ?? '') + (word[i] ?? '') + word.slice(i + 2);

/** Edits between two words, two swapped neighbours counting as one. */
function edits(word: string, candidate: string): number {
  const direct = distance(word, candidate);
  if (direct < 2) return direct;
  const oneSwap = Array.from({ length: Math.max(0, word.length - 1) }, (_, i) => 1 + distance(swapped(word, i), candidate));
  return Math.min(direct, ...oneSwap);
}

/**
 * The allowed words closest to a given one, best first, at most three; empty when none is near. Case and the characters
 * between words do not count, and a word that contains the given one whole counts as near.
 */
export function suggest(word: string, allowed: Iterable<string>): readonly string[] {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const given = plain(word);
  const limit = Math.max(2, Math.floor(given.length / 4));
  return [...new Set(allowed)]
    .map((candidate) => {
      const other = plain(candidate);
      const contained = given.length > 1 && other.includes(given);
      return { candidate, score: contained ? Math.min(limit, edits(given, other)) : edits(given, other) };
    })
    .filter(({ score }) => score <= limit)
    .sort((a, b) => a.score - b.score || a.candidate.localeCompare(b.candidate, 'en'))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}
