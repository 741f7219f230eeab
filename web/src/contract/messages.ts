// Made by `npm run types` from schema/message.schema.json: do not edit.

export type ChatEvent = ((TextMessage | MarkdownMessage | ChipsMessage | CardMessage | ListMessage | FormMessage | SlotsMessage | StatusMessage | CitationMessage | SystemMessage) | Ack | Typing | Delta | ErrorEvent | Config | Read | Ping)

export interface TextMessage {
v: 1
seq: number
kind: "message"
id: string
session_id: string
reply_to?: (string | null)
from?: ("bot" | "agent" | "user" | "system")
ts: string
/**
 * BCP 47 tag of the words inside
 */
lang?: string
fallback: string
speech?: (string | null)
ai_generated?: boolean
rateable?: boolean
supersedes?: (string | null)
expires_at?: (string | null)
/**
 * Only on the citizen's own messages: what the client sent
 */
client_id?: (string | null)
type: "text"
content: TextContent
}
/**
 * Plain text; line ends are kept.
 */
export interface TextContent {
text: string
}
export interface MarkdownMessage {
v: 1
seq: number
kind: "message"
id: string
session_id: string
reply_to?: (string | null)
from?: ("bot" | "agent" | "user" | "system")
ts: string
/**
 * BCP 47 tag of the words inside
 */
lang?: string
fallback: string
speech?: (string | null)
ai_generated?: boolean
rateable?: boolean
supersedes?: (string | null)
expires_at?: (string | null)
/**
 * Only on the citizen's own messages: what the client sent
 */
client_id?: (string | null)
type: "markdown"
content: MarkdownContent
}
/**
 * Paragraphs, bold, lists, tables, h3–h6, http(s)/tel/mailto links, [^n]. No HTML, no images.
 * 
 * A client that folds a long text keeps in sight `lead` blocks at its beginning and `tail` at its end (the source
 * and its date); without `lead` it is never folded.
 */
export interface MarkdownContent {
text: string
lead?: (number | null)
tail?: (number | null)
}
export interface ChipsMessage {
v: 1
seq: number
kind: "message"
id: string
session_id: string
reply_to?: (string | null)
from?: ("bot" | "agent" | "user" | "system")
ts: string
/**
 * BCP 47 tag of the words inside
 */
lang?: string
fallback: string
speech?: (string | null)
ai_generated?: boolean
rateable?: boolean
supersedes?: (string | null)
expires_at?: (string | null)
/**
 * Only on the citizen's own messages: what the client sent
 */
client_id?: (string | null)
type: "chips"
content: ChipsContent
}
/**
 * Ready-made answers; usable once unless `sticky`.
 */
export interface ChipsContent {
prompt?: string
/**
 * @minItems 1
 * @maxItems 8
 */
items: (Reply | OpenUrl | Call | Command)[]
sticky?: boolean
}
/**
 * Says `value` for the citizen; `payload` (such as `/book_notary`) needs no understanding.
 * 
 * `hint` is a second line for whoever does not know what the title stands for.
 */
export interface Reply {
type: "reply"
title: string
value: string
payload?: (string | null)
hint?: (string | null)
}
/**
 * Opens a page, in a new tab if `external`.
 */
export interface OpenUrl {
type: "open_url"
title: string
url: string
external?: boolean
}
/**
 * Dials a number.
 */
export interface Call {
type: "call"
title: string
tel: string
}
/**
 * Sends the payload `/<command><args as JSON>`, after the citizen confirmed if `confirm` is set.
 */
export interface Command {
type: "command"
title: string
command: string
args?: {
[k: string]: unknown
}
confirm?: (string | null)
}
export interface CardMessage {
v: 1
seq: number
kind: "message"
id: string
session_id: string
reply_to?: (string | null)
from?: ("bot" | "agent" | "user" | "system")
ts: string
/**
 * BCP 47 tag of the words inside
 */
lang?: string
fallback: string
speech?: (string | null)
ai_generated?: boolean
rateable?: boolean
supersedes?: (string | null)
expires_at?: (string | null)
/**
 * Only on the citizen's own messages: what the client sent
 */
client_id?: (string | null)
type: "card"
content: CardContent
}
/**
 * A service guide.
 */
export interface CardContent {
style?: ("guide" | "notice")
title: string
subtitle?: (string | null)
badge?: (string | null)
/**
 * @maxItems 12
 */
facts?: Fact[]
source?: (SourceNote | null)
/**
 * @maxItems 6
 */
actions?: (Reply | OpenUrl | Call | Command)[]
}
/**
 * One line of a guide: `text`, or `items` for materials and channels.
 */
export interface Fact {
key: ("materials" | "fee" | "time_limit" | "channels" | "conditions" | "basis" | "other")
label: string
text?: (string | null)
/**
 * @maxItems 30
 */
items?: FactItem[]
}
/**
 * A thing to bring, or a way to get it done; `way` says which kind of way.
 */
