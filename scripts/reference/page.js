const find = document.querySelector('#find')
const told = document.querySelector('output')
const found = [...document.querySelectorAll('[data-find]')]
const groups = [...document.querySelectorAll('[data-group]')]
const articles = found.filter((one) => one.localName === 'article')

/** Shows what holds every word that was typed, and of the rest nothing. */
function show() {
  const words = find.value.trim().toLowerCase().split(/\s+/)
  const fits = (one) => words.every((word) => one.dataset.find.includes(word))
  for (const one of found) one.hidden = !fits(one)
  for (const group of groups) group.hidden = !group.querySelector('[data-find]:not([hidden])')
  const left = articles.filter((one) => !one.hidden).length
  told.textContent = find.value.trim() === '' ? '' : `${left} found`
}

/** What a link leads to must be there. */
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (!target?.closest('[hidden]')) return
  find.value = ''
  show()
  target.scrollIntoView()
}

function addCopying(block) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copy'
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(block.textContent)
    button.textContent = 'Copied'
    setTimeout(() => {
      button.textContent = 'Copy'
    }, 2000)
  })
  block.before(button)
}

document.querySelector('search').hidden = false
// On a small screen the contents would stand before all else.
if (!matchMedia('(min-width: 60rem)').matches) document.querySelector('nav details').open = false
// A clipboard is there on this machine and over https alone.
if (navigator.clipboard) for (const block of document.querySelectorAll('.copied')) addCopying(block)
find.addEventListener('input', show)
addEventListener('hashchange', reveal)
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.matches('input')) return
  event.preventDefault()
  find.focus()
})
