CREATE TABLE "deleted_sessions" (
	"user_id" text NOT NULL,
	"session_id" text NOT NULL,
	"deleted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "deleted_sessions_user_id_session_id_pk" PRIMARY KEY("user_id","session_id")
);
--> statement-breakpoint
CREATE INDEX "deleted_sessions_deleted_at_index" ON "deleted_sessions" USING btree ("deleted_at");