export interface FactItem {
text: string
way?: (("online" | "phone" | "place" | "mail") | null)
note?: (string | null)
required?: (boolean | null)
address?: (string | null)
hours?: (string | null)
tel?: (string | null)
url?: (string | null)
}
export interface SourceNote {
title: string
url?: (string | null)
publisher?: (string | null)
/**
 * Date as YYYY-MM-DD, YYYY-MM or YYYY
 */
updated?: (string | null)
doc_id?: (string | null)
}
export interface ListMessage {
v: 1
seq: number
kind: "message"
id: string
session_id: string
reply_to?: (string | null)
from?: ("bot" | "agent" | "user" | "system")
ts: string
/**
 * BCP 47 tag of the words inside
 */
lang?: string
fallback: string
speech?: (string | null)
ai_generated?: boolean
rateable?: boolean
supersedes?: (string | null)
expires_at?: (string | null)
/**
 * Only on the citizen's own messages: what the client sent
 */
client_id?: (string | null)
type: "list"
content: ListContent
}
/**
 * Several matters to choose from.
 */
export interface ListContent {
title: string
/**
 * @minItems 1
 * @maxItems 10
 */
items: ListItem[]
more?: ((Reply | OpenUrl | Call | Command) | null)
}
export interface ListItem {
title: string
subtitle?: (string | null)
action?: ((Reply | OpenUrl | Call | Command) | null)
}
export interface FormMessage {
v: 1
seq: number
kind: "message"
id: string
session_id: string
reply_to?: (string | null)
from?: ("bot" | "agent" | "user" | "system")
ts: string
/**
 * BCP 47 tag of the words inside
 */
lang?: string
fallback: string
speech?: (string | null)
ai_generated?: boolean
rateable?: boolean
supersedes?: (string | null)
expires_at?: (string | null)
/**
 * Only on the citizen's own messages: what the client sent
 */
client_id?: (string | null)
type: "form"
content: FormContent
}
/**
 * Questions answered at once; posted back as {client_id, form_id, values}.
 */
export interface FormContent {
form_id: string
action: string
title: string
intro?: (string | null)
draft_key?: (string | null)
values?: {
[k: string]: string | boolean | string[]
}
/**
 * @minItems 1
 * @maxItems 30
 */
fields: FormField[]
submit: Submit
undo_seconds?: (number | null)
privacy?: (Privacy | null)
}
/**
 * One question; limits are checked in the client for help and in the gateway for good.
 */
export interface FormField {
id: string
input: ("text" | "textarea" | "tel" | "email" | "date" | "select" | "radio" | "checkbox" | "file" | "consent")
label: string
hint?: (string | null)
required?: boolean
pattern?: (string | null)
min_length?: (number | null)
max_length?: (number | null)
error?: (string | null)
autocomplete?: (string | null)
inputmode?: (string | null)
/**
 * @maxItems 100
 */
options?: Option[]
accept?: string[]
max_files?: (number | null)
max_bytes?: (number | null)
sensitive?: boolean
}
export interface Option {
value: string
title: string
}
export interface Submit {
title: string
confirm_page?: boolean
}
export interface Privacy {
url: string
version: string
}
export interface SlotsMessage {
v: 1
seq: number
kind: "message"
id: string
session_id: string
reply_to?: (string | null)
from?: ("bot" | "agent" | "user" | "system")
ts: string
/**
 * BCP 47 tag of the words inside
 */
lang?: string
fallback: string
speech?: (string | null)
ai_generated?: boolean
rateable?: boolean
supersedes?: (string | null)
expires_at?: (string | null)
/**
 * Only on the citizen's own messages: what the client sent
 */
client_id?: (string | null)
type: "slots"
content: SlotsContent
}
/**
 * Times to choose from, as UTC instants; shown in the citizen's zone, the office's and the mission's.
 * 
 * Choosing sends the command `action` with {"slot_id"}.
 */
export interface SlotsContent {
title: string
action: string
office_tz?: string
office_tz_label: string
mission_tz?: (string | null)
mission_tz_label?: (string | null)
duration_min: number
location?: (string | null)
/**
 * @maxItems 200
 */
slots: SlotItem[]
range?: (DateRange | null)
hold_seconds?: (number | null)
held?: (SlotHold | null)
next?: ((Reply | OpenUrl | Call | Command) | null)
}
export interface SlotItem {
id: string
start: string
capacity_left: number
}
export interface DateRange {
from: string
to: string
}
/**
 * A time that is kept until `expires_at`; `extend` keeps it longer, `again` keeps it anew once it has expired.
 */
