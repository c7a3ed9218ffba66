import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { packageRoot } from '../../config/package-root.js';
import { ModelFileError } from '../../platform/classifier/model-file.js';
import { DependencyRegistry } from '../../platform/dependencies/dependency-registry.js';
import { CrisisClassifier } from './crisis-classifier.js';

export function crisisModelPath(): string {
  return join(packageRoot(), 'models', 'crisis.bin');
}

/**
 * The trained classifier, or none when its file cannot be used: the rules then judge alone, which the log says once
 * and the health routes say as long as it lasts.
 */
export function loadCrisisClassifier(
  dependencies: DependencyRegistry,
  path = crisisModelPath(),
): CrisisClassifier | undefined {
  try {
    const classifier = CrisisClassifier.load(path);
    dependencies.register('crisis_model', () => ({ healthy: true }));
    return classifier;
  } catch (error) {
    if (!(error instanceof ModelFileError)) throw error;
    new Logger(CrisisClassifier.name).error(
      `The crisis model cannot be used, the rules judge alone: ${error.message}`,
    );
    dependencies.register('crisis_model', () => ({ healthy: false, details: { problem: error.message } }));
    return undefined;
  }
}
