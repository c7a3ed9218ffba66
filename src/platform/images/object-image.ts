import { deserialize, serialize } from 'node:v8';

/** A constructor, whatever it asks for: an object of an image is made without calling it. */
export type ImageClass = abstract new (...parameters: never[]) => object;

export interface ImageOptions {
  /** The classes of the objects in the image; their order is part of it. */
  classes: readonly ImageClass[];
  /** Objects that are no part of the image: whoever reads it has the same ones, in the same order. */
  known?: readonly object[];
}

type Fields = Record<string, unknown>;
/** `of` is the place of a class in the list, or what else it is. */
type Encoded =
  | { of: 'known' | 'earlier'; index: number }
  | { of: 'map'; entries: unknown[] }
  | { of: 'set'; items: unknown[] }
  | { of: 'object' | number; fields: Fields };

/**
 * An object with all it reaches, as bytes: numbers, strings, arrays, typed arrays, maps, sets and objects of the classes
 * named. Maps, sets and objects are in it once, however often they are reached; a list or typed array belongs to one of them
 * alone. It is read back many times faster than it was computed.
 *
 * @throws {TypeError} when it reaches anything else, as a function or an object of another class.
 */
export function toImage(root: object, { classes, known = [] }: ImageOptions): Buffer {
  const knownPlaces = new Map(known.map((object, index) => [object, index]));
  const places = new Map<object, number>();
  const encodeAll = (values: Iterable<unknown>) => Array.from(values, encode);
  const encodeFields = (object: object): Fields =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, encode(value)]));

  function encode(value: unknown): unknown {
    if (typeof value === 'function' || typeof value === 'symbol')
      throw new TypeError(`an image cannot hold a ${typeof value}`);
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    return Array.isArray(value) ? encodeAll(value as unknown[]) : encodeObject(value);
  }

  function encodeObject(object: object): Encoded {
    const knownPlace = knownPlaces.get(object);
    if (knownPlace !== undefined) return { of: 'known', index: knownPlace };
    const place = places.get(object);
    if (place !== undefined) return { of: 'earlier', index: place };
    places.set(object, places.size);
    if (object instanceof Map) return { of: 'map', entries: encodeAll(object) };
    if (object instanceof Set) return { of: 'set', items: encodeAll(object) };
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype === Object.prototype) return { of: 'object', fields: encodeFields(object) };
    const index = classes.findIndex((one) => one.prototype === prototype);
    if (index < 0) throw new TypeError(`an image of these classes cannot hold a ${object.constructor.name}`);
    return { of: index, fields: encodeFields(object) };
  }

  return serialize(encode(root));
}

/** What `toImage` made the image of, with the same options. Whatever is wrong with the bytes, it throws or is wrong, too. */
export function fromImage(image: Uint8Array, { classes, known = [] }: ImageOptions): unknown {
  const made: object[] = [];

  function decode(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    return Array.isArray(value) ? value.map(decode) : decodeObject(value as Encoded);
  }

  function decodeObject(encoded: Encoded): object {
    switch (encoded.of) {
      case 'known':
        return known[encoded.index]!;
      case 'earlier':
        return made[encoded.index]!;
      case 'map': {
        const map = new Map<unknown, unknown>();
        made.push(map);
        for (const entry of encoded.entries) map.set(...(decode(entry) as [unknown, unknown]));
        return map;
      }
      case 'set': {
        const set = new Set<unknown>();
        made.push(set);
        for (const item of encoded.items) set.add(decode(item));
        return set;
      }
      default:
        return decodeFields(encoded);
    }
  }

  function decodeFields({ of, fields }: { of: 'object' | number; fields: Fields }): object {
    const prototype = of === 'object' ? Object.prototype : (classes[of]!.prototype as object);
    const object = Object.create(prototype) as Fields;
    made.push(object);
    for (const name in fields) object[name] = decode(fields[name]);
    return object;
  }

  return decode(deserialize(image));
}
