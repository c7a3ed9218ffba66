// Times the reading of messages for feelings and danger, as a turn makes both, in a process that runs the built service's
// modules and nothing else: what compiles TypeScript on the way costs them an eighth.
import { performance } from 'node:perf_hooks';

/** @typedef {import('./reader.types.js').ReaderJob} ReaderJob */

const built = (path) => import(new URL(`../../dist/${path}`, import.meta.url).href);
const { TrainedEmotionAnalyzer } = await built('emotion/adapters/trained-emotion-analyzer.js');
const { loadEmotionModel } = await built('emotion/adapters/trained/emotion-model.js');
const { CrisisScreen } = await built('safety/screen/crisis-screen.js');
const { crisisModelPath } = await built('safety/classifier/load-crisis-classifier.js');
const { CrisisClassifier } = await built('safety/classifier/crisis-classifier.js');

const analyzer = new TrainedEmotionAnalyzer(loadEmotionModel());
const screen = new CrisisScreen(CrisisClassifier.load(crisisModelPath()));

/** Microseconds. */
function read(text) {
  const startedAt = performance.now();
  screen.screen(text);
  analyzer.analyzeNow(text);
  return (performance.now() - startedAt) * 1000;
}

process.on('message', (/** @type {ReaderJob} */ { texts, calls }) => {
  // Each text is new to the process, as a message is that came as JSON.
  const bodies = texts.map((text) => JSON.stringify(text));
  process.send(Array.from({ length: calls }, (_, call) => read(JSON.parse(bodies[call % bodies.length]))));
});
process.on('disconnect', () => process.exit(0));
process.send({});
