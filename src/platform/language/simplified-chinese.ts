import * as openCc from 'opencc-js/t2cn';

/** The part of opencc-js that is used; its own declarations do not resolve under NodeNext. */
interface OpenCc {
  Converter(options: { from: 't'; to: 'cn' }): (text: string) => string;
}

/** Traditional Chinese as simplified, by OpenCC's table (about 50 ms to load, once). */
export const toSimplified = (openCc as unknown as OpenCc).Converter({ from: 't', to: 'cn' });
