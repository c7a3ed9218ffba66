import { Module } from '@nestjs/common';
import { RedisConnection } from './redis-connection.js';
import { RedisSubscriber } from './redis-subscriber.js';

@Module({ providers: [RedisConnection, RedisSubscriber], exports: [RedisConnection, RedisSubscriber] })
export class RedisModule {}
