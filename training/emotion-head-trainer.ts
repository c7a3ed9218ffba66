import { LEXICON_FEATURES } from '../src/emotion/adapters/trained/lexicon-features.js';
import type { HeadFacts, HeadTensors } from '../src/emotion/adapters/trained/emotion-head.js';
import { FeatureHasher } from '../src/platform/classifier/feature-hasher.js';
import { quantize } from '../src/platform/classifier/quantized-table.js';
import { calibrate, macroF1, toLogChances, tuneOffsets, type ScoreTable } from './calibration.js';
import { trainEmbeddingNetwork, type EmbeddingNetwork } from './embedding-network.js';
import { countTexts, toInverseFrequency, toRatioImportance } from './feature-importance.js';
import { trainLinearSvm } from './linear-svm.js';
import type { Example, HeadPlan, NetworkPlan } from './emotion-head-plan.js';
import type { Progress } from './progress.js';
import { assignFolds } from './random.js';
import { SparseRows } from './sparse-rows.js';

export interface TrainedHead {
  facts: HeadFacts;
  tensors: HeadTensors;
  /** Scores of every example by models that had not seen it. */
  heldOut: ScoreTable;
}

const FOLDS = 3;
/** What a finding of the lexicon counts beside a hashed feature of a short text. */
const LEXICON_IMPORTANCE = 0.3;

interface Machine {
  linear: Float32Array;
  bias: Float32Array;
  network: EmbeddingNetwork | undefined;
}

/**
 * Trains one head: one-vs-rest linear machines and the network, once on every fold for calibration and decision
 * offsets, then on all examples. Deterministic.
 */
export class EmotionHeadTrainer {
  private readonly hashed = new SparseRows();
  private readonly rows = new SparseRows();
  private readonly truth: Uint8Array;
  private readonly buckets: number;

  constructor(
    private readonly plan: HeadPlan,
    private readonly examples: readonly Example[],
    private readonly progress: Progress,
  ) {
    const hasher = new FeatureHasher(plan.features);
    this.buckets = 2 ** plan.features.bits;
    this.truth = Uint8Array.from(examples, ({ label }) => label);
    for (const { text } of examples) {
      const features = hasher.hash(text);
      this.hashed.add(features);
      this.rows.add(features);
      this.rows.append(
        plan.readLexicon(text).map((feature) => this.buckets + feature),
        1,
      );
    }
  }

  train(): TrainedHead {
    const heldOut = this.crossValidate();
    const groups = new Map<number, number[]>();
    this.examples.forEach(({ group }, row) => {
      const members = groups.get(group);
      if (members) members.push(row);
      else groups.set(group, [row]);
    });
    const calibration = calibrate(heldOut);
    const { labels, judged, judgedAs, features, network, name } = this.plan;
    const chances = toLogChances(heldOut, calibration, { judged, judgedAs });
    const judgedTogether = [...groups.values()].map((members) => Uint32Array.from(members));
    const offsets = tuneOffsets(chances, judgedTogether, this.plan.seed);
    const measured = judgedTogether.map((members) => macroF1(chances, members, offsets).toFixed(4));
    this.progress.step(`${name}: macro-F1 on held-out folds ${measured.join(', ')}`);
    const machine = this.fit(Uint32Array.from(this.examples.keys()), FOLDS);
    this.progress.step(`${name}: trained on ${this.examples.length} texts`);
    return {
      facts: {
        labels,
        judged,
        judgedAs,
        features,
        hidden: network?.hidden ?? 0,
        networkShare: network?.share ?? 0,
        slope: calibration.slope,
      },
      tensors: this.toTensors(machine, calibration.shift, offsets),
      heldOut,
    };
  }

  /** Copies of one text stay in one fold: a text seen in training says nothing about unseen ones. */
  private crossValidate(): ScoreTable {
    const { examples, plan } = this;
    const folds = assignFolds(examples.length, FOLDS, plan.seed);
    const first = new Map<string, number>();
    examples.forEach(({ text }, row) => {
      const twin = first.get(text);
      if (twin === undefined) first.set(text, row);
      else folds[row] = folds[twin]!;
    });
    const rows = Array.from(examples.keys());
    const scores = new Float64Array(examples.length * plan.labels.length);
    for (let fold = 0; fold < FOLDS; fold += 1) {
      const machine = this.fit(Uint32Array.from(rows.filter((row) => folds[row] !== fold)), fold);
      for (const row of rows) if (folds[row] === fold) this.score(row, machine, scores);
      this.progress.step(`${plan.name}: fold ${fold + 1} of ${FOLDS}`);
    }
    return { scores, labelCount: plan.labels.length, truth: this.truth };
  }

