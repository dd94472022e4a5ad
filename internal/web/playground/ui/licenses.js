import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const noticeFile = /^(licen[cs]e|copying|notice|thirdpartynotices)/i

/**
 * Two vite plugins that write the notices of every npm package whose code ends up in the bundle:
 * `collect` remembers the packages of a build, `write` does so too and emits the file.
 */
export function thirdPartyLicenses(fileName) {
  const packages = new Map()
  const remember = (bundle) => {
    for (const id of Object.values(bundle).flatMap(moduleIds)) {
      const dir = packageDir(id)
      if (dir) packages.set(dir, JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')))
    }
  }
  return {
    collect: { name: 'collect-licenses', generateBundle: (_, bundle) => remember(bundle) },
    write: {
      name: 'write-licenses',
      generateBundle(_, bundle) {
        remember(bundle)
        this.emitFile({ type: 'asset', fileName, source: noticesText(packages) })
      },
    },
  }
}

function moduleIds(file) {
  return file.type === 'chunk' ? Object.keys(file.modules) : (file.originalFileNames ?? [])
}

/** The directory of the npm package that a module belongs to; undefined for our own code and virtual modules. */
function packageDir(id) {
  const match = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id.replace(/^\0/, '').split('?')[0])
  return match && existsSync(join(match[0], 'package.json')) ? match[0] : undefined
}

function noticesText(packages) {
  const notices = [...packages].map(([dir, manifest]) => notice(dir, manifest)).sort()
  return [
    'The playground page bundles the npm packages below, each under its own licence.',
    ...notices,
  ].join(`\n\n${'='.repeat(78)}\n\n`)
}

function notice(dir, { name, version, license, author }) {
  const texts = readdirSync(dir)
    .filter((file) => noticeFile.test(file) && !/\.(c?js|ts)$/.test(file))
    .sort()
    .map((file) => readFileSync(join(dir, file), 'utf8').trim())
  const by = typeof author === 'string' ? author : author?.name
  return [`${name} ${version} (${license})`, by && `Author: ${by}`, ...texts].filter(Boolean).join('\n\n')
}
