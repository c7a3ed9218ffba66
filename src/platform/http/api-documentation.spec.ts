import 'reflect-metadata';
import * as swagger from '@nestjs/swagger';
import { ApiOperation, ApiProperty, ApiTags, getSchemaPath, loadSwagger } from './api-documentation.js';

type Decorators = Pick<typeof swagger, 'ApiOperation' | 'ApiProperty' | 'ApiTags'>;

function declare({ ApiOperation, ApiProperty, ApiTags }: Decorators) {
  class Animal {
    @ApiProperty({ description: 'what it is called' })
    name: string;
  }
  @ApiTags('cats')
  class Cat extends Animal {
    @ApiProperty({ enum: ['short', 'long'], nullable: true })
    hair: string | null;

    @ApiOperation({ summary: 'asks for food' })
    meow(): void {}
  }
  return Cat;
}

function metadataOf(declared: ReturnType<typeof declare>) {
  const { prototype } = declared;
  const keys = (target: object, name: string) =>
    Reflect.getMetadataKeys(target, name).filter((key) => String(key).startsWith('swagger/'));
  return {
    tags: Reflect.getMetadata('swagger/apiUseTags', declared) as unknown,
    fields: Reflect.getMetadata('swagger/apiModelPropertiesArray', prototype) as unknown,
    hair: Object.fromEntries(
      keys(prototype, 'hair').map((key) => [key, Reflect.getMetadata(key, prototype, 'hair') as unknown]),
    ),
    meow: Reflect.getMetadata(
      'swagger/apiOperation',
      Object.getOwnPropertyDescriptor(prototype, 'meow')!.value as object,
    ) as unknown,
  };
}

describe('the decorators of the API documentation', () => {
  it('do nothing until the documentation is asked for, then what the package does', async () => {
    const declared = declare({ ApiOperation, ApiProperty, ApiTags });
    expect(metadataOf(declared)).toEqual({ tags: undefined, fields: undefined, hair: {}, meow: undefined });
    await loadSwagger();
    const expected = metadataOf(declare(swagger));
    expect(metadataOf(declared)).toEqual(expected);
    expect(expected).toMatchObject({
      tags: ['cats'],
      fields: [':name', ':hair'],
      meow: { summary: 'asks for food' },
    });
  });

  it('are applied once, and also where they were declared after the first time', async () => {
    await loadSwagger();
    const later = declare({ ApiOperation, ApiProperty, ApiTags });
    await loadSwagger();
    await loadSwagger();
    expect(metadataOf(later)).toEqual(metadataOf(declare(swagger)));
  });

  it('point to schemas as the package does', () => {
    class Cat {}
    expect(getSchemaPath(Cat)).toBe(swagger.getSchemaPath(Cat));
  });
});
