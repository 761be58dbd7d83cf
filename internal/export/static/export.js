// What a server would do with filters and words, done in the browser out of the
// pages that were exported: those of each choice alone, and a list of words.
'use strict'
{
  const one = (selector, within = document) => within.querySelector(selector)
  const all = (selector, within = document) => [...within.querySelectorAll(selector)]
  const lang = document.documentElement.lang
  const choices = ['area', 'city', 'country', 'network']

  // On the first page: the language of the browser, if it is there.
  const languages = one('#languages')
  if (languages) {
    const wanted = navigator.languages.map((l) => l.slice(0, 2)).find((l) => one(`a[lang="${l}"]`, languages))
    if (wanted) location.replace(`/${wanted}/`)
  }

  const at = (action, name, value) => `${action.replace(/\/$/, '')}/-/${name}/${encodeURIComponent(value)}`
  const page = async (address) => {
    const answer = await fetch(address)
    if (!answer.ok) throw new Error(String(answer.status))
    return new DOMParser().parseFromString(await answer.text(), 'text/html')
  }
  // A list with the items of the pages after it.
  const whole = async (address) => {
    const first = await page(address)
    let next = one('link[rel=next]', first)
    for (let n = 0; next && n < 1000; n++) {
      const more = await page(next.getAttribute('href'))
      one('ol.rows', first)?.append(...all('ol.rows > li', more).map((li) => document.importNode(li, true)))
      next = one('link[rel=next]', more)
    }
    return first
  }
  let list
  const words = () => (list ??= fetch(`/${lang}/words.json`).then((answer) => answer.json()))

  // The words of a text as the list has them: the folding of the server.
  const others = { ł: 'l', ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ı: 'i' }
  const fold = (text) => text.toLowerCase().normalize('NFD').replace(/\p{Mn}/gu, '').replace(/ς/g, 'σ').replace(/[łßæœøđı]/g, (c) => others[c])
  const split = (text) => fold(text.normalize('NFC')).match(/[\p{L}\p{N}]+/gu) ?? []

  // Documents with all the words, best first. The last word may be unfinished;
  // a form that stands nowhere is taken for the one most like it.
  const search = ({ forms, postings, documents }, text) => {
    const known = Object.keys(forms)
    let best
    split(text).forEach((word, i, asked) => {
      const lists = new Set()
      if (word in forms) lists.add(forms[word])
      if (i === asked.length - 1 && word.length > 1) known.forEach((form) => form.startsWith(word) && lists.add(forms[form]))
      for (let n = word.length - 1; lists.size === 0 && n >= Math.max(4, word.length - 3); n--) {
        known.forEach((form) => form.length <= word.length + 3 && form.startsWith(word.slice(0, n)) && lists.add(forms[form]))
      }
      const score = new Map()
      lists.forEach((l) => postings[l].forEach((p) => {
        const exact = forms[word] === l ? 4 : 1
        score.set(p >> 2, Math.max(score.get(p >> 2) ?? 0, 4 ** (p & 3) * exact))
      }))
      if (!best) best = score
      else for (const [d, s] of [...best]) score.has(d) ? best.set(d, s + score.get(d)) : best.delete(d)
    })
    return [...(best ?? [])].sort(([a, s], [b, t]) => t - s || a - b).map(([d]) => documents[d])
  }
  const counted = ({ counts, samples }, key, n) => {
    const rules = new Intl.PluralRules(lang), exact = samples.indexOf(n)
    const i = exact >= 0 ? exact : samples.findIndex((s) => s > 2 && rules.select(s) === rules.select(n))
    return counts[key][i < 0 ? samples.length - 1 : i].replace('#', new Intl.NumberFormat(lang).format(n))
  }
  const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more })

  // The search page.
  const find = one('form.find')
  const answer = async () => {
    const asked = new URLSearchParams(location.search), text = (asked.get('q') ?? '').trim()
    one('#q').value = text
    if (!text) return
    const known = await words()
    const hits = search(known, text)
    all('.found:not([aria-labelledby=found-browse]), .page > .sub, .page > .empty').forEach((old) => old.remove())
    const row = one('.row', find)
    const output = one('output', row) ?? row.appendChild(document.createElement('output'))
    output.textContent = counted(known, 'search.results', hits.length)
    document.title = document.title.replace(/^[^–]*/, `${one('h1').textContent}: ${text} `)
    let after = find
    const put = (element) => { after.after(element); after = element }
    if (!hits.length) {
      put(make('p', known.said['search.no_results'].replace('{query}', text), { className: 'empty' }))
      put(make('p', known.said['search.no_results_hint']))
      return
    }
    for (const { code, name } of known.kinds) {
      const mine = hits.filter((d) => d.kind === code)
      if (!mine.length) continue
      const section = make('section', '', { className: 'found' }), h2 = make('h2', name + ' ', { id: 'found-' + code })
      section.setAttribute('aria-labelledby', h2.id)
      h2.append(make('span', String(mine.length), { className: 'ac' }))
      const rows = make('ol', '', { className: 'rows' })
      for (const d of mine) {
        const item = make('li', ''), h3 = make('h3', '')
        h3.append(make('a', d.title, { href: d.address }))
        item.append(h3)
        if (d.summary) item.append(make('p', d.summary))
        if (d.of) item.append(make('dl', '')), one('dl', item).append(make('div', '')), one('dl div', item).append(make('dd', d.of))
        rows.append(item)
      }
      section.append(h2, rows)
      put(section)
    }
  }

  // Lists and the map: what remains is on the page of every choice.
  const linksIn = (doc) => new Set([...all('ol.rows > li > h2 a', doc), ...all('.gaz li > a', doc), ...all('section.places th > a', doc)].map((a) => a.getAttribute('href')))
  const started = (item) => Number(all('dd:not(.ended)', item).map((dd) => /\b(1[89]|20)\d\d\b/.exec(dd.textContent)?.[0]).find(Boolean))
  const narrow = async (form) => {
    const action = form.getAttribute('action'), fields = new FormData(form)
    const chosen = choices.map((name) => [name, fields.get(name)]).filter(([, value]) => value)
    const order = fields.get('sort'), text = (fields.get('q') ?? '').trim(), from = Number(fields.get('from')), to = Number(fields.get('to'))
    const show = order ? at(action, 'sort', order) : fields.get('region') ? at(action, 'region', fields.get('region')) : action
    if (chosen.length + Boolean(order || fields.get('region')) < 2 && !text && !from && !to) {
      location.assign(chosen.length ? at(action, ...chosen[0]) : show)
      return
    }
    const [fresh, known, ...sets] = await Promise.all([whole(show), words(), ...chosen.map(([name, value]) => whole(at(action, name, value)))])
    const allowed = sets.map(linksIn)
    if (text) {
      const hits = search(known, text).filter((d) => d.kind === 'city' || d.kind === 'approach')
      allowed.push(new Set(hits.map((d) => d.address.split('/').slice(0, 4).join('/'))))
    }
    const stays = (href) => allowed.every((set) => set.has(href))
    all('.places tbody tr', fresh).forEach((row) => {
      const name = one('th', row).textContent
      if (!sets.every((doc) => all('.places tbody th', doc).some((th) => th.textContent === name))) row.remove()
    })
    all('ol.rows > li, .gaz li', fresh).forEach((item) => {
      const year = started(item)
      if (!stays(one('a', item).getAttribute('href')) || (from && !(year >= from)) || (to && !(year <= to))) item.remove()
    })
    all('.gaz > section, section.places', fresh).forEach((group) => one('li, tbody tr', group) ?? group.remove())
    all('.pager, nav.jump', fresh).forEach((old) => old.remove())
    all('a.mk', fresh).forEach((light) => {
      if (stays(light.getAttribute('href'))) return
      light.classList.add('off')
      one('text', light)?.remove()
    })
    for (const part of ['.hero svg.map', 'ol.rows', '.gaz']) {
      const now = one(part), then = one(part, fresh)
      if (now && then) now.replaceWith(document.importNode(then, true))
      else if (then) one('.page form').after(document.importNode(then, true))
    }
    if (one('.places')) {
      all('.places, nav.jump').forEach((old) => old.remove())
      form.after(...all('.places', fresh).map((s) => document.importNode(s, true)))
    }
    all('.pager, .page > .empty, .page > .more').forEach((old) => old.remove())
    const n = all('ol.rows > li, .gaz li').length
    const output = one('output', form), lines = output.innerHTML.split('<br>')
    if (one('.places')) output.textContent = output.textContent.replace(/\d[\d\s.,]*/, all('.places tbody tr').length + ' ')
    else output.textContent = counted(known, one('ol.rows') ? 'search.results' : 'count.cities', n)
    if (lines.length > 1) {
      const network = chosen.findIndex(([name]) => name === 'network')
      output.append(document.createElement('br'), one('form output', network < 0 ? fresh : sets[network]).innerHTML.split('<br>')[1])
    }
    const said = new URLSearchParams([...fields].filter(([, value]) => value !== ''))
    history.replaceState(null, '', action + '?' + said)
  }

  const filters = all('form[method=get]').filter((form) => form !== find)
  const act = (event) => {
    const form = event.target.closest('form[method=get]')
    if (!form) return
    if (event.type === 'change' && !form.matches('[data-live]')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (form === find) {
      history.pushState(null, '', find.getAttribute('action') + '?' + new URLSearchParams([...new FormData(find)].filter(([, value]) => value !== '')))
      answer()
    } else {
      narrow(form).catch(() => location.assign(form.getAttribute('action')))
    }
  }
  document.addEventListener('submit', act, true)
  document.addEventListener('change', act, true)
  if (find) {
    answer()
    window.addEventListener('popstate', answer)
  }
  // A link with several filters that somebody was sent.
  if (filters.length === 1 && location.search) {
    const sent = new URLSearchParams(location.search)
    for (const [name, value] of sent) if (filters[0].elements[name]) filters[0].elements[name].value = value
    narrow(filters[0]).catch(() => {})
  }
}
