import { Injectable, type CanActivate } from '@nestjs/common';
import { StreamConfig } from '../config/config.slices.js';
import { DomainError } from '../platform/errors/domain-error.js';

/** STREAMING_ENABLED=false leaves `POST /chat` as the only way to talk. */
@Injectable()
export class StreamingEnabledGuard implements CanActivate {
  constructor(private readonly config: StreamConfig) {}

  canActivate(): boolean {
    if (this.config.enabled) return true;
    throw new DomainError('streaming_disabled', 'Streaming is switched off here. Use POST /chat.');
  }
}
