import * as openCc from 'opencc-js/t2cn';

/** The dictionaries of one direction: "source replacement" entries joined by "|". */
interface OpenCcSteps {
  normalizationChain: string[][];
  conversionChain: string[][];
}

/** The part of opencc-js that is used; its own declarations do not resolve under NodeNext. */
interface OpenCc {
  Converter(options: { from: 't'; to: 'cn' }): (text: string) => string;
  Locale: { configs: { t2s: OpenCcSteps } };
}

const library = openCc as unknown as OpenCc;

/** Traditional Chinese as simplified, by OpenCC's table (about 20 ms to load, once). */
export const toSimplified = library.Converter({ from: 't', to: 'cn' });

/**
 * The simplified form of each single character that has one. Asking the converter character by character, or for a
 * whole range, takes it a hundred times longer, since it looks for phrases at every place.
 */
export const simplifiedCharacters: ReadonlyMap<string, string> = readCharacters();

function readCharacters(): Map<string, string> {
  const { normalizationChain, conversionChain } = library.Locale.configs.t2s;
  const known = new Set<string>();
  for (const dictionary of [...normalizationChain, ...conversionChain].flat()) {
    for (const entry of dictionary.split('|')) {
      const source = entry.slice(0, entry.indexOf(' '));
      const isOneCharacter = source.length === (source.codePointAt(0)! > 0xffff ? 2 : 1);
      if (isOneCharacter) known.add(source);
    }
  }
  const sources = [...known];
  const characters = new Map<string, string>();
  toSimplified(sources.join('\n'))
    .split('\n')
    .forEach((simplified, index) => {
      if (simplified !== sources[index]) characters.set(sources[index]!, simplified);
    });
  return characters;
}
