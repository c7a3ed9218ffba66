import { join } from 'node:path';
import { ordinarySentences } from './ordinary-sentences.js';
import { DataFileError, readTsv } from './tsv.js';

/** 1 an example of it, -1 an example against it, 0 says nothing about it. */
export type Grade = -1 | 0 | 1;

export interface CrisisExample {
  source: string;
  text: string;
  label: string;
  ideation: Grade;
  danger: Grade;
  cost: number;
  /** Given by the source, where it has folds of its own. */
  fold?: number;
  /** Nobody graded it: it is taken for ordinary only when nothing speaks against that. */
  ungraded: boolean;
}

type Judgement = Pick<CrisisExample, 'ideation' | 'danger' | 'cost'>;

interface Source {
  name: string;
  file: string;
  judge: (label: string) => Judgement;
  /** Every label there is; several to a text are joined by a bar. Left out where the labels say nothing of danger. */
  labels?: readonly string[];
  fold?: number;
  ungraded?: boolean;
  /** One of this many rows is used. */
  every?: number;
}

/** PsySUICIDE's classes of suicide and self-harm; 关于自杀的探索 (asking about it) counts for neither side. */
const PSYSUICIDE_RISK = [
  '主动自杀意图',
  '被动自杀意图',
  '自杀计划',
  '自杀未遂',
  '自杀准备行为',
  '自伤行为',
  '自伤意图',
] as const;
export const PSYSUICIDE_EXPLORATION = '关于自杀的探索';
const PSYSUICIDE_LABELS = [
  ...PSYSUICIDE_RISK,
  PSYSUICIDE_EXPLORATION,
  '与自杀/自伤/攻击行为无关',
  '他人攻击行为',
  '用户攻击行为',
];
const PSYSUICIDE_DANGER = ['自杀计划', '自杀未遂', '自杀准备行为'];

const SOS_GRADES = Array.from({ length: 11 }, (_, grade) => String(grade));

const ordinary = (cost: number) => (): Judgement => ({ ideation: -1, danger: -1, cost });

/**
 * SOS-1K grades from 0 to 10: from 4 on the wish to die is said, from 8 on there is a time, a means or an act. 3 is a
 * text of the same board that hints at it. Its lower grades are people in distress, hardly examples against anything.
 */
function judgeSos(grade: number, weight: number): Judgement {
  const danger = grade >= 8 ? 1 : grade <= 6 ? -1 : 0;
  if (grade >= 3) return { ideation: 1, danger, cost: weight * (grade >= 6 ? 4 : 1) };
  return { ideation: -1, danger, cost: weight * 0.02 };
}

function judgePsySuicide(label: string): Judgement {
  const labels = label.split('|');
  const danger = labels.some((name) => PSYSUICIDE_DANGER.includes(name)) ? 1 : -1;
  if (labels.some((name) => (PSYSUICIDE_RISK as readonly string[]).includes(name)))
    return { ideation: 1, danger, cost: 4 };
  if (labels.includes(PSYSUICIDE_EXPLORATION)) return { ideation: 0, danger, cost: 1 };
  return { ideation: -1, danger, cost: 0.8 };
}

const sources: readonly Source[] = [
  ...[1, 2, 3, 4, 5].map((fold): Source => ({
    name: 'sos1k',
    file: `sos1k/fold${fold}.tsv`,
    labels: SOS_GRADES,
    judge: (label) => judgeSos(Number(label), 2),
    fold: fold - 1,
  })),
  { name: 'psysuicide', file: 'psysuicide/valid.tsv', labels: PSYSUICIDE_LABELS, judge: judgePsySuicide },
  {
    name: 'ckend',
    file: 'ckend_suicide/train.tsv',
    labels: ['suicidal', 'normal'],
    judge: (label) =>
      label === 'suicidal' ? { ideation: 1, danger: 0, cost: 1 } : { ideation: -1, danger: -1, cost: 1 },
  },
  // Written by a language model: what more of it adds to synthetic texts it takes from real ones.
  {
    name: 'sos1k_generated',
    file: 'sos1k/llm_generated.tsv',
    labels: SOS_GRADES,
    judge: (label) =>
      Number(label) === 3
        ? { ideation: 0, danger: -1, cost: 0.02 }
        : { ...judgeSos(Number(label), 0.02), cost: 0.02 },
  },
  {
    name: 'twitter',
    file: 'twitter_suicidal/train.tsv',
    labels: ['0', '1'],
    judge: (label) =>
      label === '1' ? { ideation: 1, danger: 0, cost: 0.1 } : { ideation: -1, danger: -1, cost: 0.1 },
  },
  { name: 'smp_usual', file: 'smp2020_usual/train.tsv', judge: ordinary(2) },
  { name: 'smp_virus', file: 'smp2020_virus/train.tsv', judge: ordinary(1) },
  { name: 'cped', file: 'cped/test.tsv', judge: ordinary(1), every: 2 },
  { name: 'cold', file: 'cold/train.tsv', judge: ordinary(1), every: 2 },
  { name: 'goemotions', file: 'goemotions/ekman_train.tsv', judge: ordinary(1), every: 2 },
  { name: 'dair', file: 'dair_emotion/train.tsv', judge: ordinary(3) },
  {
    name: 'smilechat',
    file: 'smilechat_user/turns_unlabelled.tsv',
    judge: ordinary(6),
    ungraded: true,
  },
];

/** @throws {DataFileError} when a file is missing, lacks a column or has a label its source does not know. */
export function readCrisisExamples(folder: string): CrisisExample[] {
  const own = ordinarySentences.map((text): CrisisExample => ({
    source: 'own',
    text,
    label: '',
    ungraded: false,
    ...ordinary(3)(),
  }));
  const found = sources.flatMap(({ name, file, judge, labels, fold, ungraded = false, every = 1 }) =>
    readTsv(join(folder, file), ungraded ? ['text'] : ['text', 'label'])
      .filter((_, nth) => nth % every === 0)
      .map(({ line, fields }) => {
        const { text, label = '' } = fields as { text: string; label?: string };
        const unknown = labels && label.split('|').find((one) => !labels.includes(one));
        if (unknown !== undefined)
          throw new DataFileError(join(folder, file), `has an unknown label "${unknown}"`, line);
        return {
          source: name,
          text,
          label,
          ungraded,
          ...judge(label),
          ...(fold === undefined ? {} : { fold }),
        };
      }),
  );
  return [...own, ...found];
}
