CREATE TABLE "turn_keys" (
	"user_scope" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"reusable" boolean NOT NULL,
	"turn_id" text NOT NULL,
	"reply_id" text NOT NULL,
	"stream_id" text NOT NULL,
	"user_id" text NOT NULL,
	"session_id" text NOT NULL,
	"outcome" text,
	"owner" text NOT NULL,
	"alive_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "turn_keys_user_scope_key_pk" PRIMARY KEY("user_scope","key")
);
--> statement-breakpoint
CREATE INDEX "turn_keys_created_at_index" ON "turn_keys" USING btree ("created_at");