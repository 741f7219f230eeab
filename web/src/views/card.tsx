// A service guide: time limit and fee first, then what to bring and where to go, then where this comes from.

import type { CardContent, Fact, FactItem, ListContent, SourceNote } from "../contract/messages";
import { telUrl } from "../text/urls";
import { ActionButton, Actions, Link } from "./actions";
import { useAround } from "./context";
import { Icon } from "./icons";

const SHORT = new Set(["time_limit", "fee"]);

/** The card of one matter. */
export function Card({ content }: { content: CardContent }) {
  const facts = content.facts ?? [];
  const short = facts.filter((fact) => SHORT.has(fact.key) && fact.text);
  const long = facts.filter((fact) => !short.includes(fact));
  return (
    <article class="card" aria-label={content.title}>
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
      {long.map((fact, at) => <FactBlock key={at} fact={fact} />)}
      <Source source={content.source} />
      <Actions actions={content.actions} />
    </article>
  );
}

function FactBlock({ fact }: { fact: Fact }) {
  return (
    <section class="fact">
      <h4>{fact.label}</h4>
      {fact.text && <p>{fact.text}</p>}
      {fact.items && fact.items.length > 0 && (
        <ul class={fact.key === "materials" ? "materials" : "places"}>
          {fact.items.map((item, at) => <li key={at}><Item item={item} /></li>)}
        </ul>
      )}
    </section>
  );
}

function Item({ item }: { item: FactItem }) {
  const { t } = useAround();
  return (
    <>
      <div class="item-line">
        {item.url ? <Link href={item.url}>{item.text}</Link> : <span>{item.text}</span>}
        {item.required !== undefined && item.required !== null && (
          <span class={item.required ? "tag must" : "tag"}>{t(item.required ? "required" : "optional")}</span>
        )}
      </div>
      {item.note && <p class="soft">{item.note}</p>}
      {item.address && <p class="soft with-icon"><Icon name="pin" /><span>{item.address}</span></p>}
      {item.hours && <p class="soft with-icon"><Icon name="clock" /><span>{item.hours}</span></p>}
      {item.tel && <a class="button small" href={telUrl(item.tel)}><Icon name="phone" /> {t("call", { tel: item.tel })}</a>}
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
        {source.publisher && ` · ${source.publisher}`}
        {source.updated && ` · ${t("updated", { date: source.updated })}`}
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
