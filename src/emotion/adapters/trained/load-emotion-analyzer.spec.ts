import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ModelFileError,
  readModelFile,
  toModelBytes,
  type ModelFile,
} from '../../../platform/classifier/model-file.js';
import { DependencyRegistry } from '../../../platform/dependencies/dependency-registry.js';
import { LexiconEmotionAnalyzer } from '../lexicon-emotion-analyzer.js';
import { TrainedEmotionAnalyzer } from '../trained-emotion-analyzer.js';
import { EMOTION_MODEL_PATH, loadEmotionModel, type EmotionModelFacts } from './emotion-model.js';
import { loadEmotionAnalyzer } from './load-emotion-analyzer.js';

const folder = mkdtempSync(join(tmpdir(), 'emotion-model-'));
const path = join(folder, 'emotion.bin');
afterAll(() => rmSync(folder, { recursive: true }));

const shipped = readModelFile<EmotionModelFacts>(EMOTION_MODEL_PATH);
const good = toModelBytes(shipped);
const withFacts = (facts: object) => toModelBytes({ ...shipped, facts: { ...shipped.facts, ...facts } });
const withTensors = (tensors: ModelFile<unknown>['tensors']) => toModelBytes({ ...shipped, tensors });
const without = (name: string) =>
  withTensors(Object.fromEntries(Object.entries(shipped.tensors).filter(([tensor]) => tensor !== name)));
const { zh, en } = shipped.facts.heads;
const changed = Buffer.from(good);
changed[changed.length - 9]! ^= 1;
const otherLayout = Buffer.from(good);
otherLayout.writeUInt32LE(77, 4);

describe('loadEmotionAnalyzer', () => {
  it('reads with the model that ships', () => {
    const dependencies = new DependencyRegistry();
    expect(loadEmotionAnalyzer(dependencies)).toBeInstanceOf(TrainedEmotionAnalyzer);
    expect(dependencies.status('emotion_model')).toEqual({ healthy: true });
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['is no model file', Buffer.from('hello'), /emotion\.bin: is not a model file/],
    ['is cut short', good.subarray(0, good.length - 100), /emotion\.bin: has a wrong checksum/],
    ['was changed', changed, /emotion\.bin: has a wrong checksum/],
    ['has another layout', otherLayout, /emotion\.bin: has layout version 77/],
    ['holds another model', withFacts({ kind: 'crisis' }), /emotion\.bin: is not an emotion model/],
    [
      'is of another version',
      withFacts({ version: 0 }),
      /emotion\.bin: is not an emotion model of version 1/,
    ],
    ['lacks a head', withFacts({ heads: { zh, en } }), /emotion\.bin: has no head en-feelings/],
    ['lacks a tensor', without('en.bias'), /emotion\.bin: has no tensor en\.bias/],
    [
      'has a table that is no power of two',
      withTensors({ ...shipped.tensors, 'zh.linear': new Int8Array(7) }),
      /emotion\.bin: a table needs 2\^n rows/,
    ],
  ])('goes on with the lexicon, degraded, when the file %s', (_what, bytes, problem) => {
    writeFileSync(path, bytes);
    expect(() => loadEmotionModel(path)).toThrow(ModelFileError);
    const dependencies = new DependencyRegistry();
    const analyzer = loadEmotionAnalyzer(dependencies, path);
    expect(analyzer).toBeInstanceOf(LexiconEmotionAnalyzer);
    expect(analyzer.analyzeNow('好难过').emotion).toBe('sad');
    expect(dependencies.lost()).toEqual(['emotion_model']);
    expect(dependencies.status('emotion_model').details?.problem).toMatch(problem);
  });

  it('goes on with the lexicon when the file is missing', () => {
    const dependencies = new DependencyRegistry();
    expect(loadEmotionAnalyzer(dependencies, join(folder, 'none.bin'))).toBeInstanceOf(
      LexiconEmotionAnalyzer,
    );
    expect(dependencies.status('emotion_model')).toEqual({
      healthy: false,
      details: { problem: 'none.bin: cannot be read (ENOENT)' },
    });
  });
});
