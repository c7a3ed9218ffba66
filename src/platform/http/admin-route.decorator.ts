import { UseGuards, applyDecorators } from '@nestjs/common';
import { ApiBearerAuth } from './api-documentation.js';
import { AdminGuard } from './admin.guard.js';
import { ADMIN_SECURITY } from './admin-security.js';
import { ApiProblems } from './api-problems.decorator.js';

/** A route, or all routes of a controller, for operators only. */
export function AdminRoute(): MethodDecorator & ClassDecorator {
  return applyDecorators(
    UseGuards(AdminGuard),
    ApiBearerAuth(ADMIN_SECURITY),
    ApiProblems('unauthorized', 'forbidden'),
  );
}
