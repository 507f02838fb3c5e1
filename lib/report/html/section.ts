/** A section of the page, with what changed in it. */
import { type Content, markup, type Markup, nothing } from './markup';

export interface Section {
  /** Part of the address: `#gpus`. */
  readonly id: string;
  readonly title: string;
  /** What the section answers, in a sentence. */
  readonly about: Content;
  readonly body: Content;
  /** What differs from the revision before. @default - nothing, or there is none */
  readonly changes?: Content;
}

const changed = (changes: Content): Markup =>
  changes === undefined ? nothing : markup`<div class="changes"><h3>What changes</h3>${changes}</div>`;

/** A section that folds; all are open at first. */
export const sectionMarkup = ({ id, title, about, body, changes }: Section): Markup =>
  markup`<section id="${id}"><details open><summary><h2>${title}</h2></summary><p class="about">${about}</p>${changed(changes)}${body}</details></section>`;

/** A list of lines; nothing without any. */
export const lines = (items: readonly Content[]): Markup | undefined =>
  items.length === 0 ? undefined : markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
