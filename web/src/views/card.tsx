// A service guide: fee and time limit first, then what to bring, to tick off, and where to go; source and date at the end.

import type { CardContent, Fact, FactItem, ListContent, SourceNote } from "../contract/messages";
import { longFacts, shortFacts } from "../text/guide";
import { telUrl } from "../text/urls";
import { ActionButton, Actions, CopyButton, Link } from "./actions";
import { useAround } from "./context";
import { dated } from "./dated";
import { KeepTools, Materials, useTicks } from "./guide";
import { Icon } from "./icons";
import type { IconName } from "./icons";

const WAY_ICON: Record<string, IconName> = { online: "globe", phone: "phone", mail: "file", place: "pin" };

/** The card of one matter. */
export function Card({ id, content }: { id: string; content: CardContent }) {
  const short = shortFacts(content);
  const [ticked, tick] = useTicks(id);
  return (
    <article class="card guide" aria-label={content.title}>
      <header class="card-head">
        <div class="card-title">
          <h3>{content.title}</h3>
          {content.badge && <span class="badge">{content.badge}</span>}
        </div>
        {content.subtitle && <p>{content.subtitle}</p>}
      </header>
      {short.length > 0 && (
        <dl class="key-facts">
          {short.map((fact) => <div key={fact.key}><dt>{fact.label}</dt><dd>{fact.text}</dd></div>)}
        </dl>
      )}
      {longFacts(content).map((fact, at) => (
        fact.key === "materials" && fact.items?.length ? <Materials key={at} fact={fact} ticked={ticked} tick={tick} /> : <FactBlock key={at} fact={fact} />
      ))}
      <Source source={content.source} />
      <Actions actions={content.actions} />
      {(content.style ?? "guide") === "guide" && <KeepTools content={content} ticked={ticked} />}
    </article>
  );
}

function FactBlock({ fact }: { fact: Fact }) {
  return (
    <section class="fact">
      <h4>{fact.label}</h4>
      {fact.text && <p>{fact.text}</p>}
      {fact.items && fact.items.length > 0 && (
        <ul class="places">{fact.items.map((item, at) => <li key={at}><Place item={item} /></li>)}</ul>
      )}
    </section>
  );
}

/** One way to get it done: its name, where and when, and the button that goes with it. */
function Place({ item }: { item: FactItem }) {
  const { t } = useAround();
  return (
    <>
      <p class="place-name">{item.way && <Icon name={WAY_ICON[item.way] ?? "pin"} />}<span>{item.text}</span></p>
      {item.note && <p class="soft">{item.note}</p>}
      {item.address && <p class="soft with-icon">{item.way !== "place" && <Icon name="pin" />}<span>{item.address}</span></p>}
      {item.hours && <p class="soft with-icon"><Icon name="clock" /><span>{item.hours}</span></p>}
      {(item.url || item.tel || item.address) && (
        <div class="place-do">
          {item.url && <Link class="button small" href={item.url}><Icon name="globe" /> {t("goOnline")}</Link>}
          {item.tel && <a class="button small" href={telUrl(item.tel)}><Icon name="phone" /> {t("call", { tel: item.tel })}</a>}
          {item.address && <CopyButton class="button small" text={item.address} what={item.address} word="copyAddress" />}
        </div>
      )}
    </>
  );
}

function Source({ source }: { source: SourceNote | null | undefined }) {
  const { t } = useAround();
  if (!source) return null;
  return (
    <p class="source">
      <Icon name="book" />
      <span>
        {t("source")} · <Link href={source.url}>{source.title}</Link>
        {source.publisher && `\u00a0· ${source.publisher}`}
        {source.updated && dated(` · ${t("updated", { date: source.updated })}`)}
      </span>
    </p>
  );
}

/** Several matters, each a line to press. */
export function List({ content }: { content: ListContent }) {
  return (
    <section class="card list" aria-label={content.title}>
      <h3>{content.title}</h3>
      <ul>
        {content.items.map((item, at) => {
          const inside = (
            <>
              <span class="list-text">
                <span class="list-title">{item.title}</span>
                {item.subtitle && <span class="soft">{item.subtitle}</span>}
              </span>
              {item.action && <Icon name="chevron" />}
            </>
          );
          return (
            <li key={at}>
              {item.action ? <ActionButton action={item.action} class="list-item">{inside}</ActionButton> : <div class="list-item">{inside}</div>}
            </li>
          );
        })}
      </ul>
      {content.more && <Actions actions={[content.more]} plain />}
    </section>
  );
}
