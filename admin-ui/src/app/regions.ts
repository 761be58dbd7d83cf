/** Moves the focus to the next (1) or previous (-1) part of the screen: what is marked with data-region. */
export function nextRegion(direction: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((r) => r.offsetParent !== null || r.getClientRects().length > 0)
  if (regions.length === 0) return
  const now = regions.findLastIndex((r) => r.contains(document.activeElement))
  const next = regions[now < 0 ? (direction > 0 ? 0 : regions.length - 1) : (now + direction + regions.length) % regions.length]
  if (!next) return
  const inside = next.querySelector<HTMLElement>('[aria-current="page"],a[href],button:not([disabled]),input,select,textarea,[tabindex="0"]')
  ;(inside ?? next).focus()
}
