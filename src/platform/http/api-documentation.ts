import type * as Swagger from '@nestjs/swagger';

/*
 * The decorators of @nestjs/swagger, put off. That package and what it needs are 540 files, a fifth of what the service
 * would load before its first request, and describe an API that hardly anybody asks about. So routes and DTOs name
 * their decorators here; they are applied, in the same order, when the documentation is built.
 */
type Decorator = (...target: never[]) => unknown;
type Put = (swagger: typeof Swagger) => void;

const putOff: Put[] = [];

type DecoratorName =
  | 'ApiBearerAuth'
  | 'ApiBody'
  | 'ApiExtraModels'
  | 'ApiHeader'
  | 'ApiNoContentResponse'
  | 'ApiOkResponse'
  | 'ApiOperation'
  | 'ApiProperty'
  | 'ApiPropertyOptional'
  | 'ApiResponse'
  | 'ApiTags';

function later<Name extends DecoratorName>(name: Name): (typeof Swagger)[Name] {
  const decorator = (...options: never[]): Decorator => {
    return (...target) => {
      putOff.push((swagger) => {
        const make = swagger[name] as (...options: never[]) => Decorator;
        make(...options)(...target);
      });
    };
  };
  return decorator as unknown as (typeof Swagger)[Name];
}

export const ApiBearerAuth = later('ApiBearerAuth');
export const ApiBody = later('ApiBody');
export const ApiExtraModels = later('ApiExtraModels');
export const ApiHeader = later('ApiHeader');
export const ApiNoContentResponse = later('ApiNoContentResponse');
export const ApiOkResponse = later('ApiOkResponse');
export const ApiOperation = later('ApiOperation');
export const ApiProperty = later('ApiProperty');
export const ApiPropertyOptional = later('ApiPropertyOptional');
export const ApiResponse = later('ApiResponse');
export const ApiTags = later('ApiTags');

/** Where the schema of a DTO stands in the document. */
export function getSchemaPath(dto: { name: string }): string {
  return `#/components/schemas/${dto.name}`;
}

/** Applies what was put off so far and hands over the package. */
export async function loadSwagger(): Promise<typeof Swagger> {
  const swagger = await import('@nestjs/swagger');
  for (const put of putOff.splice(0)) put(swagger);
  return swagger;
}
