// Asks the API from the forms of the reference and shows what it answers.
'use strict'
{
  const make = (tag, more) => Object.assign(document.createElement(tag), more)
  const block = (label, text) => {
    const pre = make('pre', { tabIndex: 0 })
    pre.setAttribute('aria-label', label)
    pre.append(make('code', { textContent: text }))
    return pre
  }
  for (const form of document.querySelectorAll('form[data-path]')) {
    form.querySelector('button').disabled = false
    const output = form.querySelector('output')
    const slug = form.elements.slug
    if (slug) slug.required = true
    form.addEventListener('submit', async (event) => {
      event.preventDefault()
      const rest = new URLSearchParams()
      let path = form.dataset.path
      for (const [name, value] of new FormData(form)) {
        if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(value))
        else if (value !== '') rest.set(name, value)
      }
      const query = rest.toString().replaceAll('%5B', '[').replaceAll('%5D', ']').replaceAll('%2C', ',')
      const address = path + (query && '?' + query)
      form.parentElement.querySelector('.said')?.remove()
      const said = make('div', { className: 'said' })
      said.append(block('The same with curl', `curl -g '${form.dataset.base}${address}'`))
      form.after(said)
      output.textContent = '…'
      try {
        const began = performance.now()
        const answer = await fetch(address, { headers: { Accept: 'application/json' } })
        const text = await answer.text()
        output.textContent = `${answer.status} ${answer.statusText}, ${new Blob([text]).size} bytes, ${Math.round(performance.now() - began)} ms`
        const shown = ['content-type', 'content-language', 'etag', 'cache-control'].filter((name) => answer.headers.get(name))
        said.append(block('Headers', shown.map((name) => `${name}: ${answer.headers.get(name)}`).join('\n')))
        let pretty = text
        try { pretty = JSON.stringify(JSON.parse(text), null, 2) } catch { /* not JSON: shown as it is */ }
        said.append(block('Answer', pretty.length > 60000 ? pretty.slice(0, 60000) + '\n…' : pretty))
      } catch {
        output.textContent = 'There was no answer. Is the server running?'
      }
    })
  }
  // A link to a question opens it.
  const open = () => {
    const at = document.getElementById(location.hash.slice(1))
    if (at?.matches('details')) at.open = true
  }
  window.addEventListener('hashchange', open)
  open()
}
