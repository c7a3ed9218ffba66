import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate` writes the next migration into drizzle/; the service applies them at its start. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/platform/database/schema/*.tables.ts',
  out: './drizzle',
});
