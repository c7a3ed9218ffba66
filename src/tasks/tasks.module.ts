import { Module } from '@nestjs/common';
import { PostgresTaskStore } from './adapters/postgres-task-store.js';
import { TaskStore } from './ports/task-store.js';
import { StoredTasks } from './stored-tasks.js';
import { TaskBacklog } from './task-backlog.js';
import { TaskQueue } from './task-queue.js';
import { TaskStatistics } from './task-statistics.js';
import { WorkerPool } from './worker-pool.js';

@Module({
  providers: [
    TaskQueue,
    TaskBacklog,
    TaskStatistics,
    StoredTasks,
    WorkerPool,
    { provide: TaskStore, useClass: PostgresTaskStore },
  ],
  exports: [TaskQueue, StoredTasks, WorkerPool],
})
export class TasksModule {}
