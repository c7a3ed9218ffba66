import { Controller, Delete, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { AdminRoute } from '../platform/http/admin-route.decorator.js';
import { ApiOperation, ApiTags } from '../platform/http/api-documentation.js';
import { ApiProblems } from '../platform/http/api-problems.decorator.js';
import { StoredTasks } from '../tasks/stored-tasks.js';
import { ApiReport } from './api-report.decorator.js';
import { TaskNameDto } from './dto/task-name.dto.js';
import { EXAMPLES } from './examples.js';
import { TasksReportService } from './tasks-report.service.js';

@ApiTags('performance')
@Controller('performance/tasks')
@AdminRoute()
export class TasksAdminController {
  constructor(
    private readonly tasks: TasksReportService,
    private readonly stored: StoredTasks,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Background tasks: done, waiting and parked, without what they hold',
    description:
      '`tasks` counts for the worker that answers; `stored_tasks` and `parked_tasks` (the newest hundred) are of all processes, and null while the database is away.',
  })
  @ApiReport(EXAMPLES.tasks)
  async read() {
    return { status: 'success', timestamp: now(), ...(await this.tasks.report()) };
  }

  @Post('retry')
  @HttpCode(200)
  @ApiOperation({ summary: 'Gives parked tasks all their attempts again; they run within seconds' })
  @ApiReport(EXAMPLES.tasksRetried)
  @ApiProblems('invalid_request', 'dependency_unavailable')
  async retry(@Query() { name }: TaskNameDto) {
    const retried = await this.stored.retryParked(name);
    return { status: 'success', message: `${count(retried)} will run again`, retried, timestamp: now() };
  }

  @Delete('parked')
  @ApiOperation({ summary: 'Removes parked tasks: what they were to do is not done' })
  @ApiReport(EXAMPLES.tasksRemoved)
  @ApiProblems('invalid_request', 'dependency_unavailable')
  async remove(@Query() { name }: TaskNameDto) {
    const removed = await this.stored.removeParked(name);
    return { status: 'success', message: `${count(removed)} removed`, removed, timestamp: now() };
  }
}

function count(tasks: number): string {
  return tasks === 1 ? '1 task' : `${tasks} tasks`;
}

function now(): string {
  return new Date().toISOString();
}
