/** A path segment such as `v1`, `v4` or `v1beta`: the base URL already names the API's version. */
const VERSION_SEGMENT = /^v\d+[a-z0-9]*$/i;

/** Where an OpenAI-compatible API lives: `http://host:11434` and `http://host:11434/v1/` mean the same. */
export function toApiBase(baseUrl: string): { origin: string; pathPrefix: string } {
  const { origin, pathname } = new URL(baseUrl);
  const segments = pathname.split('/').filter((segment) => segment !== '');
  if (!segments.some((segment) => VERSION_SEGMENT.test(segment))) segments.push('v1');
  return { origin, pathPrefix: `/${segments.join('/')}` };
}
