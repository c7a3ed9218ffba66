import type { FeatureOptions } from '../src/platform/classifier/feature-hasher.js';

/** A labelled text. Texts of one `group` are judged together when the decision offsets are chosen. */
export interface Example {
  text: string;
  label: number;
  group: number;
}

/** The network beside the linear machine. */
export interface NetworkPlan {
  /** Width of the hidden layer. */
  hidden: number;
  /** Rows of the table of embeddings, a power of two. */
  buckets: number;
  /** What its log-probabilities count beside the linear scores. */
  share: number;
}

export interface HeadPlan {
  name: string;
  labels: readonly string[];
  /** The label set people annotated, and for each label the one of these it belongs to. */
  judged: readonly string[];
  judgedAs: readonly number[];
  features: FeatureOptions;
  network?: NetworkPlan;
  /** Price of an error of the linear machine, and how far rare labels are made up for (0 not at all, 1 fully). */
  cost: number;
  balance: number;
  /** Factor on the price of an error, by group: makes up for a source that is small beside the others. */
  groupCosts: readonly number[];
  epochs: number;
  seed: number;
  /** What the lexicon found in a text, as feature indices. */
  readLexicon(text: string): readonly number[];
}
