// The types of demodb-reader. Amounts are in USD, spans of time in milliseconds.

/** What an open database has to offer: those of `better-sqlite3`, `libsql` and `node:sqlite` do. */
export interface Database {
  exec(statements: string): unknown;
  prepare(query: string): { all(parameters: Record<string, string | number>): unknown[] };
  close(): unknown;
}

/** Opens a database file that is there; best read-only. */
export type Open = (path: string) => Database;

export interface OpenOptions {
  /** Default: with the SQLite that Node.js has built in. */
  open?: Open;
  /** The present time in ms since 1970. Default: `Date.now`. */
  now?: () => number;
}

/** A value out of the store. Fresh: use it; stale: use it if nothing better is to be had. */
export interface Served<T> {
  state: "fresh" | "stale";
  /** The key of the cache entry. */
  key: string;
  value: T;
  /** For how long it has been there, ms. */
  age: number;
  /** Who made it: `claude`, `rules` (a brief, without a model), `store` (a plan). */
  source: string | null;
  /** The model of a value by Claude. */
  model: string | null;
  createdAt: Date;
  freshUntil: Date;
  staleUntil: Date;
}

/** Nothing that may be served. */
export interface Gone {
  readonly state: "gone";
  readonly key: null;
  readonly value: null;
  readonly age: null;
  readonly source: null;
  readonly model: null;
  readonly createdAt: null;
  readonly freshUntil: null;
  readonly staleUntil: null;
}

export type Cached<T> = Served<T> | Gone;

export type Level = "high" | "medium" | "low";

export interface Intelligence {
  customerName: string;
  /** ISO date-time. */
  generatedAt: string;
  summary: string;
  opportunities: { title: string; description: string; confidence: Level; estimatedValue?: number }[];
  risks: { title: string; description: string; severity: Level; mitigation: string }[];
  recommendations: { title: string; description: string; priority: Level; nextSteps?: string[] }[];
  source: "claude" | "rules";
  model: string | null;
}

export interface Stakeholder {
  id: string;
  name: string;
  title: string;
  role: "decision-maker" | "influencer" | "champion" | "user" | "blocker";
  raciRole?: "responsible" | "accountable" | "consulted" | "informed";
  email?: string;
  phone?: string;
  /** The id of another stakeholder of the account. */
  reportsTo?: string | null;
  tenure?: string;
  interests?: string[];
  relationshipStrength: "strong" | "moderate" | "weak" | "unknown";
  lastInteraction?: string;
  notes?: string;
}

export interface PainPoint {
  id: string;
  title: string;
  description: string;
  status: "active" | "monitoring" | "resolved";
  severity: Level;
  identifiedDate: string;
  owner?: string;
}

export interface Opportunity {
  id: string;
  title: string;
  description: string;
  status: "identified" | "exploring" | "proposed" | "won" | "lost";
  estimatedValue?: number;
  /** Percent. */
  probability?: number;
  identifiedDate: string;
  owner?: string;
}

export interface Competitor {
  id: string;
  name: string;
  type: "our-competitor" | "customer-competitor" | "both";
  description: string;
  strengths: string[];
  weaknesses: string[];
  lastUpdated: string;
}

export interface ActionItem {
  id: string;
  title: string;
  description?: string;
  status: "todo" | "in-progress" | "done";
  priority: Level;
  owner?: string;
  dueDate?: string;
  createdAt: string;
}

/** The whole plan of an account; a section that is missing has no key. */
export interface Plan {
  customerName: string;
  slug: string;
  stakeholders?: Stakeholder[];
  strategy?: { painPoints: PainPoint[]; opportunities: Opportunity[] };
  competitors?: Competitor[];
  actions?: ActionItem[];
}

/** Title and summary are untrusted text. */
export interface NewsArticle {
  title: string;
  url: string;
  source: string;
  published: string;
  summary: string;
  /** From 0 to 1. */
  relevance_score: number;
}

/** Intelligence in the shape of the app's old warm-up: `content` is plain text, `model` is `rules` for a brief. */
export interface WarmedIntelligence {
  content: string;
  generatedAt: string;
  model: string;
}

/** A plan in that shape: `intelligence.raw` is the text of the intelligence, empty where there is none. */
export interface WarmedPlan extends Plan {
  intelligence: { raw: string };
  news: NewsArticle[];
}

/** A store that is only read; each call sees one moment of it. */
export declare class StoreReader {
  private constructor();
  /** The plan of the customer with this name, alias or slug. Throws StoreUnreachableError, StoreCorruptError. */
  plan(name: string): Cached<Plan>;
  /** The intelligence about the customer with this name, alias or slug. Throws StoreUnreachableError, StoreCorruptError. */
  intelligence(name: string): Cached<Intelligence>;
  /** What stands under a key such as `intelligence:Spotify`, in the shape that the app's old warm-up gave. */
  warmed<T = WarmedPlan | WarmedIntelligence>(key: string): Cached<T>;
  /** The entries that `warmed` finds now, each with every key under which it does. */
  warmedKeys(): { key: string; createdAt: Date; keys: string[] }[];
  /** Give the file back. A database that was handed in stays open. */
  close(): void;
}

/** Open a store to read it: a path, whose file need not be there yet and may be replaced, or an open database. */
export declare function openStore(store: string | Database, options?: OpenOptions): StoreReader;

/** The app's file name for a customer, without `.json`. */
export declare function slug(name: string): string;

/** A store that is there and cannot be read; `cause` is the driver's own error. */
export declare class StoreUnreachableError extends Error {}

/** A value in the cache that is no whole document. */
export declare class StoreCorruptError extends Error {}
