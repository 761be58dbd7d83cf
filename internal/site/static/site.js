// What a browser with scripts adds. Every page works without this file.
'use strict'
{
  const one = (selector, within = document) => within.querySelector(selector)
  const all = (selector, within = document) => [...within.querySelectorAll(selector)]

  // Buttons that mean nothing without a script.
  const offer = (selector, act) => all(selector).forEach((button) => {
    button.hidden = false
    button.addEventListener('click', () => act(button))
  })
  offer('[data-print]', () => window.print())
  offer('[data-copy]', async (button) => {
    const field = document.getElementById(button.dataset.copy)
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = button.dataset.done
      announce(button.dataset.done)
    } catch {
      field.select() // the browser forbids writing: the reader copies by hand
    }
  })
  if (navigator.share) offer('[data-share]', () => navigator.share({ title: document.title, url: one('#address').value }).catch(() => {}))
  all('#address').forEach((field) => field.addEventListener('focus', () => field.select()))

  // One polite voice for everything that changes without a new page.
  const voice = document.createElement('p')
  voice.className = 'vh'
  voice.setAttribute('role', 'status')
  document.body.append(voice)
  let speaking
  const announce = (text) => {
    clearTimeout(speaking)
    speaking = setTimeout(() => { voice.textContent = text }, 400)
  }

  // The map: one stop for Tab, arrows to the nearest light, a card for each.
  let card
  const hide = () => { card?.remove(); card = undefined }
  const show = (light) => {
    if (card?.light === light) return
    hide()
    const item = all('.ctry li').find((li) => one('a', li)?.getAttribute('href') === light.getAttribute('href'))
    if (!item) return
    card = document.createElement('div')
    card.className = 'card'
    card.light = light
    const [title, country, tagline, foot, link, count] = ['h2', 'p', 'p', 'p', 'a', 'span'].map((tag) => document.createElement(tag))
    const name = one('a', item)
    title.textContent = name.textContent
    title.lang = link.lang = name.lang || document.documentElement.lang
    country.className = 'c'
    country.textContent = item.closest('.ctry').dataset.country || light.dataset.country
    tagline.textContent = one('p', item)?.textContent ?? ''
    tagline.lang = title.lang
    foot.className = 'ft'
    link.href = name.href
    link.lang = document.documentElement.lang
    link.textContent = light.closest('svg').dataset.open
    count.textContent = one('.n', item)?.textContent ?? ''
    foot.append(link, count)
    card.append(title, country, tagline, foot)
    card.addEventListener('mouseenter', () => clearTimeout(leaving))
    card.addEventListener('mouseleave', leave)
    const hero = light.closest('.hero')
    light.closest('svg').after(card)
    if (getComputedStyle(card).position === 'absolute') stand(light, hero)
  }
  // The card stands beside its light and never on it.
  const stand = (light, hero) => {
    const at = one('.pt', light).getBoundingClientRect(), frame = hero.getBoundingClientRect()
    const clear = 22
    let left = at.left - frame.left + at.width / 2 - card.offsetWidth / 2
    left = Math.max(12, Math.min(left, frame.width - card.offsetWidth - 12))
    let top = at.bottom - frame.top + clear
    if (top + card.offsetHeight > frame.height) top = at.top - frame.top - clear - 10 - card.offsetHeight
    card.style.left = left + 'px'
    card.style.top = top + 'px'
  }
  let leaving
  const leave = () => {
    clearTimeout(leaving)
    leaving = setTimeout(() => { if (!card?.contains(document.activeElement) && document.activeElement !== card?.light) hide() }, 250)
  }
  const centre = (light) => {
    const box = one('.pt', light).getBoundingClientRect()
    return [box.left + box.width / 2, box.top + box.height / 2]
  }
  // The nearest light in a direction: what lies aside counts double.
  const next = (from, [dx, dy], lights) => {
    const [x, y] = centre(from)
    let best, least = Infinity
    for (const light of lights) {
      const [a, b] = centre(light)
      const ahead = (a - x) * dx + (b - y) * dy, aside = Math.abs((a - x) * dy) + Math.abs((b - y) * dx)
      if (light !== from && ahead > 0.5 && ahead + 2 * aside < least) [best, least] = [light, ahead + 2 * aside]
    }
    return best
  }
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
  const chart = (map) => {
    const lights = all('a.mk', map)
    const stop = (light) => lights.forEach((l) => l.setAttribute('tabindex', l === light ? 0 : -1))
    stop(lights.find((l) => !l.classList.contains('off')) ?? lights[0])
    lights.forEach((light) => {
      light.addEventListener('focus', () => { stop(light); show(light) })
      light.addEventListener('blur', leave)
      light.addEventListener('mouseenter', () => { clearTimeout(leaving); show(light) })
      light.addEventListener('mouseleave', leave)
      // A finger has no hover: the first tap shows the card, the second opens.
      light.addEventListener('click', (event) => {
        if (touched && card?.light === light && card.tapped !== light) { event.preventDefault(); card.tapped = light }
      })
    })
    map.addEventListener('keydown', (event) => {
      const way = ways[event.key], light = event.target.closest?.('a.mk')
      if (!way || !light) return
      event.preventDefault()
      next(light, way, lights)?.focus()
    })
  }
  let touched = false
  document.addEventListener('pointerdown', (event) => {
    touched = event.pointerType === 'touch'
    if (card && !card.contains(event.target) && !event.target.closest?.('a.mk')) hide()
  }, true)
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    if (card) {
      const light = card.light
      const inside = card.contains(document.activeElement)
      hide()
      if (inside) { light.focus(); hide() }
    } else if (document.activeElement?.matches('a.mk')) {
      one('.hero .skip[href="#list"]')?.focus()
    }
  })
  all('svg.map[role=group]').forEach(chart)

  // The filters of the map: the same request, without a new page.
  const form = one('form[data-live]')
  let asked = 0
  const ask = async () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== '')).toString()
    const address = form.action + (query && '?' + query), mine = ++asked
    let fresh
    try {
      const answer = await fetch(address)
      if (!answer.ok) throw new Error(answer.statusText)
      fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
    } catch {
      form.submit()
      return
    }
    if (mine !== asked) return // a later question was asked meanwhile
    hide()
    for (const part of ['.hero svg.map', '.strip', '.legend', 'section[aria-labelledby=list]', 'form[data-live] output']) {
      const now = one(part), then = one(part, fresh)
      if (now && then) now.replaceWith(document.importNode(then, true))
    }
    all('.reset, .drops', form).forEach((old) => old.remove())
    all('form[data-live] .reset, form[data-live] .drops', fresh).forEach((extra) => form.append(document.importNode(extra, true)))
    all('option', form).forEach((option) => {
      const then = all('option', one('#' + option.parentElement.id, fresh)).find((o) => o.value === option.value)
      if (then) option.textContent = then.textContent
    })
    chart(one('.hero svg.map'))
    history.replaceState(null, '', address)
    announce(one('output', form).innerText.replace('\n', ', '))
  }
  if (form) {
    form.addEventListener('submit', (event) => { event.preventDefault(); ask() })
    form.addEventListener('change', ask)
  }
}
