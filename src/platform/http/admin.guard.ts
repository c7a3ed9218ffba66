import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { OperationsConfig } from '../../config/config.slices.js';
import { DomainError } from '../errors/domain-error.js';
import { judgeAdminRequest } from './admin-access.js';

@Injectable()
export class AdminGuard implements CanActivate {
  constructor(private readonly config: OperationsConfig) {}

  canActivate(execution: ExecutionContext): boolean {
    const request = execution.switchToHttp().getRequest<Request>();
    switch (judgeAdminRequest(request, this.config.adminToken)) {
      case 'allowed':
        return true;
      case 'token_needed':
        throw new DomainError(
          'unauthorized',
          'This route needs the header Authorization: Bearer <admin token>.',
        );
      case 'not_local':
        throw new DomainError(
          'forbidden',
          'No admin token is configured, so this route answers only direct requests from the same machine.',
        );
    }
  }
}
