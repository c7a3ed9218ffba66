CREATE EXTENSION IF NOT EXISTS vector;
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" text PRIMARY KEY NOT NULL,
	"turn_id" text NOT NULL,
	"user_id" text NOT NULL,
	"session_id" text NOT NULL,
	"role" text NOT NULL,
	"content" text NOT NULL,
	"status" text NOT NULL,
	"emotion" text,
	"intensity" real,
	"confidence" real,
	"risk_level" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "messages_turn_role_unique" UNIQUE("turn_id","role")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"user_id" text NOT NULL,
	"session_id" text NOT NULL,
	"user_scope" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "sessions_user_id_session_id_pk" PRIMARY KEY("user_id","session_id")
);
--> statement-breakpoint
CREATE TABLE "memories" (
	"id" text PRIMARY KEY NOT NULL,
	"user_scope" text NOT NULL,
	"session_id" text NOT NULL,
	"message_id" text NOT NULL,
	"kind" text NOT NULL,
	"content" text NOT NULL,
	"content_hash" text GENERATED ALWAYS AS (md5(content)) STORED NOT NULL,
	"embedding" vector(512) NOT NULL,
	"embedder" text NOT NULL,
	"importance" real NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "memories_user_content_unique" UNIQUE("user_scope","content_hash")
);
--> statement-breakpoint
CREATE TABLE "crisis_counters" (
	"month" text NOT NULL,
	"kind" text NOT NULL,
	"level" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "crisis_counters_month_kind_level_pk" PRIMARY KEY("month","kind","level")
);
--> statement-breakpoint
CREATE TABLE "crisis_events" (
	"id" text PRIMARY KEY NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"level" text NOT NULL,
	"language" text NOT NULL,
	"user_hash" text NOT NULL,
	"rule_ids" text[] NOT NULL,
	"card_shown" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_risk" (
	"user_scope" text NOT NULL,
	"session_id" text NOT NULL,
	"level" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "session_risk_user_scope_session_id_pk" PRIMARY KEY("user_scope","session_id")
);
--> statement-breakpoint
CREATE TABLE "background_tasks" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"payload" jsonb NOT NULL,
	"status" text NOT NULL,
	"attempts" integer NOT NULL,
	"last_error_code" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"run_after" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "messages_history_index" ON "messages" USING btree ("user_id","session_id","created_at","id");--> statement-breakpoint
CREATE INDEX "sessions_session_id_index" ON "sessions" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "memories_user_scope_index" ON "memories" USING btree ("user_scope");--> statement-breakpoint
CREATE INDEX "background_tasks_due_index" ON "background_tasks" USING btree ("status","run_after");