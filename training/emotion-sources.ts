import { join } from 'node:path';
import {
  DAIR_TO_EMOTION,
  GO_EMOTIONS,
  SMP_TO_EMOTION,
} from '../src/emotion/adapters/trained/emotion-labels.js';
import type { Example } from './emotion-head-plan.js';
import { DataFileError, readTsv } from './tsv.js';

/** The files each head learns from, under the data folder. */
export const SOURCES = {
  zh: ['smp2020_usual/train.tsv', 'smp2020_virus/train.tsv'],
  en: ['goemotions/original_train.tsv'],
  'en-feelings': ['dair_emotion/train.tsv'],
} as const;

/** Of several labels on one text the most telling one counts: the first of these. */
const TELLING_FIRST = [
  'excited',
  'grateful',
  'angry',
  'confused',
  'anxious',
  'disgusted',
  'sad',
  'surprised',
  'frustrated',
  'happy',
  'neutral',
] as const;

const labelOfGoEmotion = new Map(
  Object.entries(GO_EMOTIONS).flatMap(([label, { members }]) => members.map((member) => [member, label])),
);

/** @throws {DataFileError} when a file is missing or holds a label that is not known. */
export function readChinese(folder: string): Example[] {
  const labels = Object.keys(SMP_TO_EMOTION);
  return SOURCES.zh.flatMap((file, group) => readPlain(join(folder, file), labels, group));
}

export function readFeelings(folder: string): Example[] {
  return SOURCES['en-feelings'].flatMap((file) =>
    readPlain(join(folder, file), Object.keys(DAIR_TO_EMOTION), 0),
  );
}

/** Texts on which the annotators named one of Ekman's groups; texts with feelings of two groups are left out. */
export function readGoEmotions(folder: string): Example[] {
  const labels = Object.keys(GO_EMOTIONS);
  const path = join(folder, SOURCES.en[0]);
  return readTsv(path, ['text', 'label']).flatMap(({ fields, line }) => {
    const named = fields.label.split('|').map((label) => {
      const known = labelOfGoEmotion.get(label);
      if (known === undefined) throw new DataFileError(path, `has an unknown label "${label}"`, line);
      return known;
    });
    const groups = new Set(named.map((label) => GO_EMOTIONS[label]!.ekman));
    if (groups.size > 1) return [];
    const label = TELLING_FIRST.find((candidate) => named.includes(candidate))!;
    return [{ text: fields.text, label: labels.indexOf(label), group: 0 }];
  });
}

function readPlain(path: string, labels: readonly string[], group: number): Example[] {
  return readTsv(path, ['text', 'label']).map(({ fields, line }) => {
    const label = labels.indexOf(fields.label);
    if (label < 0)
      throw new DataFileError(
        path,
        `has an unknown label "${fields.label}" (known: ${labels.join(', ')})`,
        line,
      );
    return { text: fields.text, label, group };
  });
}
