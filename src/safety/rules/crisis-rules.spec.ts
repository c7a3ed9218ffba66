import { foldPhrase } from '../screen/code-point-folder.js';
import { literalsOf, readTemplate } from '../screen/phrase-template.js';
import { crisisRules } from './crisis-phrase-book.js';
import { enClasses } from './en-classes.js';
import { zhClasses } from './zh-classes.js';

const allLiterals = (script: string) =>
  crisisRules
    .filter((rule) => (script === 'compact') === (rule.script === 'compact'))
    .flatMap((rule) =>
      rule.templates.flatMap((template) =>
        readTemplate(template, script === 'compact' ? zhClasses : enClasses).flatMap((segment) =>
          literalsOf(segment, script === 'compact' ? '' : ' ').map((literal) => ({ id: rule.id, literal })),
        ),
      ),
    );

describe('crisis rules', () => {
  it('have unique, stable ids', () => {
    const ids = crisisRules.map((rule) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^(zh|en|pinyin)\.[a-z-]+\.[a-z-]+$/);
  });

  it.each(['compact', 'words'])('are written as the folder leaves text (%s)', (script) => {
    const unfolded = allLiterals(script).filter(
      ({ literal }) =>
        foldPhrase(literal) !== literal || /^$| {2}|^ | $/.test(literal) || /[^\p{L}\p{N} ]/u.test(literal),
    );
    expect(unfolded).toEqual([]);
  });

  it('write compact phrases without spaces', () => {
    expect(allLiterals('compact').filter(({ literal }) => literal.includes(' '))).toEqual([]);
  });

  it('cover each language with hundreds of phrases', () => {
    const zh = new Set(allLiterals('compact').map(({ literal }) => literal));
    const en = new Set(allLiterals('words').map(({ literal }) => literal));
    expect(zh.size).toBeGreaterThan(2000);
    expect(en.size).toBeGreaterThan(2000);
  });
});
