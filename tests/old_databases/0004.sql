-- A store at schema revision 0004, as sqlite3 dumps it: three accounts of two units, imported, template and edited sections,
-- a deleted template row, an alias, news, plan files, cache entries, and calls to the model.
BEGIN TRANSACTION;
CREATE TABLE account (
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	hero INTEGER NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY ("key"), 
	CONSTRAINT ck_account_hero CHECK (hero >= 0 AND hero <= 1), 
	CONSTRAINT uq_account_slug UNIQUE (slug)
);
INSERT INTO "account" VALUES('atandt services inc','AT&T SERVICES, INC.','atandt-services-inc',0);
INSERT INTO "account" VALUES('tanjong gridwatch pte ltd','Tanjong Gridwatch Pte Ltd','tanjong-gridwatch-pte-ltd',0);
INSERT INTO "account" VALUES('telefonica uk limited','Telefonica UK Limited','telefonica-uk-limited',1);
CREATE TABLE action_item (
	account_key TEXT NOT NULL, 
	id TEXT NOT NULL, 
	section TEXT DEFAULT 'actions' NOT NULL, 
	position INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	description TEXT, 
	status TEXT NOT NULL, 
	priority TEXT NOT NULL, 
	owner TEXT, 
	due_date TEXT, 
	created_at TEXT NOT NULL, 
	extra TEXT, 
	CONSTRAINT pk_action_item PRIMARY KEY (account_key, id), 
	CONSTRAINT ck_action_item_created_at CHECK (created_at LIKE '____-__-__'), 
	CONSTRAINT ck_action_item_due_date CHECK (due_date LIKE '____-__-__'), 
	CONSTRAINT ck_action_item_priority CHECK (priority IN ('high', 'medium', 'low')), 
	CONSTRAINT ck_action_item_section CHECK (section = 'actions'), 
	CONSTRAINT ck_action_item_status CHECK (status IN ('todo', 'in-progress', 'done')), 
	CONSTRAINT fk_action_item_account_key_section_plan_section FOREIGN KEY(account_key, section) REFERENCES plan_section (account_key, section) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "action_item" VALUES('telefonica uk limited','act-1','actions',0,'Board figures for correlation','Replay of three outages with incident counts and minutes to cause. Rafael presents on 10 December.','in-progress','high','Rafael Iturriaga Bell','2026-12-03','2026-11-16',NULL);
INSERT INTO "action_item" VALUES('telefonica uk limited','act-2','actions',1,'Traffic-based probe tariff',NULL,'todo','medium','Deal desk','2026-12-18','2026-08-10',NULL);
INSERT INTO "action_item" VALUES('telefonica uk limited','act-3','actions',2,'Win Dilwyn over: export alarms to the lake','Offer the correlated stream as a Kafka topic, so that the lake gets better data and keeps its role.','todo','high','Solution engineering','2026-11-30','2026-10-05',NULL);
INSERT INTO "action_item" VALUES('telefonica uk limited','act-4','actions',3,'Sample audit of 200 sites',NULL,'done','medium','Anneliese Thorburn','2026-10-31','2026-07-02',NULL);
INSERT INTO "action_item" VALUES('telefonica uk limited','act-5','actions',4,'Ride along with the field force in Leeds',NULL,'todo','low','Account manager',NULL,'2026-10-13','{"context":{"when":"first dry week","who":["Eoghan Szabó"]}}');
INSERT INTO "action_item" VALUES('telefonica uk limited','act-6','actions',5,'Connect with Harriet Mbeki-Lonsdale',NULL,'todo','low',NULL,'2026-11-19','2026-09-28',NULL);
INSERT INTO "action_item" VALUES('telefonica uk limited','act-7','actions',6,'Renew the probe maintenance','Runs out with Q1''27; the paper is with legal.','in-progress','medium','Account manager','2027-01-15','2026-10-26',NULL);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0004');
CREATE TABLE alias (
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	account_key TEXT NOT NULL, 
	CONSTRAINT pk_alias PRIMARY KEY ("key"), 
	CONSTRAINT fk_alias_account_key_account FOREIGN KEY(account_key) REFERENCES account ("key") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "alias" VALUES('attservicesinc','att-services-inc','att-services-inc','atandt services inc');
CREATE TABLE batch_request (
	batch_id TEXT NOT NULL, 
	custom_id TEXT NOT NULL, 
	account_key TEXT NOT NULL, 
	input_hash TEXT NOT NULL, 
	CONSTRAINT pk_batch_request PRIMARY KEY (batch_id, custom_id), 
	CONSTRAINT fk_batch_request_batch_id_model_batch FOREIGN KEY(batch_id) REFERENCES model_batch (id) ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "batch_request" VALUES('msgbatch_01','telefonica-uk-limited','telefonica uk limited','v1:0b');
CREATE TABLE business_unit (
	"key" TEXT NOT NULL, 
	name TEXT NOT NULL, 
	extra TEXT, 
	CONSTRAINT pk_business_unit PRIMARY KEY ("key")
);
INSERT INTO "business_unit" VALUES('newnet','NewNet',NULL);
INSERT INTO "business_unit" VALUES('stl','STL',NULL);
CREATE TABLE cache_entry (
	"key" TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	value TEXT, 
	created_at BIGINT, 
	fresh_until BIGINT, 
	stale_until BIGINT, 
	generation INTEGER NOT NULL, 
	lease_owner TEXT, 
	lease_until BIGINT, 
	input_hash TEXT, 
	source TEXT, 
	model TEXT, 
	last_error TEXT, 
	CONSTRAINT pk_cache_entry PRIMARY KEY ("key"), 
	CONSTRAINT ck_cache_entry_lifetime CHECK ((value IS NULL) = (fresh_until IS NULL) AND (value IS NULL) = (stale_until IS NULL) AND (value IS NULL) = (created_at IS NULL) AND fresh_until <= stale_until), 
	CONSTRAINT ck_cache_entry_generation CHECK (generation >= 0)
);
INSERT INTO "cache_entry" VALUES('account-plan:telefonica-uk-limited','account_plan','{"slug":"telefonica-uk-limited"}',1795510800000,1795512600000,1795514400000,1,NULL,NULL,'v1:0a','store',NULL,NULL);
INSERT INTO "cache_entry" VALUES('intelligence:atandt-services-inc','claude_enrichment',NULL,NULL,NULL,NULL,0,'warm-up',1795510830000,NULL,NULL,NULL,'the model was overloaded');
CREATE TABLE competitor (
	account_key TEXT NOT NULL, 
	id TEXT NOT NULL, 
	section TEXT DEFAULT 'competitors' NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	type TEXT NOT NULL, 
	description TEXT NOT NULL, 
	last_updated TEXT NOT NULL, 
	extra TEXT, 
	CONSTRAINT pk_competitor PRIMARY KEY (account_key, id), 
	CONSTRAINT ck_competitor_last_updated CHECK (last_updated LIKE '____-__-__'), 
	CONSTRAINT ck_competitor_section CHECK (section = 'competitors'), 
	CONSTRAINT ck_competitor_type CHECK (type IN ('our-competitor', 'customer-competitor', 'both')), 
	CONSTRAINT fk_competitor_account_key_section_plan_section FOREIGN KEY(account_key, section) REFERENCES plan_section (account_key, section) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "competitor" VALUES('atandt services inc','comp-001','competitors',0,'CSG International','our-competitor','Supplier of billing, customer engagement and payment software, met in revenue management and payments.','2026-11-06',NULL);
INSERT INTO "competitor" VALUES('atandt services inc','comp-002','competitors',1,'Transaction Network Services','our-competitor','Supplier of managed connectivity for payments, communications and financial markets.','2026-09-20',NULL);
INSERT INTO "competitor" VALUES('tanjong gridwatch pte ltd','comp-001','competitors',0,'Comarch','our-competitor','European software house with business and operations support systems for telecoms companies.','2026-11-11',NULL);
INSERT INTO "competitor" VALUES('tanjong gridwatch pte ltd','comp-002','competitors',1,'VIAVI Solutions','our-competitor','Supplier of network test, monitoring and assurance products, known to field and engineering teams.','2026-11-03',NULL);
INSERT INTO "competitor" VALUES('telefonica uk limited','c-1','competitors',0,'Netwhittle','our-competitor','Holds the inventory of a sister company and offers it as the group standard.','2026-10-19',NULL);
INSERT INTO "competitor" VALUES('telefonica uk limited','c-2','competitors',1,'Norrmast','our-competitor','Bundles assurance analytics with the radio contract.','2026-11-02',NULL);
INSERT INTO "competitor" VALUES('telefonica uk limited','c-3','competitors',2,'In-house data lake','our-competitor','Dilwyn''s team builds dashboards of its own on the alarm feed.','2026-06-18',NULL);
INSERT INTO "competitor" VALUES('telefonica uk limited','c-4','competitors',3,'Evermast Mobile','customer-competitor','Advertises with network quality and wins regional awards.','2026-09-01',NULL);
CREATE TABLE competitor_trait (
	account_key TEXT NOT NULL, 
	competitor_id TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_competitor_trait PRIMARY KEY (account_key, competitor_id, kind, position), 
	CONSTRAINT ck_competitor_trait_kind CHECK (kind IN ('strength', 'weakness')), 
	CONSTRAINT fk_competitor_trait_account_key_competitor_id_competitor FOREIGN KEY(account_key, competitor_id) REFERENCES competitor (account_key, id) ON DELETE CASCADE ON UPDATE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "competitor_trait" VALUES('atandt services inc','comp-001','strength',0,'Established in billing');
INSERT INTO "competitor_trait" VALUES('atandt services inc','comp-001','strength',1,'Managed service offers');
INSERT INTO "competitor_trait" VALUES('atandt services inc','comp-001','strength',2,'Customer communication as part of the range');
INSERT INTO "competitor_trait" VALUES('atandt services inc','comp-001','weakness',0,'Fit outside revenue management needs checking');
INSERT INTO "competitor_trait" VALUES('atandt services inc','comp-001','weakness',1,'Buyers will want to compare integration effort');
INSERT INTO "competitor_trait" VALUES('atandt services inc','comp-002','strength',0,'Managed service');
INSERT INTO "competitor_trait" VALUES('atandt services inc','comp-002','strength',1,'Focus on transactions');
INSERT INTO "competitor_trait" VALUES('atandt services inc','comp-002','strength',2,'Experience with payment connectivity');
INSERT INTO "competitor_trait" VALUES('atandt services inc','comp-002','weakness',0,'Less control than with equipment of one''s own');
INSERT INTO "competitor_trait" VALUES('atandt services inc','comp-002','weakness',1,'Exit terms of the service should be clarified');
INSERT INTO "competitor_trait" VALUES('tanjong gridwatch pte ltd','comp-001','strength',0,'Covers business and operations support');
INSERT INTO "competitor_trait" VALUES('tanjong gridwatch pte ltd','comp-001','strength',1,'Own development and delivery teams');
INSERT INTO "competitor_trait" VALUES('tanjong gridwatch pte ltd','comp-001','strength',2,'European base');
INSERT INTO "competitor_trait" VALUES('tanjong gridwatch pte ltd','comp-001','weakness',0,'References should match the size of the project');
INSERT INTO "competitor_trait" VALUES('tanjong gridwatch pte ltd','comp-001','weakness',1,'Extent of tailoring should be settled in advance');
INSERT INTO "competitor_trait" VALUES('tanjong gridwatch pte ltd','comp-002','strength',0,'Strong in test and measurement');
INSERT INTO "competitor_trait" VALUES('tanjong gridwatch pte ltd','comp-002','strength',1,'Known to field teams');
INSERT INTO "competitor_trait" VALUES('tanjong gridwatch pte ltd','comp-002','strength',2,'From the laboratory to live networks');
INSERT INTO "competitor_trait" VALUES('tanjong gridwatch pte ltd','comp-002','weakness',0,'Service-level views should be demonstrated');
INSERT INTO "competitor_trait" VALUES('tanjong gridwatch pte ltd','comp-002','weakness',1,'Integration with operations processes needs checking');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-1','strength',0,'group reference');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-1','strength',1,'broad suite');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-1','weakness',0,'two-year roll-out');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-1','weakness',1,'heavy customisation');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-2','strength',0,'radio data at the source');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-2','strength',1,'bundle discount');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-2','weakness',0,'blind on other vendors'' nodes');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-2','weakness',1,'transport network not covered');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-3','strength',0,'no licence');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-3','strength',1,'full control');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-3','weakness',0,'no topology');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-3','weakness',1,'two engineers know how it works');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-4','strength',0,'coverage');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-4','strength',1,'5G standalone first');
INSERT INTO "competitor_trait" VALUES('telefonica uk limited','c-4','weakness',0,'price');
CREATE TABLE customer_record (
	business_unit_key TEXT NOT NULL, 
	name TEXT NOT NULL, 
	account_key TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	rr FLOAT NOT NULL, 
	nrr FLOAT NOT NULL, 
	extra TEXT, 
	CONSTRAINT pk_customer_record PRIMARY KEY (business_unit_key, name), 
	CONSTRAINT ck_customer_record_nrr CHECK (nrr >= 0), 
	CONSTRAINT ck_customer_record_rr CHECK (rr >= 0), 
	CONSTRAINT fk_customer_record_account_key_account FOREIGN KEY(account_key) REFERENCES account ("key") ON DELETE CASCADE ON UPDATE CASCADE, 
	CONSTRAINT fk_customer_record_business_unit_key_business_unit FOREIGN KEY(business_unit_key) REFERENCES business_unit ("key") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "customer_record" VALUES('newnet','AT&T SERVICES, INC.','atandt services inc','atandt-services-inc',2460000.0,280000.0,NULL);
INSERT INTO "customer_record" VALUES('stl','Telefonica UK Limited','telefonica uk limited','telefonica-uk-limited',1640000.0,330000.0,NULL);
INSERT INTO "customer_record" VALUES('stl','Tanjong Gridwatch Pte Ltd','tanjong gridwatch pte ltd','tanjong-gridwatch-pte-ltd',106226.0,4356.0,NULL);
CREATE TABLE interest (
	account_key TEXT NOT NULL, 
	stakeholder_id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_interest PRIMARY KEY (account_key, stakeholder_id, position), 
	CONSTRAINT fk_interest_account_key_stakeholder_id_stakeholder FOREIGN KEY(account_key, stakeholder_id) REFERENCES stakeholder (account_key, id) ON DELETE CASCADE ON UPDATE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "interest" VALUES('atandt services inc','sh-001',0,'Technical debt');
INSERT INTO "interest" VALUES('atandt services inc','sh-001',1,'Data governance');
INSERT INTO "interest" VALUES('atandt services inc','sh-002',0,'Supplier performance');
INSERT INTO "interest" VALUES('atandt services inc','sh-002',1,'Capacity planning');
INSERT INTO "interest" VALUES('atandt services inc','sh-003',0,'Integration patterns');
INSERT INTO "interest" VALUES('atandt services inc','sh-003',1,'Deployment pipelines');
INSERT INTO "interest" VALUES('tanjong gridwatch pte ltd','sh-001',0,'Supplier consolidation');
INSERT INTO "interest" VALUES('tanjong gridwatch pte ltd','sh-001',1,'Responsible use of AI');
INSERT INTO "interest" VALUES('tanjong gridwatch pte ltd','sh-002',0,'First-time-right delivery');
INSERT INTO "interest" VALUES('tanjong gridwatch pte ltd','sh-002',1,'Release discipline');
INSERT INTO "interest" VALUES('tanjong gridwatch pte ltd','sh-003',0,'Licence management');
INSERT INTO "interest" VALUES('tanjong gridwatch pte ltd','sh-003',1,'Sandbox environments');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-1',0,'network energy per gigabyte');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-1',1,'autonomous operations level 4');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-2',0,'alarm correlation');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-2',1,'root cause within five minutes');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-3',0,'shift handover');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-3',1,'fewer screens');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-4',0,'quiet nights');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-5',0,'inventory as a graph');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-5',1,'Kafka');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-6',0,'one lake for everything');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-8',0,'truck rolls');
INSERT INTO "interest" VALUES('telefonica uk limited','stk-8',1,'fibre cuts on the map');
CREATE TABLE model_batch (
	id TEXT NOT NULL, 
	created_at BIGINT NOT NULL, 
	model TEXT NOT NULL, 
	ended_at BIGINT, 
	CONSTRAINT pk_model_batch PRIMARY KEY (id)
);
INSERT INTO "model_batch" VALUES('msgbatch_01',1795510800000,'claude-example',NULL);
CREATE TABLE model_call (
	id INTEGER NOT NULL, 
	started_at BIGINT NOT NULL, 
	duration_ms INTEGER NOT NULL, 
	account_key TEXT NOT NULL, 
	attempt INTEGER NOT NULL, 
	model TEXT NOT NULL, 
	batch_id TEXT, 
	request_id TEXT, 
	status INTEGER, 
	stop_reason TEXT, 
	input_tokens INTEGER, 
	output_tokens INTEGER, 
	cost_usd FLOAT, 
	error TEXT, 
	CONSTRAINT pk_model_call PRIMARY KEY (id), 
	CONSTRAINT ck_model_call_attempt CHECK (attempt >= 1), 
	CONSTRAINT ck_model_call_cost_usd CHECK (cost_usd >= 0), 
	CONSTRAINT ck_model_call_duration_ms CHECK (duration_ms >= 0), 
	CONSTRAINT ck_model_call_input_tokens CHECK (input_tokens >= 0), 
	CONSTRAINT ck_model_call_output_tokens CHECK (output_tokens >= 0)
);
INSERT INTO "model_call" VALUES(1,1795510800000,1200,'telefonica uk limited',1,'claude-example','msgbatch_01','req_01',200,'end_turn',1500,400,0.0105,NULL);
INSERT INTO "model_call" VALUES(2,1795510802000,300,'atandt services inc',1,'claude-example',NULL,NULL,529,NULL,NULL,NULL,NULL,'the model was overloaded');
CREATE TABLE news_article (
	account_key TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	url TEXT NOT NULL, 
	source TEXT NOT NULL, 
	published TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	relevance_score FLOAT NOT NULL, 
	extra TEXT, 
	CONSTRAINT pk_news_article PRIMARY KEY (account_key, position), 
	CONSTRAINT ck_news_article_relevance_score CHECK (relevance_score >= 0 AND relevance_score <= 1), 
	CONSTRAINT fk_news_article_account_key_news_feed FOREIGN KEY(account_key) REFERENCES news_feed (account_key) ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "news_article" VALUES('telefonica uk limited',0,'Operator publishes lessons of the March outage','https://netops-review.example/march-outage','NetOps Review','2026-10-06T11:30:00Z','<p>41,000 alarms in twenty minutes:&nbsp;the report names correlation as first measure. <a href="https://netops-review.example/march-outage#fig2">Figure&nbsp;2</a></p>',0.96,NULL);
INSERT INTO "news_article" VALUES('telefonica uk limited',1,'Fewer vans, better data','https://fibrewatch.example/a/4390','Fibre Watch','2026-10-28T13:00:00Z','<p>Field teams in the north of England test analytics that locate fibre cuts before anybody drives.</p>',0.79,NULL);
INSERT INTO "news_article" VALUES('telefonica uk limited',2,'Energy per gigabyte falls by a tenth','https://green-telecom.example/uk-2026','Green Telecom','2026-09-18T09:00:00Z','Small cells sleep at night; the saving pays for the software within a year.',0.48,NULL);
INSERT INTO "news_article" VALUES('telefonica uk limited',3,'5G awards: the regional winners','https://homegadget.example/5g-awards','Home Gadget','2026-09-02T16:45:00Z','<ul><li>London: &ndash;</li><li>Leeds: &ndash;</li></ul><script>track(''awards'')</script>',0.25,NULL);
CREATE TABLE news_feed (
	account_key TEXT NOT NULL, 
	customer_name TEXT NOT NULL, 
	last_updated TEXT NOT NULL, 
	extra TEXT, 
	CONSTRAINT pk_news_feed PRIMARY KEY (account_key), 
	CONSTRAINT fk_news_feed_account_key_account FOREIGN KEY(account_key) REFERENCES account ("key") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "news_feed" VALUES('telefonica uk limited','Telefonica UK Limited','2026-11-22T06:30:00Z',NULL);
CREATE TABLE opportunity (
	account_key TEXT NOT NULL, 
	id TEXT NOT NULL, 
	section TEXT DEFAULT 'strategy' NOT NULL, 
	position INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	description TEXT NOT NULL, 
	status TEXT NOT NULL, 
	estimated_value FLOAT, 
	probability FLOAT, 
	identified_date TEXT NOT NULL, 
	owner TEXT, 
	extra TEXT, 
	CONSTRAINT pk_opportunity PRIMARY KEY (account_key, id), 
	CONSTRAINT ck_opportunity_identified_date CHECK (identified_date LIKE '____-__-__'), 
	CONSTRAINT ck_opportunity_section CHECK (section = 'strategy'), 
	CONSTRAINT ck_opportunity_status CHECK (status IN ('identified', 'exploring', 'proposed', 'won', 'lost')), 
	CONSTRAINT ck_opportunity_probability CHECK (probability >= 0 AND probability <= 100), 
	CONSTRAINT fk_opportunity_account_key_section_plan_section FOREIGN KEY(account_key, section) REFERENCES plan_section (account_key, section) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "opportunity" VALUES('atandt services inc','opp-001','strategy',0,'Extend NewNet Messaging Gateway to further teams','Other teams at AT&T SERVICES, INC. have needs close to those that NewNet Messaging Gateway already covers. A short discovery phase would show which of them could join with little adaptation.','identified',830000.0,65.0,'2026-09-16',NULL,NULL);
INSERT INTO "opportunity" VALUES('atandt services inc','opp-002','strategy',1,'Automate recurring operational work','Take the most frequent manual tasks at AT&T SERVICES, INC. and automate them one after another, starting with a joint review. The effort saved is measured from the first month.','exploring',720000.0,40.0,'2026-09-14',NULL,NULL);
INSERT INTO "opportunity" VALUES('tanjong gridwatch pte ltd','opp-001','strategy',0,'Premium support with a named engineer','Offer Tanjong Gridwatch Pte Ltd a support tier with a named engineer, faster response and a quarterly health check. It answers the wish for steady contacts and fewer repeated explanations.','identified',28000.0,55.0,'2026-09-17',NULL,NULL);
INSERT INTO "opportunity" VALUES('tanjong gridwatch pte ltd','opp-002','strategy',1,'Automated remedies for known faults','Turn well-understood repair steps at Tanjong Gridwatch Pte Ltd into automated actions, each with an approval step until trust has grown. Night shifts would gain the most.','exploring',31000.0,40.0,'2026-11-08',NULL,NULL);
INSERT INTO "opportunity" VALUES('telefonica uk limited','opp-001','strategy',0,'Alarm correlation for the transport network','Topology-aware correlation on top of the present probes. The pilot cut 41,000 alarms of the March replay to 14 incidents.','proposed',760000.0,70.0,'2026-04-08','Rafael Iturriaga Bell',NULL);
INSERT INTO "opportunity" VALUES('telefonica uk limited','opp-002','strategy',1,'Inventory reconciliation as a service','Nightly comparison of network and inventory, with a correction queue for planners; priced by site.','exploring',410000.0,45.0,'2026-06-24','Anneliese Thorburn',NULL);
INSERT INTO "opportunity" VALUES('telefonica uk limited','opp-003','strategy',2,'Fibre analytics for the field force','Locate cuts to within 20 metres before a van leaves.','identified',220000.0,25.0,'2026-10-12','Eoghan Szabó',NULL);
CREATE TABLE pain_point (
	account_key TEXT NOT NULL, 
	id TEXT NOT NULL, 
	section TEXT DEFAULT 'strategy' NOT NULL, 
	position INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	description TEXT NOT NULL, 
	status TEXT NOT NULL, 
	severity TEXT NOT NULL, 
	identified_date TEXT NOT NULL, 
	owner TEXT, 
	extra TEXT, 
	CONSTRAINT pk_pain_point PRIMARY KEY (account_key, id), 
	CONSTRAINT ck_pain_point_identified_date CHECK (identified_date LIKE '____-__-__'), 
	CONSTRAINT ck_pain_point_section CHECK (section = 'strategy'), 
	CONSTRAINT ck_pain_point_severity CHECK (severity IN ('high', 'medium', 'low')), 
	CONSTRAINT ck_pain_point_status CHECK (status IN ('active', 'monitoring', 'resolved')), 
	CONSTRAINT fk_pain_point_account_key_section_plan_section FOREIGN KEY(account_key, section) REFERENCES plan_section (account_key, section) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "pain_point" VALUES('atandt services inc','pp-001','strategy',0,'Responsibility is spread over many suppliers','When a service fails, the team at AT&T SERVICES, INC. has to find out first which supplier should act. Contracts, support hours and escalation paths differ from one to the next.','active','high','2026-09-21',NULL,NULL);
INSERT INTO "pain_point" VALUES('tanjong gridwatch pte ltd','pp-001','strategy',0,'Audit evidence is gathered by hand','Before each audit, staff at Tanjong Gridwatch Pte Ltd collect access lists, change records and approvals from several tools. The work takes experienced people away from daily business.','active','high','2026-05-27',NULL,NULL);
INSERT INTO "pain_point" VALUES('tanjong gridwatch pte ltd','pp-002','strategy',1,'Each network domain has its own monitoring','Different tools at Tanjong Gridwatch Pte Ltd watch radio, transport, core and IT. An incident that crosses the boundaries is pieced together by telephone.','monitoring','medium','2026-09-10',NULL,NULL);
INSERT INTO "pain_point" VALUES('telefonica uk limited','pp-001','strategy',0,'Alarm storms hide the cause','The March transport outage raised 41,000 alarms in 20 minutes; the one that mattered came in ninth and was read after 52 minutes.','active','high','2026-03-19','Bronwen Achterhuis',NULL);
INSERT INTO "pain_point" VALUES('telefonica uk limited','pp-002','strategy',1,'Inventory is right for three sites in four','Audits find a quarter of mobile sites with at least one wrong port or card. Planners phone the field before each change.','active','high','2026-01-27','Anneliese Thorburn',NULL);
INSERT INTO "pain_point" VALUES('telefonica uk limited','pp-003','strategy',2,'Needless truck rolls','One visit in five finds no fault. At some £190 each that is about £1.1m a year.','active','medium','2026-05-20','Eoghan Szabó',NULL);
INSERT INTO "pain_point" VALUES('telefonica uk limited','pp-004','strategy',3,'Probe licences counted by site','Small cells made the licence count jump by 30 % without more traffic. A traffic-based tariff is under discussion.','monitoring','low','2026-08-06',NULL,NULL);
INSERT INTO "pain_point" VALUES('telefonica uk limited','pp-005','strategy',4,'Night shift works with seven screens','The unified console went live in July; the count is down to three and handover takes 12 minutes less.','resolved','medium','2025-11-13','Tomasz Wielgołaski',NULL);
CREATE TABLE plan_section (
	account_key TEXT NOT NULL, 
	section TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	pack TEXT, 
	revision TEXT, 
	seed TEXT, 
	as_of TEXT, 
	base TEXT NOT NULL, 
	extra TEXT, 
	CONSTRAINT pk_plan_section PRIMARY KEY (account_key, section), 
	CONSTRAINT ck_plan_section_template CHECK ((origin = 'template') = (pack IS NOT NULL AND revision IS NOT NULL AND seed IS NOT NULL AND as_of IS NOT NULL)), 
	CONSTRAINT ck_plan_section_as_of CHECK (as_of LIKE '____-__-__'), 
	CONSTRAINT ck_plan_section_origin CHECK (origin IN ('imported', 'template')), 
	CONSTRAINT ck_plan_section_section CHECK (section IN ('stakeholders', 'strategy', 'competitors', 'actions')), 
	CONSTRAINT fk_plan_section_account_key_account FOREIGN KEY(account_key) REFERENCES account ("key") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "plan_section" VALUES('telefonica uk limited','actions','imported',NULL,NULL,NULL,NULL,'[{"createdAt":"2026-11-16","description":"Replay of three outages with incident counts and minutes to cause. Rafael presents on 10 December.","dueDate":"2026-12-03","id":"act-1","owner":"Rafael Iturriaga Bell","priority":"high","status":"in-progress","title":"Board figures for correlation"},{"createdAt":"2026-08-10","dueDate":"2026-12-18","id":"act-2","owner":"Deal desk","priority":"medium","status":"todo","title":"Traffic-based probe tariff"},{"createdAt":"2026-10-05","description":"Offer the correlated stream as a Kafka topic, so that the lake gets better data and keeps its role.","dueDate":"2026-11-30","id":"act-3","owner":"Solution engineering","priority":"high","status":"todo","title":"Win Dilwyn over: export alarms to the lake"},{"createdAt":"2026-07-02","dueDate":"2026-10-31","id":"act-4","owner":"Anneliese Thorburn","priority":"medium","status":"done","title":"Sample audit of 200 sites"},{"context":{"when":"first dry week","who":["Eoghan Szabó"]},"createdAt":"2026-10-13","id":"act-5","owner":"Account manager","priority":"low","status":"todo","title":"Ride along with the field force in Leeds"},{"createdAt":"2026-09-28","dueDate":"2026-11-19","id":"act-6","priority":"low","status":"todo","title":"Connect with Harriet Mbeki-Lonsdale"},{"createdAt":"2026-10-26","description":"Runs out with Q1''27; the paper is with legal.","dueDate":"2027-01-15","id":"act-7","owner":"Account manager","priority":"medium","status":"in-progress","title":"Renew the probe maintenance"}]',NULL);
INSERT INTO "plan_section" VALUES('telefonica uk limited','competitors','imported',NULL,NULL,NULL,NULL,'[{"description":"Holds the inventory of a sister company and offers it as the group standard.","id":"c-1","lastUpdated":"2026-10-19","name":"Netwhittle","strengths":["group reference","broad suite"],"type":"our-competitor","weaknesses":["two-year roll-out","heavy customisation"]},{"description":"Bundles assurance analytics with the radio contract.","id":"c-2","lastUpdated":"2026-11-02","name":"Norrmast","strengths":["radio data at the source","bundle discount"],"type":"our-competitor","weaknesses":["blind on other vendors'' nodes","transport network not covered"]},{"description":"Dilwyn''s team builds dashboards of its own on the alarm feed.","id":"c-3","lastUpdated":"2026-06-18","name":"In-house data lake","strengths":["no licence","full control"],"type":"our-competitor","weaknesses":["no topology","two engineers know how it works"]},{"description":"Advertises with network quality and wins regional awards.","id":"c-4","lastUpdated":"2026-09-01","name":"Evermast Mobile","strengths":["coverage","5G standalone first"],"type":"customer-competitor","weaknesses":["price"]}]',NULL);
INSERT INTO "plan_section" VALUES('telefonica uk limited','stakeholders','imported',NULL,NULL,NULL,NULL,'[{"email":"imogen.castellanos-reid@tuk-demo.example","id":"stk-1","interests":["network energy per gigabyte","autonomous operations level 4"],"lastInteraction":"2026-09-24","name":"Imogen Castellanos-Reid","notes":"Measures suppliers by tickets avoided.","phone":"+44 1632 960 110","raciRole":"accountable","relationshipStrength":"moderate","reportsTo":null,"role":"decision-maker","tenure":"2 years","title":"Chief Technology Officer"},{"email":"rafael.iturriaga@tuk-demo.example","id":"stk-2","interests":["alarm correlation","root cause within five minutes"],"lastInteraction":"2026-11-16","name":"Rafael Iturriaga Bell","notes":"Took our probe data to the board after the March outage. Quotes our figures by heart, so they had better be right.","raciRole":"responsible","relationshipStrength":"strong","reportsTo":"stk-1","role":"champion","tenure":"5 years","title":"Director of Service Assurance"},{"email":"bronwen.achterhuis@tuk-demo.example","id":"stk-3","interests":["shift handover","fewer screens"],"lastInteraction":"2026-11-21","name":"Bronwen Achterhuis","phone":"+44 1632 960 144","raciRole":"responsible","relationshipStrength":"strong","reportsTo":"stk-2","role":"user","tenure":"8 years","title":"Head of Network Operations Centre"},{"email":"tomasz.wielgolaski@tuk-demo.example","id":"stk-4","interests":["quiet nights"],"lastInteraction":"2026-10-30","name":"Tomasz Wielgołaski","raciRole":"informed","relationshipStrength":"moderate","reportsTo":"stk-3","role":"user","tenure":"3 years","title":"NOC Shift Manager, Slough"},{"email":"anneliese.thorburn@tuk-demo.example","id":"stk-5","interests":["inventory as a graph","Kafka"],"lastInteraction":"2026-11-09","name":"Anneliese Thorburn","notes":"Has drawn a target picture in which our inventory is one box of three.","raciRole":"consulted","relationshipStrength":"moderate","reportsTo":"stk-1","role":"influencer","tenure":"4 years","title":"Principal Architect, OSS"},{"email":"dilwyn.ferreira-scott@tuk-demo.example","id":"stk-6","interests":["one lake for everything"],"lastInteraction":"2026-06-18","name":"Dilwyn Ferreira-Scott","notes":"Believes that alarms belong in the lake and that the dashboards will follow.","raciRole":"consulted","relationshipStrength":"weak","reportsTo":"stk-5","role":"blocker","tenure":"1 year","title":"Data Platform Lead"},{"email":"harriet.mbeki-lonsdale@tuk-demo.example","id":"stk-7","name":"Harriet Mbeki-Lonsdale","raciRole":"informed","relationshipStrength":"unknown","reportsTo":"stk-2","role":"influencer","social":{"linkedin":"not connected","met":"user day 2026, table 4"},"title":"Vendor Manager, Network Software"},{"email":"eoghan.szabo@tuk-demo.example","id":"stk-8","interests":["truck rolls","fibre cuts on the map"],"lastInteraction":"2026-10-12","name":"Eoghan Szabó","raciRole":"informed","relationshipStrength":"moderate","reportsTo":"stk-3","role":"user","tenure":"6 years","title":"Field Force Planning Manager"}]',NULL);
INSERT INTO "plan_section" VALUES('telefonica uk limited','strategy','imported',NULL,NULL,NULL,NULL,'{"_comment":"reviewed with Rafael on 16 November 2026","opportunities":[{"description":"Topology-aware correlation on top of the present probes. The pilot cut 41,000 alarms of the March replay to 14 incidents.","estimatedValue":760000,"id":"opp-001","identifiedDate":"2026-04-08","owner":"Rafael Iturriaga Bell","probability":70,"status":"proposed","title":"Alarm correlation for the transport network"},{"description":"Nightly comparison of network and inventory, with a correction queue for planners; priced by site.","estimatedValue":410000,"id":"opp-002","identifiedDate":"2026-06-24","owner":"Anneliese Thorburn","probability":45,"status":"exploring","title":"Inventory reconciliation as a service"},{"description":"Locate cuts to within 20 metres before a van leaves.","estimatedValue":220000,"id":"opp-003","identifiedDate":"2026-10-12","owner":"Eoghan Szabó","probability":25,"status":"identified","title":"Fibre analytics for the field force"}],"painPoints":[{"description":"The March transport outage raised 41,000 alarms in 20 minutes; the one that mattered came in ninth and was read after 52 minutes.","id":"pp-001","identifiedDate":"2026-03-19","owner":"Bronwen Achterhuis","severity":"high","status":"active","title":"Alarm storms hide the cause"},{"description":"Audits find a quarter of mobile sites with at least one wrong port or card. Planners phone the field before each change.","id":"pp-002","identifiedDate":"2026-01-27","owner":"Anneliese Thorburn","severity":"high","status":"active","title":"Inventory is right for three sites in four"},{"description":"One visit in five finds no fault. At some £190 each that is about £1.1m a year.","id":"pp-003","identifiedDate":"2026-05-20","owner":"Eoghan Szabó","severity":"medium","status":"active","title":"Needless truck rolls"},{"description":"Small cells made the licence count jump by 30 % without more traffic. A traffic-based tariff is under discussion.","id":"pp-004","identifiedDate":"2026-08-06","severity":"low","status":"monitoring","title":"Probe licences counted by site"},{"description":"The unified console went live in July; the count is down to three and handover takes 12 minutes less.","id":"pp-005","identifiedDate":"2025-11-13","owner":"Tomasz Wielgołaski","severity":"medium","status":"resolved","title":"Night shift works with seven screens"}]}','{"_comment":"reviewed with Rafael on 16 November 2026"}');
INSERT INTO "plan_section" VALUES('atandt services inc','stakeholders','template','telecom','0001','0','2026-11-24','[{"email":"bonnie.olson@atandt-services.example","id":"sh-001","interests":["Technical debt","Data governance"],"lastInteraction":"2026-11-05","name":"Bonnie Olson","notes":"Prefers a small first step with a visible result to a large programme.","raciRole":"accountable","relationshipStrength":"weak","reportsTo":null,"role":"decision-maker","tenure":"4 years","title":"Chief Information Officer"},{"email":"toni.reynolds@atandt-services.example","id":"sh-002","interests":["Supplier performance","Capacity planning"],"lastInteraction":"2026-10-31","name":"Toni Reynolds","notes":"Prefers changes in quiet hours and a written way back for each of them.","raciRole":"responsible","relationshipStrength":"weak","reportsTo":"sh-001","role":"champion","tenure":"1 year","title":"VP Operations"},{"email":"alyssa.dixon@atandt-services.example","id":"sh-003","interests":["Integration patterns","Deployment pipelines"],"lastInteraction":"2026-11-04","name":"Alyssa Dixon","notes":"Prepares the audit evidence for IT. Ready-made access and change reports would save effort.","raciRole":"consulted","relationshipStrength":"weak","reportsTo":"sh-002","role":"influencer","tenure":"9 years","title":"Head of IT Architecture"}]',NULL);
INSERT INTO "plan_section" VALUES('atandt services inc','strategy','template','telecom','0001','0','2026-11-24','{"opportunities":[{"description":"Other teams at AT&T SERVICES, INC. have needs close to those that NewNet Messaging Gateway already covers. A short discovery phase would show which of them could join with little adaptation.","estimatedValue":830000,"id":"opp-001","identifiedDate":"2026-09-16","probability":65,"status":"identified","title":"Extend NewNet Messaging Gateway to further teams"},{"description":"Take the most frequent manual tasks at AT&T SERVICES, INC. and automate them one after another, starting with a joint review. The effort saved is measured from the first month.","estimatedValue":720000,"id":"opp-002","identifiedDate":"2026-09-14","probability":40,"status":"exploring","title":"Automate recurring operational work"}],"painPoints":[{"description":"When a service fails, the team at AT&T SERVICES, INC. has to find out first which supplier should act. Contracts, support hours and escalation paths differ from one to the next.","id":"pp-001","identifiedDate":"2026-09-21","severity":"high","status":"active","title":"Responsibility is spread over many suppliers"},{"description":"Terminals and partners at AT&T SERVICES, INC. move to current protocols at their own pace, so both worlds must be served for longer than planned. Every change is tested twice.","id":"pp-002","identifiedDate":"2026-06-28","severity":"medium","status":"monitoring","title":"Old and new protocols run side by side"}]}',NULL);
INSERT INTO "plan_section" VALUES('atandt services inc','competitors','template','telecom','0001','0','2026-11-24','[{"description":"Supplier of billing, customer engagement and payment software, met in revenue management and payments.","id":"comp-001","lastUpdated":"2026-11-06","name":"CSG International","strengths":["Established in billing","Managed service offers","Customer communication as part of the range"],"type":"our-competitor","weaknesses":["Fit outside revenue management needs checking","Buyers will want to compare integration effort"]},{"description":"Supplier of managed connectivity for payments, communications and financial markets.","id":"comp-002","lastUpdated":"2026-09-20","name":"Transaction Network Services","strengths":["Managed service","Focus on transactions","Experience with payment connectivity"],"type":"our-competitor","weaknesses":["Less control than with equipment of one''s own","Exit terms of the service should be clarified"]}]',NULL);
INSERT INTO "plan_section" VALUES('atandt services inc','actions','template','telecom','0001','0','2026-11-24','[]',NULL);
INSERT INTO "plan_section" VALUES('tanjong gridwatch pte ltd','stakeholders','template','telecom','0001','0','2026-11-24','[{"email":"sandra.larsen@tanjong-gridwatch.example","id":"sh-001","interests":["Supplier consolidation","Responsible use of AI"],"lastInteraction":"2026-10-22","name":"Sandra Larsen","notes":"Asks how STL Network Analytics fits the wider architecture at Tanjong Gridwatch Pte Ltd before talking about features.","raciRole":"accountable","relationshipStrength":"moderate","reportsTo":null,"role":"decision-maker","tenure":"10 years","title":"Chief Technology and Information Officer"},{"email":"andre.graham@tanjong-gridwatch.example","id":"sh-002","interests":["First-time-right delivery","Release discipline"],"lastInteraction":"2026-11-01","name":"Andre Graham","notes":"Needs arguments that finance will accept: effort saved, errors avoided, contracts replaced.","raciRole":"responsible","relationshipStrength":"strong","reportsTo":"sh-001","role":"champion","tenure":"6 years","title":"Director of Platform Operations"},{"email":"linda.fernandez@tanjong-gridwatch.example","id":"sh-003","interests":["Licence management","Sandbox environments"],"lastInteraction":"2026-10-15","name":"Linda Fernandez","notes":"Keeps an inventory of systems at Tanjong Gridwatch Pte Ltd and can tell quickly what a change would touch.","raciRole":"consulted","relationshipStrength":"weak","reportsTo":"sh-002","role":"influencer","tenure":"4 years","title":"Head of IT Service Management"}]',NULL);
INSERT INTO "plan_section" VALUES('tanjong gridwatch pte ltd','strategy','template','telecom','0001','0','2026-11-24','{"opportunities":[{"description":"Offer Tanjong Gridwatch Pte Ltd a support tier with a named engineer, faster response and a quarterly health check. It answers the wish for steady contacts and fewer repeated explanations.","estimatedValue":28000,"id":"opp-001","identifiedDate":"2026-09-17","probability":55,"status":"identified","title":"Premium support with a named engineer"},{"description":"Turn well-understood repair steps at Tanjong Gridwatch Pte Ltd into automated actions, each with an approval step until trust has grown. Night shifts would gain the most.","estimatedValue":31000,"id":"opp-002","identifiedDate":"2026-11-08","probability":40,"status":"exploring","title":"Automated remedies for known faults"}],"painPoints":[{"description":"Before each audit, staff at Tanjong Gridwatch Pte Ltd collect access lists, change records and approvals from several tools. The work takes experienced people away from daily business.","id":"pp-001","identifiedDate":"2026-05-27","severity":"high","status":"active","title":"Audit evidence is gathered by hand"},{"description":"Different tools at Tanjong Gridwatch Pte Ltd watch radio, transport, core and IT. An incident that crosses the boundaries is pieced together by telephone.","id":"pp-002","identifiedDate":"2026-09-10","severity":"medium","status":"monitoring","title":"Each network domain has its own monitoring"}]}',NULL);
INSERT INTO "plan_section" VALUES('tanjong gridwatch pte ltd','competitors','template','telecom','0001','0','2026-11-24','[{"description":"European software house with business and operations support systems for telecoms companies.","id":"comp-001","lastUpdated":"2026-11-11","name":"Comarch","strengths":["Covers business and operations support","Own development and delivery teams","European base"],"type":"our-competitor","weaknesses":["References should match the size of the project","Extent of tailoring should be settled in advance"]},{"description":"Supplier of network test, monitoring and assurance products, known to field and engineering teams.","id":"comp-002","lastUpdated":"2026-11-03","name":"VIAVI Solutions","strengths":["Strong in test and measurement","Known to field teams","From the laboratory to live networks"],"type":"our-competitor","weaknesses":["Service-level views should be demonstrated","Integration with operations processes needs checking"]}]',NULL);
INSERT INTO "plan_section" VALUES('tanjong gridwatch pte ltd','actions','template','telecom','0001','0','2026-11-24','[]',NULL);
CREATE TABLE plan_source (
	account_key TEXT NOT NULL, 
	section TEXT NOT NULL, 
	path TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	CONSTRAINT pk_plan_source PRIMARY KEY (account_key, section, path), 
	CONSTRAINT ck_plan_source_section CHECK (section IN ('stakeholders', 'strategy', 'competitors', 'actions')), 
	CONSTRAINT fk_plan_source_account_key_account FOREIGN KEY(account_key) REFERENCES account ("key") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "plan_source" VALUES('telefonica uk limited','actions','/srv/demo/actions/telefonica uk limited.json','v1:f52d28aee857321a81e27684b5c7b56f41edc67d351c821d24571fe4f959a96e');
INSERT INTO "plan_source" VALUES('telefonica uk limited','competitors','/srv/demo/competitors/telefonica uk limited.json','v1:d384d7057e458f0e7bdfd81426e75518f15701deba7e4d6b6aacaafad71f88ee');
INSERT INTO "plan_source" VALUES('telefonica uk limited','stakeholders','/srv/demo/stakeholders/telefonica uk limited.json','v1:1d8bca0cd56c2adbcde6c7835d359af3836a92282f68c9bd447d9df37cd9744b');
INSERT INTO "plan_source" VALUES('telefonica uk limited','strategy','/srv/demo/strategy/telefonica uk limited.json','v1:d0a4759d2d5e2bfe1e340802d2eebb2d2c49263fa07b7af0fa50da04909c12e8');
CREATE TABLE stakeholder (
	account_key TEXT NOT NULL, 
	id TEXT NOT NULL, 
	section TEXT DEFAULT 'stakeholders' NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	title TEXT NOT NULL, 
	role TEXT NOT NULL, 
	raci_role TEXT, 
	email TEXT, 
	phone TEXT, 
	reports_to TEXT, 
	tenure TEXT, 
	relationship_strength TEXT NOT NULL, 
	last_interaction TEXT, 
	notes TEXT, 
	extra TEXT, 
	CONSTRAINT pk_stakeholder PRIMARY KEY (account_key, id), 
	CONSTRAINT ck_stakeholder_last_interaction CHECK (last_interaction LIKE '____-__-__'), 
	CONSTRAINT ck_stakeholder_raci_role CHECK (raci_role IN ('responsible', 'accountable', 'consulted', 'informed')), 
	CONSTRAINT ck_stakeholder_relationship_strength CHECK (relationship_strength IN ('strong', 'moderate', 'weak', 'unknown')), 
	CONSTRAINT ck_stakeholder_role CHECK (role IN ('decision-maker', 'influencer', 'champion', 'user', 'blocker')), 
	CONSTRAINT ck_stakeholder_section CHECK (section = 'stakeholders'), 
	CONSTRAINT fk_stakeholder_account_key_reports_to_stakeholder FOREIGN KEY(account_key, reports_to) REFERENCES stakeholder (account_key, id) DEFERRABLE INITIALLY DEFERRED, 
	CONSTRAINT fk_stakeholder_account_key_section_plan_section FOREIGN KEY(account_key, section) REFERENCES plan_section (account_key, section) ON DELETE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "stakeholder" VALUES('atandt services inc','sh-001','stakeholders',0,'Bonnie Olson','Chief Information Officer','decision-maker','accountable','bonnie.olson@atandt-services.example',NULL,NULL,'4 years','weak','2026-11-05','Prefers a small first step with a visible result to a large programme.','{"reportsTo":null}');
INSERT INTO "stakeholder" VALUES('atandt services inc','sh-002','stakeholders',1,'Toni Reynolds','Edited title','champion','responsible','toni.reynolds@atandt-services.example',NULL,'sh-001','1 year','weak','2026-10-31','Prefers changes in quiet hours and a written way back for each of them.',NULL);
INSERT INTO "stakeholder" VALUES('atandt services inc','sh-003','stakeholders',2,'Alyssa Dixon','Head of IT Architecture','influencer','consulted','alyssa.dixon@atandt-services.example',NULL,'sh-002','9 years','weak','2026-11-04','Prepares the audit evidence for IT. Ready-made access and change reports would save effort.',NULL);
INSERT INTO "stakeholder" VALUES('tanjong gridwatch pte ltd','sh-001','stakeholders',0,'Sandra Larsen','Chief Technology and Information Officer','decision-maker','accountable','sandra.larsen@tanjong-gridwatch.example',NULL,NULL,'10 years','moderate','2026-10-22','Asks how STL Network Analytics fits the wider architecture at Tanjong Gridwatch Pte Ltd before talking about features.','{"reportsTo":null}');
INSERT INTO "stakeholder" VALUES('tanjong gridwatch pte ltd','sh-002','stakeholders',1,'Andre Graham','Director of Platform Operations','champion','responsible','andre.graham@tanjong-gridwatch.example',NULL,'sh-001','6 years','strong','2026-11-01','Needs arguments that finance will accept: effort saved, errors avoided, contracts replaced.',NULL);
INSERT INTO "stakeholder" VALUES('tanjong gridwatch pte ltd','sh-003','stakeholders',2,'Linda Fernandez','Head of IT Service Management','influencer','consulted','linda.fernandez@tanjong-gridwatch.example',NULL,'sh-002','4 years','weak','2026-10-15','Keeps an inventory of systems at Tanjong Gridwatch Pte Ltd and can tell quickly what a change would touch.',NULL);
INSERT INTO "stakeholder" VALUES('telefonica uk limited','stk-1','stakeholders',0,'Imogen Castellanos-Reid','Edited title','decision-maker','accountable','imogen.castellanos-reid@tuk-demo.example','+44 1632 960 110',NULL,'2 years','moderate','2026-09-24','Measures suppliers by tickets avoided.','{"reportsTo":null}');
INSERT INTO "stakeholder" VALUES('telefonica uk limited','stk-2','stakeholders',1,'Rafael Iturriaga Bell','Director of Service Assurance','champion','responsible','rafael.iturriaga@tuk-demo.example',NULL,'stk-1','5 years','strong','2026-11-16','Took our probe data to the board after the March outage. Quotes our figures by heart, so they had better be right.',NULL);
INSERT INTO "stakeholder" VALUES('telefonica uk limited','stk-3','stakeholders',2,'Bronwen Achterhuis','Head of Network Operations Centre','user','responsible','bronwen.achterhuis@tuk-demo.example','+44 1632 960 144','stk-2','8 years','strong','2026-11-21',NULL,NULL);
INSERT INTO "stakeholder" VALUES('telefonica uk limited','stk-4','stakeholders',3,'Tomasz Wielgołaski','NOC Shift Manager, Slough','user','informed','tomasz.wielgolaski@tuk-demo.example',NULL,'stk-3','3 years','moderate','2026-10-30',NULL,NULL);
INSERT INTO "stakeholder" VALUES('telefonica uk limited','stk-5','stakeholders',4,'Anneliese Thorburn','Principal Architect, OSS','influencer','consulted','anneliese.thorburn@tuk-demo.example',NULL,'stk-1','4 years','moderate','2026-11-09','Has drawn a target picture in which our inventory is one box of three.',NULL);
INSERT INTO "stakeholder" VALUES('telefonica uk limited','stk-6','stakeholders',5,'Dilwyn Ferreira-Scott','Data Platform Lead','blocker','consulted','dilwyn.ferreira-scott@tuk-demo.example',NULL,'stk-5','1 year','weak','2026-06-18','Believes that alarms belong in the lake and that the dashboards will follow.',NULL);
INSERT INTO "stakeholder" VALUES('telefonica uk limited','stk-7','stakeholders',6,'Harriet Mbeki-Lonsdale','Vendor Manager, Network Software','influencer','informed','harriet.mbeki-lonsdale@tuk-demo.example',NULL,'stk-2',NULL,'unknown',NULL,NULL,'{"social":{"linkedin":"not connected","met":"user day 2026, table 4"}}');
INSERT INTO "stakeholder" VALUES('telefonica uk limited','stk-8','stakeholders',7,'Eoghan Szabó','Field Force Planning Manager','user','informed','eoghan.szabo@tuk-demo.example',NULL,'stk-3','6 years','moderate','2026-10-12',NULL,NULL);
CREATE TABLE subscription (
	business_unit_key TEXT NOT NULL, 
	record_name TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	sub_id TEXT, 
	arr FLOAT, 
	projected_arr FLOAT, 
	renewal_qtr TEXT, 
	will_renew TEXT, 
	extra TEXT, 
	CONSTRAINT pk_subscription PRIMARY KEY (business_unit_key, record_name, position), 
	CONSTRAINT fk_subscription_business_unit_key_record_name_customer_record FOREIGN KEY(business_unit_key, record_name) REFERENCES customer_record (business_unit_key, name) ON DELETE CASCADE ON UPDATE CASCADE
)
 WITHOUT ROWID

;
INSERT INTO "subscription" VALUES('newnet','AT&T SERVICES, INC.',0,'"pilot"',541907.0,541907.0,'Q4''25','TBD',NULL);
INSERT INTO "subscription" VALUES('newnet','AT&T SERVICES, INC.',1,'"sandboxes"',381894.0,400988.75,'Q4''26','Yes',NULL);
INSERT INTO "subscription" VALUES('newnet','AT&T SERVICES, INC.',2,'1558436',297235.0,297235.0,'Next Yr','TBD',NULL);
INSERT INTO "subscription" VALUES('newnet','AT&T SERVICES, INC.',3,NULL,363462.0,381635.0,'Next Yr','Yes',NULL);
INSERT INTO "subscription" VALUES('newnet','AT&T SERVICES, INC.',4,'1665993',561941.0,NULL,'Q4''25',NULL,NULL);
INSERT INTO "subscription" VALUES('newnet','AT&T SERVICES, INC.',5,'1451030',313561.0,0.0,NULL,'No',NULL);
INSERT INTO "subscription" VALUES('newnet','AT&T SERVICES, INC.',6,'1437306',NULL,NULL,'Q2''26',NULL,NULL);
INSERT INTO "subscription" VALUES('stl','Tanjong Gridwatch Pte Ltd',0,'1629494',21985.0,10992.5,'Q4''26','BU decision required',NULL);
INSERT INTO "subscription" VALUES('stl','Tanjong Gridwatch Pte Ltd',1,NULL,43228.0,44524.75,'Q2''26','Yes',NULL);
INSERT INTO "subscription" VALUES('stl','Tanjong Gridwatch Pte Ltd',2,NULL,41013.0,NULL,'Q3''26',NULL,NULL);
INSERT INTO "subscription" VALUES('stl','Telefonica UK Limited',0,'1426609',199895.75,199895.75,'Q3''26','Yes',NULL);
INSERT INTO "subscription" VALUES('stl','Telefonica UK Limited',1,'1572906',239421.5,246604.25,'Q3''26','Yes',NULL);
INSERT INTO "subscription" VALUES('stl','Telefonica UK Limited',2,'1568955',375728.25,0.0,'Q2''26','No (SF)',NULL);
INSERT INTO "subscription" VALUES('stl','Telefonica UK Limited',3,'1607799',453995.25,453995.25,'Q4''25','Yes',NULL);
INSERT INTO "subscription" VALUES('stl','Telefonica UK Limited',4,'1472172',370959.25,NULL,'Next Yr',NULL,NULL);
CREATE INDEX ix_alias_account_key ON alias (account_key);
CREATE INDEX ix_alias_slug ON alias (slug);
CREATE INDEX ix_customer_record_account_key ON customer_record (account_key);
CREATE INDEX ix_customer_record_slug ON customer_record (slug);
CREATE INDEX ix_plan_section_section_origin ON plan_section (section, origin);
CREATE INDEX ix_cache_entry_stale_until ON cache_entry (stale_until);
CREATE INDEX ix_model_call_started_at ON model_call (started_at);
CREATE VIEW cache_overview AS
SELECT key, kind, source, model,
       CASE WHEN value IS NULL THEN 'being made'
            WHEN fresh_until > CAST(strftime('%s', 'now') AS INTEGER) * 1000 THEN 'fresh'
            WHEN stale_until > CAST(strftime('%s', 'now') AS INTEGER) * 1000 THEN 'stale'
            ELSE 'gone' END AS state,
       strftime('%Y-%m-%d %H:%M:%S', created_at / 1000, 'unixepoch') AS created_utc, strftime('%Y-%m-%d %H:%M:%S', fresh_until / 1000, 'unixepoch') AS fresh_until_utc, strftime('%Y-%m-%d %H:%M:%S', stale_until / 1000, 'unixepoch') AS stale_until_utc,
       generation, length(value) AS characters, last_error
FROM cache_entry;
COMMIT;