  private fit(members: Uint32Array, run: number): Machine {
    const { plan, buckets } = this;
    const inverseFrequency = toInverseFrequency(countTexts(this.hashed, members, buckets), members.length);
    const columns = plan.labels.length;
    const width = buckets + LEXICON_FEATURES;
    const linear = new Float32Array(width * columns);
    const bias = new Float32Array(columns);
    plan.labels.forEach((_, label) => {
      const isPositive = this.truth.map((truth) => (truth === label ? 1 : 0));
      const importance = new Float32Array(width).fill(LEXICON_IMPORTANCE);
      importance.set(
        toRatioImportance({ rows: this.hashed, members, isPositive, buckets, inverseFrequency }),
      );
      const positives = members.reduce((sum, row) => sum + isPositive[row]!, 0);
      const rarity = ((members.length - positives) / Math.max(1, positives)) ** plan.balance;
      const model = trainLinearSvm({
        rows: this.rows,
        members,
        isPositive,
        cost: Float64Array.from(
          isPositive,
          (positive, row) =>
            plan.cost * plan.groupCosts[this.examples[row]!.group]! * (positive ? rarity : 1),
        ),
        dimensions: width,
        epochs: plan.epochs,
        seed: plan.seed + label,
        importance,
      });
      for (let bucket = 0; bucket < width; bucket += 1)
        linear[bucket * columns + label] = model.weights[bucket]! * importance[bucket]!;
      bias[label] = model.bias;
    });
    return { linear, bias, network: plan.network && this.fitNetwork(plan.network, members, run) };
  }

  private fitNetwork({ hidden, buckets }: NetworkPlan, members: Uint32Array, run: number): EmbeddingNetwork {
    const { plan, hashed: rows, truth: labels } = this;
    const counts = countTexts(rows, members, buckets);
    return trainEmbeddingNetwork({
      rows,
      members,
      labels,
      labelCount: plan.labels.length,
      buckets,
      importance: toInverseFrequency(counts, members.length),
      hidden,
      seed: plan.seed + 100 * (run + 1),
    });
  }

  private score(row: number, { linear, bias, network }: Machine, target: Float64Array): void {
    const { starts, indices, values } = this.rows;
    const columns = bias.length;
    const from = row * columns;
    for (let label = 0; label < columns; label += 1) {
      let sum = bias[label]!;
      for (let place = starts[row]!; place < starts[row + 1]!; place += 1)
        sum += linear[indices[place]! * columns + label]! * values[place]!;
      target[from + label] = sum;
    }
    if (!network || !this.plan.network) return;
    const logits = this.readNetwork(row, network, this.plan.network);
    const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    for (let label = 0; label < columns; label += 1)
      target[from + label]! += this.plan.network.share * (logits[label]! - total);
  }

  private readNetwork(
    row: number,
    { embeddings, output, outputBias }: EmbeddingNetwork,
    { hidden, buckets }: NetworkPlan,
  ): Float64Array {
    const { starts, indices, values } = this.hashed;
    const layer = new Float64Array(hidden);
    for (let place = starts[row]!; place < starts[row + 1]!; place += 1) {
      const bucket = (indices[place]! & (buckets - 1)) * hidden;
      for (let unit = 0; unit < hidden; unit += 1)
        layer[unit]! += embeddings[bucket + unit]! * values[place]!;
    }
    const logits = Float64Array.from(outputBias);
    for (let unit = 0; unit < hidden; unit += 1)
      for (let label = 0; label < logits.length; label += 1)
        logits[label]! += Math.max(0, layer[unit]!) * output[unit * logits.length + label]!;
    return logits;
  }

  private toTensors(
    { linear, bias, network }: Machine,
    calibration: Float32Array,
    offsets: Float32Array,
  ): HeadTensors {
    const columns = bias.length;
    const table = quantize(linear.subarray(0, this.buckets * columns), columns);
    const embedded = network && quantize(network.embeddings, this.plan.network?.hidden ?? 0);
    return {
      linear: table.bytes,
      linearScales: table.scales,
      lexicon: linear.slice(this.buckets * columns),
      bias,
      embeddings: embedded?.bytes ?? new Int8Array(0),
      embeddingScales: embedded?.scales ?? new Float32Array(0),
      output: network?.output ?? new Float32Array(0),
      outputBias: network?.outputBias ?? new Float32Array(columns),
      calibration,
      offsets,
    };
  }
}
