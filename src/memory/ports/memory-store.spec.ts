import { InMemoryMemoryStore } from '../../../test/support/in-memory-memory-store.js';
import { CONTRACT_MESSAGE, describeMemoryStore } from '../../../test/support/memory-store.contract.js';

describe('the memory store that tests use', () => {
  const store = new InMemoryMemoryStore();
  store.hasMessage = (messageId) => messageId === CONTRACT_MESSAGE;
  describeMemoryStore(() => store);
});
