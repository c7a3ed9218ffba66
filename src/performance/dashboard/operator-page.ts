import type { Request, Response } from 'express';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const PAGE = read('./operator-page.html').replace('/*STYLE*/', () => read('./operator-page.css'));

/** Programs that accept anything get JSON; only a client that prefers HTML gets the page. */
export function wantsPage(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}

/**
 * The page holds no figures: its script fetches the JSON with the operator's token, so it may be sent before signing
 * in. It loads nothing from elsewhere and runs only the script that carries this answer's nonce.
 */
export function sendOperatorPage(response: Response, status: 200 | 401): void {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  response
    .status(status)
    .setHeader('Content-Security-Policy', policy.join('; '))
    .setHeader('Cache-Control', 'no-store')
    .setHeader('Vary', 'Accept')
    .type('html')
    .send(PAGE.replaceAll('{{nonce}}', nonce));
}
