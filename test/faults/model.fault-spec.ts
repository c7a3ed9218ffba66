import { MODEL_ROWS } from './rig/model-rows.js';
import { testRows } from './rig/test-rows.js';

describe('when the model', () => testRows(MODEL_ROWS));
