create table if not exists atasker_queue (
	task_name varchar(100) not null,
	task_instance varchar(100) not null,
	task_data bytea,
	execution_time timestamp(6) with time zone not null,
	picked boolean not null,
	picked_by varchar(50),
	last_success timestamp(6) with time zone,
	last_failure timestamp(6) with time zone,
	consecutive_failures int,
	last_heartbeat timestamp(6) with time zone,
	version bigint not null,
	priority smallint,
	primary key (task_name, task_instance)
);
-- Only of what waits: nothing else may look for a row by it, as the planner would do while there are no statistics.
create index if not exists atasker_queue_due on atasker_queue (task_name, priority desc, execution_time) where picked = false;
create index if not exists atasker_queue_heartbeat on atasker_queue (picked, last_heartbeat);