export interface SlotHold {
start: string
expires_at: string
extend?: ((Reply | OpenUrl | Call | Command) | null)
other?: ((Reply | OpenUrl | Call | Command) | null)
again?: ((Reply | OpenUrl | Call | Command) | null)
}
export interface StatusMessage {
v: 1
seq: number
kind: "message"
id: string
session_id: string
reply_to?: (string | null)
from?: ("bot" | "agent" | "user" | "system")
ts: string
/**
 * BCP 47 tag of the words inside
 */
lang?: string
fallback: string
speech?: (string | null)
ai_generated?: boolean
rateable?: boolean
supersedes?: (string | null)
expires_at?: (string | null)
/**
 * Only on the citizen's own messages: what the client sent
 */
client_id?: (string | null)
type: "status"
content: StatusContent
}
/**
 * Where a petition or booking stands and what can be done with it now.
 */
export interface StatusContent {
object: ("petition" | "booking")
ref: string
title: string
state: string
state_title: string
/**
 * @maxItems 12
 */
steps?: Step[]
due_at?: (string | null)
/**
 * Until then it can be changed or withdrawn freely
 */
undo_until?: (string | null)
start?: (string | null)
office_tz?: (string | null)
/**
 * @maxItems 20
 */
details?: Detail[]
/**
 * @maxItems 6
 */
actions?: (Reply | OpenUrl | Call | Command)[]
}
export interface Step {
title: string
state: ("done" | "current" | "todo" | "failed")
at?: (string | null)
}
export interface Detail {
label: string
text: string
}
export interface CitationMessage {
v: 1
seq: number
kind: "message"
id: string
session_id: string
reply_to?: (string | null)
from?: ("bot" | "agent" | "user" | "system")
ts: string
/**
 * BCP 47 tag of the words inside
 */
lang?: string
fallback: string
speech?: (string | null)
ai_generated?: boolean
rateable?: boolean
supersedes?: (string | null)
expires_at?: (string | null)
/**
 * Only on the citizen's own messages: what the client sent
 */
client_id?: (string | null)
type: "citation"
content: CitationContent
}
/**
 * Where the message named by `reply_to` or just before comes from.
 */
export interface CitationContent {
/**
 * @minItems 1
 * @maxItems 10
 */
items: CitationItem[]
}
export interface CitationItem {
n: number
title: string
url?: (string | null)
publisher?: (string | null)
date?: (string | null)
quote?: (string | null)
doc_id?: (string | null)
chunk_id?: (string | null)
}
export interface SystemMessage {
v: 1
seq: number
kind: "message"
id: string
session_id: string
reply_to?: (string | null)
from?: ("bot" | "agent" | "user" | "system")
ts: string
/**
 * BCP 47 tag of the words inside
 */
lang?: string
fallback: string
speech?: (string | null)
ai_generated?: boolean
rateable?: boolean
supersedes?: (string | null)
expires_at?: (string | null)
/**
 * Only on the citizen's own messages: what the client sent
 */
client_id?: (string | null)
type: "system"
content: SystemContent
}
/**
 * A line between messages.
 */
export interface SystemContent {
code: ("welcome" | "session_resumed" | "session_expired" | "agent_joined" | "agent_left" | "offline_hours" | "rate_limited" | "handoff_failed")
text: string
}
/**
 * The service took a message of the citizen's; `id` is that of the stored message.
 */
export interface Ack {
v: 1
/**
 * Strictly increasing within a session; absent on passing events
 */
seq?: (number | null)
kind: "ack"
client_id: string
id: string
}
/**
 * Someone is writing, or stopped.
 */
export interface Typing {
v: 1
/**
 * Strictly increasing within a session; absent on passing events
 */
seq?: (number | null)
kind: "typing"
on: boolean
from?: ("bot" | "agent")
}
/**
 * More text of a message that is still being written; the final message replaces it.
 */
export interface Delta {
v: 1
/**
 * Strictly increasing within a session; absent on passing events
 */
seq?: (number | null)
kind: "delta"
id: string
text: string
}
/**
 * Something went wrong after the request was taken.
 */
export interface ErrorEvent {
v: 1
/**
 * Strictly increasing within a session; absent on passing events
 */
seq?: (number | null)
kind: "error"
code: string
text: string
retry_after?: (number | null)
}
/**
 * Switches of this site.
 */
export interface Config {
v: 1
/**
 * Strictly increasing within a session; absent on passing events
 */
seq?: (number | null)
kind: "config"
asr?: boolean
uploads?: boolean
hotline?: (string | null)
}
/**
 * Everything up to `upto` was read on the other side.
 */
export interface Read {
v: 1
/**
 * Strictly increasing within a session; absent on passing events
 */
seq?: (number | null)
kind: "read"
upto: number
}
/**
 * The line is alive.
 */
export interface Ping {
v: 1
/**
 * Strictly increasing within a session; absent on passing events
 */
seq?: (number | null)
kind: "ping"
}
