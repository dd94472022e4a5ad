// The client key lives in sessionStorage alone: it ends with the browser tab, and no URL, cookie or disk sees it.
const storageKey = 'balcao:clientKey'

export const storedKey = () => sessionStorage.getItem(storageKey)

export const rememberKey = (key) => sessionStorage.setItem(storageKey, key)

export const forgetKey = () => sessionStorage.removeItem(storageKey)
