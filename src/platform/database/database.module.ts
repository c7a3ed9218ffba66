import { Global, Module } from '@nestjs/common';
import { Database } from './database.js';

/** One database for the whole service; its configuration decides which engine. */
@Global()
@Module({ providers: [Database], exports: [Database] })
export class DatabaseModule {}
