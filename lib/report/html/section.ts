/** A section of the page, with what changed in it. */
import { name } from './figure';
import { type Content, joined, markup, type Markup, nothing } from './markup';

/** What differs from the revision before in a section. */
export interface Changes {
  /** Nothing where nothing differs. */
  readonly shown: readonly Markup[];
  /** Tables that are not compared: this version cannot read them from the plan of the revision before. */
  readonly unknown: readonly string[] | 'all';
}

export interface Section {
  /** Part of the address: `#gpus`. */
  readonly id: string;
  readonly title: string;
  /** What the section answers, in a sentence. */
  readonly about: Content;
  /** What colours and patterns of its bars mean. @default - it has no bars */
  readonly legend?: Markup;
  readonly body: Content;
  /** What differs from the revision before. @default - the section is about the difference itself */
  readonly changes?: Changes;
}

/** What is not compared. */
function missingText(unknown: Changes['unknown'], against: string): Markup | undefined {
  if (unknown.length === 0) return undefined;
  const where = unknown === 'all' ? '' : markup` in these tables: ${joined(unknown.map(name), ', ')}`;
  return markup`<p>Numbers of ${name(against)} are not known${where}. Its plan has another form, or there is none.</p>`;
}

function changed({ shown, unknown }: Changes, against: string): Markup {
  const missing = missingText(unknown, against);
  if (shown.every((each) => each.markup === ''))
    return missing === undefined
      ? markup`<p class="same">Nothing changes here.</p>`
      : markup`<div class="same">${missing}</div>`;
  return markup`<div class="changes"><h3>What changes</h3>${shown}${missing}</div>`;
}

/**
 * A section that folds; all are open at first.
 *
 * @param against the revision that it is compared with; `undefined` where there is none
 */
export const sectionMarkup = ({ id, title, about, legend, body, changes }: Section, against?: string): Markup =>
  markup`<section id="${id}"><details open><summary><h2>${title}</h2></summary><p class="about">${about}</p>${legend}${
    changes === undefined || against === undefined ? nothing : changed(changes, against)
  }${body}</details></section>`;

/** A list of lines; nothing without any. */
export const lines = (items: readonly Content[]): Markup | undefined =>
  items.length === 0 ? undefined : markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
