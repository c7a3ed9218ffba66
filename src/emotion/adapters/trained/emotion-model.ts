import { basename, join } from 'node:path';
import { packageRoot } from '../../../config/package-root.js';
import { ModelFileError, readModelFile } from '../../../platform/classifier/model-file.js';
import { EmotionHead, readHeadTensors, type HeadFacts } from './emotion-head.js';

export const HEAD_NAMES = ['zh', 'en', 'en-feelings'] as const;
export type HeadName = (typeof HEAD_NAMES)[number];

/** Raised when features or labels change meaning, so that old weights are refused. */
export const EMOTION_MODEL_VERSION = 1;

export interface EmotionModelFacts {
  kind: 'emotion';
  version: number;
  heads: Record<HeadName, HeadFacts>;
}

export type EmotionModel = Record<HeadName, EmotionHead>;

export const EMOTION_MODEL_PATH = join(packageRoot(), 'models', 'emotion.bin');

/** @throws {ModelFileError} when the file is missing, damaged, incomplete, or not this kind and version of model. */
export function loadEmotionModel(path = EMOTION_MODEL_PATH): EmotionModel {
  const { facts, tensors } = readModelFile<Partial<EmotionModelFacts>>(path);
  const fileName = basename(path);
  if (facts.kind !== 'emotion' || facts.version !== EMOTION_MODEL_VERSION || facts.heads === undefined)
    throw new ModelFileError(fileName, `is not an emotion model of version ${EMOTION_MODEL_VERSION}`);
  const heads: Partial<Record<HeadName, HeadFacts>> = facts.heads;
  const read = (name: HeadName) => {
    const head = heads[name];
    if (head === undefined) throw new RangeError(`has no head ${name}`);
    return new EmotionHead(head, readHeadTensors(name, tensors));
  };
  try {
    return Object.fromEntries(HEAD_NAMES.map((name) => [name, read(name)])) as EmotionModel;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ModelFileError(fileName, error.message);
  }
}
