create table if not exists atasker_worker_state (
	cluster_name varchar(60) not null,
	worker varchar(60) not null,
	desired varchar(10),
	version bigint not null,
	changed_at timestamp(3) with time zone,
	changed_by varchar(100),
	reason varchar(200),
	requested bigint not null,
	served bigint not null,
	triggered_at timestamp(3) with time zone,
	triggered_by varchar(100),
	trigger_reason varchar(200),
	primary key (cluster_name, worker)
);
create table if not exists atasker_node (
	cluster_name varchar(60) not null,
	node varchar(100) not null,
	instance varchar(36) not null,
	started_at timestamp(3) with time zone not null,
	seen_at timestamp(3) with time zone not null,
	report text not null,
	primary key (cluster_name, node)
);
