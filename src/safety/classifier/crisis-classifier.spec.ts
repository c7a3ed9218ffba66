import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toModelBytes, type ModelFile } from '../../platform/classifier/model-file.js';
import { DependencyRegistry } from '../../platform/dependencies/dependency-registry.js';
import { CrisisTrainer } from '../../../training/crisis-trainer.js';
import { CrisisScreen } from '../screen/crisis-screen.js';
import { CrisisClassifier, type CrisisModelFacts } from './crisis-classifier.js';
import { crisisModelPath, loadCrisisClassifier } from './load-crisis-classifier.js';

const GREY = ['灰色的海把灯一盏盏收走', '海收走了最后一盏灯', '灯被海收走，只剩灰色', '我把最后一盏灯还给海'];
const SUNNY = ['今天去公园喂了鸭子', '晚饭吃了西红柿面', '周末想去看展览', '猫在窗台上睡觉', '鸭子在公园里'];

function train(): ModelFile<CrisisModelFacts> {
  const rules = new CrisisScreen();
  const examples = [...GREY, ...SUNNY].map((text) => ({
    source: 'own',
    label: '',
    text,
    ideation: GREY.includes(text) ? (1 as const) : (-1 as const),
    danger: text.startsWith('我把') ? (1 as const) : (-1 as const),
    cost: 20,
    ungraded: false,
    rules: rules.readRules(text),
  }));
  const model = new CrisisTrainer(examples, {
    bits: 12,
    maxGram: 3,
    skipPairs: true,
    maxWordGram: 0,
  }).train(() => true);
  model.facts.thresholds = { unsure: -0.5, ideation: 0, ideationWhenNamed: -0.3, danger: 0 };
  return model;
}

describe('CrisisClassifier', () => {
  const model = train();
  const classifier = new CrisisClassifier(model);

  it('hears what it has learnt and says by which head', () => {
    expect(classifier.read(GREY[1]!)).toMatchObject({ level: 'medium', ruleId: 'model.ideation' });
    expect(classifier.read(GREY[3]!)).toMatchObject({ level: 'high', ruleId: 'model.danger' });
    expect(classifier.read(SUNNY[0]!)).toMatchObject({ level: 'none', score: expect.any(Number) as number });
  });

  it('finds a few sentences in a long message, wherever they stand', () => {
    const padding = `${SUNNY.join('。')}。`.repeat(60);
    const without = classifier.read(padding);
    expect(without.level).toBe('none');
    const grey = `${GREY.slice(0, 3).join('。')}。`.repeat(3);
    for (const text of [padding + grey, grey + padding, padding + grey + padding])
      expect(classifier.read(text).score).toBeGreaterThan(without.score + 0.5);
  });

  it('wants to see more in a long text than in a short one', () => {
    const texts = [1, 8, 40].map((times) => `${GREY[1]!}。`.repeat(times));
    const [first, second, third] = texts.map((text) => classifier.read(text).score);
    expect(first! - second!).toBeGreaterThan(0.1);
    expect(second! - third!).toBeGreaterThan(0.1);
  });

  it('does not let ordinary sentences around a sentence thin it out', () => {
    const ordinary = `${SUNNY.join('。')}。`;
    const alone = classifier.read(GREY[1]!).score;
    for (const text of [
      `${GREY[1]!}。${ordinary}`,
      `${ordinary}${GREY[1]!}`,
      `${ordinary}${GREY[1]!}。${ordinary}`,
    ])
      expect(classifier.read(text).score).toBeGreaterThan(alone - 0.6);
  });

  it.each(['，', ',', '、', ' ', '。'])(
    'leaves only the clause out that an exclusion covers, up to "%s"',
    (mark) => {
      const text = `${SUNNY[1]!}${mark}${GREY[1]!}`;
      const before = { excluded: [{ start: 1, end: 3 }], named: false };
      expect(classifier.read(text, before).level).not.toBe('none');
      const start = text.indexOf(GREY[1]!);
      const both = {
        excluded: [
          { start: 1, end: 3 },
          { start: start + 1, end: start + 2 },
        ],
        named: false,
      };
      expect(classifier.read(text, both).level).toBe('none');
      const across = { excluded: [{ start: 1, end: start + 2 }], named: false };
      expect(classifier.read(text, across).level).toBe('none');
    },
  );

  it('needs to be less sure where suicide is named', () => {
    const raised = new CrisisClassifier({
      ...model,
      facts: {
        ...model.facts,
        thresholds: { unsure: 9, ideation: 9, ideationWhenNamed: 0, danger: 9 },
      },
    });
    expect(raised.read(GREY[1]!).level).toBe('none');
    expect(raised.read(GREY[1]!, { excluded: [], named: true }).level).toBe('medium');
  });

  it('comes out of training the same every time', () => {
    expect(toModelBytes(train()).equals(toModelBytes(model))).toBe(true);
  });

  it.each([0, 1, 49_999])('reads %i characters and any others without throwing', (length) => {
    expect(classifier.read('想'.repeat(length)).level).toBeDefined();
    expect(classifier.read('\ud800'.repeat(length)).level).toBeDefined();
    expect(classifier.read('。'.repeat(length)).level).toBeDefined();
  });
});

describe('loadCrisisClassifier', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crisis-model-'));
  const path = join(folder, 'crisis.bin');
  afterAll(() => rmSync(folder, { recursive: true }));

  const load = (bytes: Uint8Array) => {
    writeFileSync(path, bytes);
    const dependencies = new DependencyRegistry();
    return { classifier: loadCrisisClassifier(dependencies, path), dependencies };
  };

  it('loads the model that ships', () => {
    const dependencies = new DependencyRegistry();
    expect(loadCrisisClassifier(dependencies, crisisModelPath())).toBeInstanceOf(CrisisClassifier);
    expect(dependencies.status('crisis_model')).toEqual({ healthy: true });
  });

  const good = toModelBytes(train());
  const changed = Buffer.from(good);
  changed[changed.length - 9]! ^= 1;
  const otherVersion = Buffer.from(good);
  otherVersion.writeUInt32LE(77, 4);
  const { facts, tensors } = train();
  it.each([
    ['is empty', Buffer.alloc(0), /crisis\.bin: is not a model file/],
    ['is cut short', good.subarray(0, good.length - 100), /wrong checksum/],
    ['was changed', changed, /wrong checksum/],
    ['has another layout', otherVersion, /layout version 77/],
    [
      'holds another model',
      toModelBytes({ facts: { ...facts, kind: 'emotion' }, tensors }),
      /another kind or version/,
    ],
    [
      'has too few weights',
      toModelBytes({ facts, tensors: { weights: new Int8Array(8) } }),
      /do not fit its feature options/,
    ],
  ])('goes on without a classifier, degraded, when the file %s', (_what, bytes, problem) => {
    const { classifier, dependencies } = load(bytes);
    expect(classifier).toBeUndefined();
    expect(dependencies.lost()).toEqual(['crisis_model']);
    expect(dependencies.status('crisis_model').details?.problem).toMatch(problem);
  });

  it('goes on without a classifier when the file is missing', () => {
    const dependencies = new DependencyRegistry();
    expect(loadCrisisClassifier(dependencies, join(folder, 'none.bin'))).toBeUndefined();
    expect(dependencies.status('crisis_model')).toEqual({
      healthy: false,
      details: { problem: 'none.bin: cannot be read (ENOENT)' },
    });
  });
});
