import { InMemoryTurnKeyStore } from '../../../test/support/in-memory-turn-key-store.js';
import { describeTurnKeyStore } from '../../../test/support/turn-key-store.contract.js';

describe('the TurnKeyStore of the tests', () => {
  const store = new InMemoryTurnKeyStore();
  describeTurnKeyStore(() => store);
});
