import { Global, Module } from '@nestjs/common';
import { Database } from './database.js';
import { EmbeddedUpkeep } from './embedded-upkeep.js';

/** One database for the whole service; its configuration decides which engine. */
@Global()
@Module({ providers: [Database, EmbeddedUpkeep], exports: [Database] })
export class DatabaseModule {}
