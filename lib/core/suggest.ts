/**
 * Which of the allowed words was meant: for misspelt keys, GPUs, models and machines. Long words and long lists cost no
 * more time.
 */
import { distance } from 'fastest-levenshtein';

/** Longest word that is compared: what is longer is no misspelt name. */
const longestWord = 255;

/** Most words that one word is compared with. */
const mostWords = 2000;

const swapped = (word: string, i: number): string =>
  word.slice(0, i) + (word[i + 1] ?? '') + (word[i] ?? '') + word.slice(i + 2);

/**
 * Most words for which swapped neighbours are tried, the nearest first: each costs as many comparisons as the word has
 * letters.
 */
const mostSwaps = 20;

/** Edits between two words, two swapped neighbours counting as one. */
function withSwap(word: string, candidate: string, direct: number): number {
  if (direct < 2) return direct;
  const oneSwap = Array.from(
    { length: Math.max(0, word.length - 1) },
    (_, i) => 1 + distance(swapped(word, i), candidate),
  );
  return Math.min(direct, ...oneSwap);
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/**
 * The allowed words closest to a given one, best first, at most three; empty when none is near. Case and the characters
 * between words do not count, and a word that contains the given one whole counts as near. A word of more than 255
 * characters is near none.
 */
export function suggest(word: string, allowed: Iterable<string>): readonly string[] {
  if (word.length > longestWord) return [];
  const given = plain(word);
  const limit = Math.max(2, Math.floor(given.length / 4));
  return (
    [...new Set(allowed)]
      .slice(0, mostWords)
      .filter((candidate) => candidate.length <= longestWord * 2)
      .map((candidate) => {
        const other = plain(candidate);
        const direct = Math.abs(given.length - other.length) > limit ? Infinity : distance(given, other);
        return { candidate, other, direct, contained: given.length > 1 && other.includes(given) };
      })
      // A swap saves one edit: what is further away stays too far.
      .filter(({ direct, contained }) => contained || direct <= limit + 1)
      .sort((a, b) => a.direct - b.direct)
      .map(({ candidate, other, direct, contained }, i) => {
        const score = i < mostSwaps && direct <= limit + 1 ? withSwap(given, other, direct) : direct;
        return { candidate, score: contained ? Math.min(limit, score) : score };
      })
      .filter(({ score }) => score <= limit)
      .sort((a, b) => a.score - b.score || a.candidate.localeCompare(b.candidate, 'en'))
      .slice(0, 3)
      .map(({ candidate }) => candidate)
  );
}
