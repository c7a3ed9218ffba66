export * from './conversation.tables.js';
export * from './memory.tables.js';
export * from './safety.tables.js';
export * from './task.tables.js';
export * from './turn-key.tables.js';
